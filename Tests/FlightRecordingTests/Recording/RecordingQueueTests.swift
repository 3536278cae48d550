import DroneProtocol
import Testing

@testable import FlightRecording

@Suite struct RecordingQueueTests {
    typealias Flight = RecordedFlight
    private static let piece = [UInt8](repeating: 1, count: 100_000)

    /// A queue that takes no more traffic.
    private static func full() -> RecordingQueue {
        var queue = RecordingQueue()
        while queue.dropped.packets == 0 { queue.add(Flight.traffic(.received(piece), .navdata)) }
        return queue
    }

    private static func missing(_ batch: RecordingQueue.Batch) -> [Int] {
        batch.items.map { if case .traffic(_, let missing) = $0 { missing } else { -1 } }
    }

    @Test func `bytes are bounded and what finds no room is counted`() {
        var queue = Self.full()
        queue.add(Flight.traffic(.received(Self.piece), .navdata))
        #expect(queue.dropped == (2, 200_000))
        let batch = queue.take()
        #expect(batch.items.count == RecordingQueue.capacity / 100_096)
        #expect(batch.droppedPackets == 2)
        #expect(queue.isEmpty)
        queue.add(Flight.traffic(.received(Self.piece), .navdata))
        #expect(queue.take().items.count == 1, "there is room again")
    }

    @Test func `empty datagrams do not come for free`() {
        var queue = RecordingQueue()
        for _ in 0..<200_000 { queue.add(Flight.traffic(.received([]), .navdata)) }
        #expect(queue.dropped.packets > 100_000)
    }

    @Test func `events and connections find room where datagrams do not`() {
        var queue = Self.full()
        let before = queue.take().items.count
        queue = Self.full()
        queue.add(RecordedEvent(time: .zero, content: .mark("here")))
        queue.add(Flight.traffic(.opened, .video))
        queue.add(Flight.traffic(.closed(by: .drone), .video))
        queue.add { $0.hull = "indoor" }
        #expect(queue.take().items.count == before + 4)
    }

    @Test func `events are bounded too`() {
        var queue = RecordingQueue()
        for _ in 0..<20 {
            queue.add(RecordedEvent(time: .zero, content: .mark(String(repeating: "x", count: 1 << 20))))
        }
        let batch = queue.take()
        #expect(batch.items.count == 8)
        #expect(batch.droppedEvents == 12)
    }

    @Test func `the next piece of a stream knows what was lost before it, each direction and connection by itself`() {
        var queue = Self.full()
        let other = SocketEnd(.v4(1), port: 1)
        queue.add(Flight.traffic(.streamReceived(Self.piece), .video))
        queue.add(Flight.traffic(.streamReceived(Self.piece), .video))
        queue.add(Flight.traffic(.streamReceived(Self.piece), .control))
        #expect(queue.dropped.packets == 4)
        _ = queue.take()
        queue.add(Flight.traffic(.streamSent([1]), .video))
        queue.add(Flight.traffic(.streamReceived([1]), .video, client: other))
        queue.add(Flight.traffic(.streamReceived([1]), .video))
        queue.add(Flight.traffic(.streamReceived([1]), .video))
        queue.add(Flight.traffic(.received([1]), .control))
        queue.add(Flight.traffic(.streamReceived([1]), .control))
        #expect(Self.missing(queue.take()) == [0, 0, 200_000, 0, 0, 100_000])
    }

    @Test func `a new connection has lost nothing`() {
        var queue = Self.full()
        queue.add(Flight.traffic(.streamReceived(Self.piece), .video))
        _ = queue.take()
        queue.add(Flight.traffic(.opened, .video))
        queue.add(Flight.traffic(.streamReceived([1]), .video))
        #expect(Self.missing(queue.take()) == [0, 0])
    }
}
