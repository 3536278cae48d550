/// A form with files (`multipart/form-data`, RFC 7578), as browsers, curl and phones send it.
///
///     CRLF?  --boundary CRLF  header CRLF … CRLF CRLF  content  CRLF --boundary CRLF … CRLF --boundary--
///
/// What stands before the first delimiter is skipped: uLogger begins with a line end.
public struct MultipartForm: Equatable, Sendable {
    /// One field or file.
    public struct Part: Equatable, Sendable {
        /// The field's name.
        public var name: String
        /// What the sender calls the file; never a path to write to. Nil for a plain field.
        public var filename: String?
        /// The media type; empty where it is not told.
        public var mediaType: String
        /// The content.
        public var content: [UInt8]
    }

    /// More parts than this are refused.
    public static let mostParts = 64
    /// Headers of one part longer than this are refused, bytes.
    public static let longestHeaders = 8192

    /// The parts in order.
    public var parts: [Part]

    /// The content of the first part of this name as text; nil where there is none.
    public func text(_ name: String) -> String? {
        parts.first { $0.name == name }.map { String(decoding: $0.content, as: UTF8.self) }
    }

    /// Reads the body of a request whose `Content-Type` is `contentType`.
    public init(_ body: [UInt8], contentType: String) throws(MultipartProblem) {
        guard let boundary = Self.parameter("boundary", of: contentType), (1...70).contains(boundary.utf8.count) else {
            throw .noBoundary
        }
        let dashes = Array("--\(boundary)".utf8)
        let delimiter = Array("\r\n".utf8) + dashes
        parts = []
        var position: Int
        if body.starts(with: dashes) {
            position = dashes.count
        } else if let first = Self.find(delimiter, in: body, from: 0) {
            position = first + delimiter.count
        } else {
            throw .noDelimiter
        }
        while true {
            if body[position...].starts(with: Array("--".utf8)) { return }
            // Blanks may follow a delimiter (RFC 2046).
            while position < body.count, body[position] == 0x20 || body[position] == 0x09 { position += 1 }
            guard body[position...].starts(with: Array("\r\n".utf8)) else { throw .badDelimiter(offset: position) }
            guard parts.count < Self.mostParts else { throw .tooManyParts }
            guard let end = Self.find(delimiter, in: body, from: position) else { throw .notEnded }
            parts.append(try Self.part(body, from: position, to: end))
            position = end + delimiter.count
        }
    }

    private static func part(_ body: [UInt8], from start: Int, to end: Int) throws(MultipartProblem) -> Part {
        // The headers begin after the delimiter's line end; an empty line ends them, at once where there are none.
        let blank = Array("\r\n\r\n".utf8)
        guard let last = find(blank, in: body, from: start, to: min(end, start + longestHeaders)) else {
            throw .badHeaders(offset: start)
        }
        var headers = WebHeaders()
        for line in String(decoding: body[start..<last], as: UTF8.self).split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":") else { throw .badHeaders(offset: start) }
            headers.append(
                String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }))
        }
        let disposition = headers["content-disposition"] ?? ""
        guard let name = parameter("name", of: disposition) else { throw .noName(offset: start) }
        return Part(
            name: name, filename: parameter("filename", of: disposition),
            mediaType: headers["content-type"] ?? "", content: Array(body[(last + blank.count)..<end]))
    }

    /// A parameter of a header's value, quoted or not.
    static func parameter(_ name: String, of value: String) -> String? {
        for piece in value.split(separator: ";").dropFirst() {
            let parts = piece.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, String(parts[0].filter { $0 != " " }).isSameName(as: name) else { continue }
            var text = parts[1].drop { $0 == " " }
            while text.last == " " { text.removeLast() }
            if text.count >= 2, text.first == "\"", text.last == "\"" { text = text.dropFirst().dropLast() }
            return String(text)
        }
        return nil
    }

    /// Where `pattern` begins in `bytes`, from `start` and before `end`.
    private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int, to end: Int? = nil) -> Int? {
        let last = (end ?? bytes.count) - pattern.count
        guard let first = pattern.first, start <= last else { return nil }
        var position = start
        while position <= last {
            if bytes[position] == first, bytes[position..<(position + pattern.count)].elementsEqual(pattern) {
                return position
            }
            position += 1
        }
        return nil
    }
}

/// Why a form with files cannot be read.
public enum MultipartProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The content type names no boundary of 1 to 70 characters.
    case noBoundary
    /// The boundary of the content type is nowhere in the body.
    case noDelimiter
    /// Something else than a line end follows a delimiter.
    case badDelimiter(offset: Int)
    /// A part's headers do not end, are too long, or hold a line that is none.
    case badHeaders(offset: Int)
    /// A part does not say which field it is.
    case noName(offset: Int)
    /// More than ``MultipartForm/mostParts`` parts.
    case tooManyParts
    /// The last delimiter is missing: the body was cut.
    case notEnded

    /// What, and where.
    public var description: String {
        switch self {
        case .noBoundary: "multipart: Content-Type has no boundary"
        case .noDelimiter: "multipart: the boundary is not in the body"
        case .badDelimiter(let offset): "multipart: no line end after the boundary at byte \(offset)"
        case .badHeaders(let offset): "multipart: bad headers of the part at byte \(offset)"
        case .noName(let offset): "multipart: the part at byte \(offset) has no name"
        case .tooManyParts: "multipart: more than \(MultipartForm.mostParts) parts"
        case .notEnded: "multipart: the last boundary is missing; the body was cut"
        }
    }
}
