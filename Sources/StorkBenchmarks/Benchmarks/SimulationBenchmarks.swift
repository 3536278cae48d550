import DroneModel
import DroneProtocol
import DroneSimulation

/// The simulated drone in virtual time: how many times faster than a real one it lives.
enum SimulationBenchmarks {
    private static let goal = "≥ 500 × real time"
    /// Simulated seconds that are measured.
    private static let span = 60

    static let all = [
        Benchmark(name: "sim-hover", title: "a second of hovering with full navdata", goal: goal) { _ in
            try flight { _ in .hover }
        },
        Benchmark(name: "sim-fly", title: "a second of flying with full navdata", goal: goal) { _ in
            try flight { index in
                let turn = index / 20 % 4
                return Setpoint(
                    roll: [0.3, 0, -0.3, 0][turn], pitch: [0, 0.3, 0, -0.3][turn], yaw: [0.5, -0.5, 0, 0][turn])
            }
        },
        Benchmark(name: "sim-physics", title: "a second of the aircraft alone", goal: goal) { _ in
            var aircraft = SimulatedAircraft(parameters: .ardrone2, seed: 7)
            aircraft.pilot.wantsFlight = true
            return outcome { for _ in 0..<200 { aircraft.advance() } }
        },
    ]

    /// A drone that a session has set up, taken off with and flown for a while.
    private static func flight(_ setpoint: (Int) -> Setpoint) throws -> Outcome {
        var client = VirtualClient()
        for _ in 0..<200 { client.step() }
        try client.takeOff()
        for _ in 0..<300 { client.step() }
        guard client.drone.aircraft.status.contains(.flying) else {
            throw NotMeasurable(description: "the simulated drone did not take off")
        }
        let packets = client.packets
        var beats = 0
        var result = outcome {
            // 33 AT periods of 30 ms and a little: a second.
            let end = client.now + .seconds(1)
            while client.now < end {
                client.send(setpoint(beats))
                beats += 1
            }
        }
        let rate = (client.packets - packets) / (span + span / 10)
        result.note += ", \(rate) packets/s of \(client.packetSize) bytes"
        if !client.drone.aircraft.status.contains(.flying) { result.note += ", it CAME DOWN meanwhile" }
        return result
    }

    private static func outcome(_ second: () -> Void) -> Outcome {
        for _ in 0..<span / 10 { second() }
        var times: [Int64] = []
        for _ in 0..<span {
            let start = MonotonicClock.now
            second()
            times.append(MonotonicClock.now - start)
        }
        let samples = Samples(times)
        let (typical, whole) = (.seconds(1) / samples.median, .seconds(1) / samples.mean)
        return Outcome(
            samples: samples, isReached: typical >= 500,
            note: "\(ResultTable.text(typical, decimals: 0)) × real time by the median, "
                + "\(ResultTable.text(whole, decimals: 0)) over all")
    }
}

/// A client and a simulated drone that meet in memory and share a clock.
private struct VirtualClient {
    private(set) var drone = SimulatedDrone(DroneSettings(seed: 7))
    private(set) var now = Duration.zero
    /// Navdata packets received, and the size of the last.
    private(set) var packets = 0
    private(set) var packetSize = 0
    private var session = DroneSession()
    private var sequence = ATSequence()
    /// Whether the session takes what comes.
    private var isListening = true
    private let address = ClientAddress(host: 0x7F00_0001, port: 40_000)
    private let control = ControlConnection(id: 1)

    /// One AT period of the whole conversation: a session that sets the drone up for full navdata.
    mutating func step() {
        now += DroneSession.tickPeriod
        perform(session.tick(at: now))
        take(drone.advance(to: now))
    }

    mutating func takeOff() throws {
        let (verdict, outputs) = session.perform(.takeOff, at: now)
        perform(outputs)
        if case .refused(let reason) = verdict { throw NotMeasurable(description: "take-off refused: \(reason)") }
    }

    /// One AT period with commands only: what is measured is the drone, and hardly the client.
    mutating func send(_ setpoint: Setpoint) {
        isListening = false
        now += DroneSession.tickPeriod
        var bytes: [UInt8] = []
        for command in [ATCommand.pcmd(Movement(setpoint)), .ref(REFInput(flight: true)), .communicationWatchdog] {
            // Numbers and fixed words always can be sent.
            try? command.encode(sequence: sequence.next(), into: &bytes)
        }
        take(drone.handle(.commands(bytes, from: address), at: now))
    }

    private mutating func perform(_ outputs: [DroneSession.Output]) {
        for output in outputs {
            switch output {
            case .sendAT(let bytes): take(drone.handle(.commands(bytes, from: address), at: now))
            case .wakeNavdata:
                take(drone.handle(.navdataRequest(DroneSession.wakeUpDatagram, from: address), at: now))
            case .openControl:
                session.controlOpened(at: now)
                take(drone.handle(.controlOpened(control), at: now))
            case .closeControl: take(drone.handle(.controlClosed(control), at: now))
            case .finished, .event, .left: continue
            }
        }
    }

    private mutating func take(_ outputs: [DroneOutput]) {
        for output in outputs {
            guard case .navdata(let bytes, _) = output.content else { continue }
            packets += 1
            packetSize = bytes.count
            if isListening { perform(session.receiveNavdata(bytes.span.bytes, at: now)) }
        }
    }
}
