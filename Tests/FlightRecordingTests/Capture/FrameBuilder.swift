import FlightRecording
import WireBytes

/// Builds frames from the inside out: payload, transport, network, link.
///
/// Every length is computed unless a test gives one that lies.
enum FrameBuilder {
    static let drone = IPAddress.v4(192, 168, 1, 1)
    static let client = IPAddress.v4(192, 168, 1, 2)
    static let drone6 = IPAddress.v6(high: 0xFE80_0000_0000_0000, low: 1)
    static let client6 = IPAddress.v6(high: 0xFE80_0000_0000_0000, low: 2)
    /// From the drone's navdata port to a client's.
    static let navdata = Flow(from: Endpoint(drone, port: 5554), to: Endpoint(client, port: 40_000))

    static func udp(_ payload: [UInt8], from: UInt16 = 5554, to: UInt16 = 40_000, length: Int? = nil) -> [UInt8] {
        var writer = WireWriter()
        writer.writeBigEndian(from)
        writer.writeBigEndian(to)
        writer.writeBigEndian(UInt16(truncatingIfNeeded: length ?? payload.count + 8))
        writer.writeBigEndian(UInt16(0))
        writer.write(contentsOf: payload)
        return writer.bytes
    }

    static func tcp(
        _ payload: [UInt8], from: UInt16 = 5559, to: UInt16 = 40_001, sequence: UInt32, acknowledgement: UInt32 = 0,
        flags: TCPSegment.Flags, options: [UInt8] = [], headerWords: UInt8? = nil
    ) -> [UInt8] {
        var writer = WireWriter()
        writer.writeBigEndian(from)
        writer.writeBigEndian(to)
        writer.writeBigEndian(sequence)
        writer.writeBigEndian(acknowledgement)
        writer.write((headerWords ?? UInt8(5 + options.count / 4)) << 4)
        writer.write(flags.rawValue)
        writer.writeBigEndian(UInt16(8192))
        writer.writeBigEndian(UInt32(0))
        writer.write(contentsOf: options)
        writer.write(contentsOf: payload)
        return writer.bytes
    }

    static func ipv4(
        _ payload: [UInt8], transport: UInt8 = 17, options: [UInt8] = [], identification: UInt16 = 7,
        fragmentOffset: Int = 0, moreFragments: Bool = false, totalLength: Int? = nil, headerWords: UInt8? = nil,
        source: UInt32 = 0xC0A8_0101, destination: UInt32 = 0xC0A8_0102
    ) -> [UInt8] {
        var writer = WireWriter()
        writer.write(0x40 | (headerWords ?? UInt8(5 + options.count / 4)))
        writer.write(UInt8(0))
        writer.writeBigEndian(UInt16(truncatingIfNeeded: totalLength ?? 20 + options.count + payload.count))
        writer.writeBigEndian(identification)
        writer.writeBigEndian(UInt16(fragmentOffset / 8) | (moreFragments ? 0x2000 : 0))
        writer.write(UInt8(64))
        writer.write(transport)
        writer.writeBigEndian(UInt16(0))
        writer.writeBigEndian(source)
        writer.writeBigEndian(destination)
        writer.write(contentsOf: options)
        writer.write(contentsOf: payload)
        return writer.bytes
    }

    /// `next` is the number of the first extension header, or of the transport.
    static func ipv6(_ payload: [UInt8], next: UInt8 = 17, payloadLength: Int? = nil) -> [UInt8] {
        var writer = WireWriter()
        writer.writeBigEndian(UInt32(0x6000_0000))
        writer.writeBigEndian(UInt16(truncatingIfNeeded: payloadLength ?? payload.count))
        writer.write(next)
        writer.write(UInt8(64))
        for low: UInt64 in [1, 2] {
            writer.writeBigEndian(UInt64(0xFE80_0000_0000_0000))
            writer.writeBigEndian(low)
        }
        writer.write(contentsOf: payload)
        return writer.bytes
    }

    static func ethernet(_ packet: [UInt8], type: UInt16 = 0x0800, tags: [UInt16] = []) -> [UInt8] {
        var writer = WireWriter()
        writer.write(contentsOf: [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2])
        for tag in tags {
            writer.writeBigEndian(tag)
            writer.writeBigEndian(UInt16(5))
        }
        writer.writeBigEndian(type)
        writer.write(contentsOf: packet)
        return writer.bytes
    }

    static func logicalLink(_ packet: [UInt8], type: UInt16 = 0x0800) -> [UInt8] {
        [0xAA, 0xAA, 3, 0, 0, 0, UInt8(type >> 8), UInt8(type & 0xFF)] + packet
    }

    static func linuxCooked(_ packet: [UInt8], type: UInt16 = 0x0800) -> [UInt8] {
        [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, UInt8(type >> 8), UInt8(type & 0xFF)] + packet
    }

    static func linuxCooked2(_ packet: [UInt8], type: UInt16 = 0x0800) -> [UInt8] {
        [UInt8(type >> 8), UInt8(type & 0xFF), 0, 0, 0, 0, 0, 3, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0] + packet
    }

    /// An 802.11 data frame; `control` 0x0108 is data to the access point.
    static func wireless(
        _ body: [UInt8], control: UInt16 = 0x0108, sequence: UInt16 = 0x0010, qualityOfService: UInt16? = nil,
        padded: Bool = false
    ) -> [UInt8] {
        var writer = WireWriter()
        writer.write(qualityOfService == nil ? control : control | 0x0080)
        writer.write(UInt16(44))
        for station: UInt8 in 1...3 { writer.write(contentsOf: [2, 0, 0, 0, 0, station]) }
        writer.write(sequence)
        if control & 0x0300 == 0x0300 { writer.write(contentsOf: [2, 0, 0, 0, 0, 4]) }
        if let qualityOfService {
            writer.write(qualityOfService)
            if control & 0x8000 != 0 { writer.write(UInt32(0)) }
        }
        if padded { while writer.bytes.count % 4 != 0 { writer.write(UInt8(0)) } }
        writer.write(contentsOf: body)
        return writer.bytes
    }

    /// A radiotap header with a time, flags and a rate, and the frame with its check sequence where `flags` say so.
    static func radiotap(_ frame: [UInt8], flags: UInt8 = 0x10, frameCheck: UInt32? = nil) -> [UInt8] {
        var writer = WireWriter()
        writer.write(UInt16(0))
        writer.write(UInt16(26))
        // Bits 0 time, 1 flags, 2 rate; one more word follows, so that the time has to be aligned.
        writer.write(UInt32(0x8000_0007))
        writer.write(UInt32(0))
        writer.write(UInt32(0))
        writer.write(UInt64(1_234_567))
        writer.write(flags)
        writer.write(UInt8(108))
        writer.write(contentsOf: frame)
        if flags & 0x10 != 0 { writer.write(frameCheck ?? Checksum.crc32(frame)) }
        return writer.bytes
    }

    /// `packet` as a frame of a capture of `type`.
    static func frame(_ packet: [UInt8], on type: LinkType) -> [UInt8] {
        switch type {
        case .rawIP, .rawIPv4, .rawIPv6: packet
        case .null: [2, 0, 0, 0] + packet
        case .loopback: [0, 0, 0, 2] + packet
        case .ethernet: ethernet(packet)
        case .linuxCooked: linuxCooked(packet)
        case .linuxCooked2: linuxCooked2(packet)
        case .wireless: wireless(logicalLink(packet))
        case .radiotap: radiotap(wireless(logicalLink(packet), qualityOfService: 0))
        }
    }
}

extension FrameDecoder {
    /// Takes a frame that was captured whole, at the start of 1970.
    mutating func decode(_ frame: [UInt8]) -> CapturedPacket? {
        decode(frame.span.bytes, originalLength: frame.count, at: .zero)
    }

    /// What a fresh decoder makes of one frame: its packet, or the reason there is none.
    static func result(of frame: [UInt8], on type: LinkType) -> Result<CapturedPacket, FrameOmission> {
        var decoder = FrameDecoder(linkType: type)
        if let packet = decoder.decode(frame) { return .success(packet) }
        return .failure(decoder.statistics.omissions.keys.first ?? .notIP)
    }

    /// The reason a fresh decoder gives for finding no packet.
    static func omission(of frame: [UInt8], on type: LinkType) -> FrameOmission? {
        if case .failure(let reason) = result(of: frame, on: type) { return reason }
        return nil
    }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
