import DroneModel
import DroneProtocol
import Testing

@testable import FlightRecording

@Suite struct VideoPlaybackTests {
    private static func frame(_ number: UInt32) -> [UInt8] {
        var writer = PaVEStreamWriter(
            format: VideoFormat(codec: .h264, width: 640, height: 360), firstFrameNumber: number)
        return writer.frame([0, 0, 1, 0x41, 7, 7, 7], kind: .predicted, timestamp: number * 33)
    }

    private func item(_ stream: FlightItem.Stream, at milliseconds: Int) -> FlightItem {
        FlightItem(time: .milliseconds(milliseconds), content: .stream(.video, stream))
    }

    @Test func `a recorded stream gives its frames with their arrival`() throws {
        var video = VideoPlayback()
        #expect(video.health == nil)
        #expect(video.receive(item(.opened, at: 0)) == .newConnection)
        let bytes = Self.frame(7) + Self.frame(8)
        #expect(video.receive(item(.data(Array(bytes.prefix(40))), at: 10)) == nil)
        guard case .frames(let events)? = video.receive(item(.data(Array(bytes.dropFirst(40))), at: 20)) else {
            Issue.record("no frames")
            return
        }
        let frames = events.compactMap { event in if case .frame(let frame) = event { frame } else { nil } }
        #expect(frames.map(\.header.frameNumber) == [7, 8])
        #expect(frames.allSatisfy { $0.arrival == .milliseconds(20) })
        let health = try #require(video.health)
        #expect(health.frames == 2 && health.bytes == bytes.count && health.phase == .streaming)
    }

    @Test func `what is missing, silent or closed is told`() {
        var video = VideoPlayback()
        _ = video.receive(item(.opened, at: 0))
        _ = video.receive(item(.data(Self.frame(7)), at: 10))
        _ = video.receive(item(.data(Self.frame(11)), at: 20))
        #expect(video.health?.missingFrames == 3)
        _ = video.receive(item(.gap(byteCount: 100), at: 30))
        #expect(video.health?.damages == 1)
        video.advance(to: .milliseconds(1019))
        #expect(video.health?.phase == .streaming)
        video.advance(to: .milliseconds(1020))
        #expect(video.health?.phase == .stalled)
        _ = video.receive(item(.closed, at: 2000))
        #expect(video.health?.phase == .refused)
        #expect(video.receive(item(.opened, at: 3000)) == .newConnection)
    }

    @Test func `a datagram is a picture of the other drone, and other items are none`() {
        var video = VideoPlayback()
        let picture = FlightItem(time: .seconds(1), content: .videoDatagram([1, 2, 3]))
        #expect(video.receive(picture) == .datagram([1, 2, 3], arrival: .seconds(1)))
        #expect(video.health?.frames == 1)
        #expect(video.receive(FlightItem(time: .seconds(1), content: .navdata([1]))) == nil)
        #expect(video.receive(FlightItem(time: .seconds(1), content: .stream(.control, .data([1])))) == nil)
    }
}
