import DroneProtocol

/// The datagram of every 30 ms.
enum ATBenchmarks {
    private static let commands: [ATCommand] = [
        .pcmd(Movement(flags: 1, roll: 0.1, pitch: -0.25, climb: 0, yaw: 0.5)), .ref(REFInput(flight: true)),
    ]

    static let all = [
        Benchmark(name: "at-encode", title: "encode PCMD and REF") { _ in
            var sequence = ATSequence()
            let (samples, allocations) = try Measurement.measure(iterations: 20_000) { _ in
                var writer = ATDatagramWriter(sequence: sequence)
                for command in commands { try writer.append(command) }
                let finished = writer.finish()
                sequence = finished.sequence
                Measurement.keep(finished.datagrams)
            }
            return Outcome(samples: samples, allocations: allocations)
        },
        Benchmark(name: "at-decode", title: "decode PCMD and REF") { _ in
            var writer = ATDatagramWriter(sequence: ATSequence())
            for command in commands { try writer.append(command) }
            let datagram = writer.finish().datagrams[0]
            let (samples, allocations) = Measurement.measure(iterations: 20_000) { _ in
                Measurement.keep(ATDatagram.decode(datagram.span.bytes))
            }
            return Outcome(samples: samples, allocations: allocations, note: "\(datagram.count) bytes")
        },
    ]
}
