import DroneProtocol
import Testing

/// The twelve cases of the published robustness comparison of AR.Drone clients: packets of odd but honest firmware,
/// and packets that no drone sends.
enum HostilePacket: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case full24 = "full packet of firmware 2.4.x, tag 27 with 216 bytes"
    case full20 = "full packet of firmware 2.2/2.3, tag 27 with 12 bytes"
    case secondHeader = "header 0x55667789"
    case unknownTags = "tags 28, 29 and 40"
    case zeroSize = "an option of size zero"
    case badChecksum = "a wrong checksum"
    case truncated = "truncated to 1000 bytes"
    case overrun = "an option longer than the packet"
    case random = "500 random bytes"
    case noChecksum = "no checksum option"
    case grownDemo = "demo grown by 8 bytes"
    case grownAltitude = "altitude grown by 4 bytes"

    var testDescription: String { rawValue }

    /// Whether its values are a drone's, to be shown.
    var isHonest: Bool {
        switch self {
        case .full24, .full20, .secondHeader, .unknownTags, .grownDemo, .grownAltitude: true
        case .zeroSize, .badChecksum, .truncated, .overrun, .random, .noChecksum: false
        }
    }

    /// The datagram, with this battery value where it holds one.
    func bytes(sequence: UInt32, battery: UInt32) -> [UInt8] {
        var full = Self.packet(sequence: sequence, battery: battery, layout: .sdk24)
        switch self {
        case .full24:
            return full.encoded()
        case .full20:
            return Self.packet(sequence: sequence, battery: battery, layout: .sdk20).encoded()
        case .secondHeader:
            return Self.withChecksum([0x89, 0x77, 0x66, 0x55] + Self.body(of: full).dropFirst(4))
        case .unknownTags:
            let strangers = [28, 29, 40].flatMap { tag in [tag, 0, 12, 0] + [UInt8](repeating: 0xAA, count: 8) }
            return Self.withChecksum(Self.body(of: full) + strangers)
        case .zeroSize:
            return Self.withChecksum(Self.body(of: full) + [3, 0, 0, 0])
        case .badChecksum:
            var bytes = full.encoded()
            bytes[bytes.count - 4] ^= 1
            return bytes
        case .truncated:
            return Array(full.encoded().prefix(1000))
        case .overrun:
            return Self.withChecksum(Self.body(of: full) + [3, 0, 0xFF, 0x7F, 1, 2, 3, 4])
        case .random:
            // A fixed sequence that looks random: multiply and add, the upper byte of each step.
            var seed: UInt32 = 2_024
            return (0..<500).map { _ in
                seed = seed &* 1_664_525 &+ 1_013_904_223
                return UInt8(seed >> 24)
            }
        case .noChecksum:
            return Self.body(of: full)
        case .grownDemo:
            full.demo?.size += 8
            return full.encoded()
        case .grownAltitude:
            full.altitude?.size += 4
            return full.encoded()
        }
    }

    /// A packet with every option of a firmware.
    static func packet(sequence: UInt32, battery: UInt32, layout: NavdataLayout) -> Navdata {
        var packet = Navdata(layout: layout, options: layout.options)
        packet.sequence = sequence
        packet.demo?.batteryPercent = battery
        packet.demo?.controlState = 2 << 16
        return packet
    }

    /// A packet's bytes without its checksum option.
    private static func body(of packet: Navdata) -> [UInt8] { packet.encoded().dropLast(8) }

    /// The bytes with a right checksum behind them, summed here and not by the program.
    private static func withChecksum(_ bytes: [UInt8]) -> [UInt8] {
        let sum = bytes.reduce(UInt32(0)) { $0 &+ UInt32($1) }
        return bytes + [0xFF, 0xFF, 8, 0] + (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    }
}
