import DroneModel
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
            try flight(VirtualClient.circling)
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
