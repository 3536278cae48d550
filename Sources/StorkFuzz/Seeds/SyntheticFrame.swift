import DroneProtocol
import FlightRecording
import WireBytes

/// Frames between a drone and its client, from the inside out.
enum SyntheticFrame {
    /// Navdata, a command, a picture in two fragments, a segment, ARP; version 6 where the link has no other.
    static func smallFlight(on type: LinkType) -> [[UInt8]] {
        let picture = udp([UInt8](repeating: 0x2A, count: 40), from: 5555, to: 40_000)
        let packets: [(bytes: [UInt8], transport: UInt8, fragment: UInt16)] = [
            (udp(ProtocolSeeds.packet(.sdk24, .demoDefault), from: 5554, to: 5554), 17, 0),
            (udp(Array("AT*REF=1,290718208\r".utf8), from: 40_000, to: 5556), 17, 0),
            (Array(picture[..<24]), 17, 0x2000),
            (Array(picture[24...]), 17, 3),
            (tcp(Array("general:num_version_config = 1\n".utf8)), 6, 0),
            ([3, 3, 0, 0, 0, 0, 0, 0] + ipv4(udp([1], from: 40_000, to: 5556), 17, 0), 1, 0),
        ]
        let frames = packets.map { packet in
            let isVersion6 = type == .rawIPv6
            let network =
                isVersion6
                ? ipv6(packet.bytes, packet.transport, packet.fragment)
                : ipv4(packet.bytes, packet.transport, packet.fragment)
            return link(network, isVersion6 ? 0x86DD : 0x0800, on: type)
        }
        return frames + [link([0, 1, 8, 0, 6, 4, 0, 1], 0x0806, on: type)]
    }

    private static func udp(_ payload: [UInt8], from: UInt16, to: UInt16) -> [UInt8] {
        var writer = WireWriter()
        for word in [from, to, UInt16(payload.count + 8), 0] { writer.writeBigEndian(word) }
        return writer.bytes + payload
    }

    private static func tcp(_ payload: [UInt8]) -> [UInt8] {
        var writer = WireWriter()
        writer.writeBigEndian(UInt16(5559))
        writer.writeBigEndian(UInt16(40_001))
        writer.writeBigEndian(UInt64(1) << 32)
        writer.writeBigEndian(UInt32(0x5018_2000))
        writer.writeBigEndian(UInt32(0))
        return writer.bytes + payload
    }

    private static func ipv4(_ payload: [UInt8], _ transport: UInt8, _ fragment: UInt16) -> [UInt8] {
        var writer = WireWriter()
        for word in [0x4500, UInt16(payload.count + 20), 7, fragment, 0x4000 | UInt16(transport), 0] {
            writer.writeBigEndian(word)
        }
        writer.writeBigEndian(UInt64(0xC0A8_0101_C0A8_0102))
        return writer.bytes + payload
    }

    /// With a fragment header where `fragment`, in the form of version 4, is not 0.
    private static func ipv6(_ payload: [UInt8], _ transport: UInt8, _ fragment: UInt16) -> [UInt8] {
        var body = payload
        if fragment != 0 {
            let place = (fragment & 0x1FFF) << 3 | (fragment & 0x2000 == 0 ? 0 : 1)
            body = [transport, 0, UInt8(place >> 8), UInt8(place & 0xFF), 0, 0, 0, 9] + payload
        }
        var writer = WireWriter()
        writer.writeBigEndian(UInt32(0x6000_0000))
        writer.writeBigEndian(UInt16(body.count))
        writer.write(fragment == 0 ? transport : 44)
        writer.write(UInt8(64))
        for word: UInt64 in [0xFE80 << 48, 1, 0xFE80 << 48, 2] { writer.writeBigEndian(word) }
        return writer.bytes + body
    }

    private static func link(_ packet: [UInt8], _ type: UInt16, on link: LinkType) -> [UInt8] {
        let etherType = [UInt8(type >> 8), UInt8(type & 0xFF)]
        let stations: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2]
        let wireless = stations + [2, 0, 0, 0, 0, 3, 16, 0]
        let logicalLink = [0xAA, 0xAA, 3, 0, 0, 0] + etherType + packet
        switch link {
        case .rawIP, .rawIPv4, .rawIPv6: return packet
        case .null: return [2, 0, 0, 0] + packet
        case .loopback: return [0, 0, 0, 2] + packet
        case .ethernet: return stations + etherType + packet
        case .linuxCooked: return [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0] + etherType + packet
        case .linuxCooked2: return etherType + [0, 0, 0, 0, 0, 3, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0] + packet
        case .wireless: return [8, 1, 44, 0] + wireless + logicalLink
        case .radiotap:
            // Flags (a check sequence follows) and rate; the frame with quality of service.
            return checked(
                head: [0, 0, 10, 0, 6, 0, 0, 0, 16, 108], [0x88, 1, 44, 0] + wireless + [0, 0] + logicalLink)
        }
    }

    private static func checked(head: [UInt8], _ frame: [UInt8]) -> [UInt8] {
        var writer = WireWriter()
        writer.write(contentsOf: head + frame)
        writer.write(Checksum.crc32(frame))
        return writer.bytes
    }
}
