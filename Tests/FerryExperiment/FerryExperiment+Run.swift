import BundleProtocol
import BundleStore
import Foundation
import MessageFerry
import NIOCore
import NIOPosix

/// Repeatable numbers (splitmix64).
struct ExperimentNumbers {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ (word >> 31)) % UInt64(max(1, limit)))
    }
}

extension FerryExperiment {
    /// Carries it out.
    public static func run(_ plan: Plan) async throws -> Report {
        let run = try ExperimentRun(plan)
        do {
            let report = try await run.run()
            await run.end()
            return report
        } catch {
            await run.end()
            throw error
        }
    }

    /// A free port of this computer.
    static func freePort(_ group: MultiThreadedEventLoopGroup) async throws -> Int {
        let channel = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).get()
        defer { channel.close(promise: nil) }
        return channel.localAddress?.port ?? 0
    }
}

/// An experiment under way.
private final class ExperimentRun {
    private let plan: FerryExperiment.Plan
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private var numbers: ExperimentNumbers
    private var stations: [FerryProcess] = []
    private var carriers: [FerryProcess] = []
    private var stationPorts: [Int] = []
    private var report = FerryExperiment.Report()
    private var places: [BundleDigest: Int] = [:]
    private var lastNumber: [String: Int] = [:]
    private let start = ContinuousClock.now
    private let startTime = Date()

    init(_ plan: FerryExperiment.Plan) throws {
        self.plan = plan
        numbers = ExperimentNumbers(state: plan.seed)
    }

    private var now: Double { (ContinuousClock.now - start) / .seconds(1) }

    func end() async {
        for process in stations + carriers { process.stop() }
        try? await group.shutdownGracefully()
    }

    func run() async throws -> FerryExperiment.Report {
        try await startNodes()
        try await createMessages()
        var round = 0
        var diskFullSince: Int?
        while report.deliveredOnce < report.rows.count, ContinuousClock.now - start < plan.patience {
            let carrier = round % carriers.count
            let station = (round / carriers.count) % 2
            // For a while the second carrier's disk takes nothing.
            if round == 6 {
                try carriers[1 % carriers.count].fillDisk(true)
                diskFullSince = round
            }
            if let since = diskFullSince, round > since + 6 {
                let status = carriers[1 % carriers.count].status()["counters"] as? [String: Any]
                if (status?["failed_commits"] as? Int ?? 0) > 0 { report.sawFullDisk = true }
                try carriers[1 % carriers.count].fillDisk(false)
                diskFullSince = nil
            }
            try await contact(carriers[carrier], stations[station], stationPorts[station])
            round += 1
        }
        // Receipts travel home.
        for carrier in carriers {
            for station in 0..<2 { try await contact(carrier, stations[station], stationPorts[station], kills: false) }
        }
        for station in stations { takeMessages(station) }
        collectEvents()
        for process in stations + carriers { report.kills[process.name] = process.kills }
        report.seconds = now
        return report
    }

    private func startNodes() async throws {
        for name in ["station-bob", "station-alice"] {
            let port = try await FerryExperiment.freePort(group)
            stationPorts.append(port)
            stations.append(try FerryProcess(name, role: "station", stork: plan.stork, port: port, beaconPort: 0))
        }
        for number in 1...plan.carriers {
            var environment: [String: String] = [:]
            if number == 1, let library = plan.fakeTime {
                environment = [
                    "LD_PRELOAD": library, "FAKETIME": "+365d", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                    "DONT_FAKE_MONOTONIC": "1",
                ]
            }
            let port = try await FerryExperiment.freePort(group)
            carriers.append(
                try FerryProcess(
                    "charlie-\(number)", role: "carrier", stork: plan.stork, port: 0, beaconPort: port,
                    environment: environment))
        }
        for process in stations + carriers { try await revive(process) }
    }

    /// Starts a node, and waits until it answers.
    private func revive(_ process: FerryProcess) async throws {
        if !process.isRunning { try process.start() }
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            if process.ask(.status) != nil { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw CocoaError(.executableLoad, userInfo: [NSLocalizedDescriptionKey: "\(process.name) does not start"])
    }

    private static func payload(_ author: String, _ number: Int, _ size: Int) -> [UInt8] {
        let head = Array("\(author) \(number) ".utf8)
        return head + (head.count..<max(head.count, size)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
    }

    private func createMessages() async throws {
        let orders = log10(Double(plan.largest) / 100)
        for number in 0..<plan.messages {
            for (place, station) in stations.enumerated() {
                let size = Int(100 * pow(10, orders * Double(numbers.next(below: 10_000)) / 10_000))
                let submission = FerryNode.Submission(
                    destination: try EndpointID("dtn://\(stations[1 - place].name)/chat"),
                    payload: Self.payload(station.name, number, size), lifetime: .seconds(86_400))
                guard case .done(let digests) = station.ask(.submit(submission)), let digest = digests.last else {
                    throw CocoaError(
                        .fileWriteUnknown, userInfo: [NSLocalizedDescriptionKey: "\(station.name) takes no message"])
                }
                _ = digest
                places[key(station.name, number)] = report.rows.count
                report.rows.append(.init(author: station.name, number: number, size: size, created: now))
                messageNames[report.rows.count - 1] = digests
            }
        }
    }

    private var messageNames: [Int: [BundleDigest]] = [:]

    private func key(_ author: String, _ number: Int) -> BundleDigest {
        BundleDigest(high: UInt64(bitPattern: Int64(author.hashValue)), low: UInt64(number))
    }

    private func contact(_ carrier: FerryProcess, _ station: FerryProcess, _ port: Int, kills: Bool = true) async throws
    {
        report.contacts += 1
        try await revive(carrier)
        try await revive(station)
        let gate = Gate(group, stationPort: port)
        try await gate.open(for: plan.contact, station: station.name, carrierBeaconPort: carrier.beaconPort) {
            guard kills else { return }
            // At a moment of this contact one of the two dies.
            let milliseconds = Int(plan.contact / .milliseconds(1))
            let moment = numbers.next(below: milliseconds)
            let choice = numbers.next(below: 3)
            try await Task.sleep(for: .milliseconds(moment))
            for (number, process) in [(0, carrier), (1, station)]
            where choice == number && process.kills < plan.kills { process.kill() }
        }
        if !station.isRunning { try await revive(station) }
        takeMessages(station)
    }

    /// The application: knows what it had, whatever the node forgot to note.
    private func takeMessages(_ station: FerryProcess) {
        while case .messages(let messages) = station.ask(.inbox(prefix: "", limit: 1000, waits: false)),
            !messages.isEmpty
        {
            for message in messages { take(message, at: station) }
            guard case .done = station.ask(.confirm(messages.map(\.digest))) else { return }
        }
    }

    private var had: Set<BundleDigest> = []

    private func take(_ message: FerryMessage, at station: FerryProcess) {
        // Offered again because the confirmation was lost: an application tells by the name.
        guard had.insert(message.digest).inserted else { return }
        let words = message.payload.prefix(64).split(separator: 0x20, maxSplits: 2)
        guard words.count == 3, let number = Int(String(decoding: words[1], as: UTF8.self)) else {
            report.damaged += 1
            return
        }
        let author = String(decoding: words[0], as: UTF8.self)
        guard let place = places[key(author, number)], author != station.name,
            message.payload == Self.payload(author, number, report.rows[place].size)
        else {
            report.damaged += 1
            return
        }
        report.rows[place].times += 1
        report.rows[place].delivered = report.rows[place].delivered ?? now
        report.rows[place].hops = message.hops
        if number < lastNumber[author] ?? -1 { report.outOfOrder += 1 }
        lastNumber[author] = max(number, lastNumber[author] ?? -1)
    }

    private func collectEvents() {
        let begun = startTime.timeIntervalSince1970
        for (place, digests) in messageNames {
            guard let station = stations.first(where: { $0.name == report.rows[place].author }),
                case .events(let events) = station.ask(.events(digests))
            else { continue }
            let first = events.filter { $0.kind == .pickedUp }.map(\.time).min()
            report.rows[place].pickedUp = first.map { Double($0) / 1000 - begun }
        }
    }
}
