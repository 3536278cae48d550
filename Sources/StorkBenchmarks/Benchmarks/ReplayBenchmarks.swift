import DroneModel
import DroneProtocol
import FlightRecording
import FlightReplay
import Foundation
import Synchronization
import Video
import WireBytes

/// Replay of long recordings: decoding at full speed, opening, seeking, and how exactly it keeps time.
enum ReplayBenchmarks {
    static let all = [headless, seek, timing]

    // MARK: Headless

    private static let headless = Benchmark(
        name: "replay.headless", title: "stork replay --headless of a 200 Hz hour, with video",
        goal: "≤ 45 s an hour (1,000,000 navdata/min), memory as of 3 min"
    ) { _ in
        let program = try ChildProgram.path(of: "stork")
        func run(_ length: Duration) throws -> (time: Duration, memory: Int, datagrams: Int) {
            let recording = try LongRecording(length)
            defer { recording.remove() }
            let output = FileManager.default.temporaryDirectory.appending(path: "stork-headless-\(getpid()).txt")
            defer { try? FileManager.default.removeItem(at: output) }
            let ending = try ChildProgram(program, ["replay", recording.path, "--headless"], output: output.path)
                .wait()
            let printed = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
            guard ending.status == 0, printed.contains("\"navdata_valid\":\(recording.datagrams),") else {
                throw NotMeasurable(description: "stork replay --headless did not decode every datagram")
            }
            return (ending.time, ending.peakMemory, recording.datagrams)
        }
        let short = try run(.seconds(180))
        let long = try run(.seconds(3600))
        let rate = Double(long.datagrams) / (long.time / .seconds(60))
        return Outcome(
            samples: Samples([Int64(long.time / .nanoseconds(1))]),
            isReached: rate >= 1_000_000 && long.memory - short.memory < 8 << 20,
            note: "\(Int(rate)) navdata/min; peak \(long.memory >> 20) MiB, of 3 min \(short.memory >> 20) MiB")
    }

    // MARK: Opening and seeking

    private static let seek = Benchmark(
        name: "replay.seek", title: "a jump to a random time of an hour, as the cockpit does it",
        goal: "≤ 50 ms; first picture ≤ 1 s"
    ) { _ in
        let recording = try LongRecording(.seconds(3600))
        defer { recording.remove() }
        let source = try RecordingSource(path: recording.path)
        let moved = DispatchSemaphore(value: 0)
        let pictured = Mutex<Duration?>(nil)
        let decoding = DecodingThread { pictured.withLock { $0 = $0 ?? ReplayPlayer.now } }
        defer { decoding.stop() }
        let begin = ReplayPlayer.now
        let player = try ReplayPlayer(source) { update in
            guard case .video(let piece) = update else { return }
            switch piece {
            case .newConnection:
                decoding.beginConnection()
                moved.signal()
            case .frames(let events): decoding.submit(events)
            case .datagram(let bytes, let arrival): decoding.submit(datagram: bytes, arrival: arrival)
            }
        }
        defer { player.stop() }
        while decoding.latest.newest == nil, ReplayPlayer.now - begin < .seconds(20) {
            try await Task.sleep(for: .milliseconds(1))
        }
        let first = ReplayPlayer.now - begin
        while player.progress.indexed != nil { try await Task.sleep(for: .milliseconds(20)) }
        let indexed = ReplayPlayer.now - begin
        player.order(.pause)
        try await Task.sleep(for: .milliseconds(200))
        while moved.wait(timeout: .now()) == .success {}
        // The same times in every run.
        var state: UInt64 = 7
        let times: [Int64] = (0..<200).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let target = Duration.milliseconds(Int64(state >> 33) % 3_599_000)
            let start = MonotonicClock.now
            player.order(.seek(target))
            _ = moved.wait(timeout: .now() + 10)
            return MonotonicClock.now - start
        }
        let samples = Samples(times)
        return Outcome(
            samples: samples, isReached: samples.p99 <= .milliseconds(50) && first <= .seconds(1),
            note: "first picture after \(ResultTable.text(first)); all of it can be jumped through after "
                + ResultTable.text(indexed))
    }

    // MARK: Timing

    private static let timing = Benchmark(
        name: "replay.timing", title: "how late a recorded packet is handed out at ×1", goal: "median ≤ 2 ms"
    ) { settings in
        let length = min(settings.seconds, 30)
        let recording = try LongRecording(.seconds(length))
        defer { recording.remove() }
        let late = Mutex<[Int64]>([])
        let ended = DispatchSemaphore(value: 0)
        var playing = ReplayPlayer.Settings()
        playing.makesIndex = false
        let player = try ReplayPlayer(RecordingSource(path: recording.path), settings: playing) { update in
            switch update {
            case .item(_, let due, let now): late.withLock { $0.append(abs(Int64((now - due) / .nanoseconds(1)))) }
            case .ended: ended.signal()
            case .sought, .video: break
            }
        }
        defer { player.stop() }
        while ended.wait(timeout: .now()) == .timedOut { try await Task.sleep(for: .milliseconds(50)) }
        let samples = Samples(late.withLock { $0 })
        return Outcome(
            samples: samples, isReached: samples.median <= .milliseconds(2), note: "\(samples.count) packets")
    }
}

/// A recording as a flight of an AR.Drone 2.0 makes it: 200 full packets and 33 datagrams of commands a second, and
/// video at 1.5 Mbit/s where a stream of a real drone is beside the package.
struct LongRecording {
    let path: String
    /// Datagrams of navdata in it.
    let datagrams: Int

    private static let period: Duration = .milliseconds(5)
    private static let piece = 4 << 20
    /// Bytes of video every 35 ms: 1.5 Mbit/s.
    private static let videoPiece = 6560

    init(_ length: Duration) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "stork-long-\(getpid()).pcap")
        path = file.path
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw NotMeasurable(description: "no room for a recording in \(path)")
        }
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        let stream = Recordings.folder.appending(path: "ardrone2-video/ardrone2_video_example.capture")
        let video = (try? [UInt8](Data(contentsOf: stream))) ?? []
        var encoder = TrafficEncoder(clock: .init(utcNanoseconds: 1_767_225_600_000_000_000, monotonicNanoseconds: 0))
        var writer = WireWriter(capacity: Self.piece * 2)
        writer.write(contentsOf: TrafficEncoder.fileHeader)
        let count = Int(length / Self.period)
        datagrams = count
        var commands = ATDatagramWriter(sequence: ATSequence())
        try commands.append(.ref(REFInput(flight: true)))
        let order = commands.finish().datagrams.first ?? []
        var place = 0
        func end(_ address: UInt32, _ port: UInt16) -> SocketEnd { SocketEnd(.v4(address), port: port) }
        func pass(_ service: DroneService, _ content: DroneTraffic.Content, at time: Duration) {
            encoder.encode(
                DroneTraffic(
                    time: time, service: service, client: end(0xC0A8_0102, 40_000 + service.rawValue - 5550),
                    drone: end(0xC0A8_0101, service.rawValue), content: content), to: &writer)
        }
        if !video.isEmpty { pass(.video, .opened, at: .zero) }
        for step in 0..<count {
            let time = Self.period * step
            pass(
                .navdata,
                .received(NavdataSamples.synthetic(.sdk24, .everything, sequence: UInt32(step + 1))), at: time)
            if step % 6 == 0 { pass(.commands, .sent(order), at: time) }
            if step % 7 == 0, !video.isEmpty {
                let next = min(video.count, place + Self.videoPiece)
                pass(.video, .streamReceived(Array(video[place..<next])), at: time)
                place = next == video.count ? 0 : next
            }
            if writer.count >= Self.piece {
                try handle.write(contentsOf: Data(writer.bytes))
                writer.removeAll()
            }
        }
        try handle.write(contentsOf: Data(writer.bytes))
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
