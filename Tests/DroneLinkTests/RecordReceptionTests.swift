import DroneModel
import DroneProtocol
import Testing

@testable import DroneLink

@Suite struct RecordReceptionTests {
    private static let start: Duration = .seconds(100)
    private static let tick: Duration = .milliseconds(1)

    private func connected() -> RecordReception {
        var reception = RecordReception(at: Self.start)
        _ = reception.tick(at: Self.start)
        _ = reception.opened(1, at: Self.start)
        return reception
    }

    private func bytes(_ number: UInt32, stream: UInt16 = 1, isLast: Bool = false) -> [UInt8] {
        var writer = PaVEStreamWriter(
            format: VideoFormat(codec: .h264, width: 640, height: 360, streamID: stream), firstFrameNumber: number)
        return writer.frame([1, 2, 3, 4], kind: .refresh, timestamp: 0, control: isLast ? .lastFrame : [])
    }

    @Test func `it connects at once, and again a second after a refusal`() {
        var reception = RecordReception(at: Self.start)
        #expect(reception.tick(at: Self.start) == [.connect(1)])
        reception.closed(1, "refused", at: Self.start)
        #expect(reception.tick(at: Self.start + .seconds(1) - Self.tick).isEmpty)
        #expect(reception.tick(at: Self.start + .seconds(1)) == [.connect(2)])
        #expect(reception.health.phase == .starting)
        #expect(reception.health.lastProblem == "refused")
    }

    @Test func `ten seconds without a byte are a failure, and not a tick before`() {
        var reception = connected()
        #expect(reception.tick(at: Self.start + .seconds(10) - Self.tick).isEmpty)
        #expect(reception.tick(at: Self.start + .seconds(10)) == [.disconnect(1), .end])
        #expect(reception.health.phase == .failed)
        #expect(reception.health.lastProblem == "nothing came on the record port for 10 s")
        #expect(reception.tick(at: Self.start + .seconds(30)).isEmpty)
    }

    @Test func `the last picture after a stop ends it`() {
        var reception = connected()
        _ = reception.receive(bytes(1), on: 1, at: Self.start)
        #expect(reception.health.phase == .recording)
        #expect(reception.stop(at: Self.start + .seconds(1)).isEmpty)
        #expect(reception.health.phase == .finishing)
        let orders = reception.receive(bytes(2, isLast: true), on: 1, at: Self.start + .seconds(2))
        #expect(orders.count == 3)
        #expect(orders.suffix(2) == [.disconnect(1), .end])
        #expect(reception.health.phase == .finished)
        #expect(reception.health.pictures == 2)
        #expect(reception.receive(bytes(3), on: 1, at: Self.start + .seconds(3)).isEmpty)
    }

    @Test func `a last picture that nobody asked for is one of many`() {
        var reception = connected()
        #expect(reception.receive(bytes(1, isLast: true), on: 1, at: Self.start).count == 1)
        #expect(reception.health.phase == .recording)
    }

    @Test func `a stop that brings no last picture ends after ten seconds`() {
        var reception = connected()
        _ = reception.receive(bytes(1), on: 1, at: Self.start + .seconds(5))
        _ = reception.stop(at: Self.start + .seconds(6))
        _ = reception.tick(at: Self.start + .seconds(16) - Self.tick)
        #expect(reception.health.phase == .finishing)
        #expect(reception.tick(at: Self.start + .seconds(16)).last == .end)
        #expect(reception.health.phase == .failed)
    }

    @Test func `a connection that breaks is made anew, and the rest is taken`() {
        var reception = connected()
        _ = reception.receive(bytes(1), on: 1, at: Self.start)
        _ = reception.receive(Array(bytes(2).dropLast()), on: 1, at: Self.start)
        reception.closed(1, "gone", at: Self.start)
        #expect(reception.health.phase == .interrupted)
        #expect(reception.tick(at: Self.start + .seconds(1)) == [.connect(2)])
        _ = reception.opened(2, at: Self.start + .seconds(1))
        _ = reception.receive(bytes(3), on: 2, at: Self.start + .seconds(1))
        #expect(reception.health.phase == .recording)
        #expect(reception.health.pictures == 2)
        #expect(reception.health.missingPictures == 1)
        #expect(reception.health.damages == 0)
    }

    @Test func `a silent connection is made anew after three seconds`() {
        var reception = connected()
        _ = reception.receive(bytes(1), on: 1, at: Self.start)
        #expect(reception.tick(at: Self.start + .seconds(3) - Self.tick).isEmpty)
        #expect(reception.tick(at: Self.start + .seconds(3)) == [.disconnect(1)])
        #expect(reception.tick(at: Self.start + .seconds(4)) == [.connect(2)])
        #expect(reception.receive(bytes(2), on: 1, at: Self.start + .seconds(4)).isEmpty)
    }

    @Test func `another stream counts by itself`() {
        var reception = connected()
        for (number, stream) in [(1, 1), (2, 1), (900, 2), (901, 2), (904, 2)] as [(UInt32, UInt16)] {
            _ = reception.receive(bytes(number, stream: stream), on: 1, at: Self.start)
        }
        #expect(reception.health.missingPictures == 2)
    }

    @Test func `garbage is counted and said`() {
        var reception = connected()
        _ = reception.receive([UInt8](repeating: 0xAA, count: 4096), on: 1, at: Self.start)
        #expect(reception.health.damages >= 1)
        #expect(reception.health.pictures == 0)
        #expect(reception.health.lastProblem?.isEmpty == false)
    }

    @Test func `given up, it is over once`() {
        var reception = connected()
        #expect(reception.abandon("disk full", at: Self.start) == [.disconnect(1), .end])
        #expect(reception.abandon("again", at: Self.start).isEmpty)
        #expect(reception.stop(at: Self.start).isEmpty)
        #expect(reception.health.lastProblem == "disk full")
    }
}
