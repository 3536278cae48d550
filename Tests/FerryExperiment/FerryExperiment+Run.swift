import BundleProtocol
import BundleStore
import Foundation
import MessageFerry

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
        let air: any Air =
            plan.usesNamespaces
            ? try NamespaceAir(carriers: plan.carriers) : try await GateAir(carriers: plan.carriers)
        let run: ExperimentRun
        do { run = try ExperimentRun(plan, air) } catch {
            _ = await air.end()
            throw error
        }
        do {
            try await run.run()
        } catch {
            await run.stop()
            _ = await air.end()
            throw error
        }
        let packets = await {
            await run.stop(); return await air.end()
        }()
        return await run.report(packets)
    }
}

/// An experiment under way. An actor: what an author or a killer does is done before another comes in.
private actor ExperimentRun {
    private let plan: FerryExperiment.Plan
    private let air: any Air
    private var numbers: ExperimentNumbers
    private let stations: [FerryProcess]
    private let carriers: [FerryProcess]
    private var report = FerryExperiment.Report()
    private var places: [String: Int] = [:]
    private var messageNames: [Int: [BundleDigest]] = [:]
    private var lastNumber: [String: Int] = [:]
    private var had: Set<BundleDigest> = []
    private var written = 0
    private var rounds: [Int]
    private var isOver = false
    private let start = ContinuousClock.now
    private let startTime = Date()

    init(_ plan: FerryExperiment.Plan, _ air: any Air) throws {
        self.plan = plan
        self.air = air
        numbers = ExperimentNumbers(state: plan.seed)
        stations = try ["station-bob", "station-alice"].enumerated().map { place, name in
            try FerryProcess(
                name, role: "station", stork: plan.stork, lines: air.stationLines(place),
                prefix: air.prefix(station: place))
        }
        carriers = try (0..<plan.carriers).map { place in
            var environment: [String: String] = [:]
            if place == 0, let library = plan.fakeTime {
                environment = [
                    "LD_PRELOAD": library, "FAKETIME": "+365d", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                    "DONT_FAKE_MONOTONIC": "1",
                ]
            }
            return try FerryProcess(
                "charlie-\(place + 1)", role: "carrier", stork: plan.stork, lines: air.carrierLines(place),
                prefix: air.prefix(carrier: place), environment: environment)
        }
        rounds = Array(repeating: 0, count: plan.carriers)
    }

    private var now: Double { (ContinuousClock.now - start) / .seconds(1) }
    private var isAllThere: Bool { report.rows.count == 2 * plan.messages && report.rows.allSatisfy { $0.times > 0 } }

    func stop() { for process in stations + carriers { process.stop() } }

    func report(_ packets: (seen: Int, direct: Int)?) -> FerryExperiment.Report {
        report.packets = packets
        return report
    }

    func run() async throws {
        for process in stations + carriers { try await revive(process) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for carrier in carriers.indices { group.addTask { try await self.fly(carrier) } }
            for process in 0..<stations.count + carriers.count { group.addTask { try await self.killAgain(process) } }
            group.addTask { try await self.write() }
            group.addTask { try await self.fillDisk() }
            group.addTask { try await self.read() }
            // The first problem ends it, and what else is under way.
            while try await group.next() != nil {}
        }
        collectEvents()
        for process in stations + carriers {
            report.kills[process.name] = process.kills
            let counters = process.status()["counters"] as? [String: Any] ?? [:]
            report.counters[process.name] = counters.compactMapValues { $0 as? Int }.filter { $0.value > 0 }
        }
        report.seconds = now
    }

    // MARK: Those who take part

    /// A carrier: near Bob, near nobody, near Alice, near nobody.
    private func fly(_ carrier: Int) async throws {
        var round = carrier
        while !isOver {
            let station = round % 2
            report.contacts += 1
            try await air.near(carrier: carrier, station: station, name: stations[station].name, for: plan.contact)
            try await Task.sleep(for: plan.flight)
            rounds[carrier] += 1
            round += 1
        }
    }

    /// Kills a node at its moments, and starts it again.
    private func killAgain(_ number: Int) async throws {
        let process = (stations + carriers)[number]
        let milliseconds = Int(plan.span / .milliseconds(1))
        let moments = (0..<plan.kills).map { _ in numbers.next(below: milliseconds) }.sorted()
        for moment in moments {
            let due = start + .milliseconds(moment)
            if due > .now { try await Task.sleep(until: due, clock: .continuous) }
            process.kill()
            try await revive(process)
        }
    }

    /// Bob and Alice: their messages, spread over the span.
    private func write() async throws {
        let pause = plan.span * 0.9 / max(1, plan.messages)
        for number in 0..<plan.messages {
            for place in stations.indices {
                while try !submit(number, place) { try await Task.sleep(for: .milliseconds(20)) }
            }
            written += 1
            let due = start + pause * (number + 1)
            if due > .now { try await Task.sleep(until: due, clock: .continuous) }
        }
    }

    /// The second carrier's disk takes nothing for a while.
    private func fillDisk() async throws {
        guard carriers.count > 1 else { return }
        try await Task.sleep(until: start + plan.span * 0.3, clock: .continuous)
        try carriers[1].fillDisk(true)
        let end = start + plan.span * 0.5
        while ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(100))
            let counters = carriers[1].status()["counters"] as? [String: Any]
            if counters?["failed_commits"] as? Int ?? 0 > 0 { report.sawFullDisk = true }
        }
        try carriers[1].fillDisk(false)
    }

    /// The readers at both stations. Over when all has come and every carrier has flown once more: receipts travel home,
    /// and what would come twice has its chance.
    private func read() async throws {
        var last: [Int]?
        while ContinuousClock.now - start < plan.patience {
            for station in stations { take(from: station) }
            try await Task.sleep(for: .milliseconds(200))
            guard isAllThere, ContinuousClock.now - start > plan.span else { continue }
            let since = last ?? rounds
            last = since
            if zip(rounds, since).allSatisfy({ $0 >= $1 + 3 }) { break }
        }
        for station in stations { take(from: station) }
        isOver = true
    }

    // MARK: Nodes

    /// Starts a node, and waits until it answers.
    private func revive(_ process: FerryProcess) async throws {
        if !process.isRunning { try process.start() }
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            if process.ask(.status) != nil { return }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw ExperimentProblem("\(process.name) does not start")
    }

    private static func payload(_ author: String, _ number: Int, _ size: Int) -> [UInt8] {
        let head = Array("\(author) \(number) ".utf8)
        return head + (head.count..<max(head.count, size)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
    }

    /// Nobody kills the node meanwhile: else its author could not know whether it has the message.
    private func submit(_ number: Int, _ place: Int) throws -> Bool {
        let station = stations[place]
        guard station.isRunning, station.ask(.status) != nil else { return false }
        let orders = log10(Double(plan.largest) / 100)
        let size = Int(100 * pow(10, orders * Double(numbers.next(below: 10_000)) / 10_000))
        let submission = FerryNode.Submission(
            destination: try EndpointID("dtn://\(stations[1 - place].name)/chat"),
            payload: Self.payload(station.name, number, size), lifetime: .seconds(86_400))
        guard case .done(let digests) = station.ask(.submit(submission)) else {
            throw ExperimentProblem("\(station.name) takes no message")
        }
        places["\(station.name) \(number)"] = report.rows.count
        messageNames[report.rows.count] = digests
        report.rows.append(.init(author: station.name, number: number, size: size, created: now))
        return true
    }

    /// The application: knows what it had, whatever the node forgot to note.
    private func take(from station: FerryProcess) {
        while case .messages(let messages) = station.ask(.inbox(prefix: "", limit: 1000, waits: false)),
            !messages.isEmpty
        {
            for message in messages { take(message, at: station) }
            guard case .done = station.ask(.confirm(messages.map(\.digest))) else { return }
        }
    }

    private func take(_ message: FerryMessage, at station: FerryProcess) {
        // Offered again because the confirmation was lost: an application tells by the name.
        guard had.insert(message.digest).inserted else { return }
        let words = message.payload.prefix(64).split(separator: 0x20, maxSplits: 2)
        guard words.count == 3, let number = Int(String(decoding: words[1], as: UTF8.self)) else {
            report.damaged += 1
            return
        }
        let author = String(decoding: words[0], as: UTF8.self)
        guard let place = places["\(author) \(number)"], author != station.name,
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
            report.rows[place].isToldDelivered = events.contains { $0.kind == .delivered }
        }
    }
}
