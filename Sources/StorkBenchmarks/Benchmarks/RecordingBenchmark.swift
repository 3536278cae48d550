import DroneModel
import DroneProtocol
import FlightRecording
import Foundation

/// What recording costs, and whether the AT commands feel it.
enum RecordingBenchmark {
    /// The figure is for 200 packets of full navdata and 1.5 Mbit/s of video a second.
    private static let navdataPerSecond = 200
    private static let videoBytesPerSecond = 187_500

    static let all = [
        Benchmark(
            name: "recording.load", title: "recording 200 Hz full navdata and 1.5 Mbit/s video: share of a core",
            goal: "≤ 3 % of a core"
        ) { settings in
            let seconds = min(settings.seconds, 30)
            // What is left when pacing alone is taken off is the recorder's, its thread and the calls included.
            let idle = try processorTime { try feed(nil, seconds) }
            let folder = temporaryFolder
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let recorder = try FlightRecorder.begin(.init(folder: folder), manifest: manifest)
            let busy = try processorTime {
                try feed(recorder, seconds)
                recorder.stop(at: .nanoseconds(MonotonicClock.now))
            }
            let share = (busy - idle) / .seconds(seconds)
            let health = recorder.health
            func percent(_ share: Double) -> String { ResultTable.text(share * 100, decimals: 2) + " %" }
            return Outcome(
                isReached: share <= 0.03 && health.droppedPackets == 0,
                note: "\(percent(share)) (with pacing \(percent(busy / .seconds(seconds)))); "
                    + "\(health.bytes / seconds / 1000) kB/s, \(health.packets) packets, \(health.droppedPackets) lost")
        },
        Benchmark(
            name: "recording.at-gap", title: "between two AT datagrams, cockpit with video that records",
            goal: "p99 as without recording, ± 1 ms"
        ) { settings in
            func gaps(_ arguments: [String]) throws -> Samples {
                let run = try CockpitRun(["--video", "half-blocks"] + arguments)
                run.run(for: .seconds(settings.seconds + 1))
                run.stop()
                return try ATGapBenchmark.gaps(run.sink)
            }
            let without = try gaps(["--no-record"])
            let folder = temporaryFolder
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let samples = try gaps(["--recordings", folder])
            let size = try FileManager.default.subpathsOfDirectory(atPath: folder).count
            guard size > 3 else { throw NotMeasurable(description: "the cockpit recorded nothing in \(folder)") }
            return Outcome(
                samples: samples, isReached: samples.p99 <= without.p99 + .milliseconds(1),
                note: "p99 without recording \(ResultTable.text(without.p99 / .milliseconds(1), decimals: 2)) ms")
        },
    ]

    private static var temporaryFolder: String {
        FileManager.default.temporaryDirectory.appending(path: "stork-benchmark-\(UUID().uuidString)").path
    }

    private static var manifest: RecordingManifest {
        RecordingManifest(
            program: "StorkBenchmarks", name: "load", simulated: true, drone: .init(host: "none"),
            clock: .init(
                utcNanoseconds: Int64(Date().timeIntervalSince1970 * 1e9), monotonicNanoseconds: MonotonicClock.now))
    }

    /// Hands over what a flight does, as fast as it does; nothing where there is no recorder.
    private static func feed(_ recorder: FlightRecorder?, _ seconds: Int) throws {
        let navdata = NavdataSamples.synthetic(.sdk24, .everything, sequence: 1)
        let video = [UInt8](repeating: 0x5A, count: videoBytesPerSecond / navdataPerSecond)
        let drone = SocketEnd(.v4(0xC0A8_0101), port: 1)
        let client = SocketEnd(.v4(0xC0A8_0102), port: 40_000)
        func record(_ content: DroneTraffic.Content, _ service: DroneService) {
            recorder?.record(
                DroneTraffic(
                    time: .nanoseconds(MonotonicClock.now), service: service, client: client, drone: drone,
                    content: content))
        }
        record(.opened, .video)
        let start = MonotonicClock.now
        for beat in 1...seconds * navdataPerSecond {
            record(.received(navdata), .navdata)
            record(.streamReceived(video), .video)
            let pause = start + Int64(beat) * 5_000_000 - MonotonicClock.now
            if pause > 0 { usleep(UInt32(clamping: pause / 1000)) }
        }
    }

    /// What this process takes of processors while `work` runs.
    private static func processorTime(_ work: () throws -> Void) throws -> Duration {
        let before = try ProcessFigures(of: getpid()).processorTime
        try work()
        return try ProcessFigures(of: getpid()).processorTime - before
    }
}
