import DroneProtocol
import Foundation
import Synchronization
import Testing
import Video

/// A decoding thread, and a way to wait for what it says.
private struct Stage {
    let thread: DecodingThread
    private let changes: AsyncStream<Void>

    init(pace: VideoFrameGate.Pace = .everyFrame) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        changes = stream
        thread = DecodingThread(pace: pace) { continuation.yield() }
    }

    /// Waits until the report says so.
    func until(_ condition: (VideoReport) -> Bool) async -> VideoReport {
        for await _ in changes where condition(thread.report) { break }
        return thread.report
    }
}

private func predicted(_ number: UInt32, codec: VideoCodec = .h264, bytes: Int = 8) -> PaVEStreamEvent {
    var header = PaVEHeader()
    header.format = VideoFormat(codec: codec, width: 640, height: 360)
    header.frameNumber = number
    header.kind = .predicted
    return .frame(PaVEFrame(header: header, payload: [UInt8](repeating: 1, count: bytes)))
}

private func uvlcDatagram(_ number: UInt32) throws -> [UInt8] {
    try UVLCEncoder().encode(flatPicture(width: 176, height: 144, 100), frameNumber: number)
}

@Suite struct DecodingThreadTests {
    @Test(.enabled(if: RealVideo.isThere, "\(RealVideo.reason)"))
    func `all that is submitted is decoded, and the newest picture is there`() async {
        let stage = Stage()
        stage.thread.submit(RealVideo.events)
        let report = await stage.until { $0.decoded == 517 }
        #expect(report.frames.admitted == 517)
        #expect(report.errors == 0)
        #expect(report.damaged == 0)
        #expect(report.status == .showing)
        #expect(stage.thread.latest.newest?.frameNumber == 190711)
        stage.thread.stop()
    }

    @Test(.enabled(if: RealVideo.isThere, "\(RealVideo.reason)"))
    func `when behind, it goes on with the newest key frame`() async {
        let stage = Stage(pace: .live)
        stage.thread.submit(RealVideo.events)
        let report = await stage.until { $0.decoded == 7 }
        #expect(report.frames.received == 517)
        #expect(report.frames.jumpedOver == 510)
        #expect(stage.thread.latest.newest?.frameNumber == 190711)
        stage.thread.stop()
    }

    @Test(.enabled(if: RealVideo.isThere, "\(RealVideo.reason)"))
    func `a new connection begins with a key frame`() async {
        let stage = Stage()
        stage.thread.submit(Array(RealVideo.events[..<3]))
        _ = await stage.until { $0.decoded == 3 }
        stage.thread.beginConnection()
        _ = await stage.until { $0.status == .waiting(.firstKeyFrame) }
        stage.thread.submit(Array(RealVideo.events[3..<17]))
        let report = await stage.until { $0.decoded == 5 }
        #expect(report.frames.heldBack == 12)
        #expect(stage.thread.latest.newest?.frameNumber == 190211)
        stage.thread.stop()
    }

    @Test(.enabled(if: RealVideo.isThere, "\(RealVideo.reason)"))
    func `behind a frame that gives no picture nothing is shown until a key frame`() async throws {
        let stage = Stage()
        var events = Array(RealVideo.events[..<16])
        guard case .frame(var frame) = events[3] else { return }
        frame.payload = []
        events[3] = .frame(frame)
        stage.thread.submit(events)
        var report = await stage.until { $0.decoded == 4 }
        #expect(report.errors == 1)
        #expect(report.skippedAfterErrors == 11)
        #expect(report.lastError == .damaged(.h264, reason: "the frame is empty"))
        guard case .frame(var next) = RealVideo.events[16] else { return }
        next.payload = []
        stage.thread.submit([.frame(next)])
        report = await stage.until { $0.errors == 2 }
        #expect(report.status == .failing(.damaged(.h264, reason: "the frame is empty")))
        stage.thread.submit([RealVideo.events[17]])
        report = await stage.until { $0.status == .waiting(.damage) }
        #expect(report.decoded == 4)
        #expect(report.frames.damages == 1)
        stage.thread.stop()
    }

    @Test func `the 1_0's datagrams become pictures`() async throws {
        let stage = Stage()
        stage.thread.submit(datagram: try uvlcDatagram(7), arrival: .seconds(3))
        let report = await stage.until { $0.decoded == 1 }
        #expect(report.status == .showing)
        let picture = try #require(stage.thread.latest.take())
        #expect(picture.frameNumber == 7)
        #expect(picture.arrival == .seconds(3))
        stage.thread.stop()
    }

    @Test func `a codec without a decoder is a status, and the next picture ends it`() async throws {
        let stage = Stage()
        stage.thread.submit(datagram: [0, 0, 1, 0, 9, 9, 9, 9], arrival: .zero)
        var report = await stage.until { $0.errors == 1 }
        #expect(report.status == .failing(.unsupported(.p264)))
        #expect(report.status.description.contains("video:video_codec"))
        stage.thread.submit(datagram: try uvlcDatagram(1), arrival: .zero)
        report = await stage.until { $0.decoded == 1 }
        #expect(report.status == .showing)
        #expect(report.lastError == .unsupported(.p264))
        stage.thread.stop()
    }

    @Test func `what waits is bounded, and what is thrown away is counted`() {
        let thread = DecodingThread()
        let half = DecodingThread.mostWaitingBytes / 2
        thread.submit([predicted(1, bytes: half), predicted(2, bytes: half), predicted(3, bytes: 1)])
        #expect(thread.report.overtaken == 3)
        thread.stop()
    }

    @Test func `after the end nothing is decoded and nobody is called`() throws {
        let calls = Mutex(0)
        let thread = DecodingThread { calls.withLock { $0 += 1 } }
        thread.stop()
        let before = calls.withLock { $0 }
        thread.submit(datagram: try uvlcDatagram(1), arrival: .zero)
        thread.submit([predicted(1)])
        thread.beginConnection()
        thread.stop()
        #expect(calls.withLock { $0 } == before)
        #expect(thread.latest.newest == nil)
    }

    @Test func `each status says what a person has to know`() {
        #expect(VideoStatus.waiting(.gap).description == "frames were lost: waiting for the next key frame")
        #expect(VideoStatus.failing(.notAPicture(bytes: 3)).description.contains("3 bytes"))
        #expect(
            VideoStatus.failing(.decoderMissing(.h264)).description.contains("Install the full libavcodec"))
    }
}

@Suite struct LatestPictureTests {
    private func picture(_ number: UInt32) -> VideoPicture {
        VideoPicture(pixels: YUVPicture(width: 2, height: 2), frameNumber: number, format: VideoFormat())
    }

    @Test func `the newest wins, and what nobody saw is counted`() {
        let latest = LatestPicture()
        #expect(latest.take() == nil)
        latest.put(picture(1))
        latest.put(picture(2))
        #expect(latest.replacedUnseen == 1)
        #expect(latest.take()?.frameNumber == 2)
        #expect(latest.take() == nil)
        #expect(latest.newest?.frameNumber == 2)
        latest.put(picture(3))
        #expect(latest.replacedUnseen == 1)
    }
}
