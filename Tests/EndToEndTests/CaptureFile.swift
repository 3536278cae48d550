/// A capture file as other programs read it: pcap with raw IPv4 packets.
enum CaptureFile {
    /// The bytes of a capture that holds `datagrams` in order, 30 ms apart, each sent to `port`.
    static func bytes(of datagrams: [[UInt8]], to port: UInt16) -> [UInt8] {
        file(of: datagrams.map { ipv4(udp($0, to: port)) })
    }

    /// The bytes of a capture of one TCP connection to `port`, from its handshake to its end, one packet for each
    /// piece of the stream.
    ///
    /// - Parameter pieces: What was sent, in order: by the side that connected or by the other.
    static func bytes(ofConnectionTo port: UInt16, _ pieces: [(isFromClient: Bool, bytes: [UInt8])]) -> [UInt8] {
        var sent: (client: UInt32, server: UInt32) = (1000, 5000)
        func segment(_ isFromClient: Bool, flags: UInt8, _ payload: [UInt8] = []) -> [UInt8] {
            let (sequence, acknowledged) = isFromClient ? (sent.client, sent.server) : (sent.server, sent.client)
            let ports = isFromClient ? pair(40_001) + pair(Int(port)) : pair(Int(port)) + pair(40_001)
            let head = ports + bigEndian(sequence) + bigEndian(flags == 2 ? 0 : acknowledged)
            let advance = UInt32(payload.count) + (flags & 3 != 0 ? 1 : 0)
            if isFromClient { sent.client &+= advance } else { sent.server &+= advance }
            // Flags, window, no checksum, no urgent data.
            return ipv4(
                head + [0x50, flags, 0xFF, 0xFF, 0, 0, 0, 0] + payload, protocol: 6, isFromClient: isFromClient)
        }
        var packets = [segment(true, flags: 0x02), segment(false, flags: 0x12), segment(true, flags: 0x10)]
        for piece in pieces {
            for start in stride(from: 0, to: piece.bytes.count, by: 1400) {
                let payload = Array(piece.bytes[start..<min(piece.bytes.count, start + 1400)])
                packets.append(segment(piece.isFromClient, flags: 0x18, payload))
            }
        }
        packets += [segment(true, flags: 0x11), segment(false, flags: 0x11), segment(true, flags: 0x10)]
        return file(of: packets)
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    private static func file(of packets: [[UInt8]]) -> [UInt8] {
        // Magic of microsecond captures, version 2.4, no zone, no accuracy, longest packet, raw IP (101).
        var file = words(0xA1B2_C3D4) + [2, 0, 4, 0] + words(0, 0, 65535, 101)
        for (index, packet) in packets.enumerated() {
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

    private static func ipv4(
        _ payload: [UInt8], protocol number: UInt8 = 17, isFromClient: Bool = true
    ) -> [UInt8] {
        var head: [UInt8] = [0x45, 0] + pair(payload.count + 20) + [0, 0, 0x40, 0, 64, number, 0, 0]
        head += isFromClient ? [192, 168, 1, 2, 192, 168, 1, 1] : [192, 168, 1, 1, 192, 168, 1, 2]
        var sum = stride(from: 0, to: 20, by: 2).reduce(0) { $0 + Int(head[$1]) << 8 + Int(head[$1 + 1]) }
        while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
        head.replaceSubrange(10..<12, with: pair(~sum))
        return head + payload
    }
}
