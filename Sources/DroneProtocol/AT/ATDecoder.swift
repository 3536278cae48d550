import DroneModel
import WireBytes

/// One command out of a datagram, or why it was not understood.
public struct NumberedCommand: Equatable, Sendable {
    /// The number after `=`, for the drone's rule that old numbers are dropped.
    public var sequence: UInt32
    /// The command.
    public var command: ATCommand

    /// A numbered command.
    public init(sequence: UInt32, command: ATCommand) {
        self.sequence = sequence
        self.command = command
    }
}

extension ATDatagram {
    /// The commands of a datagram in order; one that is malformed does not spoil the others.
    ///
    /// Accepts `<LF>` beside `<CR>` as the end of a command, as the maker's guide prints it, and zero bytes behind
    /// the last command, as programs send that count the C string's end.
    public static func decode(_ bytes: RawSpan) -> [Result<NumberedCommand, ATParseError>] {
        guard bytes.byteCount <= capacity else { return [.failure(.tooLong(bytes: bytes.byteCount))] }
        var cursor = WireCursor(bytes)
        let all = cursor.readRest()
        var results: [Result<NumberedCommand, ATParseError>] = []
        var start = 0
        while start < all.count {
            guard let end = all[start...].firstIndex(where: { $0 == 0x0D || $0 == 0x0A }) else {
                if all[start...].contains(where: { $0 != 0 }) { results.append(.failure(.unterminated(offset: start))) }
                break
            }
            if end > start {
                var parser = ATParser(bytes: all[start..<end])
                do throws(ATParseError) {
                    results.append(.success(try parser.command()))
                } catch {
                    results.append(.failure(error))
                }
            }
            start = end + 1
        }
        return results
    }
}

/// Reads one command without its terminator.
private struct ATParser {
    var bytes: ArraySlice<UInt8>

    mutating func command() throws(ATParseError) -> NumberedCommand {
        guard bytes.starts(with: "AT*".utf8) else { throw .missingPrefix(offset: bytes.startIndex) }
        bytes = bytes.dropFirst(3)
        let name = try takeName()
        guard case .integer(let number)? = try? argument(), let sequence = UInt32(exactly: number) else {
            throw .badSequence(offset: bytes.startIndex)
        }
        var arguments: [ATArgument] = []
        while let separator = bytes.first {
            guard separator == UInt8(ascii: ",") else { throw .badArgument(offset: bytes.startIndex) }
            bytes = bytes.dropFirst()
            arguments.append(try argument())
        }
        guard let command = ATCommand(name: name, arguments: arguments) else { throw .wrongArguments(name: name) }
        return NumberedCommand(sequence: sequence, command: command)
    }

    /// The name and the `=` behind it. The longest real name has ten characters; more than 32 is noise.
    private mutating func takeName() throws(ATParseError) -> String {
        let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let name = bytes.prefix { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }
        guard !name.isEmpty, name.count <= 32, bytes.dropFirst(name.count).first == UInt8(ascii: "=") else {
            throw .badName(offset: bytes.startIndex)
        }
        bytes = bytes.dropFirst(name.count + 1)
        return String(decoding: name, as: UTF8.self)
    }

    private mutating func argument() throws(ATParseError) -> ATArgument {
        let start = bytes.startIndex
        if bytes.first == UInt8(ascii: "\"") {
            let rest = bytes.dropFirst()
            guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { throw .badArgument(offset: start) }
            bytes = rest[rest.index(after: end)...]
            return .string(String(decoding: rest[..<end], as: UTF8.self))
        }
        let digits = bytes.prefix { $0 != UInt8(ascii: ",") }
        // 32 bits, signed or not: clients print the same pattern either way.
        guard digits.count <= 11, let value = Int64(String(decoding: digits, as: UTF8.self)),
            (Int64(Int32.min)...Int64(UInt32.max)).contains(value), digits.first != UInt8(ascii: "+")
        else { throw .badArgument(offset: start) }
        bytes = bytes.dropFirst(digits.count)
        return .integer(value)
    }
}

extension ATCommand {
    /// The command that a name and its arguments mean; nil when a known name has the wrong arguments.
    public init?(name: String, arguments: [ATArgument]) {
        let integers = arguments.compactMap { argument -> Int32? in
            guard case .integer(let value) = argument else { return nil }
            return Int32(truncatingIfNeeded: value)
        }
        let strings = arguments.compactMap { argument -> String? in
            guard case .string(let value) = argument else { return nil }
            return value
        }
        let shape = (strings.isEmpty ? integers.count : -1, integers.isEmpty ? strings.count : -1)
        func float(_ index: Int) -> Float { Float(bitPattern: UInt32(bitPattern: integers[index])) }
        var movement: Movement {
            Movement(flags: integers[0], roll: float(1), pitch: float(2), climb: float(3), yaw: float(4))
        }
        switch (name, shape) {
        case ("REF", (1, _)): self = .ref(REFInput(bits: UInt32(bitPattern: integers[0])))
        case ("PCMD", (5, _)): self = .pcmd(movement)
        case ("PCMD_MAG", (7, _)): self = .pcmdMag(movement, heading: PilotHeading(psi: float(5), accuracy: float(6)))
        case ("FTRIM", (0, _)): self = .flatTrim
        case ("CALIB", (1, _)): self = .calibrate(device: integers[0])
        case ("CONFIG", (_, 2)): self = .config(key: strings[0], value: strings[1])
        case ("CONFIG_IDS", (_, 3)):
            self = .configIDs(session: strings[0], user: strings[1], application: strings[2])
        case ("CTRL", (1, _)): self = .control(ControlMode(rawValue: integers[0]), argument: 0)
        case ("CTRL", (2, _)): self = .control(ControlMode(rawValue: integers[0]), argument: integers[1])
        case ("COMWDG", (0, _)): self = .communicationWatchdog
        case ("LED", (3, _)): self = .led(animation: integers[0], frequency: float(1), seconds: integers[2])
        case ("ANIM", (2, _)): self = .animate(animation: integers[0], milliseconds: integers[1])
        case ("PMODE", (1, _)): self = .pmode(integers[0])
        case ("MISC", (4, _)): self = .misc(integers[0], integers[1], integers[2], integers[3])
        case ("ZAP", (1, _)): self = .zap(channel: integers[0])
        case ("CAD", (2, _)): self = .cad(type: integers[0], tagSize: float(1))
        case ("VISP", (9, _)):
            self = .visp(
                VisionParameters(
                    integers: FixedArray(integers.prefix(6), filler: 0),
                    floats: FixedArray((6..<9).map(float), filler: 0)))
        case ("VISO", (1, _)): self = .viso(options: integers[0])
        case ("CAP", (0, _)): self = .capture(nil)
        case ("CAP", (2, _)): self = .capture(CaptureRequest(picture: integers[0], active: integers[1]))
        case ("MTRIM", (3, _)): self = .manualTrim(pitch: float(0), roll: float(1), yaw: float(2))
        case ("GAIN", (11, _)), ("GAIN", (13, _)): self = .gain(integers)
        case ("POL", (5, _)):
            self = .position(
                x: float(0), y: float(1), psi: float(2), defined: integers[3], microseconds: integers[4])
        case ("AFLIGHT", (1, _)): self = .autonomousFlight(integers[0])
        default:
            guard !Self.knownNames.contains(name) else { return nil }
            self = .other(name: name, arguments: arguments)
        }
    }

    /// The names whose arguments are checked.
    private static let knownNames: Set<String> = [
        "REF", "PCMD", "PCMD_MAG", "FTRIM", "CALIB", "CONFIG", "CONFIG_IDS", "CTRL", "COMWDG", "LED", "ANIM", "PMODE",
        "MISC", "ZAP", "CAD", "VISP", "VISO", "CAP", "MTRIM", "GAIN", "POL", "AFLIGHT",
    ]
}
