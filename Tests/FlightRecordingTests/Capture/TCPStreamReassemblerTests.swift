import FlightRecording
import Testing

@Suite struct TCPStreamReassemblerTests {
    static let flow = Flow(
        from: Endpoint(FrameBuilder.drone, port: 5555), to: Endpoint(FrameBuilder.client, port: 40_001))
    static let text = Array("PaVE and what follows it, in order".utf8)

    /// Bytes `range` of ``text`` as a segment of a stream whose first byte has the number `first`.
    static func segment(_ range: Range<Int>, first: UInt32 = 1001, flags: TCPSegment.Flags = [.acknowledge])
        -> TCPSegment
    {
        TCPSegment(
            sequence: first &+ UInt32(range.lowerBound), flags: flags, payload: Array(text[range]))
    }

    static func synchronize(first: UInt32 = 1001) -> TCPSegment {
        TCPSegment(sequence: first &- 1, flags: [.synchronize])
    }

    /// What a reassembler makes of segments captured a second apart, neighbouring data joined.
    static func contents(_ segments: [TCPSegment], pendingLimit: Int = 1 << 20) -> [TCPStreamEvent.Content] {
        var reassembler = TCPStreamReassembler(pendingLimit: pendingLimit)
        var events = segments.enumerated().flatMap { index, segment in
            reassembler.receive(segment, of: flow, at: .seconds(index))
        }
        events += reassembler.finish()
        #expect(events.allSatisfy { $0.flow == flow })
        return events.map(\.content)
    }

    /// The bytes handed on, gaps as question marks.
    static func bytes(_ contents: [TCPStreamEvent.Content]) -> [UInt8] {
        contents.flatMap { content -> [UInt8] in
            switch content {
            case .data(let bytes, _): bytes
            case .gap(let count): [UInt8](repeating: UInt8(ascii: "?"), count: count)
            case .opened, .closed: []
            }
        }
    }

    @Test func `segments in order are handed on as they come`() {
        let contents = Self.contents([
            Self.synchronize(), Self.segment(0..<10), Self.segment(10..<34, flags: [.finish]),
        ])
        #expect(
            contents == [
                .opened(.beginning), .data(Array(Self.text[..<10]), captured: .seconds(1)),
                .data(Array(Self.text[10...]), captured: .seconds(2)), .closed(.finished),
            ])
    }

    @Test(arguments: [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [0, 0, 1, 1, 3, 3, 2, 2]])
    func `segments in any order make the same stream`(order: [Int]) {
        let parts = [0..<5, 5..<17, 17..<30, 30..<34]
        let contents = Self.contents([Self.synchronize()] + order.map { Self.segment(parts[$0]) })
        #expect(Self.bytes(contents) == Self.text)
        #expect(contents.first == .opened(.beginning))
    }

    @Test func `a stream crosses the end of the numbers without a seam`() {
        for first: UInt32 in [0xFFFF_FFFF, 0xFFFF_FFFA, 0xFFFF_FFEB, 0x7FFF_FFF0] {
            let contents = Self.contents([
                Self.synchronize(first: first), Self.segment(20..<34, first: first),
                Self.segment(10..<20, first: first),
                Self.segment(0..<12, first: first),
            ])
            #expect(Self.bytes(contents) == Self.text)
        }
    }

    @Test func `bytes that wait keep the time they were captured at`() {
        let contents = Self.contents([Self.synchronize(), Self.segment(10..<34), Self.segment(0..<10)])
        #expect(
            contents.dropFirst() == [
                .data(Array(Self.text[..<10]), captured: .seconds(2)),
                .data(Array(Self.text[10...]), captured: .seconds(1)),
            ])
    }

    @Test func `random overlapping segments make the stream, whatever the seed`() {
        for seed in 0..<200 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var segments: [TCPSegment] = (0..<34).map { Self.segment($0..<$0 + 1) }
            segments += (0..<20).map { _ in
                let start = Int.random(in: 0..<34, using: &generator)
                return Self.segment(start..<Int.random(in: start...34, using: &generator))
            }
            segments.shuffle(using: &generator)
            let first = Self.contents([Self.synchronize()] + segments)
            #expect(Self.bytes(first) == Self.text, "seed \(seed)")
        }
    }

    @Test func `repeated bytes are counted and handed on once`() {
        var reassembler = TCPStreamReassembler()
        for segment in [Self.synchronize(), Self.segment(0..<10), Self.segment(0..<10), Self.segment(5..<12)] {
            _ = reassembler.receive(segment, of: Self.flow, at: .zero)
        }
        #expect(reassembler.repeatedBytes == 15)
        _ = reassembler.finish()
        #expect(reassembler.repeatedBytes == 15)
    }

    @Test func `a hole is a gap at the end of the capture`() {
        let contents = Self.contents([
            Self.synchronize(), Self.segment(0..<4), Self.segment(10..<12), Self.segment(20..<21),
        ])
        #expect(
            contents.dropFirst() == [
                .data(Array(Self.text[..<4]), captured: .seconds(1)), .gap(byteCount: 6),
                .data(Array(Self.text[10..<12]), captured: .seconds(2)), .gap(byteCount: 8),
                .data(Array(Self.text[20..<21]), captured: .seconds(3)),
            ])
    }

    @Test func `a hole is given up once more waits behind it than may`() {
        // A waiting piece costs its bytes and 64.
        let waiting = [Self.synchronize(), Self.segment(4..<10), Self.segment(10..<20)]
        let late = Self.segment(0..<4)
        #expect(Self.bytes(Self.contents(waiting + [late], pendingLimit: 144)) == Array(Self.text[..<20]))
        let given = Self.contents(waiting + [late], pendingLimit: 143)
        #expect(Self.bytes(given) == Array("????".utf8) + Self.text[4..<20])
    }

    @Test func `a stream first seen in its middle begins there`() {
        let contents = Self.contents([Self.segment(10..<20), Self.segment(0..<10), Self.segment(20..<34)])
        #expect(contents.first == .opened(.middle))
        #expect(Self.bytes(contents) == Array(Self.text[10...]))
    }

    @Test func `acknowledgements and keep-alives change nothing`() {
        let keepAlive = TCPSegment(sequence: 1003, flags: [.acknowledge], payload: [0])
        let contents = Self.contents([
            TCPSegment(sequence: 500, flags: [.acknowledge]), Self.synchronize(), Self.segment(0..<4), keepAlive,
            TCPSegment(sequence: 1005, flags: [.acknowledge]),
        ])
        #expect(contents == [.opened(.beginning), .data(Array(Self.text[..<4]), captured: .seconds(2))])
    }

    @Test func `the end waits for the bytes before it`() {
        let contents = Self.contents([
            Self.synchronize(), Self.segment(20..<34, flags: [.finish]), Self.segment(0..<20), Self.segment(0..<20),
        ])
        #expect(Self.bytes(contents) == Self.text)
        #expect(contents.last == .closed(.finished))
    }

    @Test func `bytes behind the end do not exist`() {
        let contents = Self.contents([
            Self.synchronize(), Self.segment(10..<34), Self.segment(0..<10, flags: [.finish]),
        ])
        #expect(contents.last == .closed(.finished))
        let beyond = Self.contents([Self.synchronize(), Self.segment(0..<10, flags: [.finish]), Self.segment(10..<34)])
        #expect(Self.bytes(beyond) == Array(Self.text[..<10]))
    }

    @Test func `a reset hands on what waits and closes`() {
        let reset = TCPSegment(sequence: 1001, flags: [.reset])
        let contents = Self.contents([Self.synchronize(), Self.segment(2..<4), reset, Self.segment(0..<2)])
        #expect(
            contents == [
                .opened(.beginning), .gap(byteCount: 2), .data(Array(Self.text[2..<4]), captured: .seconds(1)),
                .closed(.reset),
            ])
    }

    @Test func `a new connection between the same ports starts a new stream, a repeated SYN does not`() {
        let contents = Self.contents([
            Self.synchronize(), Self.synchronize(), Self.segment(0..<4), Self.synchronize(first: 9000),
            Self.segment(0..<4, first: 9000),
        ])
        #expect(
            contents == [
                .opened(.beginning), .data(Array(Self.text[..<4]), captured: .seconds(2)), .closed(.replaced),
                .opened(.beginning), .data(Array(Self.text[..<4]), captured: .seconds(4)),
            ])
    }

    @Test func `the directions of a connection do not mix`() {
        var reassembler = TCPStreamReassembler()
        let there = reassembler.receive(Self.segment(0..<4), of: Self.flow, at: .zero)
        let back = reassembler.receive(Self.segment(10..<12), of: Self.flow.reversed, at: .zero)
        #expect(there.map(\.flow) == [Self.flow, Self.flow])
        #expect(back.map(\.content) == [.opened(.middle), .data(Array(Self.text[10..<12]), captured: .zero)])
    }

    @Test func `beyond its capacity the stream silent for longest is evicted`() {
        var reassembler = TCPStreamReassembler(capacity: 2)
        func flow(_ port: UInt16) -> Flow {
            Flow(from: Self.flow.source, to: Endpoint(FrameBuilder.client, port: port))
        }
        for port in 1...2 as ClosedRange<UInt16> {
            _ = reassembler.receive(Self.segment(0..<4), of: flow(port), at: .seconds(Int(port)))
        }
        _ = reassembler.receive(Self.segment(6..<8), of: flow(1), at: .seconds(3))
        let events = reassembler.receive(Self.segment(0..<4), of: flow(3), at: .seconds(4))
        #expect(events.first == TCPStreamEvent(flow: flow(2), content: .closed(.evicted)))
        #expect(events.count == 3)
        #expect(reassembler.finish().map(\.flow) == [flow(1), flow(1)])
    }

    @Test func `a datagram is none of its business`() {
        var reassembler = TCPStreamReassembler()
        let packet = CapturedPacket(frameNumber: 1, time: .zero, flow: Self.flow, transport: .udp([1]))
        #expect(reassembler.receive(packet).isEmpty)
        #expect(reassembler.finish().isEmpty)
    }

    @Test func `random numbers, flags and lengths never trap`() {
        var generator = SeededGenerator(seed: 4711)
        var reassembler = TCPStreamReassembler(pendingLimit: 5000, capacity: 2)
        var handedOn = 0
        for index in 0..<20_000 {
            let near = UInt32.random(in: 0..<2000, using: &generator)
            let sequence = Bool.random(using: &generator) ? near : generator.next(upperBound: UInt32.max)
            let segment = TCPSegment(
                sequence: sequence, flags: TCPSegment.Flags(rawValue: UInt8.random(in: 0...63, using: &generator)),
                payload: [UInt8](repeating: 0, count: Int.random(in: 0..<300, using: &generator)))
            let port = UInt16.random(in: 1...3, using: &generator)
            let flow = Flow(from: Self.flow.source, to: Endpoint(FrameBuilder.client, port: port))
            handedOn +=
                Self.bytes(
                    reassembler.receive(segment, of: flow, at: .seconds(index)).map(\.content).filter {
                        if case .data = $0 { true } else { false }
                    }
                ).count
        }
        #expect(handedOn > 0)
    }
}
