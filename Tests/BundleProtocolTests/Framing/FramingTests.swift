import BundleProtocol
import Testing

@Suite struct FramingTests {
    private static let sizes = [0, 1, 23, 24, 255, 256, 65_535, 65_536]

    private static func frames(
        _ framing: StreamFraming, sizes: ArraySlice<Int>
    ) -> (bundles: [[UInt8]], stream: [UInt8]) {
        let bundles = sizes.filter { framing == .mtcp || $0 > 0 }.map { [UInt8](repeating: 0x9F, count: $0) }
        return (bundles, bundles.flatMap { framing.frame($0) ?? [] })
    }

    private func read(_ reader: inout FrameReader) throws -> [FrameReader.Frame] {
        var frames: [FrameReader.Frame] = []
        while let frame = try reader.next() { frames.append(frame) }
        return frames
    }

    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"))
    func `the examples are octet for octet`() throws {
        #expect(StreamFraming.mtcp.frame(Examples.bytes("B1")) == Examples.bytes("M1"))
        #expect(StreamFraming.stcp.frame(Examples.bytes("B1")) == Examples.bytes("M2"))
        for (framing, name) in [(StreamFraming.mtcp, "M1"), (.stcp, "M2")] {
            var reader = FrameReader(framing)
            reader.append(Examples.bytes(name))
            #expect(try read(&reader) == [.bundle(Examples.bytes("B1"))])
        }
    }

    @Test(arguments: [StreamFraming.mtcp, .stcp], [1, 113, 1000, Int.max])
    func `bundles come out of the stream however it is cut`(framing: StreamFraming, cut: Int) throws {
        // Octet by octet, the two longest would only take time.
        let (bundles, stream) = Self.frames(framing, sizes: cut == 1 ? Self.sizes.dropLast(2) : Self.sizes[...])
        var reader = FrameReader(framing)
        var found: [FrameReader.Frame] = []
        for start in stride(from: 0, to: stream.count, by: cut) {
            reader.append(Array(stream[start..<min(stream.count, start + min(cut, stream.count))]))
            found += try read(&reader)
        }
        #expect(found == bundles.map { .bundle($0) })
        #expect(reader.waiting == 0)
    }

    @Test func `STCP's zero length is a sign of life`() throws {
        var reader = FrameReader(.stcp)
        reader.append([0, 0, 0, 0, 0, 0, 0, 1, 7, 0, 0, 0])
        #expect(try read(&reader) == [.keepalive, .bundle([7])])
        #expect(reader.waiting == 3)
        #expect(StreamFraming.stcp.keepalive == [0, 0, 0, 0] && StreamFraming.mtcp.keepalive == nil)
        #expect(StreamFraming.stcp.frame([]) == nil)
    }

    @Test func `longer heads than needed are taken, and no byte strings are not`() throws {
        var reader = FrameReader(.mtcp)
        reader.append([0x58, 1, 7, 0x59, 0, 1, 8, 0x5B, 0, 0, 0, 0, 0, 0, 0, 1, 9])
        #expect(try read(&reader) == [.bundle([7]), .bundle([8]), .bundle([9])])
        for head in [0x00, 0x5C, 0x5F, 0x9F, 0x60, 0xFF] as [UInt8] {
            reader = FrameReader(.mtcp)
            reader.append([head])
            #expect(throws: FramingError.notAByteString(head)) { try reader.next() }
        }
    }

    @Test func `lengths beyond the limit are refused before anything is kept for them`() {
        for (framing, text, length) in [
            (.mtcp, "5b8000000000000000", 1 << 63), (.mtcp, "5bffffffffffffffff", .max),
            (.mtcp, "5a00100001", 1_048_577),
            (.stcp, "ffffffff", 0xFFFF_FFFF), (.stcp, "00100001", 1_048_577),
        ] as [(StreamFraming, String, UInt64)] {
            var reader = FrameReader(framing, limit: 1 << 20)
            reader.append(octets(text))
            #expect(throws: FramingError.tooLarge(length, limit: 1 << 20)) { try reader.next() }
        }
    }

    @Test func `datagrams are sorted by their first octet`() {
        let cases: [([UInt8], BundleDatagram?)] = [
            ([], nil), ([0, 0, 0, 0], .keepalive), ([0], .padding), ([0, 1], .padding), ([6, 1], .version6),
            ([0x16, 3], .dtls), ([0x14], .dtls), ([0x20], .dtls), ([0x3F], .dtls), ([0x1B], .unknown(0x1B)),
            ([0x9F, 1], .bundle([0x9F, 1])), ([0x80], .bundle([0x80])), ([0xA1], .extensions),
            ([0x41], .unknown(0x41)), ([0xC0], .unknown(0xC0)),
        ]
        for (bytes, expected) in cases { #expect(BundleDatagram(bytes) == expected) }
    }
}
