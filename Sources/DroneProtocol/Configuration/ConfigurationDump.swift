/// Reads the configuration as a drone writes it to TCP 5559, in segments cut anywhere.
///
/// `section:key = value` per line, ended by LF (CR is accepted too), a NUL ends the dump. The first `=` counts, spaces
/// around key and value do not. Firmware 1.7.4 breaks a matrix over three lines: a vector that opens a brace goes on
/// until the brace is closed. After the NUL the next dump may follow in the same bytes.
public struct ConfigurationDumpDecoder: Sendable {
    /// What a piece of the stream brought.
    public enum Event: Equatable, Sendable {
        /// One value.
        case entry(ConfigurationKey, value: String)
        /// A line that cannot be read; the rest of the dump is.
        case malformed(MalformedDumpLine)
        /// The NUL: the dump is complete.
        case end
        /// A limit is passed: nothing more is read until ``reset()``.
        case refused(ConfigurationDumpError)
    }

    /// How many lines of all dumps could not be read.
    public private(set) var malformedCount = 0

    private var lines: DumpLines
    private var open: OpenValue?

    /// A value whose brace is still open.
    private struct OpenValue: Sendable {
        var number: Int
        var key: ConfigurationKey
        var value: String
        var bytes: [UInt8]
    }

    /// A decoder at the start of a dump.
    public init(limits: ConfigurationDumpLimits = ConfigurationDumpLimits()) {
        lines = DumpLines(limits: limits)
    }

    /// The events that `bytes` complete.
    ///
    /// The events of a stream do not depend on how it is cut.
    public mutating func consume(_ bytes: some Sequence<UInt8>) -> [Event] {
        var events: [Event] = []
        for event in lines.consume(bytes) {
            switch event {
            case .line(let number, let bytes):
                read(bytes, number: number, into: &events)
            case .end:
                abandonOpenValue(into: &events)
                events.append(.end)
            case .refused(let reason):
                abandonOpenValue(into: &events)
                events.append(.refused(reason))
            }
        }
        return events
    }

    /// Ends the stream where the connection closed; the decoder is then at the start of a dump.
    ///
    /// An unfinished line is reported as cut off: half a number must not pass for a whole one.
    public mutating func finish() -> [Event] {
        var events: [Event] = []
        abandonOpenValue(into: &events)
        let rest = lines.finish()
        if !rest.bytes.isEmpty { report(rest.bytes, number: rest.number, .cutOff, into: &events) }
        return events
    }

    /// Forgets what was begun: for a new connection.
    public mutating func reset() {
        lines = DumpLines(limits: lines.limits)
        open = nil
    }

    private mutating func read(_ bytes: [UInt8], number: Int, into events: inout [Event]) {
        guard let text = MalformedDumpLine.text(bytes) else {
            abandonOpenValue(into: &events)
            return report(bytes, number: number, .notText, into: &events)
        }
        guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else {
            if var value = open {
                value.value += " " + text
                value.bytes += [UInt8(ascii: " ")] + bytes
                open = value
                closeValue(into: &events)
            } else {
                report(bytes, number: number, .noEqualsSign, into: &events)
            }
            return
        }
        abandonOpenValue(into: &events)
        guard let key = ConfigurationKey(text[..<equals]) else {
            return report(bytes, number: number, .notAKey, into: &events)
        }
        let value = String(decoding: DumpLines.trimmed(text[equals...].utf8.dropFirst()), as: UTF8.self)
        open = OpenValue(number: number, key: key, value: value, bytes: bytes)
        closeValue(into: &events)
    }

    /// Reports the open value where nothing of it is missing.
    private mutating func closeValue(into events: inout [Event]) {
        guard let value = open else { return }
        let type = ConfigurationCatalogue.entry(for: value.key)?.type
        let mayBeVector = if case .vector = type { true } else { type == nil }
        let text = value.value.utf8
        let isOpen = mayBeVector && text.first == UInt8(ascii: "{") && !text.contains(UInt8(ascii: "}"))
        if !isOpen {
            events.append(.entry(value.key, value: value.value))
            open = nil
        } else if value.bytes.count > lines.limits.lineLength {
            abandonOpenValue(into: &events)
        }
    }

    private mutating func abandonOpenValue(into events: inout [Event]) {
        guard let value = open else { return }
        open = nil
        report(value.bytes, number: value.number, .unclosedBrace, into: &events)
    }

    private mutating func report(
        _ bytes: [UInt8], number: Int, _ reason: MalformedDumpLine.Reason, into events: inout [Event]
    ) {
        malformedCount += 1
        events.append(.malformed(MalformedDumpLine(number: number, bytes: bytes, reason: reason)))
    }
}

/// A whole configuration dump: what it holds and how it ended.
public struct ConfigurationDump: Equatable, Sendable {
    /// The values; of a key that comes twice, the last.
    public var configuration = DroneConfiguration()
    /// The lines that could not be read.
    public var malformed: [MalformedDumpLine] = []
    /// How it ended.
    public var ending = Ending.cutOff

    /// How a dump ended.
    public enum Ending: Equatable, Sendable {
        /// By its NUL.
        case complete
        /// Without it.
        case cutOff
        /// By passing a limit.
        case refused(ConfigurationDumpError)
    }

    /// Reads the first dump in `bytes`; never traps, whatever the bytes.
    public init(decoding bytes: some Sequence<UInt8>, limits: ConfigurationDumpLimits = ConfigurationDumpLimits()) {
        var decoder = ConfigurationDumpDecoder(limits: limits)
        for event in decoder.consume(bytes) + decoder.finish() {
            switch event {
            case .entry(let key, let value): configuration[key] = value
            case .malformed(let line): malformed.append(line)
            case .end:
                ending = .complete
                return
            case .refused(let reason):
                ending = .refused(reason)
                return
            }
        }
    }

    /// What a drone that holds `configuration` writes, the NUL included.
    public static func bytes(of configuration: DroneConfiguration) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in configuration { bytes += Array("\(entry.key) = \(entry.value)\n".utf8) }
        bytes.append(0)
        return bytes
    }
}
