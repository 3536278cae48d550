import FlightRecording
import WireBytes

/// Builds capture files in memory: pcap in all its forms, pcapng, and gzip around them.
enum CaptureBuilder {
    /// A frame and when it was captured, in nanoseconds since 1970.
    struct Record {
        var nanoseconds: UInt64
        var frame: [UInt8]
        var originalLength: Int?
    }

    /// The first record's time in ``records(_:)``: 2024-01-01 00:00 UTC and a little.
    static let start: UInt64 = 1_704_067_200_123_456_000

    /// The frames, a millisecond apart.
    static func records(_ frames: [[UInt8]]) -> [Record] {
        frames.enumerated().map { Record(nanoseconds: start + UInt64($0) * 1_000_000, frame: $1) }
    }

    /// How fine and in which order of bytes a pcap file is written.
    enum Form: CaseIterable {
        case microseconds, nanoseconds, swappedMicroseconds, swappedNanoseconds

        var ticksPerSecond: UInt64 { self == .microseconds || self == .swappedMicroseconds ? 1_000_000 : 1_000_000_000 }
        var isSwapped: Bool { self == .swappedMicroseconds || self == .swappedNanoseconds }
    }

    /// The number of a link type in files.
    static func fileNumber(of type: LinkType) -> UInt32 {
        type == .rawIP ? 101 : UInt32(type.rawValue)
    }

    static func pcap(
        _ records: [Record], link: LinkType, form: Form = .microseconds, snapshotLength: UInt32 = 65_535
    ) -> [UInt8] {
        pcap(records, link: fileNumber(of: link), form: form, snapshotLength: snapshotLength)
    }

    static func pcap(
        _ records: [Record], link: UInt32, form: Form = .microseconds, snapshotLength: UInt32 = 65_535
    ) -> [UInt8] {
        var writer = WireWriter()
        func put<Number: FixedWidthInteger & BitwiseCopyable>(_ value: Number) {
            if form.isSwapped { writer.writeBigEndian(value) } else { writer.write(value) }
        }
        put(UInt32(form.ticksPerSecond == 1_000_000 ? 0xA1B2_C3D4 : 0xA1B2_3C4D))
        put(UInt16(2))
        put(UInt16(4))
        put(UInt64(0))
        put(snapshotLength)
        put(link)
        for record in records {
            put(UInt32(record.nanoseconds / 1_000_000_000))
            put(UInt32(record.nanoseconds % 1_000_000_000 * form.ticksPerSecond / 1_000_000_000))
            put(UInt32(record.frame.count))
            put(UInt32(record.originalLength ?? record.frame.count))
            writer.write(contentsOf: record.frame)
        }
        return writer.bytes
    }

    /// pcapng with one interface that counts nanoseconds.
    static func pcapng(_ records: [Record], link: LinkType) -> [UInt8] {
        var writer = WireWriter()
        func block(_ type: UInt32, _ body: (inout WireWriter) -> Void) {
            var content = WireWriter()
            body(&content)
            while content.bytes.count % 4 != 0 { content.write(UInt8(0)) }
            let length = UInt32(content.bytes.count + 12)
            writer.write(type)
            writer.write(length)
            writer.write(contentsOf: content.bytes)
            writer.write(length)
        }
        block(0x0A0D_0D0A) {
            $0.write(UInt32(0x1A2B_3C4D))
            $0.write(UInt16(1))
            $0.write(UInt16(0))
            $0.write(UInt64.max)
        }
        block(1) {
            $0.write(UInt16(truncatingIfNeeded: fileNumber(of: link)))
            $0.write(UInt16(0))
            $0.write(UInt32(65_535))
            // Option 9, one byte: time stamps count 10^-9 s; then the end of the options.
            $0.write(UInt16(9))
            $0.write(UInt16(1))
            $0.write(UInt32(9))
            $0.write(UInt32(0))
        }
        for record in records {
            block(6) {
                $0.write(UInt32(0))
                $0.write(UInt32(record.nanoseconds >> 32))
                $0.write(UInt32(truncatingIfNeeded: record.nanoseconds))
                $0.write(UInt32(record.frame.count))
                $0.write(UInt32(record.originalLength ?? record.frame.count))
                $0.write(contentsOf: record.frame)
            }
        }
        return writer.bytes
    }

    /// gzip without compression: stored blocks (RFC 1951, 3.2.4) of at most `blockSize` bytes.
    static func gzip(_ bytes: [UInt8], blockSize: Int = 1000) -> [UInt8] {
        var writer = WireWriter()
        writer.write(contentsOf: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(blockSize)
            rest = rest.dropFirst(block.count)
            writer.write(UInt8(rest.isEmpty ? 1 : 0))
            writer.write(UInt16(block.count))
            writer.write(~UInt16(block.count))
            writer.write(contentsOf: block)
        } while !rest.isEmpty
        writer.write(Checksum.crc32(bytes))
        writer.write(UInt32(truncatingIfNeeded: bytes.count))
        return writer.bytes
    }

    /// A little flight: navdata, a command, a picture in two fragments, a TCP segment, an empty datagram.
    ///
    /// Version 6 on the link that has no other, version 4 on all others.
    static func smallFlight(on link: LinkType = .ethernet) -> [Record] {
        let picture = FrameBuilder.udp([UInt8](repeating: 0x2A, count: 40), from: 5555, to: 40_000)
        let command = FrameBuilder.udp(Array("AT*REF=1,290718208\r".utf8), from: 40_000, to: 5556)
        let control = FrameBuilder.tcp(Array("GENERAL:num_version".utf8), sequence: 1, flags: [.acknowledge, .push])
        if link == .rawIPv6 {
            return records([
                FrameBuilder.ipv6(FrameBuilder.udp([1, 2, 3, 4, 5])),
                FrameBuilder.ipv6(command),
                FrameBuilder.ipv6([17, 0, 0, 1, 0, 0, 0, 9] + picture[..<24], next: 44),
                FrameBuilder.ipv6([17, 0, 0, 24, 0, 0, 0, 9] + picture[24...], next: 44),
                FrameBuilder.ipv6(control, next: 6),
                FrameBuilder.ipv6(FrameBuilder.udp([])),
            ])
        }
        let packets = [
            FrameBuilder.ipv4(FrameBuilder.udp([1, 2, 3, 4, 5])),
            FrameBuilder.ipv4(command),
            FrameBuilder.ipv4(Array(picture[..<24]), moreFragments: true),
            FrameBuilder.ipv4(Array(picture[24...]), fragmentOffset: 24),
            FrameBuilder.ipv4(control, transport: 6),
            FrameBuilder.ipv4(FrameBuilder.udp([])),
        ]
        return records(packets.map { FrameBuilder.frame($0, on: link) })
    }
}
