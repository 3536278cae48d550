import DroneProtocol
import FlightExport
import Foundation
import WireBytes

/// How fast rows of comma-separated values are made of navdata, decoding and checksum included.
enum ExportBenchmarks {
    private static let goal = 300_000.0
    private static let rowsPerSample = 1000

    static let all = [
        Benchmark(name: "export.csv", title: "CSV rows of demo navdata, decoded and written, one thread") { _ in
            rows(of: demo)
        },
        Benchmark(name: "export.csv-full", title: "CSV rows of all options, decoded and written, one thread") { _ in
            rows(of: everything)
        },
        Benchmark(
            name: "export.csv-file", title: "stork export --format csv of demo navdata in a pcap file",
            goal: "≥ 300,000 rows/s"
        ) { _ in try file(of: demo) },
        Benchmark(
            name: "export.csv-file-full", title: "stork export --format csv of all options in a pcap file",
            goal: "≥ 300,000 rows/s"
        ) { _ in try file(of: everything) },
    ]

    private static func demo(_ sequence: Int) -> [UInt8] {
        NavdataSamples.synthetic(.sdk24, .demoDefault, sequence: UInt32(sequence))
    }

    private static func everything(_ sequence: Int) -> [UInt8] {
        NavdataSamples.synthetic(.sdk20, .everything, sequence: UInt32(sequence))
    }

    private static func rows(of datagram: (Int) -> [UInt8]) -> Outcome {
        let datagrams = (1...rowsPerSample).map(datagram)
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
            samples: samples, allocations: allocations.map { $0 / Double(rowsPerSample) },
            note: "\(Int(rate)) rows/s, \(bytes / rowsPerSample) bytes a row; times are of \(rowsPerSample) rows")
    }

    /// The whole program: reading, sorting, decoding, writing 400,000 rows to a file.
    private static func file(of datagram: (Int) -> [UInt8]) throws -> Outcome {
        let program = try ChildProgram.path(of: "stork")
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-export-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let recording = folder.appending(path: "flight.pcap").path
        let count = 400_000
        try write(count, of: datagram, to: recording)
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
        return Outcome(
            samples: samples, isReached: rate >= goal,
            note: "\(Int(rate)) rows/s from start to end, peak \(memory >> 20) MiB")
    }

    /// Writes a pcap file on raw IP with navdata 5 ms apart.
    private static func write(_ count: Int, of datagram: (Int) -> [UInt8], to path: String) throws {
        try Data().write(to: URL(filePath: path))
        let output = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? output.close() }
        var file = WireWriter(capacity: 1 << 20)
        file.write(UInt32(0xA1B2_3C4D))
        file.write(UInt16(2))
        file.write(UInt16(4))
        file.write(UInt64(0))
        file.write(UInt32(65_535))
        file.write(UInt32(101))
        for index in 0..<count {
            append(datagram(index + 1), at: index * 5_000_000, to: &file)
            if index % 256 == 255 || index == count - 1 {
                try output.write(contentsOf: Data(file.bytes))
                file = WireWriter(capacity: 1 << 20)
            }
        }
    }

    private static func append(_ payload: [UInt8], at nanoseconds: Int, to file: inout WireWriter) {
        file.write(UInt32(1_769_860_800 + nanoseconds / 1_000_000_000))
        file.write(UInt32(nanoseconds % 1_000_000_000))
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
}
