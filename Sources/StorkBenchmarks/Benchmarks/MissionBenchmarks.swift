import DroneLink
import Foundation

/// How fast a mission's safety envelope acts, and how fast a campaign is rehearsed: the real program.
enum MissionBenchmarks {
    static let all = [safety, rehearsal]

    private static let breaches = 150

    /// From the packet that breaks a rule at the drone's socket to the order to land at the drone's socket.
    private static let safety = Benchmark(
        name: "mission.safety",
        title: "from a packet beyond a limit to the order to land at the drone; stork fly in the cockpit",
        goal: "p99 ≤ 60 ms"
    ) { _ in
        let program = try ChildProgram.path(of: "stork")
        let drone = try ObedientDrone()
        defer { drone.stop() }
        let mission = FileManager.default.temporaryDirectory.appending(path: "stork-safety-\(getpid()).yaml")
        defer { try? FileManager.default.removeItem(at: mission) }
        try Data("mission: safety\nlimits: {radius: 50 m}\nsteps: [take off, hover 5 min, land]\n".utf8).write(
            to: mission)
        let terminal = try PseudoTerminal(columns: 132, rows: 43)
        let child = try ChildProgram(
            program,
            [
                "fly", mission.path, "--drone", "127.0.0.1", "--yes", "--gamepad", "off", "--at-port",
                "\(drone.ports.at)", "--navdata-port", "\(drone.ports.navdata)", "--control-port", "9", "--ftp-port",
                "9",
            ], terminal: terminal.childSide)
        terminal.handOver()
        defer {
            child.send(signal: SIGKILL)
            _ = child.wait()
        }
        // What the drone does not tell of its configuration is waited for in vain before the first take-off.
        guard wait(.seconds(60), until: { drone.isFlying }) else {
            throw NotMeasurable(description: "stork fly did not take off within a minute")
        }
        var times: [Int64] = []
        var lost = 0
        for _ in 0..<breaches {
            // The take-off step has to see the hover; then at any moment of the runner's period.
            usleep(UInt32.random(in: 400_000...460_000))
            if let time = drone.lean() { times.append(time) } else { lost += 1 }
            // The same flight again, once it counts as landed.
            let isUp = wait(.seconds(10)) {
                usleep(200_000)
                terminal.type("g")
                return drone.isFlying
            }
            guard isUp else { throw NotMeasurable(description: "the flight was not flown again") }
        }
        guard !times.isEmpty else { throw NotMeasurable(description: "no breach was answered") }
        let samples = Samples(times)
        return Outcome(
            samples: samples, isReached: lost == 0 && samples.p99 <= .milliseconds(60),
            note: "\(breaches) breaches" + (lost > 0 ? ", \(lost) LOST" : ""))
    }

    private static func wait(_ patience: Duration, until isDone: () -> Bool) -> Bool {
        let deadline = MonotonicClock.now + Int64(patience / .nanoseconds(1))
        while MonotonicClock.now < deadline {
            if isDone() { return true }
            usleep(10_000)
        }
        return false
    }

    /// All 18 flights of `lift-full`, recorded.
    private static let rehearsal = Benchmark(
        name: "mission.rehearse", title: "stork fly Missions/lift-full.yaml --rehearse", goal: "≤ 60 s, ≤ 200 MB"
    ) { _ in
        let program = try ChildProgram.path(of: "stork")
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-rehearsal-\(getpid())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let mission = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Missions/lift-full.yaml").standardizedFileURL
        let ending = try ChildProgram(
            program, ["fly", mission.path, "--rehearse", "--recordings", folder.path]
        ).wait()
        guard ending.status == 0 else {
            throw NotMeasurable(description: "it ended with \(ending.status.map { "\($0)" } ?? "a signal")")
        }
        return Outcome(
            samples: Samples([Int64(ending.time / .nanoseconds(1))]),
            isReached: ending.time <= .seconds(60) && ending.peakMemory <= 200_000_000,
            note: "peak \(ending.peakMemory >> 20) MiB")
    }
}
