import DroneLink
import DroneModel
import Foundation
import Missions
import Synchronization

/// The face of a mission without a terminal: a line for everything that happens, and answers line by line.
struct PlainMission {
    let pilot: MissionPilot
    let link: DroneLink
    let lines: OperatorLines

    /// Follows the mission to its end; a second interruption leaves at once.
    func follow(interruptions: () -> Int) async {
        var handled = 0
        var nextLine = LinkClock.now
        var wasAborted = false
        while true {
            let isOver = pilot.isFinished
            let progress = pilot.progress
            for line in pilot.takeLines() { StandardOutput.write(line.text) }
            let isAborted = if case .aborted = progress.phase { true } else { false }
            if isAborted, !wasAborted {
                StandardOutput.write("r flies this flight again, s goes on with the next, q ends")
            }
            wasAborted = isAborted
            if isOver { return }
            let count = interruptions()
            if count > handled {
                handled = count
                if count > 1 { return }
                StandardOutput.write("interrupted: landing; Ctrl-C again leaves at once")
                pilot.operate(.quit)
            }
            if let line = lines.poll() { pilot.operate(Self.act(line)) }
            if lines.isOver {
                // Nobody will answer any more.
                if progress.question != nil { pilot.operate(.quit) }
                if isAborted { pilot.operate(.quit) }
            }
            let now = LinkClock.now
            if now >= nextLine {
                let snapshot = link.snapshot
                if snapshot.telemetry.isFlying(at: now) == true {
                    StandardOutput.write(Self.live(progress, snapshot, at: now))
                }
                nextLine = now + .seconds(2)
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private static func act(_ line: String) -> OperatorAct {
        switch line {
        case "p": .pause
        case "r": .resume
        case "s": .skip
        case "a": .abort("operator")
        case "q": .quit
        default: .answer(line)
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
}

/// Lines from standard input, read on a thread of their own.
final class OperatorLines: Sendable {
    private let state = Mutex((lines: [String](), isOver: false))

    /// Begins to read; the thread ends with the input or the program.
    static func begin() -> OperatorLines {
        let lines = OperatorLines()
        Thread.detachNewThread {
            while let line = readLine() { lines.state.withLock { $0.lines.append(line) } }
            lines.state.withLock { $0.isOver = true }
        }
        return lines
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
