import DroneModel
import WireBytes

extension ATCommand {
    /// The name between `AT*` and `=`.
    public var name: String {
        switch self {
        case .ref: "REF"
        case .pcmd: "PCMD"
        case .pcmdMag: "PCMD_MAG"
        case .flatTrim: "FTRIM"
        case .calibrate: "CALIB"
        case .config: "CONFIG"
        case .configIDs: "CONFIG_IDS"
        case .control: "CTRL"
        case .communicationWatchdog: "COMWDG"
        case .led: "LED"
        case .animate: "ANIM"
        case .pmode: "PMODE"
        case .misc: "MISC"
        case .zap: "ZAP"
        case .cad: "CAD"
        case .visp: "VISP"
        case .viso: "VISO"
        case .capture: "CAP"
        case .manualTrim: "MTRIM"
        case .gain: "GAIN"
        case .position: "POL"
        case .autonomousFlight: "AFLIGHT"
        case .other(let name, _): name
        }
    }

    /// The arguments behind the sequence number, in wire order.
    public var arguments: [ATArgument] {
        func int(_ value: Int32) -> ATArgument { .integer(Int64(value)) }
        func float(_ value: Float) -> ATArgument { .integer(Int64(Int32(bitPattern: value.bitPattern))) }
        func movement(_ move: Movement) -> [ATArgument] {
            [int(move.flags), float(move.roll), float(move.pitch), float(move.climb), float(move.yaw)]
        }
        return switch self {
        case .ref(let input): [int(Int32(bitPattern: input.bits))]
        case .pcmd(let move): movement(move)
        case .pcmdMag(let move, let heading): movement(move) + [float(heading.psi), float(heading.accuracy)]
        case .flatTrim, .communicationWatchdog: []
        case .calibrate(let value), .pmode(let value), .zap(let value), .viso(let value), .autonomousFlight(let value):
            [int(value)]
        case .config(let key, let value): [.string(key), .string(value)]
        case .configIDs(let session, let user, let application):
            [.string(session), .string(user), .string(application)]
        case .control(let mode, let argument): [int(mode.rawValue), int(argument)]
        case .led(let animation, let frequency, let seconds): [int(animation), float(frequency), int(seconds)]
        case .animate(let animation, let milliseconds): [int(animation), int(milliseconds)]
        case .misc(let first, let second, let third, let fourth): [int(first), int(second), int(third), int(fourth)]
        case .cad(let type, let tagSize): [int(type), float(tagSize)]
        case .visp(let vision): vision.integers.array.map(int) + vision.floats.array.map(float)
        case .capture(let request): request.map { [int($0.picture), int($0.active)] } ?? []
        case .manualTrim(let pitch, let roll, let yaw): [float(pitch), float(roll), float(yaw)]
        case .gain(let values): values.map(int)
        case .position(let x, let y, let psi, let defined, let microseconds):
            [float(x), float(y), float(psi), int(defined), int(microseconds)]
        case .other(_, let arguments): arguments
        }
    }

    /// Appends `AT*NAME=sequence,arguments<CR>` in ASCII, whatever the locale.
    ///
    /// - Throws: ``CommandError/unsendableText(command:text:)``; nothing is appended then.
    public func encode(sequence: UInt32, into bytes: inout [UInt8]) throws(CommandError) {
        var text = "AT*\(name)=\(sequence)"
        for argument in arguments {
            switch argument {
            case .integer(let value): text += ",\(value)"
            case .string(let value):
                guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }) else {
                    throw .unsendableText(command: name, text: value)
                }
                text += ",\"\(value)\""
            }
        }
        bytes += text.utf8
        bytes.append(0x0D)
    }
}
