public import DroneModel
public import WebExchange
import WireBytes

/// A request as it is kept: a record of a WARC file (ISO 28500), which other people's tools read, too.
///
///     WARC/1.1  headers with length and checksum  blank line  the request of HTTP  two line ends
public struct StoredRequest: Equatable, Sendable {
    /// The request, without what is secret in it.
    public var request: WebRequest
    /// The phone its token belongs to; nil where phones say themselves who they are.
    public var device: String?
    /// The user it came with; nil for none.
    public var user: String?
    /// When it came.
    public var arrival: UTCTime

    /// A request to keep. Credentials are taken out: recordings are shown to others.
    public init(_ request: WebRequest, device: String?, user: String?, arrival: UTCTime) {
        self.request = request
        for name in ["Authorization", "Cookie", "Proxy-Authorization"] { self.request.headers[name] = nil }
        // The body follows whole, however it came.
        for name in ["Transfer-Encoding", "Expect", "Content-Length"] { self.request.headers[name] = nil }
        self.device = device
        self.user = user
        self.arrival = arrival
    }

    /// The headers of a record are not longer than this, bytes; longer ones are no record of ours.
    static let longestHead = 65_536

    /// The record's bytes. `number` tells records of the same moment apart.
    public func encoded(number: Int) -> [UInt8] {
        var message = Array("\(Self.word(request.method)) \(Self.word(request.target)) HTTP/1.1\r\n".utf8)
        for field in request.headers.fields {
            message += Array("\(Self.line(field.name)): \(Self.line(field.value))\r\n".utf8)
        }
        message += Array("Content-Length: \(request.body.count)\r\n\r\n".utf8)
        message += request.body
        var checksum = CRC32C()
        checksum.update(message.span.bytes)
        var head = "WARC/1.1\r\nWARC-Type: request\r\nWARC-Record-ID: <urn:stork:\(arrival.nanoseconds)-\(number)>\r\n"
        head += "WARC-Date: \(arrival.text)\r\nWARC-IP-Address: \(Self.word(request.remote))\r\n"
        head += "Content-Type: application/http;msgtype=request\r\n"
        head += "WARC-Block-Digest: crc32c:\(checksum.value)\r\n"
        if let device { head += "X-Stork-Device: \(Self.line(device))\r\n" }
        if let user { head += "X-Stork-User: \(Self.line(user))\r\n" }
        head += "Content-Length: \(message.count)\r\n\r\n"
        return Array(head.utf8) + message + Array("\r\n\r\n".utf8)
    }

    /// Without line ends, which would begin another line.
    private static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }

    private static func word(_ text: String) -> String { line(text).filter { $0 != " " } }

    // MARK: Reading

    /// What the head of a record says of what follows.
    struct Head {
        var headers: WebHeaders
        /// Bytes of the head with its blank line.
        var count: Int
        /// Bytes of the message.
        var length: Int
    }

    /// Reads the head of a record at the beginning of `bytes`; nil where there is none, or not all of it.
    static func head(_ bytes: [UInt8]) -> Head? {
        guard bytes.starts(with: Array("WARC/1.1\r\n".utf8)), let end = blankLine(bytes[...]) else { return nil }
        let headers = fields(bytes[10..<end])
        guard headers["WARC-Type"] == "request", let length = headers["Content-Length"].flatMap({ Int($0) }),
            length >= 0
        else { return nil }
        return Head(headers: headers, count: end + 4, length: length)
    }

    /// The message after a head; nil where it is not what was written.
    init?(_ head: Head, message: [UInt8]) {
        var checksum = CRC32C()
        checksum.update(message.span.bytes)
        guard message.count == head.length, head.headers["WARC-Block-Digest"] == "crc32c:\(checksum.value)",
            let arrival = head.headers["WARC-Date"].flatMap({ UTCTime(text: $0) }),
            let end = Self.blankLine(message[...]),
            let lineEnd = message.firstIndex(of: 0x0D), lineEnd <= end
        else { return nil }
        let words = String(decoding: message[..<lineEnd], as: UTF8.self).split(separator: " ")
        guard words.count == 3 else { return nil }
        var headers = lineEnd < end ? Self.fields(message[(lineEnd + 2)..<end]) : WebHeaders()
        headers["Content-Length"] = nil
        request = WebRequest(
            method: String(words[0]), target: String(words[1]), headers: headers,
            body: Array(message[(end + 4)...]), remote: head.headers["WARC-IP-Address"] ?? "")
        device = head.headers["X-Stork-Device"]
        user = head.headers["X-Stork-User"]
        self.arrival = arrival
    }

    /// Where the first empty line begins, with the line end before it.
    private static func blankLine(_ bytes: ArraySlice<UInt8>) -> Int? {
        var index = bytes.startIndex
        let last = min(bytes.endIndex, bytes.startIndex + longestHead) - 4
        while index <= last {
            if bytes[index] == 0x0D, bytes[index + 1] == 0x0A, bytes[index + 2] == 0x0D, bytes[index + 3] == 0x0A {
                return index
            }
            index += 1
        }
        return nil
    }

    private static func fields(_ bytes: ArraySlice<UInt8>) -> WebHeaders {
        var headers = WebHeaders()
        for line in bytes.split(separator: 0x0A) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = line[(colon + 1)...].drop { $0 == 0x20 }.filter { $0 != 0x0D }
            headers.append(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
        }
        return headers
    }
}
