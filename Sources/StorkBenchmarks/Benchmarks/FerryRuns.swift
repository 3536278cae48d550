import BundleProtocol
import BundleStore
import CAllocationCount
import FerryExperiment
import Foundation
import MessageFerry
import NIOCore

/// An application's message to the echo of the next node, and back into the inbox, with every store synced on the way.
enum PingRun {
    static func measure(count: Int) async throws -> Outcome {
        let pair = try await NodePair.start([try ScratchFolder(), try ScratchFolder()])
        var samples: [Duration] = []
        for number in 0..<count + 20 {
            var submission = FerryNode.Submission(
                destination: try EndpointID("dtn://receiver/echo"), payload: Array("ping \(number)".utf8),
                lifetime: .seconds(60))
            submission.wantsReceipt = false
            submission.isOrdered = false
            let start = ContinuousClock.now
            try await pair.sender.submit(submission)
            var back = 0
            while back <= number {
                back = await pair.sender.look { $0.counters.forApplications } ?? 0
                if ContinuousClock.now - start > .seconds(10) { throw NotMeasurable(description: "no echo") }
            }
            if number >= 20 { samples.append(ContinuousClock.now - start) }
        }
        await pair.stop()
        let all = Samples(samples.map { Int64($0 / .nanoseconds(1)) })
        return Outcome(
            samples: all, isReached: all.median <= .milliseconds(3), note: "four commits, synced, in each")
    }
}

/// How long a node takes to say what it holds, and to find what another lacks.
enum MillionRun {
    static func measure(count: Int) throws -> Outcome {
        // What earlier benchmarks left behind does not count.
        stork_return_freed_memory()
        let before = try ResidentMemory.octets()
        var contents = StoreContents()
        contents.endpoints = [1: try EndpointID.node("alice").encoded, 2: try EndpointID("dtn://topic/~t").encoded]
        contents.bundles.reserveCapacity(count)
        for row in 1...count {
            let high = UInt64(row) &* 0x9E37_79B9_7F4A_7C15
            contents.bundles.append(
                StoredBundle(
                    row: Int64(row), digest: .init(high: high ^ high >> 29, low: high &* 31), source: 1, destination: 2,
                    arrived: 0, expires: 1 << 40, size: 1100))
        }
        let time = FerryTime(steady: 1000, wall: DTNTime(unixMilliseconds: 1_700_000_000_000))
        var nodes: [FerryNode] = []
        for name in ["bob", "charlie"] {
            let settings = FerrySettings(node: try .node(name), role: .carrier)
            var own = contents
            // A thousandth differs.
            if name == "charlie" { own.bundles.removeLast(count / 1000) }
            nodes.append(FerryNode(settings: settings, contents: own, time: time, random: 1))
        }
        contents = StoreContents()
        let start = ContinuousClock.now
        var missing: Set<Int64> = []
        var octets = 0
        var queue: [(Int, FerryNode.Input)] = [
            (0, .opened(contact: 1, .init(peer: try .node("charlie"), host: "a"))),
            (1, .opened(contact: 1, .init(peer: try .node("bob"), host: "b"))),
        ]
        var opened: Duration?
        while !queue.isEmpty {
            let (node, input) = queue.removeFirst()
            for order in nodes[node].handle(input, at: time) {
                switch order {
                case .send(_, let ticket, let bundle):
                    octets += bundle.count
                    queue.append((1 - node, .received(contact: 1, transfer: nil, bundle: bundle)))
                    queue.append((node, .delivered(contact: 1, ticket: ticket)))
                case .load(_, let rows):
                    if opened == nil { opened = ContinuousClock.now - start }
                    missing.formUnion(rows)
                    queue.append((node, .loaded(contact: 1, rows: rows, bundles: [])))
                default: break
                }
            }
        }
        let all = ContinuousClock.now - start
        guard let opened, missing.count == count / 1000 else {
            throw NotMeasurable(description: "\(missing.count) of \(count / 1000) found missing")
        }
        let memory = (try ResidentMemory.octets() - before) / 2
        return Outcome(
            isReached: opened <= .seconds(1) && memory <= 250_000_000,
            note: """
                \(ResultTable.text(opened / .seconds(1), decimals: 2)) s to the first missing one, \
                \(ResultTable.text(all / .seconds(1), decimals: 2)) s until exactly compared, for both nodes on one \
                thread; \(memory / 1_000_000) MB a node; \(octets / 1000) kB over the contact
                """)
    }
}

/// What this process has in memory.
enum ResidentMemory {
    static func octets() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        guard let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw NotMeasurable(description: "/proc/self/statm")
        }
        return pages * Int(getpagesize())
    }
}

/// A contact of 10 s through a relay with a rate and a delay.
enum ContactRun {
    private static let rate = 10_000_000.0
    private static let seconds = 10.0

    static func measure() async throws -> Outcome {
        let folders = [try ScratchFolder(), try ScratchFolder()]
        // Both hold the same 10,000, and the sender so many more that the link has to work all the time: what counts is
        // how much of it the missing ones use.
        let missing = Int(rate / 8 * seconds / 1000 * 1.1)
        var payload = [UInt8](repeating: 0x5A, count: 1000)
        let template = try EndpointID("dtn://receiver/sink")
        for folder in folders {
            let store = try BundleStore(path: folder.path + "/store.sqlite")
            var changes: [StoreChange] = [
                .endpoint(1, octets: try EndpointID.node("author").encoded),
                .endpoint(2, octets: try EndpointID("dtn://topic/~held").encoded),
            ]
            for row in 1...10_000 {
                payload[0] = UInt8(truncatingIfNeeded: row)
                var plan = BundlePlan(
                    source: try .node("author"), destination: try EndpointID("dtn://topic/~held"),
                    created: CreationTimestamp(
                        time: DTNTime(unixMilliseconds: 1_700_000_000_000), sequence: UInt64(row)),
                    lifetime: .seconds(86_400))
                plan.carriesAge = true
                let bundle = try Bundle(plan, payload: payload)
                let octets = bundle.encoded()
                let entry = StoredBundle(
                    row: Int64(row), digest: BundleDigest(bundle.id), source: 1, destination: 2, arrived: 1,
                    expires: 1 << 40, size: UInt32(octets.count))
                changes.append(.insert(entry, data: octets))
            }
            try store.apply(changes)
            store.close()
        }
        var configuration = try NodePair.configuration("sender", .carrier, folders[0])
        configuration.port = nil
        let filler = try await FerryService.start(configuration)
        var submission = FerryNode.Submission(destination: template, payload: payload, lifetime: .seconds(86_400))
        submission.wantsReceipt = false
        submission.isOrdered = false
        try await filler.submit(Array(repeating: submission, count: missing))
        await filler.stop()

        var receiving = try NodePair.configuration("receiver", .carrier, folders[1])
        receiving.settings.carries = [""]
        let receiver = try await FerryService.start(receiving)
        let relay = try await SlowRelay.start(to: receiver.port ?? 0, bitsPerSecond: rate, delay: .milliseconds(10))
        let pair = try await NodePair.start(folders, through: relay.port, receiver)
        try await relay.firstOctet()
        let start = ContinuousClock.now
        var thousandth: Duration?
        while ContinuousClock.now - start < .seconds(seconds) {
            try await Task.sleep(for: .milliseconds(10))
            if thousandth == nil, await receiver.look({ $0.counters.received }) ?? 0 >= 1000 {
                thousandth = ContinuousClock.now - start
            }
        }
        await relay.cut()
        let (got, octets) = await receiver.look { ($0.counters.received, $0.counters.receivedOctets) } ?? (0, 0)
        await pair.stop()
        await relay.stop()
        // Bundles, as the link carries them: of their payloads alone it could not carry more than nine tenths.
        let share = Double(octets) / (rate / 8 * seconds)
        return Outcome(
            isReached: share >= 0.9,
            note: """
                \(got) of 1 kB stored in 10 s: as bundles of \(octets / max(1, got)) octets \
                \(ResultTable.text(share * 100, decimals: 1)) % of what the link can carry, as payloads \
                \(ResultTable.text(Double(got) * 1e5 / (rate / 8 * seconds), decimals: 1)) %; \
                the first 1,000 after \(ResultTable.text((thousandth ?? .seconds(seconds)) / .seconds(1), decimals: 2)) s
                """)
    }
}

/// The whole experiment of 2011, with the program that stands beside this one. The table of all messages goes into the
/// file that STORK_FERRY_TABLE names; STORK_FERRY_SECONDS is how long messages are written and nodes are killed.
enum ExperimentRun {
    static func measure() async throws -> Outcome {
        let environment = ProcessInfo.processInfo.environment
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "stork").path
        let stork = environment["STORK"] ?? beside
        guard FileManager.default.isExecutableFile(atPath: stork) else {
            throw NotMeasurable(description: "\(stork) is not built: swift build -c release --product stork")
        }
        var plan = FerryExperiment.Plan(stork: stork)
        plan.fakeTime = FakeTime.library
        if let seconds = environment["STORK_FERRY_SECONDS"].flatMap(Int.init) {
            plan.span = .seconds(seconds)
            plan.patience = .seconds(3 * seconds + 120)
        }
        let report = try await FerryExperiment.run(plan)
        if let path = environment["STORK_FERRY_TABLE"] {
            try report.text(everyMessage: true).write(toFile: path, atomically: true, encoding: .utf8)
        }
        return Outcome(
            isReached: report.deliveredOnce == report.rows.count && report.outOfOrder == 0 && report.damaged == 0
                && report.packets?.direct ?? 0 == 0,
            note: report.text(everyMessage: false).replacing("\n", with: "; "))
    }
}
