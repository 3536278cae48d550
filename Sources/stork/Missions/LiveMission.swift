import ArgumentParser
import DroneLink
import DroneModel
import DroneProtocol
import FlightRecording
import Foundation
import MissionRehearsal
import Missions
import Synchronization

/// Flies a mission in real time on a drone behind sockets; plain lines on standard output, answers on standard input.
struct LiveMission {
    let command: FlyCommand
    let mission: Mission

    func fly() async throws {
        for line in Self.preflight(mission) { StandardOutput.write(line) }
        let operatorLines = OperatorLines()
        operatorLines.start()
        if !command.drone.sim, !command.yes {
            StandardOutput.write(
                "a rehearsal shows this flight before it is flown: stork fly \(command.mission) --rehearse")
            StandardOutput.write("fly now? Enter to go on, q to leave")
            guard let answer = await operatorLines.next(), answer != "q" else { return }
        }
        let interrupted = Mutex(0)
        let interruption = Interruption { count in interrupted.withLock { $0 = count } }
        defer { interruption.stop() }
        let defaults = try Defaults.load()
        let plan = command.recording.plan(defaults, command: mission.name) { StandardError.write($0) }
        let connection = try await DroneConnection.open(
            command.drone, navdata: .full, role: .pilot, recording: defaults.records ? plan : nil)
        do {
            try await connection.waitUntilLive()
        } catch {
            await connection.close()
            throw error
        }
        let outcomes = await run(connection, operatorLines) { interrupted.withLock { $0 } }
        let departure = await connection.link.leave()
        let health = await connection.close()
        if let path = connection.log?.path {
            StandardOutput.write("recorded \(path): \(health?.summary ?? "the disk does not answer, its end is lost")")
        }
        if departure == .stillFlying { StandardError.write("the landing was not confirmed: THE DRONE MAY STILL FLY") }
        if departure == .stillFlying || outcomes.count < mission.flights.count
            || outcomes.contains(where: { $0 != .landed })
        {
            throw ExitCode(1)
        }
    }

    /// One AT period after the other, until the mission is over.
    private func run(
        _ connection: DroneConnection, _ lines: OperatorLines, interruptions: () -> Int
    ) async -> [FlightOutcome] {
        var runner = MissionRunner(mission)
        var outcomes: [FlightOutcome] = []
        var handled = 0
        var nextLine = LinkClock.now
        _ = runner.start(at: LinkClock.now)
        while runner.phase != .finished {
            let now = LinkClock.now
            var orders: [MissionOrder] = []
            if interruptions() > handled {
                handled += 1
                if handled > 1 { return outcomes }
                StandardOutput.write("interrupted: landing; Ctrl-C again leaves at once")
                orders += runner.operate(.quit, at: now)
            }
            if let line = lines.poll() { orders += take(line, &runner, at: now) }
            let snapshot = connection.link.snapshot
            orders += runner.tick(snapshot, at: now)
            for order in orders { carryOut(order, connection, &outcomes) }
            if now >= nextLine, runner.isAirborne {
                nextLine = now + .seconds(2)
                StandardOutput.write(Self.live(runner.progress(at: now), snapshot, at: now))
            }
            if case .aborted(let reason) = runner.phase, !orders.isEmpty {
                StandardOutput.write(
                    "ended early: \(reason); r flies this flight again, s goes on with the next, q ends")
            }
            if lines.isOver, case .aborted = runner.phase { _ = runner.operate(.quit, at: now) }
            try? await Task.sleep(for: DroneSession.tickPeriod)
        }
        return outcomes
    }

    private func take(_ line: String, _ runner: inout MissionRunner, at now: Duration) -> [MissionOrder] {
        switch line {
        case "p": runner.operate(.pause, at: now)
        case "r": runner.operate(.resume, at: now)
        case "s": runner.operate(.skip, at: now)
        case "a": runner.operate(.abort("operator"), at: now)
        case "q": runner.operate(.quit, at: now)
        default: runner.answer(line, at: now)
        }
    }

    private func carryOut(_ order: MissionOrder, _ connection: DroneConnection, _ outcomes: inout [FlightOutcome]) {
        switch order {
        case .intent(let intent): connection.link.order(intent)
        case .ask(let question): StandardOutput.write("? \(question)")
        case .note(let note):
            if let content = note.recorded { connection.log?.note(content) }
            switch note {
            case .step(let name, let state): StandardOutput.write("\(name): \(state)")
            case .log(_, let text): StandardOutput.write(text)
            case .payload, .mark, .battery: break
            }
        case .flightBegins(let number): StandardOutput.write("flight \(number) of \(mission.flights.count)")
        case .flightEnded(let number, let outcome):
            outcomes.append(outcome)
            StandardOutput.write("flight \(number): \(outcome.words)")
        case .takePicture: StandardOutput.write("picture: no video is received here")
        case .askNoMore, .finished: break
        }
    }

    /// The live numbers of a step.
    private static func live(_ progress: MissionProgress, _ snapshot: DroneSnapshot, at now: Duration) -> String {
        let telemetry = snapshot.telemetry
        func text(_ value: Double?, _ unit: String) -> String {
            value.map { "\(($0 * 100).rounded() / 100) \(unit)" } ?? "n/a \(unit)"
        }
        return "  \(progress.title) \(progress.elapsed.components.seconds) s: "
            + "\(text(telemetry.altitude.current(at: now), "m")), "
            + "motors \(text(telemetry.motors.current(at: now)?.mean, "counts")), "
            + "\(text(telemetry.batteryVoltage.current(at: now), "V")), "
            + "battery \(telemetry.batteryPercent.current(at: now).map { "\($0)" } ?? "n/a") %"
    }

    /// What the mission is and what ends it.
    static func preflight(_ mission: Mission) -> [String] {
        let limits = mission.limits
        let estimate = mission.estimate
        return mission.comment + [
            "\(mission.name): \(mission.steps.count) steps, \(estimate.flights) flights, \(estimate.airMinutes) min in the air",
            "lands above \(limits.altitude) m, beyond \(limits.radius * 1.2) m (hovers beyond \(limits.radius) m), "
                + "tilted over \(Int((limits.tilt * 180 / .pi).rounded()))°, below \(limits.battery) % or \(limits.voltage) V, "
                + "with a motor at \(limits.motor) for 1 s, sinking faster than \(limits.descent) m/s",
            "link loss: hovers after \(limits.silenceHover / .seconds(1)) s without navdata, lands after "
                + "\(limits.silenceLand / .seconds(1)) s; without our commands the drone hovers by itself after 2 s",
        ]
    }
}

/// Lines from standard input, read on a thread of their own.
final class OperatorLines: Sendable {
    private let state = Mutex((lines: [String](), isOver: false))

    /// Begins to read; the thread ends with the input or the program.
    func start() {
        Thread.detachNewThread { [self] in
            while let line = readLine() { state.withLock { $0.lines.append(line) } }
            state.withLock { $0.isOver = true }
        }
    }

    /// Whether there will be no more.
    var isOver: Bool { state.withLock { $0.isOver && $0.lines.isEmpty } }

    /// The next line, if there is one.
    func poll() -> String? { state.withLock { $0.lines.isEmpty ? nil : $0.lines.removeFirst() } }

    /// Waits for the next line; nil when the input is over.
    func next() async -> String? {
        while !isOver {
            if let line = poll() { return line }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return nil
    }
}
