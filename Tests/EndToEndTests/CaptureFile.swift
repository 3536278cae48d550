/// A capture file of UDP datagrams as other programs read it: pcap with raw IPv4 packets.
enum CaptureFile {
    /// The bytes of a capture that holds `datagrams` in order, 30 ms apart, each sent to `port`.
    static func bytes(of datagrams: [[UInt8]], to port: UInt16) -> [UInt8] {
        // Magic of microsecond captures, version 2.4, no zone, no accuracy, longest packet, raw IP (101).
        var file = words(0xA1B2_C3D4) + [2, 0, 4, 0] + words(0, 0, 65535, 101)
        for (index, datagram) in datagrams.enumerated() {
            let packet = ipv4(udp(datagram, to: port))
            let time = index * 30_000
            file += words(UInt32(time / 1_000_000), UInt32(time % 1_000_000))
            file += words(UInt32(packet.count), UInt32(packet.count)) + packet
        }
        return file
    }

    private static func words(_ values: UInt32...) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    }

    private static func pair(_ value: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
    }

    private static func udp(_ payload: [UInt8], to port: UInt16) -> [UInt8] {
        // A checksum of zero says that there is none.
        pair(40_000) + pair(Int(port)) + pair(payload.count + 8) + [0, 0] + payload
    }

    private static func ipv4(_ payload: [UInt8]) -> [UInt8] {
        var head: [UInt8] = [0x45, 0] + pair(payload.count + 20) + [0, 0, 0x40, 0, 64, 17, 0, 0]
        head += [192, 168, 1, 2, 192, 168, 1, 1]
        var sum = stride(from: 0, to: 20, by: 2).reduce(0) { $0 + Int(head[$1]) << 8 + Int(head[$1 + 1]) }
        while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
        head.replaceSubrange(10..<12, with: pair(~sum))
        return head + payload
    }
}
