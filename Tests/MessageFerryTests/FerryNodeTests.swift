import BundleProtocol
import BundleStore
import Testing

@testable import MessageFerry

private func text(_ payloads: [[UInt8]]) -> [String] { payloads.map { String(decoding: $0, as: UTF8.self) } }

/// Bob, Alice, and Charlie who flies.
private func field(
    clockErrors: [Int64]? = nil, _ change: (inout FerrySettings) -> Void = { _ in }
) throws -> FerryLab {
    FerryLab(
        [
            try FerryLab.settings("bob", .station, change), try FerryLab.settings("alice", .station, change),
            try FerryLab.settings("charlie", .carrier, change),
        ], clockErrors: clockErrors)
}
private let (bob, alice, charlie) = (0, 1, 2)

@Suite struct FerryNodeTests {
    @Test func `a message is carried between two that never meet, once, and its receipt comes back`() throws {
        var lab = try field()
        let sent = lab.submit(bob, try .init("hello", to: "dtn://alice/chat"))
        let digest = try #require(try sent?.get().first)
        lab.meet(bob, charlie)
        lab.meet(charlie, alice)
        #expect(text(lab.take(alice)) == ["hello"])
        lab.meet(charlie, alice)
        #expect(lab.take(alice).isEmpty)
        lab.meet(charlie, bob)
        #expect(lab.stores[bob].events.map(\.kind) == [.pickedUp, .delivered])
        #expect(lab.stores[bob].events.map(\.node) == ["dtn://charlie/", "dtn://alice/"])
        #expect(lab.stores[bob].events.allSatisfy { $0.digest == digest })
        #expect(lab.nodes[bob].bundles.isEmpty, "what has arrived is freed")
    }

    @Test func `what has arrived is freed at every carrier by exact names`() throws {
        var lab = FerryLab([
            try FerryLab.settings("bob", .station), try FerryLab.settings("alice", .station),
            try FerryLab.settings("charlie", .carrier), try FerryLab.settings("dora", .carrier),
        ])
        var submission = try FerryNode.Submission("x", to: "dtn://alice/chat")
        submission.wantsReceipt = false
        for _ in 0..<100 { lab.submit(0, submission) }
        lab.meet(0, 2)
        lab.meet(0, 3)
        lab.meet(2, 1)
        #expect(lab.nodes[2].bundles.isEmpty)
        #expect(lab.nodes[3].bundles.count == 100)
        lab.meet(3, 1)
        #expect(lab.nodes[3].bundles.isEmpty)
        #expect(lab.nodes[1].counters.duplicates == 0, "nothing went a second time")
        #expect(lab.take(1).count == 100)
    }

    @Test func `a group's message reaches every member and stays for more`() throws {
        var lab = try field { $0.subscriptions = ["dtn://topic/~"] }
        lab.submit(bob, try .init("all", to: "dtn://topic/~field"))
        lab.meet(bob, charlie)
        lab.meet(charlie, alice)
        #expect(text(lab.take(alice)) == ["all"])
        #expect(text(lab.take(charlie)) == ["all"])
        #expect(lab.nodes[charlie].bundles.contains { $0.isCarried && !$0.isOwn })
        lab.meet(charlie, bob)
        #expect(lab.take(bob).isEmpty, "an author does not get its own message")
        let delivered = Set(lab.stores[bob].events.filter { $0.kind == .delivered }.map(\.node))
        #expect(delivered == ["dtn://alice/", "dtn://charlie/"])
    }

    @Test func `a station takes nothing for others, a carrier only its topics`() throws {
        var lab = try field { if $0.role == .carrier { $0.carries = ["dtn://alice/"] } }
        lab.submit(bob, try .init("no", to: "dtn://dora/x"))
        lab.submit(bob, try .init("yes", to: "dtn://alice/x"))
        lab.meet(bob, charlie)
        #expect(lab.nodes[charlie].bundles.count == 1)
        lab.meet(bob, alice)
        #expect(text(lab.take(alice)) == ["yes"])
        #expect(lab.nodes[alice].bundles.allSatisfy { $0.isOwn })
    }

    @Test(arguments: [1, 7, 42]) func `three carriers with overlapping loads deliver once and in the author's order`(
        seed: Int
    ) throws {
        var lab = FerryLab([
            try FerryLab.settings("bob", .station), try FerryLab.settings("alice", .station),
            try FerryLab.settings("c", .carrier), try FerryLab.settings("d", .carrier),
            try FerryLab.settings("e", .carrier),
        ])
        var numbers = SplitMix(seed: UInt64(seed))
        var got: [[String]] = [[], []]
        for round in 0..<60 {
            for (from, to) in [(0, "alice"), (1, "bob")] {
                let size = Int(numbers.next() % 900)
                let body = "\(round) " + String(repeating: "x", count: size)
                lab.submit(from, try .init(body, to: "dtn://\(to)/chat"))
            }
            // A contact that breaks after a few bundles.
            lab.octetLimit = lab.octets + Int(numbers.next() % 6000)
            lab.meet(Int(numbers.next() % 2), 2 + Int(numbers.next() % 3))
            if numbers.next() % 4 == 0 { lab.kill(Int(numbers.next() % 5)) }
            for place in 0..<2 { got[1 - place] += text(lab.take(1 - place)) }
        }
        lab.octetLimit = .max
        for carrier in [2, 3, 4, 2, 3, 4] { for place in [0, 1] { lab.meet(place, carrier) } }
        for place in 0..<2 { got[place] += text(lab.take(place)) }
        for place in 0..<2 {
            let rounds = got[place].compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
            #expect(rounds == Array(0..<60))
        }
    }

    @Test(arguments: [-31_536_000_000, 31_536_000_000] as [Int64]) func `a carrier whose clock is a year off carries`(
        error: Int64
    ) throws {
        var lab = try field(clockErrors: [0, 0, error])
        lab.submit(bob, try .init("hello", to: "dtn://alice/chat"))
        lab.meet(bob, charlie)
        lab.pass(10_000)
        lab.meet(charlie, alice)
        #expect(text(lab.take(alice)) == ["hello"])
    }

    @Test func `names are never given twice, whatever the clock and the process do`() throws {
        var lab = try field()
        var names: Set<BundleDigest> = []
        for step in 0..<40 {
            let digest = try #require(try lab.submit(bob, try .init("\(step)", to: "dtn://alice/x"))?.get().first)
            #expect(names.insert(digest).inserted)
            if step % 3 == 0 { lab.kill(bob) }
            if step % 5 == 0 { lab.clockErrors[bob] -= 1000 }
        }
    }

    @Test func `a bundle expires one tick after its lifetime and not before`() throws {
        var lab = try field()
        lab.submit(bob, try .init("x", to: "dtn://alice/x", lifetime: .seconds(10)))
        lab.pass(10_000)
        #expect(lab.nodes[bob].bundles.count == 1)
        lab.pass(1001)
        #expect(lab.nodes[bob].bundles.isEmpty)
    }

    @Test func `nothing is acknowledged that the store did not take, and it is offered again`() throws {
        var lab = try field()
        for number in 0..<20 { lab.submit(bob, try .init("\(number)", to: "dtn://alice/x")) }
        lab.stores[charlie].isFull = true
        lab.meet(bob, charlie)
        #expect(lab.nodes[charlie].bundles.isEmpty)
        #expect(lab.nodes[bob].counters.handedOver == 0)
        #expect(lab.nodes[charlie].counters.failedCommits > 0)
        lab.stores[charlie].isFull = false
        lab.meet(bob, charlie)
        lab.meet(charlie, alice)
        #expect(text(lab.take(alice)) == (0..<20).map { "\($0)" })
    }

    @Test func `an application hears when the store is full`() throws {
        var lab = try field()
        lab.stores[bob].isFull = true
        let answer = lab.submit(bob, try .init("x", to: "dtn://alice/x"))
        #expect(throws: FerryNode.SubmissionError.store(.full(reason: "test"))) { try answer?.get() }
    }

    @Test func `a message in pieces arrives whole, also when contacts break between them`() throws {
        var lab = try field { $0.pieceSize = 1000 }
        let payload = (0..<25_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        lab.submit(
            bob, .init(destination: try EndpointID("dtn://alice/file"), payload: payload, lifetime: .seconds(3600)))
        for _ in 0..<40 {
            lab.octetLimit = lab.octets + 4000
            lab.meet(bob, charlie)
            lab.octetLimit = lab.octets + 4000
            lab.meet(charlie, alice)
            lab.kill(alice)
        }
        lab.octetLimit = .max
        #expect(lab.take(alice) == [payload])
        #expect(lab.take(alice).isEmpty)
    }

    @Test func `pieces are one message to the applications at both ends`() throws {
        var lab = try field { $0.pieceSize = 1000 }
        let payload = (0..<5000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let sent = lab.submit(
            bob, .init(destination: try EndpointID("dtn://alice/file"), payload: payload, lifetime: .seconds(3600)))
        let name = try #require(try sent?.get())
        #expect(name.count == 1)
        lab.meet(bob, charlie)
        lab.meet(charlie, alice)
        lab.meet(charlie, bob)
        #expect(Set(lab.stores[bob].events.map(\.digest)) == Set(name))
        #expect(lab.stores[bob].events.last?.kind == .delivered)
        #expect(lab.nodes[bob].bundles.isEmpty, "the exact names of the pieces freed the store")
        #expect(lab.nodes[alice].bundles.map(\.inbox).filter { $0 == .fragment } == [], "the whole is enough")
        #expect(lab.take(alice) == [payload])
        lab.kill(alice)
        lab.meet(charlie, alice)
        #expect(lab.take(alice).isEmpty)
    }

    @Test func `a carrier that has had a message for long is told of once, with the time when it took it`() throws {
        var lab = try field()
        lab.submit(bob, try .init("x", to: "dtn://alice/x"))
        lab.meet(bob, charlie)
        let first = lab.stores[bob].events
        #expect(first.map(\.kind) == [.pickedUp])
        for contact in 100..<103 {
            // It does not say what it holds, is offered everything, and refuses what it has.
            lab.give(bob, .opened(contact: contact, .init(peer: lab.settings[charlie].node, host: "c")))
            lab.pass(lab.settings[bob].summaryPatience.milliseconds + 1)
            lab.give(bob, .refused(contact: contact, ticket: 1, .completed))
            lab.give(bob, .closed(contact: contact))
        }
        #expect(lab.stores[bob].events == first)
    }

    @Test func `a whole that finds no room is put together when there is`() throws {
        var lab = try field { $0.pieceSize = 1000 }
        let payload = (0..<3000).map { UInt8(truncatingIfNeeded: $0) }
        lab.submit(
            bob, .init(destination: try EndpointID("dtn://alice/file"), payload: payload, lifetime: .seconds(3600)))
        lab.stores[alice].refusesWhole = true
        lab.connect(bob, alice)
        #expect(lab.take(alice).isEmpty)
        lab.stores[alice].refusesWhole = false
        lab.pass(2000)
        #expect(lab.take(alice) == [payload])
    }

    @Test func `an echo comes back, and an echo's echo does not`() throws {
        var lab = try field()
        var submission = try FerryNode.Submission("ping", to: "dtn://alice/echo")
        submission.wantsReceipt = false
        lab.submit(bob, submission)
        lab.connect(bob, alice)
        #expect(text(lab.take(bob)) == ["ping"])
        #expect(lab.nodes[alice].counters.received <= 1)
    }
}

/// Repeatable numbers.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
