import BundleProtocol
import BundleStore
import Foundation
import MessageFerry

/// Nodes that hand each other bundles on loopback, both with a store that syncs.
enum FerryBenchmarks {
    static let all = [
        Benchmark(
            name: "ferry.small", title: "node to node over TCPCLv4, both durable: bundles of 1 kB",
            goal: "≥ 25,000/s over 200,000"
        ) { _ in
            let run = try await TransferRun.measure(count: 200_000, size: 1000)
            return Outcome(
                isReached: run.rate >= 25_000,
                note:
                    "\(Int(run.rate))/s, \(ResultTable.text(run.seconds, decimals: 2)) s, all committed and acknowledged"
            )
        },
        Benchmark(
            name: "ferry.large", title: "the same with bundles of 1 MB", goal: "≥ 60 % of the disk's own rate"
        ) { _ in
            // In turns: disks of rented machines are quick for a while and then slow.
            var (diskSeconds, seconds, octets) = (0.0, 0.0, 0)
            for _ in 0..<3 {
                diskSeconds += try DiskRate.seconds(octets: 100_000_000)
                let run = try await TransferRun.measure(count: 100, size: 1_000_000)
                seconds += run.seconds
                octets += run.octets
            }
            let (rate, disk) = (Double(octets) / seconds, Double(octets) / diskSeconds)
            return Outcome(
                isReached: rate >= 0.6 * disk,
                note:
                    "\(Int(rate / 1e6)) MB/s, the disk takes \(Int(disk / 1e6)) MB/s written and synced: \(Int(100 * rate / disk)) %"
            )
        },
        Benchmark(name: "ferry.ping", title: "an echo over one hop on loopback", goal: "≤ 3 ms median") { _ in
            try await PingRun.measure(count: 300)
        },
        Benchmark(
            name: "ferry.million", title: "a contact opens on a store of 1,000,000 bundles", goal: "≤ 1 s, ≤ 250 MB"
        ) { _ in
            try MillionRun.measure(count: 1_000_000)
        },
        Benchmark(
            name: "ferry.contact", title: "10 s through 10 Mbit/s and 20 ms: 10,000 held, 1,000 missing of 1 kB",
            goal: "≥ 90 % of the link"
        ) { _ in
            try await ContactRun.measure()
        },
        Benchmark(
            name: "ferry.2011",
            title: "the experiment of 2011: Bob, Alice, three carriers, every node killed 100 times",
            goal: "each message once, in order"
        ) { _ in
            try await ExperimentRun.measure()
        },
    ]
}

/// A folder that goes away.
final class ScratchFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "stork-ferry-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// How fast the disk takes what is written from front to back and synced every 8 MiB.
enum DiskRate {
    static func seconds(octets: Int) throws -> Double {
        let folder = try ScratchFolder()
        let file = open(folder.path + "/disk", O_WRONLY | O_CREAT, 0o600)
        guard file >= 0 else { throw NotMeasurable(description: "no file") }
        defer { close(file) }
        let piece = (0..<(8 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        let start = ContinuousClock.now
        var written = 0
        while written < octets {
            let length = min(piece.count, octets - written)
            guard write(file, piece, length) == length, fdatasync(file) == 0 else {
                throw NotMeasurable(description: "the disk does not take it")
            }
            written += length
        }
        return (ContinuousClock.now - start) / .seconds(1)
    }
}

/// Two nodes in this process.
struct NodePair {
    let folders: [ScratchFolder]
    let sender: FerryService
    let receiver: FerryService

    static func configuration(_ name: String, _ role: FerrySettings.Role, _ folder: ScratchFolder) throws
        -> FerryService.Configuration
    {
        var settings = FerrySettings(node: try .node(name), role: role)
        settings.quota = 64 << 30
        settings.sendsReceipts = false
        var configuration = FerryService.Configuration(settings: settings, folder: folder.path)
        configuration.address = "127.0.0.1"
        configuration.port = 0
        configuration.beaconPort = nil
        configuration.servesApplications = false
        return configuration
    }

    /// Starts the receiver, then a sender that dials it through `port`, by default the receiver's own.
    static func start(
        _ folders: [ScratchFolder], through port: Int? = nil, _ receiver: FerryService? = nil
    ) async throws -> NodePair {
        let peer: FerryService
        if let receiver {
            peer = receiver
        } else {
            peer = try await FerryService.start(configuration("receiver", .station, folders[1]))
        }
        var configuration = try configuration("sender", .station, folders[0])
        configuration.settings.peers = [.init(host: "127.0.0.1", port: port ?? peer.port ?? 0)]
        let sender = try await FerryService.start(configuration)
        return NodePair(folders: folders, sender: sender, receiver: peer)
    }

    func stop() async {
        await sender.stop()
        await receiver.stop()
    }
}

/// Bundles from a store into a store.
struct TransferRun {
    var seconds: Double
    var count: Int
    var octets: Int
    var rate: Double { Double(count) / seconds }

    static func measure(count: Int, size: Int) async throws -> TransferRun {
        let folders = [try ScratchFolder(), try ScratchFolder()]
        let filler = try await FerryService.start(NodePair.configuration("sender", .station, folders[0]))
        let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 40_503 >> 3) }
        var submission = FerryNode.Submission(
            destination: try EndpointID("dtn://receiver/sink"), payload: payload, lifetime: .seconds(86_400))
        submission.wantsReceipt = false
        submission.isOrdered = false
        let lot = max(1, min(count, (32 << 20) / size))
        for start in stride(from: 0, to: count, by: lot) {
            try await filler.submit(Array(repeating: submission, count: min(lot, count - start)))
        }
        await filler.stop()

        let pair = try await NodePair.start(folders)
        var begun: ContinuousClock.Instant?
        var handed = 0
        while handed < count {
            try await Task.sleep(for: .milliseconds(2))
            handed = await pair.sender.look { $0.counters.handedOver } ?? 0
            if begun == nil, handed > 0 { begun = .now }
            if let begun, ContinuousClock.now - begun > .seconds(180) { break }
        }
        let seconds = begun.map { (ContinuousClock.now - $0) / .seconds(1) } ?? .infinity
        let received = await pair.receiver.look { $0.counters.received } ?? 0
        await pair.stop()
        guard received == count, handed == count else {
            throw NotMeasurable(description: "\(handed) of \(count) handed over, \(received) received")
        }
        let store = try BundleStore(path: folders[1].path + "/store.sqlite")
        guard try store.load().bundles.count == count else {
            throw NotMeasurable(description: "the receiver's store lacks some")
        }
        return TransferRun(seconds: seconds, count: count, octets: count * size)
    }
}
