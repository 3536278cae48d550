import ArgumentParser
import DroneLink
import DroneModel
import DroneProtocol
import Foundation

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Print a drone's telemetry as text or JSON lines.",
        discussion: """
            Only observes: a drone that flies goes on flying, and other pilots keep the stick. With --video the \
            camera's stream is taken too and decoded, without being shown: a drone serves one client at a time, so \
            another program that shows it may have to wait.

            With --record everything is recorded too; stork record does so without printing.

            Example: stork watch --sim --for 5s --json | head -1
            """)

    @OptionGroup var drone: DroneOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long, e.g. 10s or 2min. (default: until interrupted)", valueName: "time"))
    var span: TimeSpan?

    @Option(help: ArgumentHelp("Time between two lines; 0s prints every packet.", valueName: "time"))
    var every = TimeSpan(.milliseconds(200))

    @Option(
        help: ArgumentHelp(
            "Which navdata to ask for: full (200 Hz), demo (15 Hz) or as-is. (default: $STORK_NAVDATA, else full)",
            valueName: "mode"))
    var navdata: NavdataChoice?

    @Flag(help: "One JSON object a line; SI units, unknown values are null.")
    var json = false

    @Flag(help: "Also receive and decode the camera's video, and tell how it fares.")
    var video = false

    @Flag(help: "Also record, into a folder of its own.")
    var record = false

    @OptionGroup var recording: RecordingOptions

    func validate() throws {
        if span?.duration == .zero { throw ValidationError("--for 0s: a time longer than nothing is needed.") }
    }

    func run() async throws {
        let (samples, feed) = AsyncStream.makeStream(of: Sample.self, bufferingPolicy: .bufferingNewest(256))
        let interruption = Interruption { _ in feed.finish() }
        defer { interruption.stop() }
        let defaults = try Defaults.load()
        let mode = navdata ?? defaults.navdata
        var plan = recording.plan(defaults, command: "watch") { StandardError.write($0) }
        plan.isEssential = true
        let connection = try await DroneConnection.open(
            drone, navdata: mode.mode, role: .observer, recording: record ? plan : nil
        ) { update in
            if case .telemetry(let snapshot, let time) = update { feed.yield(Sample(snapshot: snapshot, time: time)) }
        }
        let decoding = DecodedVideo()
        if video { try await connection.link.startVideo(pictures: { decoding.health }) { decoding.take($0) } }
        let timer = span.map { span in
            Task {
                try await Task.sleep(for: span.duration)
                feed.finish()
            }
        }
        var start: Duration?
        var next: Duration?
        let searching = Task {
            try await Task.sleep(for: .seconds(3))
            StandardError.write("waiting for a drone at \(connection.endpoint) …")
        }
        for await sample in samples {
            searching.cancel()
            if let next, sample.time < next { continue }
            next = (next ?? sample.time) + every.duration
            if let late = next, late < sample.time { next = sample.time + every.duration }
            let begin = start ?? sample.time
            start = begin
            var snapshot = sample.snapshot
            // The link's loop, which the sample is from, knows nothing of the video's.
            if video { snapshot.video = connection.link.snapshot.video }
            let row = TelemetryRow(snapshot, since: begin, at: sample.time)
            guard StandardOutput.write(json ? row.json : row.text) else { break }
        }
        searching.cancel()
        timer?.cancel()
        let phase = connection.link.snapshot.link.phase
        let health = await connection.close()
        decoding.stop()
        if let path = connection.log?.path {
            StandardError.write("recorded \(path): \(health?.summary ?? "the disk does not answer, its end is lost")")
        }
        if start == nil { throw NoDrone(endpoint: connection.endpoint, phase: phase) }
    }

    private struct Sample: Sendable {
        var snapshot: DroneSnapshot
        var time: Duration
    }
}
