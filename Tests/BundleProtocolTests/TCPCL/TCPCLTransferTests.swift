import BundleProtocol
import Testing

@Suite struct TCPCLTransferTests {
    private static func bundle(_ size: Int, seed: Int = 1) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ seed) }
    }

    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"))
    func `a session like the example's is the example's, octet for octet`() throws {
        var alice = TCPCLSession.Settings(nodeID: try .node("alice"))
        alice.keepalive = 30
        var bob = TCPCLSession.Settings(nodeID: try .node("bob"))
        (bob.keepalive, bob.segmentMRU, bob.transferMRU) = (60, 65_536, 1 << 24)
        var pair = try SessionPair(alice: alice, bob: bob)
        pair.toA(.send(ticket: 1, bundle: Examples.bytes("B1")))
        pair.advance(.seconds(30))
        pair.toA(.end(.idle))
        #expect(pair.fromAlice == ["T1", "T2", "T3", "T5", "T6"].flatMap(Examples.bytes))
        let bobs = ["R1", "R2", "R3"].flatMap(Examples.bytes) + [4] + Examples.bytes("R5")
        #expect(pair.fromBob == bobs)
        #expect(pair.alicesDelivered == [1])
    }

    @Test(arguments: [1, 64, 65_536] as [UInt64], [1, 7, Int.max])
    func `bundles of many sizes go both ways, whatever the segments and however the stream is cut`(
        segmentMRU: UInt64, cut: Int
    ) throws {
        var settings = TCPCLSession.Settings(nodeID: try .node("x"))
        settings.segmentMRU = segmentMRU
        var pair = try SessionPair(alice: settings, bob: settings, cut: cut)
        let largest = segmentMRU > 100 && cut > 7 ? 70_000 : 300
        let sizes = segmentMRU == 1 ? [0, 1, 2, 50] : [0, 1, 63, 64, 65, 1000, largest]
        let bundles = sizes.enumerated().map { Self.bundle($1, seed: $0) }
        for (index, bundle) in bundles.enumerated() {
            pair.toA(.send(ticket: UInt64(index), bundle: bundle))
            pair.toB(.send(ticket: UInt64(index), bundle: bundle.reversed()))
        }
        #expect(pair.bobsBundles == bundles)
        #expect(pair.alicesBundles == bundles.map { $0.reversed() })
        #expect(pair.alicesDelivered == bundles.indices.map(UInt64.init))
        #expect(pair.alice.unfinishedCount == 0 && pair.bob.unstoredOctets == 0)
        #expect(!pair.aliceOrders.contains { if case .noted = $0 { true } else { false } })
    }

    @Test func `a bundle of several segments says its length first`() throws {
        var lone = try LoneSession()
        let messages = try written(lone.take(.send(ticket: 3, bundle: Self.bundle(2500))))
        let segments = messages.compactMap { message in
            if case .segment(let segment) = message { segment } else { nil }
        }
        #expect(segments.map(\.flags) == [.start, [], .end])
        #expect(segments.map(\.data.count) == [1000, 1000, 500])
        #expect(segments[0].extensions == [.init(isCritical: true, type: 1, value: [0, 0, 0, 0, 0, 0, 0x09, 0xC4])])
        #expect(segments[1].extensions.isEmpty && segments.allSatisfy { $0.transfer == 0 })
    }

    @Test func `bundles follow each other without waiting, up to the limit`() throws {
        var settings = TCPCLSession.Settings(nodeID: nil)
        settings.unacknowledgedLimit = 3
        var lone = try LoneSession(settings)
        var sent = 0
        for ticket in 0..<5 {
            sent += try written(lone.take(.send(ticket: UInt64(ticket), bundle: [1]))).count
        }
        #expect(sent == 3)
        #expect(lone.session.unfinishedCount == 5)
        let orders = lone.hear(.acknowledge(flags: [.start, .end], transfer: 0, length: 1))
        #expect(orders.first == .delivered(ticket: 0))
        #expect(try written(orders).count == 1)
    }

    @Test func `no more is made than the socket takes`() throws {
        var settings = TCPCLSession.Settings(nodeID: nil)
        settings.writeAhead = 2000
        var lone = try LoneSession(settings)
        _ = lone.take(.written(.max))
        let first = lone.take(.send(ticket: 1, bundle: Self.bundle(9000)))
        #expect(try written(first).count == 2)
        guard case .write(let bytes)? = first.first else {
            Issue.record("nothing written")
            return
        }
        #expect(lone.take(.written(10)).isEmpty)
        #expect(try written(lone.take(.written(bytes.count))).count == 2)
    }

    @Test func `the last segment is acknowledged when the bundle is stored, and in order`() throws {
        var lone = try LoneSession()
        let whole: TCPCLMessage.SegmentFlags = [.start, .end]
        let first = lone.hear(.segment(.init(flags: whole, transfer: 0, data: [1])))
        #expect(
            first == [
                .began(transfer: 0, beginning: [1], length: nil), .received(transfer: 0, bundle: [1]),
            ])
        let second = lone.hear(
            .segment(.init(flags: .start, transfer: 1, data: [2])), .segment(.init(flags: .end, transfer: 1, data: [3]))
        )
        #expect(try written(second).isEmpty)
        #expect(lone.session.unstoredOctets == 3)
        #expect(try written(lone.take(.stored(transfer: 1))).isEmpty)
        #expect(
            try written(lone.take(.stored(transfer: 0))) == [
                .acknowledge(flags: whole, transfer: 0, length: 1), .acknowledge(flags: .start, transfer: 1, length: 1),
                .acknowledge(flags: .end, transfer: 1, length: 2),
            ])
        #expect(lone.take(.stored(transfer: 0)).isEmpty)
        #expect(lone.session.unstoredOctets == 0)
    }

    @Test func `flags that nobody knows come back in the acknowledgement`() throws {
        var lone = try LoneSession()
        let flags = TCPCLMessage.SegmentFlags(rawValue: 0xA3)
        _ = lone.hear(.segment(.init(flags: flags, transfer: 5, data: [1])))
        #expect(try written(lone.take(.stored(transfer: 5))) == [.acknowledge(flags: flags, transfer: 5, length: 1)])
    }

    @Test func `a bundle that is here already is refused at its beginning and not sent on`() throws {
        var pair = try SessionPair()
        pair.stores = false
        var settings = pair.alice.settings
        settings.writeAhead = 200_000
        pair = try SessionPair(alice: settings)
        pair.toA(.send(ticket: 1, bundle: Self.bundle(100)))
        // By hand, so that the refusal comes in the middle.
        var lone = try LoneSession()
        let began = lone.hear(.segment(.init(flags: .start, transfer: 0, data: [1, 2])))
        #expect(began.first == .began(transfer: 0, beginning: [1, 2], length: nil))
        #expect(try written(lone.take(.refuse(transfer: 0, .completed))) == [.refuse(transfer: 0, .completed)])
        // What was under way is thrown away, and the next one is taken.
        #expect(lone.hear(.segment(.init(flags: [], transfer: 0, data: [3]))).isEmpty)
        let next = lone.hear(.segment(.init(flags: [.start, .end], transfer: 1, data: [4])))
        #expect(next.contains(.received(transfer: 1, bundle: [4])))
        #expect(try written(lone.take(.stored(transfer: 1))).count == 1)
        #expect(lone.session.unstoredOctets == 0)
    }

    @Test func `a refused sender stops after the segment and goes on with the next bundle`() throws {
        var settings = TCPCLSession.Settings(nodeID: nil)
        settings.writeAhead = 1
        var lone = try LoneSession(settings)
        _ = lone.take(.written(.max))
        let first = try written(lone.take(.send(ticket: 8, bundle: Self.bundle(5000))))
        #expect(first.count == 1)
        _ = lone.take(.send(ticket: 9, bundle: [7]))
        #expect(lone.hear(.refuse(transfer: 0, .completed)) == [.refused(ticket: 8, .completed)])
        guard case .segment(let next)? = try written(lone.take(.written(.max))).first else {
            Issue.record("nothing follows")
            return
        }
        #expect(next.transfer == 1 && next.data == [7])
    }

    @Test func `a complete bundle may still be refused`() throws {
        var lone = try LoneSession()
        _ = lone.hear(.segment(.init(flags: [.start, .end], transfer: 0, data: [1])))
        #expect(try written(lone.take(.refuse(transfer: 0, .noResources))) == [.refuse(transfer: 0, .noResources)])
        #expect(lone.take(.stored(transfer: 0)).isEmpty)
        #expect(lone.take(.refuse(transfer: 0, .noResources)).isEmpty)
    }

    @Test func `what is larger than the peer takes is not sent`() throws {
        var lone = try LoneSession()
        #expect(
            lone.take(.send(ticket: 1, bundle: Self.bundle(10_001))) == [
                .failed(ticket: 1, .tooLarge(limit: 10_000))
            ])
        #expect(try written(lone.take(.send(ticket: 2, bundle: Self.bundle(10_000)))).count == 10)
    }

    @Test func `too much, a wrong length and unknown critical extensions are refused with their reason`() throws {
        var settings = TCPCLSession.Settings(nodeID: nil)
        settings.transferMRU = 100
        func length(_ value: UInt64) -> TCPCLMessage.Extension {
            .init(
                isCritical: true, type: 1,
                value: (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * $0)) })
        }
        let critical = TCPCLMessage.Extension(isCritical: true, type: 0x8005, value: [])
        let harmless = TCPCLMessage.Extension(isCritical: false, type: 0x8005, value: [1])
        let cases: [([TCPCLMessage.Segment], TransferRefusal?)] = [
            ([.init(flags: [.start, .end], transfer: 0, extensions: [critical], data: [1])], .extensionFailure),
            ([.init(flags: .start, transfer: 0, extensions: [length(2), length(2)], data: [1])], .extensionFailure),
            (
                [
                    .init(
                        flags: .start, transfer: 0, extensions: [.init(isCritical: true, type: 1, value: [1])],
                        data: [1])
                ],
                .extensionFailure
            ),
            ([.init(flags: .start, transfer: 0, extensions: [length(101)], data: [1])], .notAcceptable),
            ([.init(flags: .start, transfer: 0, extensions: [length(.max)], data: [1])], .notAcceptable),
            ([.init(flags: [.start, .end], transfer: 0, extensions: [length(2)], data: [1])], .notAcceptable),
            ([.init(flags: .start, transfer: 0, extensions: [length(1)], data: [1, 2])], .notAcceptable),
            ([.init(flags: [.start, .end], transfer: 0, data: Self.bundle(101))], .notAcceptable),
            (
                [
                    .init(flags: .start, transfer: 0, data: Self.bundle(60)),
                    .init(flags: [], transfer: 0, data: Self.bundle(60)),
                ], .notAcceptable
            ),
            ([.init(flags: [.start, .end], transfer: 0, extensions: [harmless, length(1)], data: [1])], nil),
        ]
        for (index, (segments, expected)) in cases.enumerated() {
            var lone = try LoneSession(settings)
            var orders: [TCPCLSession.Order] = []
            for segment in segments { orders += lone.hear(.segment(segment)) }
            let refusals = try written(orders).filter { if case .refuse = $0 { true } else { false } }
            #expect(refusals == (expected.map { [.refuse(transfer: 0, $0)] } ?? []), "case \(index)")
            #expect(orders.contains(.received(transfer: 0, bundle: [1])) == (expected == nil), "case \(index)")
            // The session goes on.
            let next = lone.hear(.segment(.init(flags: [.start, .end], transfer: 9, data: [9])))
            #expect(next.contains(.received(transfer: 9, bundle: [9])), "case \(index)")
        }
    }

    @Test func `reading pauses while too much waits to be stored`() throws {
        var settings = TCPCLSession.Settings(nodeID: nil)
        settings.receiveAhead = 1000
        var lone = try LoneSession(settings)
        _ = lone.hear(.segment(.init(flags: [.start, .end], transfer: 0, data: Self.bundle(999))))
        #expect(lone.session.wantsMore)
        _ = lone.hear(.segment(.init(flags: [.start, .end], transfer: 1, data: Self.bundle(1))))
        #expect(!lone.session.wantsMore)
        _ = lone.take(.stored(transfer: 1))
        #expect(lone.session.wantsMore)
    }

    @Test func `a peer that reads no acknowledgements is not read either`() throws {
        var settings = TCPCLSession.Settings(nodeID: nil)
        settings.writeAhead = 100
        var lone = try LoneSession(settings)
        _ = lone.take(.written(.max))
        var transfers: UInt64 = 0
        while lone.session.wantsMore, transfers < 100_000 {
            _ = lone.hear(.segment(.init(flags: [.start, .end], transfer: transfers, data: [])))
            _ = lone.take(.stored(transfer: transfers))
            transfers += 1
        }
        // 18 octets for each.
        #expect((3600...3700).contains(transfers))
        _ = lone.take(.written(.max))
        #expect(lone.session.wantsMore)
    }
}
