import DroneModel
import DroneProtocol

/// A session that takes 200 packets a second: decoding, sequence, telemetry, link health.
enum SessionBenchmark {
    static let all = [
        Benchmark(name: "session-navdata", title: "a session takes one full packet") { _ in
            let iterations = 10_000
            // The sequence number has to go up; all passes together take 2.1 times the iterations.
            let datagrams = (1...iterations * 21 / 10).map {
                NavdataSamples.synthetic(.sdk24, .everything, sequence: UInt32($0))
            }
            var session = DroneSession(settings: DroneSession.Settings(navdata: .asIs))
            _ = session.tick(at: .zero)
            var taken = 0
            let (samples, allocations) = Measurement.measure(iterations: iterations) { _ in
                taken += 1
                let datagram = datagrams[taken - 1]
                let outputs = session.receiveNavdata(datagram.span.bytes, at: .milliseconds(5 * taken))
                Measurement.keep(outputs)
            }
            let valid = session.snapshot.link.counters.navdataValid
            return Outcome(
                samples: samples, allocations: allocations,
                note: "\(datagrams[0].count) bytes" + (valid == taken ? "" : ", only \(valid) of \(taken) TAKEN"))
        }
    ]
}
