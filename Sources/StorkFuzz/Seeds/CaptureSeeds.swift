import FlightRecording
import WireBytes

/// Small captures: navdata, a command, a picture in two fragments, a stream.
enum CaptureSeeds {
    static var files: [[UInt8]] {
        var files: [[UInt8]] = []
        for type in LinkType.allCases {
            files.append(pcap(SyntheticFrame.smallFlight(on: type), link: type))
        }
        let flight = SyntheticFrame.smallFlight(on: .ethernet)
        let section = pcapng(flight, link: .ethernet)
        files += [pcap(flight, link: .ethernet, bigEndian: true), section, section + section, stored(section)]
        return files
    }

    static var frameScripts: [[UInt8]] {
        LinkType.allCases.enumerated().map { index, type in
            [UInt8(index)] + SyntheticFrame.smallFlight(on: type).flatMap(ByteScript.block)
        }
    }

    /// Per segment: stream and flags, offset, length, payload, as ``SegmentFuzzing`` reads them.
    static var segmentScripts: [[UInt8]] {
        func segment(_ stream: UInt8, _ flags: TCPSegment.Flags, at offset: UInt16, _ text: String) -> [UInt8] {
            [stream | flags.rawValue << 2, UInt8(offset & 0xFF), UInt8(offset >> 8), UInt8(text.utf8.count)] + text.utf8
        }
        let opening = segment(0, .synchronize, at: 250, "") + segment(0, .acknowledge, at: 251, "first ")
        let swapped = segment(0, .acknowledge, at: 263, "third ") + segment(0, .acknowledge, at: 257, "second ")
        let closing = segment(0, [.acknowledge, .finish], at: 269, "")
        let others = (1...3).flatMap { segment($0, .acknowledge, at: 9, "middle") }
        return [
            opening + swapped + closing, opening + closing, opening + others + swapped,
            opening + segment(0, .acknowledge, at: 400, String(repeating: "x", count: 63)) + swapped
                + segment(0, .reset, at: 270, ""),
        ]
    }

    /// A pcap file with microseconds, the frames a millisecond apart.
    private static func pcap(_ frames: [[UInt8]], link: LinkType, bigEndian: Bool = false) -> [UInt8] {
        var writer = WireWriter()
        func put<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) {
            if bigEndian { writer.writeBigEndian(number) } else { writer.write(number) }
        }
        put(UInt32(0xA1B2_C3D4))
        put(UInt16(2))
        put(UInt16(4))
        put(UInt64(0))
        put(UInt32(65_535))
        put(fileNumber(of: link))
        for (index, frame) in frames.enumerated() {
            put(UInt32(1_700_000_000))
            put(UInt32(index * 1000))
            put(UInt32(frame.count))
            put(UInt32(frame.count))
            writer.write(contentsOf: frame)
        }
        return writer.bytes
    }

    /// A pcapng section with one interface of microseconds.
    private static func pcapng(_ frames: [[UInt8]], link: LinkType) -> [UInt8] {
        var file: [UInt8] = []
        func block(_ type: UInt32, _ write: (inout WireWriter) -> Void) {
            var body = WireWriter()
            write(&body)
            while body.bytes.count % 4 != 0 { body.write(UInt8(0)) }
            var writer = WireWriter()
            writer.write(type)
            writer.write(UInt32(body.bytes.count + 12))
            writer.write(contentsOf: body.bytes)
            writer.write(UInt32(body.bytes.count + 12))
            file += writer.bytes
        }
        block(0x0A0D_0D0A) {
            $0.write(UInt32(0x1A2B_3C4D))
            $0.write(UInt32(1))
            $0.write(UInt64.max)
        }
        block(1) {
            $0.write(fileNumber(of: link))
            $0.write(UInt32(65_535))
        }
        for frame in frames {
            block(6) {
                $0.write(UInt64(0))
                $0.write(UInt32(1000))
                $0.write(UInt32(frame.count))
                $0.write(UInt32(frame.count))
                $0.write(contentsOf: frame)
            }
        }
        return file
    }

    /// gzip with one stored block (RFC 1951, 3.2.4).
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var writer = WireWriter()
        writer.write(contentsOf: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1])
        writer.write(UInt16(truncatingIfNeeded: bytes.count))
        writer.write(~UInt16(truncatingIfNeeded: bytes.count))
        writer.write(contentsOf: bytes)
        writer.write(Checksum.crc32(bytes))
        writer.write(UInt32(truncatingIfNeeded: bytes.count))
        return writer.bytes
    }

    /// Raw IP is 101 in files and another number in memory.
    private static func fileNumber(of link: LinkType) -> UInt32 { link == .rawIP ? 101 : UInt32(link.rawValue) }
}
