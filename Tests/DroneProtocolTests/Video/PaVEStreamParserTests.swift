import DroneProtocol
import Testing
import WireBytes

@Suite struct PaVEStreamParserTests {
    /// Ten small frames, the header forms in turn, with a signature inside a payload.
    private static let made: (bytes: [UInt8], frames: [PaVEFrame]) = {
        var bytes: [UInt8] = []
        var all: [PaVEFrame] = []
        for number in UInt32(0)..<10 {
            var frame = videoFrame(number, number % 5 == 0 ? .refresh : .predicted)
            frame.payload += PaVEHeader.signature + [UInt8](repeating: UInt8(number), count: Int(number) * 7)
            frame.header.payloadSize = UInt32(frame.payload.count)
            frame.header.headerSize = [64, 68, 76][Int(number % 3)]
            if frame.header.headerSize > 64 { frame.header.flight = PaVEFlightState(controlState: 4) }
            bytes += wire(frame)
            all.append(frame)
        }
        return (bytes, all)
    }()

    @Test func `frames come out as they went in, whatever their header's size`() {
        #expect(events(of: Self.made.bytes) == Self.made.frames.map { .frame($0) })
    }

    @Test func `byte by byte gives the same as all at once`() {
        #expect(events(of: Self.made.bytes, pieces: { 1 }) == Self.made.frames.map { .frame($0) })
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `any split gives the same`(seed: UInt64) {
        var numbers = SeededNumbers(state: seed)
        var damaged = Self.made.bytes
        damaged.remove(at: Int.random(in: 0..<damaged.count, using: &numbers))
        for bytes in [Self.made.bytes, damaged] {
            let whole = events(of: bytes)
            #expect(events(of: bytes, pieces: { .random(in: 1...90, using: &numbers) }) == whole)
        }
    }

    @Test func `a frame came when its last byte did`() {
        var parser = PaVEStreamParser()
        let bytes = wire(Self.made.frames[0])
        #expect(parser.parse(Array(bytes[..<70]).span.bytes, at: .seconds(1)).isEmpty)
        let found = parser.parse(Array(bytes[70...]).span.bytes, at: .seconds(2))
        #expect(frames(found).map(\.arrival) == [.seconds(2)])
    }

    @Test func `a signature inside a payload is payload`() {
        var parser = PaVEStreamParser()
        let found = parser.parse(Self.made.bytes.span.bytes)
        #expect(frames(found).count == 10)
        #expect(parser.skippedBytes == 0)
    }

    @Test func `every cut gives the frames before it and nothing else`() {
        var ends: [Int] = []
        for frame in Self.made.frames { ends.append((ends.last ?? 0) + wire(frame).count) }
        for length in 0..<Self.made.bytes.count {
            let found = events(of: Array(Self.made.bytes[..<length]))
            let expected = ends.prefix { $0 <= length }.count
            #expect(found == Self.made.frames.prefix(expected).map { .frame($0) }, "cut at \(length)")
        }
    }

    @Test func `one byte less costs no more than the frame it is missing in`() {
        for place in Self.made.bytes.indices {
            var bytes = Self.made.bytes
            bytes.remove(at: place)
            let found = frames(events(of: bytes))
            let intact = Self.made.frames.filter { found.contains($0) }.count
            #expect(intact >= 9, "byte \(place) removed: \(intact) frames intact")
        }
    }

    @Test func `one byte more costs no more than the frame it stands in`() {
        for place in Self.made.bytes.indices {
            var bytes = Self.made.bytes
            bytes.insert(0x50, at: place)
            let found = frames(events(of: bytes))
            let intact = Self.made.frames.filter { found.contains($0) }.count
            #expect(intact >= 9, "byte \(place) inserted: \(intact) frames intact")
        }
    }

    @Test func `a stream that begins inside a frame begins with the next`() {
        let first = wire(Self.made.frames[0])
        let found = events(of: Array(Self.made.bytes[10...]))
        #expect(frames(found) == Array(Self.made.frames[1...]))
        #expect(damages(found).count == 1)
        var parser = PaVEStreamParser()
        _ = parser.parse(Array(Self.made.bytes[10...]).span.bytes)
        #expect(parser.skippedBytes == first.count - 10)
    }

    @Test(arguments: [(6, 0), (6, 65535), (8, 4_294_967_295)])
    func `a lying size loses that frame alone`(offset: Int, value: UInt32) {
        var frame = wire(Self.made.frames[1])
        let field = offset == 6 ? littleEndian(UInt16(value)) : littleEndian(value)
        frame.replaceSubrange(offset..<offset + field.count, with: field)
        let bytes = wire(Self.made.frames[0]) + frame + wire(Self.made.frames[2]) + wire(Self.made.frames[3])
        let found = events(of: bytes)
        #expect(frames(found) == [Self.made.frames[0], Self.made.frames[2], Self.made.frames[3]])
        #expect(damages(found).count == 1)
    }

    @Test func `frames that a lying size swallowed are found again`() {
        var first = Self.made.frames[0]
        first.header.payloadSize += 900
        let found = events(of: wire(first) + Self.made.frames[1...].flatMap { wire($0) } + wire(Self.made.frames[0]))
        #expect(frames(found).suffix(9).dropLast() == Self.made.frames[2...])
        #expect(frames(found).contains(Self.made.frames[1]))
    }

    @Test func `an announcement has no payload`() {
        let announced = videoFrame(7, payload: [], control: .announcement)
        var header = announced.header
        header.payloadSize = 5000
        let bytes = wire(PaVEFrame(header: header, payload: [])) + wire(Self.made.frames[1])
        #expect(events(of: bytes) == [.announcement(header), .frame(Self.made.frames[1])])
    }

    @Test func `slices are joined in order under the first one's header`() {
        let found = events(of: slices(of: 3).flatMap { wire($0) })
        var joined = slices(of: 3)[0]
        joined.payload = [0, 0, 0, 1, 0x61, 0, 1, 1, 1, 2, 2]
        joined.header.payloadSize = 11
        #expect(found == [.frame(joined)])
    }

    @Test(arguments: 0..<3) func `a frame without one of its slices is damage, not a frame`(missing: Int) {
        var parts = slices(of: 3)
        parts.remove(at: missing)
        let next = Self.made.frames[2]
        let found = events(of: parts.flatMap { wire($0) } + wire(next))
        #expect(frames(found) == [next])
        #expect(damages(found).contains(.slices(frameNumber: 40)))
    }

    @Test func `slices without end do not grow`() {
        var parser = PaVEStreamParser()
        let big = [UInt8](repeating: 9, count: 400_000)
        var damages = 0
        for index in UInt8(0)..<20 {
            var part = videoFrame(40, payload: big)
            part.header.slices = 255
            part.header.sliceIndex = index
            for case .damage in parser.parse(wire(part).span.bytes) { damages += 1 }
        }
        #expect(damages == 19)
        #expect(parser.bufferedBytes <= PaVEStreamParser.largestBuffer)
    }

    /// One P frame in `count` slices of a few bytes.
    private func slices(of count: UInt8) -> [PaVEFrame] {
        (0..<count).map { index in
            let payload: [UInt8] = index == 0 ? [0, 0, 0, 1, 0x61, 0] : [index, index]
            var frame = videoFrame(40, payload: index == 1 ? payload + [1] : payload)
            frame.header.slices = count
            frame.header.sliceIndex = index
            return frame
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `mutated streams neither trap nor grow`(seed: UInt64) {
        var numbers = SeededNumbers(state: seed)
        var bytes = Self.made.bytes + Self.made.bytes
        for _ in 0..<Int.random(in: 1...20, using: &numbers) {
            let place = Int.random(in: 0..<bytes.count, using: &numbers)
            switch UInt8.random(in: 0..<3, using: &numbers) {
            case 0: bytes[place] = .random(in: 0...255, using: &numbers)
            case 1: bytes.remove(at: place)
            default: bytes.insert(contentsOf: PaVEHeader.signature, at: place)
            }
        }
        var parser = PaVEStreamParser()
        var total = 0
        for event in parser.parse(bytes.span.bytes) {
            if case .frame(let frame) = event { total += frame.payload.count }
        }
        #expect(total <= 3 * bytes.count)
        #expect(parser.bufferedBytes <= PaVEStreamParser.largestBuffer)
    }

    @Test func `headers nested in one another are not read over and over`() {
        var header = PaVEHeader()
        header.payloadSize = 300_000
        var writer = WireWriter()
        header.encode(into: &writer)
        let bytes = (0..<16_000).flatMap { _ in writer.bytes }
        var parser = PaVEStreamParser()
        var total = 0
        for event in parser.parse((bytes + [1]).span.bytes) {
            if case .frame(let frame) = event { total += frame.payload.count }
        }
        #expect(total <= 3 * bytes.count)
        #expect(parser.bufferedBytes <= PaVEStreamParser.largestBuffer)
    }
}
