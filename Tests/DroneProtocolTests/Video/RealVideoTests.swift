import DroneProtocol
import Testing

@Suite(.enabled(if: RealVideo.isThere, "\(RealVideo.reason)")) struct RealVideoTests {
    /// The capture's frames, read once.
    private static let captured = frames(events(of: RealVideo.capture))

    @Test func `the capture's payloads are the elementary stream, byte for byte`() {
        let stream = Self.captured.flatMap(\.payload)
        #expect(stream.count == 2_152_959)
        #expect(stream == RealVideo.elementaryStream)
    }

    @Test func `the capture has 517 frames, 35 of them key frames, without a gap`() {
        #expect(Self.captured.count == 517)
        #expect(Self.captured.filter { $0.header.kind == .refresh }.count == 35)
        #expect(Self.captured.filter(\.beginsStream).count == 35)
        #expect(Self.captured.map(\.header.frameNumber) == Array(190195...190711))
        #expect(Self.captured.allSatisfy { $0.header.headerSize == 68 })
    }

    @Test func `the capture passes the gate whole`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        #expect(gate.admit(events(of: RealVideo.capture)) == Self.captured)
        #expect(gate.counts.missing == 0)
    }

    @Test func `byte by byte gives the same frames`() {
        #expect(frames(events(of: RealVideo.capture, pieces: { 1 })) == Self.captured)
    }

    @Test(arguments: 0..<5 as Range<UInt64>) func `segments of any size give the same frames`(seed: UInt64) {
        var numbers = SeededNumbers(state: seed)
        let found = events(of: RealVideo.capture, pieces: { .random(in: 1...20_000, using: &numbers) })
        #expect(frames(found) == Self.captured)
    }

    @Test func `a stream that begins with P frames is decoded from its first key frame on`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        let passed = gate.admit(events(of: RealVideo.lateStart))
        #expect(passed.map(\.header.frameNumber) == Array(17565...17581))
        #expect(passed.first?.header.kind == .refresh)
        #expect(passed.allSatisfy { $0.header.headerSize == 64 })
        #expect(gate.counts.received == 20)
        #expect(gate.counts.heldBack == 3)
        #expect(gate.counts.missing == 194, "17368 is followed by 17563")
    }

    @Test func `the short capture has five frames with longer headers`() {
        let found = frames(events(of: RealVideo.short))
        #expect(found.map(\.header.frameNumber) == Array(245401...245405))
        #expect(found.allSatisfy { $0.header.headerSize == 68 && $0.header.flight?.controlState == 2 })
    }

    /// Every place in the headers of a key frame, of a P frame before a key frame and of an ordinary one, and places
    /// all over the capture, a prime apart so that they fall everywhere in frames.
    private static let removedPlaces: [Int] = {
        var starts: [Int] = [0]
        for frame in captured { starts.append((starts.last ?? 0) + 68 + frame.payload.count) }
        let headers = [0, 14, 15, 20, 515, 516].flatMap { index in (0..<72).map { starts[index] + $0 } }
        let ends = [13, 14, 15, 29].flatMap { index in (1...4).map { starts[index + 1] - $0 } }
        return headers + ends + stride(from: 0, to: RealVideo.capture.count, by: 6_007)
    }()

    @Test func `one byte removed anywhere costs at most one group of pictures`() {
        #expect(Self.removedPlaces.count > 800)
        for place in Self.removedPlaces {
            // Two groups before the place and two behind are as good as the whole capture, and quicker.
            let around = surroundings(of: place)
            var bytes = around.bytes
            bytes.remove(at: place - around.start)
            var gate = VideoFrameGate(pace: .everyFrame)
            let passed = gate.admit(events(of: bytes))
            let intact = Set(passed.map(\.payload))
            let lost = around.frames.filter { !intact.contains($0.payload) }
            #expect(lost.count <= 15, "byte \(place) removed: \(lost.count) frames lost")
            #expect(!lost.isEmpty)
            let groups = lost.filter { $0.header.kind == .refresh }.count
            #expect(groups <= 1, "byte \(place) removed: \(groups) key frames lost")
            // What passed behind the loss must be decodable: it begins with a key frame.
            if let last = lost.last,
                let next = passed.first(where: { $0.header.frameNumber > last.header.frameNumber }),
                next.header.frameNumber == last.header.frameNumber + 1
            {
                #expect(next.header.kind == .refresh, "byte \(place) removed")
            }
        }
    }

    private func surroundings(of place: Int) -> (start: Int, bytes: [UInt8], frames: [PaVEFrame]) {
        var starts: [Int] = [0]
        for frame in Self.captured { starts.append((starts.last ?? 0) + 68 + frame.payload.count) }
        let index = (starts.firstIndex { $0 > place } ?? 1) - 1
        let first = max(0, index / 15 - 2) * 15
        let last = min(Self.captured.count, (index / 15 + 3) * 15)
        return (
            starts[first], Array(RealVideo.capture[starts[first]..<starts[last]]), Array(Self.captured[first..<last])
        )
    }
}
