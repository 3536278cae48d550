/// Cuts what comes from TCP 5559 into lines and dumps, whatever the segments.
///
///     bytes --LF or CR--> line      bytes --NUL--> end of a dump
///         over a limit --> refused, deaf until reset
///
/// Holds one unfinished line at most, so memory is bounded by the limits.
struct DumpLines: Sendable {
    enum Event: Equatable, Sendable {
        /// A line that is not blank, without the spaces around it.
        case line(number: Int, bytes: [UInt8])
        case end
        case refused(ConfigurationDumpError)
    }

    let limits: ConfigurationDumpLimits
    private(set) var isRefused = false
    private var pending: [UInt8] = []
    private var lineNumber = 0
    private var byteCount = 0

    init(limits: ConfigurationDumpLimits) { self.limits = limits }

    /// The lines that `bytes` complete, in order.
    mutating func consume(_ bytes: some Sequence<UInt8>) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            if isRefused { break }
            byteCount += 1
            switch byte {
            case 0:
                flush(into: &events)
                if !isRefused { events.append(.end) }
                lineNumber = 0
                byteCount = 0
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                flush(into: &events)
            default:
                pending.append(byte)
                if pending.count > limits.lineLength { refuse(.lineTooLong(limit: limits.lineLength), &events) }
            }
            if byteCount > limits.byteCount, !isRefused { refuse(.tooManyBytes(limit: limits.byteCount), &events) }
        }
        return events
    }

    /// What is left when the connection closes: an unfinished line, if any.
    mutating func finish() -> (number: Int, bytes: [UInt8]) {
        let rest = (lineNumber + 1, Self.trimmed(pending))
        self = DumpLines(limits: limits)
        return rest
    }

    private mutating func flush(into events: inout [Event]) {
        let line = Self.trimmed(pending)
        pending.removeAll(keepingCapacity: true)
        guard !line.isEmpty else { return }
        lineNumber += 1
        if lineNumber > limits.lineCount {
            refuse(.tooManyLines(limit: limits.lineCount), &events)
        } else {
            events.append(.line(number: lineNumber, bytes: line))
        }
    }

    private mutating func refuse(_ reason: ConfigurationDumpError, _ events: inout [Event]) {
        isRefused = true
        pending = []
        events.append(.refused(reason))
    }

    static func trimmed(_ line: some BidirectionalCollection<UInt8>) -> [UInt8] {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        var line = Array(line.drop(while: isBlank))
        while let last = line.last, isBlank(last) { line.removeLast() }
        return line
    }
}

/// How much of a dump is read.
///
/// A real one has about 110 lines, 60 characters at most save for matrices, 5 kB in all.
public struct ConfigurationDumpLimits: Hashable, Sendable {
    /// The longest line, bytes.
    public var lineLength = 1024
    /// The most lines of one dump.
    public var lineCount = 1024
    /// The longest dump, bytes.
    public var byteCount = 131_072

    /// The limits above.
    public init() {}
}

/// Why the rest of a dump is not read.
public enum ConfigurationDumpError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A line does not end.
    case lineTooLong(limit: Int)
    /// The dump has too many lines.
    case tooManyLines(limit: Int)
    /// The dump does not end.
    case tooManyBytes(limit: Int)

    /// What was too much, with the limit.
    public var description: String {
        switch self {
        case .lineTooLong(let limit): "a line of the configuration is longer than \(limit) bytes"
        case .tooManyLines(let limit): "the configuration has more than \(limit) lines"
        case .tooManyBytes(let limit): "the configuration does not end within \(limit) bytes"
        }
    }
}

/// A line of a dump that could not be read.
public struct MalformedDumpLine: Equatable, Sendable {
    /// Counted from 1 among the lines of its dump that are not blank.
    public var number: Int
    /// Its first 80 bytes, those outside printable ASCII escaped.
    public var text: String
    /// What is wrong with it.
    public var reason: Reason

    /// What is wrong with a line.
    public enum Reason: String, Hashable, Sendable {
        /// No `=` in it.
        case noEqualsSign = "has no “=”"
        /// What stands before the `=` is no key.
        case notAKey = "does not begin with section:name"
        /// It holds control characters or is not UTF-8.
        case notText = "is not text"
        /// An opening brace without the closing one.
        case unclosedBrace = "opens a brace that is not closed"
        /// The connection closed in the middle of it.
        case cutOff = "is cut off"
        /// It stands before the first heading of the list of sets.
        case noHeading = "comes before any heading"
        /// It does not begin with an id.
        case notAnID = "does not begin with eight lower-case hexadecimal digits"
    }

    init(number: Int, bytes: [UInt8], reason: Reason) {
        self.number = number
        self.reason = reason
        var escaped: [UInt8] = []
        for byte in bytes.prefix(80) {
            if (0x20..<0x7F).contains(byte) {
                escaped.append(byte)
            } else {
                escaped += Array("\\x".utf8) + [Self.digit(byte >> 4), Self.digit(byte & 15)]
            }
        }
        text = String(decoding: escaped, as: UTF8.self)
    }

    /// A hexadecimal digit, lower case.
    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// The line as text; nil where it holds control characters or is not UTF-8.
    static func text(_ bytes: some Collection<UInt8>) -> String? {
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension MalformedDumpLine: CustomStringConvertible {
    /// Which line, what is wrong and what it reads.
    public var description: String { "line \(number) \(reason.rawValue): \(text)" }
}
