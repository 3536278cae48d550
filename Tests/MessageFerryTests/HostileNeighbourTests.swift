import BundleProtocol
import BundleStore
import Testing

@testable import MessageFerry

/// Neighbours that lie, flood and come again.
@Suite struct HostileNeighbourTests {
    private func bundle(
        _ number: Int, to destination: String, from source: String = "dtn://mallory/x", size: Int = 10,
        _ change: (inout Bundle) -> Void = { _ in }
    ) throws -> [UInt8] {
        var plan = BundlePlan(
            source: try EndpointID(source), destination: try EndpointID(destination),
            created: CreationTimestamp(time: .unknown, sequence: UInt64(number)), lifetime: .seconds(3600))
        plan.carriesAge = true
        var bundle = try Bundle(plan, payload: [UInt8](repeating: 1, count: size))
        change(&bundle)
        return bundle.encoded()
    }

    private func lab(_ role: FerrySettings.Role, _ change: (inout FerrySettings) -> Void = { _ in }) throws -> FerryLab
    {
        FerryLab([try FerryLab.settings("bob", role, change)])
    }

    @Test(arguments: [UInt64.max, UInt64.max - 1, 1 << 48, 1 << 47]) func `numbers that nobody counts to do not trap`(
        number: UInt64
    ) throws {
        var lab = try lab(.station)
        for (sequence, first) in [number, 0, number].enumerated() {
            let octets = try bundle(sequence, to: "dtn://bob/x") {
                $0.set(
                    OrderBlock.type, flags: .replicate, data: OrderBlock(number: number, first: first).encoded)
            }
            lab.give(0, .received(contact: 0, transfer: nil, bundle: octets))
        }
        lab.pass(4_000_000)
        #expect(lab.take(0).count == 3, "all are delivered, at the latest when the patience ends")
    }

    @Test func `a flood of beacons with made-up names is remembered up to a limit`() throws {
        var lab = try lab(.station)
        for number in 0..<5000 {
            lab.give(
                0,
                .heard(
                    Beacon(
                        node: try .node("n\(number)"), sequence: 1, services: [.init("tcp", port: 4556)], period: 1),
                    host: "10.0.\(number / 250).\(number % 250)"))
        }
        #expect(lab.nodes[0].neighbours.count == FerryNode.neighbourLimit)
        #expect(lab.nodes[0].counters.ignoredBeacons == 5000 - FerryNode.neighbourLimit)
        #expect(lab.nodes[0].neighbours.values.count(where: \.isDialling) <= 16)
        lab.pass(60_000)
        for _ in 0..<20 { lab.pass(3000) }
        #expect(lab.nodes[0].neighbours.values.allSatisfy { $0.isDialling })
    }

    @Test func `one neighbour fills no more than its share, however often it comes back`() throws {
        var lab = try lab(.carrier) { ($0.quota, $0.neighbourShare) = (100_000, 0.5) }
        for number in 0..<100 {
            let contact = number + 1
            lab.give(0, .opened(contact: contact, .init(peer: try .node("m\(number)"), host: "10.0.0.1")))
            let octets = try bundle(number, to: "dtn://alice/x", size: 1000)
            lab.give(0, .received(contact: contact, transfer: 0, bundle: octets))
            lab.give(0, .closed(contact: contact))
        }
        #expect(lab.nodes[0].bundles.count == 50)
        #expect(lab.nodes[0].counters.refusedShare == 50)
        lab.give(0, .opened(contact: 200, .init(peer: try .node("charlie"), host: "10.0.0.2")))
        let other = try bundle(200, to: "dtn://alice/x", size: 1000)
        lab.give(0, .received(contact: 200, transfer: 0, bundle: other))
        #expect(lab.nodes[0].bundles.count == 51, "another neighbour has a share of its own")
    }

    @Test func `more bundles in a second than anybody may send are refused, and later taken`() throws {
        var lab = try lab(.carrier) { $0.neighbourRate = 10 }
        lab.give(0, .opened(contact: 1, .init(peer: try .node("mallory"), host: "10.0.0.1")))
        for number in 0..<50 {
            let octets = try bundle(number, to: "dtn://alice/x")
            lab.give(0, .received(contact: 1, transfer: UInt64(number), bundle: octets))
        }
        #expect(lab.nodes[0].counters.refusedRate == 30 && lab.nodes[0].bundles.count == 20)
        lab.pass(1000)
        let next = try bundle(99, to: "dtn://alice/x")
        lab.give(0, .received(contact: 1, transfer: 99, bundle: next))
        #expect(lab.nodes[0].bundles.count == 21)
    }

    @Test func `addresses that are made up are remembered up to a limit`() {
        var accounts = PeerAccounts()
        for number in 0..<5000 {
            _ = accounts.charge("\(number)", octets: 1, at: 1, bundlesPerSecond: 1, share: 100)
        }
        #expect(accounts.count <= 1025)
        #expect(
            accounts.charge("4999", octets: 1, at: 1, bundlesPerSecond: 1, share: 100) == .tooMany,
            "those beyond share one account")
    }

    @Test func `summaries without end are not listened to, and make no queue that grows`() throws {
        var lab = try lab(.carrier)
        for number in 0..<200 { lab.submit(0, try .init("\(number)", to: "dtn://alice/x")) }
        lab.give(0, .opened(contact: 1, .init(peer: try .node("mallory"), host: "10.0.0.1")))
        let summary = ExchangeMessage.summary(.init(members: [""], carries: [""], count: 0, xor: 0, held: .list([])))
        for number in 0..<1000 {
            var plan = BundlePlan(
                source: try EndpointID("dtn://mallory/exchange"), destination: try EndpointID("dtn://bob/exchange"),
                created: CreationTimestamp(time: .unknown, sequence: UInt64(number)), lifetime: .seconds(60))
            plan.hopLimit = 1
            let octets = try Bundle(plan, payload: summary.encoded).encoded()
            lab.give(0, .received(contact: 1, transfer: nil, bundle: octets))
        }
        #expect(lab.nodes[0].counters.badExchanges >= 980)
        let contact = try #require(lab.nodes[0].contacts[1])
        #expect(contact.queue.count + contact.inFlight.count <= 400)
    }

    @Test func `with a group key nobody else says that something has arrived`() throws {
        let key = [UInt8](repeating: 7, count: 32)
        func field(_ carrierKey: [UInt8]?) throws -> FerryLab {
            var lab = FerryLab([
                try FerryLab.settings("bob", .station) { $0.groupKey = key },
                try FerryLab.settings("alice", .station) { $0.groupKey = key },
                try FerryLab.settings("charlie", .carrier) { $0.groupKey = carrierKey },
            ])
            lab.submit(0, try .init("x", to: "dtn://alice/x"))
            lab.meet(0, 2)
            return lab
        }
        // A stranger that says it has all arrived.
        var lab = try field(nil)
        let digest = try #require(lab.nodes[0].bundles.first?.digest)
        lab.give(0, .opened(contact: 77, .init(peer: try .node("mallory"), host: "h")))
        let plan = BundlePlan(
            source: try EndpointID("dtn://mallory/exchange"), destination: try EndpointID("dtn://bob/exchange"),
            created: CreationTimestamp(time: .unknown, sequence: 1), lifetime: .seconds(60))
        let lie = try Bundle(plan, payload: ExchangeMessage.delivered([digest]).encoded).encoded()
        lab.give(0, .received(contact: 77, transfer: nil, bundle: lie))
        #expect(lab.nodes[0].bundles.count == 1 && lab.nodes[0].counters.unproven == 1)
        // The signed receipt of the destination, carried by a stranger, is believed.
        lab.meet(2, 1)
        lab.meet(2, 0)
        #expect(lab.nodes[0].bundles.isEmpty)
        #expect(lab.stores[0].events.map(\.kind) == [.pickedUp, .delivered])
    }

    @Test func `what is remembered is limited, and the shortest of use goes first`() throws {
        var lab = try lab(.station) { $0.memoryLimit = 100 }
        for number in 0..<300 {
            let octets = try bundle(number, to: "dtn://bob/x")
            lab.give(0, .received(contact: 0, transfer: nil, bundle: octets))
            _ = lab.take(0)
            lab.now += 10
        }
        lab.pass(1000)
        #expect(lab.nodes[0].tombstones.count <= 100 && lab.nodes[0].tombstones.count >= 80)
        #expect(lab.stores[0].contents.tombstones.count == lab.nodes[0].tombstones.count)
    }
}
