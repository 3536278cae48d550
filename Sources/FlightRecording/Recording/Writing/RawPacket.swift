import WireBytes

/// Builds the records of a nanosecond pcap file whose packets begin with their IP header.
///
///     record:  u32 seconds  u32 nanoseconds  u32 length  u32 length on the wire, then the packet
///
/// Checksums are right, so that a reader that compares them is content.
struct RawPacketBuilder: Sendable {
    /// The file's first 24 bytes: magic for nanoseconds, version 2.4, two unused words, longest packet, link type
    /// LINKTYPE_RAW (draft-ietf-opsawg-pcap).
    static let fileHeader: [UInt8] = {
        var writer = WireWriter(capacity: 24)
        writer.write(UInt32(0xA1B2_3C4D))
        writer.write(UInt16(2))
        writer.write(UInt16(4))
        writer.write(UInt64(0))
        writer.write(UInt32(262_144))
        writer.write(UInt32(101))
        return writer.bytes
    }()

    /// The largest payload that a UDP datagram over IPv4 can have: 65 535 bytes less both headers. Over IPv6 it could
    /// have 20 more, which no drone sends.
    static let longestDatagram = 65_507

    private enum Size {
        static let version4 = 20
        static let version6 = 40
        static let udp = 8
        static let tcp = 20
        /// The option that says how long segments may be.
        static let segmentSizeOption = 4
    }

    /// The value every Unix system begins with.
    private static let timeToLive: UInt8 = 64
    /// The largest window without scaling.
    private static let window: UInt16 = 65_535

    private var identification: UInt16 = 0

    /// The longest TCP payload between these addresses: what fits into the 1500 bytes of an Ethernet or Wi-Fi frame.
    static func longestSegment(of flow: Flow) -> Int {
        if case .v6 = flow.source.address { return 1440 }
        return 1460
    }

    /// Appends a datagram; false, and nothing, for one that is too long to be any.
    mutating func appendDatagram(
        _ payload: [UInt8], of flow: Flow, at time: Duration, to writer: inout WireWriter
    ) -> Bool {
        guard payload.count <= Self.longestDatagram else { return false }
        let length = Size.udp + payload.count
        var checksum = Self.pseudoHeader(flow, transport: 17, length: length)
        checksum.add(flow.source.port)
        checksum.add(flow.destination.port)
        checksum.add(UInt16(length))
        checksum.add(unsafe payload.span.bytes)
        appendHeaders(flow, transport: 17, length: length, at: time, to: &writer)
        writer.writeBigEndian(flow.source.port)
        writer.writeBigEndian(flow.destination.port)
        writer.writeBigEndian(UInt16(length))
        // 0 would say that there is no checksum.
        writer.writeBigEndian(checksum.value == 0 ? 0xFFFF : checksum.value)
        writer.write(contentsOf: payload)
        return true
    }

    /// Appends a segment with `range` of `payload`.
    mutating func appendSegment(
        _ segment: TCPSegment, _ payload: [UInt8], _ range: Range<Int>, of flow: Flow, at time: Duration,
        to writer: inout WireWriter
    ) {
        let hasOption = segment.flags.contains(.synchronize)
        let header = Size.tcp + (hasOption ? Size.segmentSizeOption : 0)
        let length = header + range.count
        let lengthAndFlags = UInt16(header / 4) << 12 | UInt16(segment.flags.rawValue)
        // Kind 2, 4 bytes.
        let option = UInt32(0x0204_0000) | UInt32(Self.longestSegment(of: flow))

        var checksum = Self.pseudoHeader(flow, transport: 6, length: length)
        checksum.add(flow.source.port)
        checksum.add(flow.destination.port)
        checksum.add(segment.sequence)
        checksum.add(segment.acknowledgement)
        checksum.add(lengthAndFlags)
        checksum.add(Self.window)
        if hasOption { checksum.add(option) }
        checksum.add(unsafe payload.span.bytes.extracting(range))

        appendHeaders(flow, transport: 6, length: length, at: time, to: &writer)
        writer.writeBigEndian(flow.source.port)
        writer.writeBigEndian(flow.destination.port)
        writer.writeBigEndian(segment.sequence)
        writer.writeBigEndian(segment.acknowledgement)
        writer.writeBigEndian(lengthAndFlags)
        writer.writeBigEndian(Self.window)
        writer.writeBigEndian(checksum.value)
        writer.writeBigEndian(UInt16(0))
        if hasOption { writer.writeBigEndian(option) }
        writer.write(contentsOf: payload[range])
    }

    // MARK: Below

    private static func pseudoHeader(_ flow: Flow, transport: UInt8, length: Int) -> InternetChecksum {
        var checksum = InternetChecksum()
        for address in [flow.source.address, flow.destination.address] {
            switch address {
            case .v4(let value): checksum.add(value)
            case .v6(let high, let low):
                checksum.add(high)
                checksum.add(low)
            }
        }
        checksum.add(UInt16(transport))
        checksum.add(UInt32(length))
        return checksum
    }

    private mutating func appendHeaders(
        _ flow: Flow, transport: UInt8, length: Int, at time: Duration, to writer: inout WireWriter
    ) {
        let total: Int
        switch flow.source.address {
        case .v4: total = Size.version4 + length
        case .v6: total = Size.version6 + length
        }
        let nanoseconds = max(0, time.nanoseconds)
        writer.write(UInt32(clamping: nanoseconds / 1_000_000_000))
        writer.write(UInt32(nanoseconds % 1_000_000_000))
        writer.write(UInt32(total))
        writer.write(UInt32(total))
        switch (flow.source.address, flow.destination.address) {
        case (.v4(let source), .v4(let destination)):
            appendVersion4(source, destination, transport: transport, total: UInt16(total), to: &writer)
        case (let source, let destination):
            writer.writeBigEndian(UInt32(6) << 28)
            writer.writeBigEndian(UInt16(length))
            writer.write(transport)
            writer.write(Self.timeToLive)
            for address in [source, destination] {
                let (high, low) = address.version6
                writer.writeBigEndian(high)
                writer.writeBigEndian(low)
            }
        }
    }

    private mutating func appendVersion4(
        _ source: UInt32, _ destination: UInt32, transport: UInt8, total: UInt16, to writer: inout WireWriter
    ) {
        identification &+= 1
        // "Don't fragment": what is in the file is whole.
        let words: [UInt16] = [
            0x4500, total, identification, 0x4000, UInt16(Self.timeToLive) << 8 | UInt16(transport),
        ]
        var checksum = InternetChecksum()
        for word in words { checksum.add(word) }
        checksum.add(source)
        checksum.add(destination)
        for word in words { writer.writeBigEndian(word) }
        writer.writeBigEndian(checksum.value)
        writer.writeBigEndian(source)
        writer.writeBigEndian(destination)
    }
}

extension IPAddress {
    /// The address as version 6 writes it; `::ffff:a.b.c.d` for one of version 4.
    var version6: (high: UInt64, low: UInt64) {
        switch self {
        case .v4(let value): (0, 0xFFFF_0000_0000 | UInt64(value))
        case .v6(let high, let low): (high, low)
        }
    }
}
