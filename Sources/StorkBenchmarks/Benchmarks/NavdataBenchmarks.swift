import DroneModel
import DroneProtocol
import Foundation
import WireBytes

/// Decoding, encoding and using one navdata datagram.
enum NavdataBenchmarks {
    static let all = [
        Benchmark(
            name: "navdata-full", title: "decode and verify all options", goal: "≤ 2 µs median, 0 alloc"
        ) { _ in
            var outcome = decoding(NavdataSamples.full.bytes)
            outcome.isReached = outcome.samples.map { $0.median <= .microseconds(2) && outcome.allocations ?? 0 == 0 }
            outcome.note += ", \(NavdataSamples.full.origin)"
            return outcome
        },
        Benchmark(name: "navdata-demo", title: "decode and verify demo navdata") { _ in
            decoding(NavdataSamples.demo)
        },
        Benchmark(name: "navdata-gps", title: "decode and verify all options of 2.4 with GPS") { _ in
            decoding(NavdataSamples.gps)
        },
        Benchmark(name: "navdata-encode", title: "encode all options") { _ in
            let bytes = NavdataSamples.full.bytes
            let navdata = try Navdata(decoding: bytes.span.bytes)
            var writer = WireWriter(capacity: 4096)
            let (samples, allocations) = Measurement.measure(iterations: 20_000) { _ in
                writer.removeAll()
                navdata.encode(into: &writer)
            }
            return Outcome(samples: samples, allocations: allocations, note: "\(writer.bytes.count) bytes")
        },
        Benchmark(name: "telemetry-update", title: "telemetry from all options") { _ in
            let bytes = NavdataSamples.full.bytes
            let navdata = try Navdata(decoding: bytes.span.bytes)
            var decoder = TelemetryDecoder()
            var telemetry = Telemetry()
            let (samples, allocations) = Measurement.measure(iterations: 20_000) { index in
                decoder.update(&telemetry, with: navdata, at: .milliseconds(5 * index))
            }
            Measurement.keep(telemetry)
            return Outcome(samples: samples, allocations: allocations)
        },
    ]

    private static func decoding(_ bytes: [UInt8]) -> Outcome {
        var navdata = Navdata()
        var refused = 0
        let (samples, allocations) = Measurement.measure(iterations: 20_000) { _ in
            do throws(NavdataError) { try navdata.decode(bytes.span.bytes) } catch { refused += 1 }
        }
        Measurement.keep(navdata)
        return Outcome(
            samples: samples, allocations: allocations,
            note: "\(bytes.count) bytes" + (refused > 0 ? ", \(refused) REFUSED" : ""))
    }
}

/// The datagrams that are measured with.
enum NavdataSamples {
    /// All 28 options of a real AR.Drone 2.0 where the recordings are beside the package, else as it would send them.
    static let full: (bytes: [UInt8], origin: String) = {
        let path = Recordings.folder.appending(path: "ardrone2-navdata/full-28-options.bin")
        if let data = try? Data(contentsOf: path) { return ([UInt8](data), "real") }
        return (synthetic(.sdk20, .everything), "our encoder's")
    }()
    /// What a drone sends in demo mode.
    static let demo = synthetic(.sdk24, .demoDefault)
    /// Everything up to GPS, of firmware 2.4.
    static let gps = synthetic(.sdk24, .everything)

    static func synthetic(_ layout: NavdataLayout, _ options: NavdataOptionSet, sequence: UInt32 = 1) -> [UInt8] {
        var navdata = Navdata(layout: layout, options: options)
        navdata.status = [.flying, .visionEnabled, .altitudeControl, .atThreadRuns, .navdataThreadRuns]
        navdata.sequence = sequence
        navdata.demo?.controlState = 4 << 16
        navdata.demo?.batteryPercent = 80
        navdata.demo?.altitudeMillimetres = 750
        return navdata.encoded()
    }
}

/// The recordings of real drones, which are beside the package and not in it.
enum Recordings {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data")
}
