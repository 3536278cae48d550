import DroneModel
import DroneProtocol
import Testing

@testable import DroneLink

@Suite struct VideoReceptionTests {
    private static let start: Duration = .seconds(100)
    private static let tick: Duration = .milliseconds(1)

    /// A reception whose first connection is open since ``start``.
    private func connected() -> VideoReception {
        var reception = VideoReception()
        _ = reception.tick(generation: .ardrone2, at: Self.start)
        _ = reception.opened(1, at: Self.start)
        return reception
    }

    private func frameBytes(_ number: UInt32) -> [UInt8] {
        var writer = PaVEStreamWriter(
            format: VideoFormat(codec: .h264, width: 640, height: 360), firstFrameNumber: number)
        return writer.frame([1, 2, 3, 4], kind: .refresh, timestamp: 0)
    }

    @Test func `nothing is asked for until the airframe is known`() {
        var reception = VideoReception()
        #expect(reception.tick(generation: nil, at: Self.start).isEmpty)
        #expect(reception.health.phase == .waiting)
        #expect(reception.tick(generation: .ardrone2, at: Self.start + Self.tick) == [.connect(1)])
        #expect(reception.health.phase == .connecting)
    }

    @Test func `a stall is a stall at one second and not a tick before`() {
        var reception = connected()
        _ = reception.receive([1], on: 1, at: Self.start + .seconds(3))
        let limit = Self.start + .seconds(4)
        #expect(reception.tick(generation: .ardrone2, at: limit - Self.tick).isEmpty)
        #expect(reception.health.phase == .streaming)
        #expect(reception.tick(generation: .ardrone2, at: limit) == [.disconnect(1), .connect(2)])
        #expect(reception.health.phase == .stalled)
        #expect(reception.health.reconnects == 1)
    }

    @Test func `a connection that never gives a byte stalls too`() {
        var reception = connected()
        #expect(reception.tick(generation: .ardrone2, at: Self.start + .seconds(1) - Self.tick).isEmpty)
        #expect(reception.tick(generation: .ardrone2, at: Self.start + .seconds(1)) == [.disconnect(1), .connect(2)])
    }

    @Test func `a refused connection is tried again a second after the last try`() {
        var reception = VideoReception()
        _ = reception.tick(generation: .ardrone2, at: Self.start)
        reception.closed(1, "refused", at: Self.start + .milliseconds(3))
        #expect(reception.health.phase == .refused)
        #expect(reception.health.lastProblem == "refused")
        #expect(reception.tick(generation: .ardrone2, at: Self.start + .seconds(1) - Self.tick).isEmpty)
        #expect(reception.tick(generation: .ardrone2, at: Self.start + .seconds(1)) == [.connect(2)])
    }

    @Test func `news of a connection that was given up are ignored`() {
        var reception = connected()
        _ = reception.tick(generation: .ardrone2, at: Self.start + .seconds(1))
        reception.closed(1, "late", at: Self.start + .seconds(1) + Self.tick)
        #expect(reception.health.phase == .stalled)
        #expect(reception.receive([1, 2], on: 1, at: Self.start + .seconds(1) + Self.tick).isEmpty)
        #expect(reception.health.bytes == 0)
        #expect(reception.opened(1, at: Self.start + .seconds(2)) == [.disconnect(1)])
    }

    @Test func `each connection begins with a fresh parser`() {
        var reception = connected()
        let bytes = frameBytes(7)
        #expect(reception.receive(Array(bytes.dropLast()), on: 1, at: Self.start).isEmpty)
        reception.closed(1, "gone", at: Self.start)
        _ = reception.tick(generation: .ardrone2, at: Self.start + .seconds(1))
        #expect(reception.opened(2, at: Self.start + .seconds(1)) == [.beginConnection])
        let orders = reception.receive(bytes, on: 2, at: Self.start + .seconds(1))
        guard case .frames(let events)? = orders.first, case .frame(let frame)? = events.first else {
            Issue.record("no frame: \(orders)")
            return
        }
        #expect(events.count == 1)
        #expect(frame.header.frameNumber == 7)
        #expect(frame.arrival == Self.start + .seconds(1))
        #expect(reception.health.damages == 0)
    }

    @Test func `frames that never came are counted`() {
        var reception = connected()
        for number: UInt32 in [5, 6, 9] { _ = reception.receive(frameBytes(number), on: 1, at: Self.start) }
        #expect(reception.health.frames == 3)
        #expect(reception.health.missingFrames == 2)
    }

    @Test func `a drone that counts anew has lost nothing`() {
        var reception = connected()
        for number: UInt32 in [900, 1] { _ = reception.receive(frameBytes(number), on: 1, at: Self.start) }
        #expect(reception.health.missingFrames == 0)
    }

    @Test func `garbage is counted and said`() {
        var reception = connected()
        _ = reception.receive([UInt8](repeating: 0xAA, count: 4096), on: 1, at: Self.start)
        #expect(reception.health.damages >= 1)
        #expect(reception.health.frames == 0)
        #expect(reception.health.lastProblem?.isEmpty == false)
    }

    @Test func `the 1.0 is woken twice a second, also while video comes`() {
        var reception = VideoReception()
        #expect(reception.tick(generation: .ardrone1, at: Self.start) == [.beginConnection, .wake])
        #expect(reception.tick(generation: .ardrone1, at: Self.start + .milliseconds(499)).isEmpty)
        let orders = reception.receive(datagram: [1, 2], at: Self.start + .milliseconds(499))
        #expect(orders == [.datagram([1, 2], arrival: Self.start + .milliseconds(499))])
        #expect(reception.tick(generation: .ardrone1, at: Self.start + .milliseconds(500)) == [.wake])
        #expect(reception.health.phase == .streaming)
    }

    @Test func `the 1.0 stalls after a second without a datagram`() {
        var reception = VideoReception()
        _ = reception.tick(generation: .ardrone1, at: Self.start)
        _ = reception.receive(datagram: [1], at: Self.start)
        _ = reception.tick(generation: .ardrone1, at: Self.start + .seconds(1) - Self.tick)
        #expect(reception.health.phase == .streaming)
        _ = reception.tick(generation: .ardrone1, at: Self.start + .seconds(1))
        #expect(reception.health.phase == .stalled)
        #expect(reception.health.problem(at: Self.start + .seconds(3)) == "video stalled for 3 s, asking again")
    }

    @Test func `the rate is that of the last second`() {
        var reception = connected()
        for step in 0...20 {
            _ = reception.receive(
                [UInt8](repeating: 0, count: 100), on: 1, at: Self.start + .milliseconds(100 * step))
        }
        #expect(abs(reception.health.bytesPerSecond - 1000) < 101)
    }
}
