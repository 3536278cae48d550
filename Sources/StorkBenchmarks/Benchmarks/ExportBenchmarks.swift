import DroneProtocol
import FlightExport
import Foundation
import WireBytes

/// How fast rows of comma-separated values are made of navdata, decoding and checksum included.
enum ExportBenchmarks {
    private static let goal = 300_000.0
    private static let rowsPerSample = 1000

    static let all = [
        Benchmark(
            name: "export.csv", title: "CSV rows of demo navdata, decoded and written", goal: "≥ 300,000 rows/s"
        ) { _ in rows { NavdataSamples.synthetic(.sdk24, .demoDefault, sequence: $0) } },
        Benchmark(
            name: "export.csv-full", title: "CSV rows of all options, decoded and written", goal: "≥ 300,000 rows/s"
        ) { _ in rows { NavdataSamples.synthetic(.sdk20, .everything, sequence: $0) } },
        Benchmark(name: "export.csv-file", title: "stork export --format csv of a pcap file") { _ in try file() },
    ]

    private static func rows(_ datagram: (UInt32) -> [UInt8]) -> Outcome {
        let datagrams = (1...rowsPerSample).map { datagram(UInt32($0)) }
        var bytes = 0
        let (samples, allocations) = Measurement.measure(iterations: 100) { _ in
            var table = NavdataTable(simulated: true)
            for (index, datagram) in datagrams.enumerated() {
                table.add(datagram, at: .milliseconds(5 * index), start: .seconds(1_769_860_800))
            }
            bytes = table.takeText().count
        }
        let rate = Double(rowsPerSample) / (samples.median / .seconds(1))
        return Outcome(
            samples: samples, allocations: allocations.map { $0 / Double(rowsPerSample) }, isReached: rate >= goal,
            note: "\(Int(rate)) rows/s, \(bytes / rowsPerSample) bytes a row; times are of \(rowsPerSample) rows")
    }

    /// The whole program: reading, sorting, decoding, writing 100,000 rows to a file.
    private static func file() throws -> Outcome {
        let program = try ChildProgram.path(of: "stork")
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-export-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let recording = folder.appending(path: "flight.pcap").path
        let count = 100_000
        try Data(capture(of: count)).write(to: URL(filePath: recording))
        var times: [Int64] = []
        var memory = 0
        for _ in 0..<3 {
            let output = folder.appending(path: "out.csv").path
            let ending = try ChildProgram(
                program, ["export", recording, "--format", "csv", "--force", "--output", output], output: "/dev/null"
            ).wait()
            guard ending.status == 0 else { throw NotMeasurable(description: "stork export failed") }
            times.append(Int64(ending.time / .nanoseconds(1)))
            memory = max(memory, ending.peakMemory)
        }
        let samples = Samples(times)
        let rate = Double(count) / (samples.median / .seconds(1))
        return Outcome(samples: samples, note: "\(Int(rate)) rows/s with everything, peak \(memory >> 20) MiB")
    }

    /// A pcap file on raw IP with demo navdata, 5 ms apart.
    private static func capture(of count: Int) -> [UInt8] {
        var file = WireWriter(capacity: count * 600)
        file.write(UInt32(0xA1B2_3C4D))
        file.write(UInt16(2))
        file.write(UInt16(4))
        file.write(UInt64(0))
        file.write(UInt32(65_535))
        file.write(UInt32(101))
        for index in 0..<count {
            let payload = NavdataSamples.synthetic(.sdk24, .demoDefault, sequence: UInt32(index + 1))
            let time = index * 5_000_000
            file.write(UInt32(1_769_860_800 + time / 1_000_000_000))
            file.write(UInt32(time % 1_000_000_000))
            file.write(UInt32(payload.count + 28))
            file.write(UInt32(payload.count + 28))
            file.write(contentsOf: [0x45, 0])
            file.writeBigEndian(UInt16(payload.count + 28))
            file.write(contentsOf: [0, 0, 0x40, 0, 64, 17, 0, 0, 192, 168, 1, 1, 192, 168, 1, 2])
            file.writeBigEndian(UInt16(5554))
            file.writeBigEndian(UInt16(40_000))
            file.writeBigEndian(UInt16(payload.count + 8))
            file.writeBigEndian(UInt16(0))
            file.write(contentsOf: payload)
        }
        return file.bytes
    }
}
