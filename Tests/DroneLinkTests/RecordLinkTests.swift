import DroneLink
import DroneModel
import DroneProtocol
import Synchronization
import Testing

/// The real record link on real sockets.
@Suite(.timeLimit(.minutes(2))) struct RecordLinkTests {
    /// What a consumer got; it can be made to wait within its call.
    private final class Witness: Sendable {
        struct Seen {
            var pictures: [UInt32] = []
            var bytes = 0
            var ending: VideoRecordHealth?
        }
        let seen = Mutex(Seen())
        private let gate = Mutex(())

        func take(_ update: VideoRecordUpdate) {
            gate.withLock { _ in }
            seen.withLock { seen in
                switch update {
                case .received(let bytes, let events, _):
                    seen.bytes += bytes.count
                    for case .frame(let frame) in events { seen.pictures.append(frame.header.frameNumber) }
                case .ended(let health): seen.ending = health
                }
            }
        }

        /// Runs `body` while the consumer cannot return.
        func hold<Result>(_ body: () throws -> Result) rethrows -> Result { try gate.withLock { _ in try body() } }

        func wait(_ condition: (Seen) -> Bool) async throws {
            while !condition(seen.withLock { $0 }) {
                try Task.checkCancellation()
                await Task.yield()
            }
        }
    }

    private func stream(_ numbers: ClosedRange<UInt32>, payload: Int, endsStream: Bool) -> [UInt8] {
        var writer = PaVEStreamWriter(
            format: VideoFormat(codec: .h264, width: 640, height: 360), firstFrameNumber: numbers.lowerBound)
        return numbers.flatMap { number in
            writer.frame(
                [UInt8](repeating: 7, count: payload), kind: .refresh, timestamp: 0,
                control: endsStream && number == numbers.upperBound ? .lastFrame : [])
        }
    }

    private func endpoint(_ port: Int) -> DroneEndpoint {
        var ports = DronePorts.standard
        ports.record = port
        return DroneEndpoint(host: "127.0.0.1", ports: ports)
    }

    @Test func `all of a long stream comes, however long the consumer takes`() async throws {
        // 40 MB: far more than sockets and buffers hold.
        let bytes = stream(0...799, payload: 50_000, endsStream: true)
        let server = try await VideoServer([.send(bytes)])
        let witness = Witness()
        let link = try await RecordLink.open(to: endpoint(server.port)) { witness.take($0) }
        try await witness.wait { !$0.pictures.isEmpty }
        link.stop()
        // Nothing is read while the consumer is busy: what it has got meanwhile stays the same.
        witness.hold {
            let before = witness.seen.withLock { $0.bytes }
            for _ in 0..<100_000 where witness.seen.withLock({ $0.bytes }) != before { Issue.record("more came") }
        }
        try await witness.wait { $0.ending != nil }
        let seen = witness.seen.withLock { $0 }
        #expect(seen.pictures == Array(0...799))
        #expect(seen.bytes == bytes.count)
        #expect(seen.ending?.phase == .finished)
        #expect(seen.ending?.missingPictures == 0)
        #expect(link.health == seen.ending)
        await link.close()
        await server.stop()
    }

    @Test func `a connection that ends is made anew`() async throws {
        let first = stream(0...3, payload: 100, endsStream: false)
        let rest = stream(4...6, payload: 100, endsStream: true)
        let server = try await VideoServer([.sendAndClose(first), .send(rest)])
        let witness = Witness()
        let link = try await RecordLink.open(to: endpoint(server.port)) { witness.take($0) }
        link.stop()
        try await witness.wait { $0.ending != nil }
        #expect(witness.seen.withLock { $0.pictures } == Array(0...6))
        #expect(server.connections == 2)
        await link.close()
        await server.stop()
    }

    @Test func `closed, it ends once and says why`() async throws {
        let server = try await VideoServer([.send(stream(0...3, payload: 100, endsStream: false))])
        let witness = Witness()
        let link = try await RecordLink.open(to: endpoint(server.port)) { witness.take($0) }
        try await witness.wait { $0.pictures.count == 4 }
        await link.close("disk full")
        await link.close("again")
        link.stop()
        let ending = try #require(witness.seen.withLock { $0.ending })
        #expect(ending.phase == .failed)
        #expect(ending.lastProblem == "disk full")
        await server.stop()
    }
}
