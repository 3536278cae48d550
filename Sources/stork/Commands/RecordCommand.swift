import ArgumentParser
import DroneLink
import DroneModel
import DroneProtocol
import FlightRecording
import Foundation
import JSONText

struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record a drone's telemetry and video.",
        discussion: """
            Only observes: a drone that flies goes on flying, and other pilots keep the stick. The camera's stream \
            is taken too, unless --no-video is given: a drone serves it to one client at a time, so another program \
            that shows it may have to wait.

            A recording is a folder with flight.pcap (for Wireshark and tcpdump as well), events.jsonl and \
            manifest.json. stork cockpit records by itself, what its pilot sends included.

            Example: stork record --sim --for 10s --name bench
            """)

    @OptionGroup var drone: DroneOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long, e.g. 10s or 2min. (default: until interrupted)", valueName: "time"))
    var span: TimeSpan?

    @Option(
        help: ArgumentHelp(
            "Which navdata to ask for: full (200 Hz), demo (15 Hz) or as-is. (default: $STORK_NAVDATA, else full)",
            valueName: "mode"))
    var navdata: NavdataChoice?

    @Flag(help: "Leave the camera's stream to others.")
    var noVideo = false

    @OptionGroup var recording: RecordingOptions

    @Flag(help: "Say what was recorded as one JSON object.")
    var json = false

    func validate() throws {
        if span?.duration == .zero { throw ValidationError("--for 0s: a time longer than nothing is needed.") }
    }

    func run() async throws {
        let (ticks, clock) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let interruption = Interruption { _ in clock.finish() }
        defer { interruption.stop() }
        let defaults = try Defaults.load()
        var plan = recording.plan(defaults, command: "record") { StandardError.write($0) }
        plan.isEssential = true
        let begin = LinkClock.now
        let connection = try await DroneConnection.open(
            drone, navdata: (navdata ?? defaults.navdata).mode, role: .observer, recording: plan)
        if !noVideo { try await connection.link.startVideo { _ in } }
        if let path = connection.log?.path { StandardError.write("recording into \(path)") }
        let beat = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(100))
                clock.yield()
            }
        }
        var progress = RecordProgress()
        for await _ in ticks {
            let now = LinkClock.now
            if let span, now - begin >= span.duration { break }
            guard let health = connection.log?.health else { break }
            if case .ended = health.phase { break }
            progress.show(health, after: now - begin)
        }
        beat.cancel()
        progress.finish()
        let snapshot = connection.link.snapshot
        let length = LinkClock.now - begin
        let health = await connection.close()
        guard snapshot.link.lastNavdata != nil else {
            throw NoDrone(endpoint: connection.endpoint, phase: snapshot.link.phase)
        }
        guard let health, let path = connection.log?.path else {
            throw RecorderError(folder: connection.log?.path ?? "Recordings", reason: "the disk does not answer")
        }
        StandardOutput.write(json ? Self.json(health, path, length) : "\(path): \(health.summary)")
        if health.phase != .recording { throw ExitCode(1) }
    }

    private static func json(_ health: RecordingHealth, _ path: String, _ length: Duration) -> String {
        var problem: String?
        switch health.phase {
        case .recording: break
        case .blocked(let reason), .ended(let reason): problem = reason
        }
        return JSONValue.object([
            ("path", .text(path)), ("duration_s", .number(length / .seconds(1), decimals: 1)),
            ("bytes", .integer(health.bytes)), ("packets", .integer(health.packets)),
            ("dropped", .integer(health.droppedPackets)), ("problem", .text(problem)),
        ]).line
    }
}

/// How a recording goes on, on standard error: one line that changes on a terminal, a line every ten seconds elsewhere.
private struct RecordProgress {
    private let isTerminal = isatty(2) != 0
    private var next: Duration = .zero
    private var hasLine = false

    mutating func show(_ health: RecordingHealth, after time: Duration) {
        guard time >= next else { return }
        next = time + (isTerminal ? .seconds(1) : .seconds(10))
        if !isTerminal, time < .seconds(1) { return }
        let text = "\(time.components.seconds) s: \(health.summary)"
        if isTerminal {
            // Written over by the next one; the blanks cover a longer one before.
            FileHandle.standardError.write(Data("\r\(text)      ".utf8))
            hasLine = true
        } else {
            StandardError.write(text)
        }
    }

    func finish() { if hasLine { StandardError.write("") } }
}
