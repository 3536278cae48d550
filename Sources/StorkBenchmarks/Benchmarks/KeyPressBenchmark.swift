import DroneLink
import DroneProtocol
import Foundation

/// From a key pressed in the cockpit to the datagram that carries the movement: the real program on a terminal.
enum KeyPressBenchmark {
    private static let presses = 300

    static let benchmark = Benchmark(
        name: "key-press", title: "from a key in the cockpit to its datagram at the drone", goal: "p99 ≤ 35 ms"
    ) { _ in
        let program = try ChildProgram.path(of: "stork")
        let sink = try DroneSink()
        defer { sink.stop() }
        let terminal = try PseudoTerminal(columns: 132, rows: 43)
        let child = try ChildProgram(
            program,
            sink.cockpitArguments, terminal: terminal.childSide)
        terminal.handOver()
        defer {
            // The drone of the sink never lands, so that the program must not wait for it.
            child.send(signal: SIGKILL)
            _ = child.wait()
        }
        let start = MonotonicClock.now
        guard sink.arrival(after: start, by: start + 10_000_000_000, where: { _ in true }) != nil else {
            throw NotMeasurable(description: "stork cockpit sent nothing within 10 s")
        }
        usleep(1_500_000)
        return try press(terminal, sink)
    }

    /// Presses forward and backward in turn, 80 to 220 ms apart, so that each key changes the movement at once.
    private static func press(_ terminal: PseudoTerminal, _ sink: DroneSink) throws -> Outcome {
        var times: [Int64] = []
        var lost = 0
        for index in 0..<presses {
            let isForward = index % 2 == 0
            let pressed = MonotonicClock.now
            terminal.type(isForward ? "w" : "s")
            let found = sink.arrival(after: pressed, by: pressed + 1_000_000_000) { bytes in
                pitch(in: bytes).map { isForward ? $0 < 0 : $0 > 0 } ?? false
            }
            if let found { times.append(found.time - pressed) } else { lost += 1 }
            usleep(UInt32.random(in: 80_000...220_000))
        }
        guard !times.isEmpty else { throw NotMeasurable(description: "no key reached the drone") }
        let samples = Samples(times)
        return Outcome(
            samples: samples, isReached: lost == 0 && samples.p99 <= .milliseconds(35),
            note: "\(presses) presses" + (lost > 0 ? ", \(lost) LOST" : ""))
    }

    /// The pitch of the movement in a datagram; nil for none.
    private static func pitch(in bytes: [UInt8]) -> Float? {
        for case .success(let numbered) in ATDatagram.decode(bytes.span.bytes) {
            if case .pcmd(let movement) = numbered.command, movement.flags & Movement.progressive != 0 {
                return movement.pitch
            }
        }
        return nil
    }
}
