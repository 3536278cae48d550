import BundleProtocol
import Testing

@Suite struct TCPCLSessionTests {
    private static func settings(_ change: (inout TCPCLSession.Settings) -> Void = { _ in }) throws
        -> TCPCLSession.Settings
    {
        var settings = TCPCLSession.Settings(nodeID: try .node("bob"))
        change(&settings)
        return settings
    }

    @Test func `both sides learn the other's name and the smaller interval`() throws {
        var alice = TCPCLSession.Settings(nodeID: try .node("alice"))
        alice.keepalive = 30
        let pair = try SessionPair(alice: alice, bob: Self.settings { $0.keepalive = 5 })
        let opened = pair.aliceOrders.compactMap { order in
            if case .opened(let peer) = order { peer } else { nil }
        }
        #expect(opened.map(\.nodeID) == [try .node("bob")])
        #expect(opened.first?.keepalive == .seconds(5))
        #expect(opened.first?.isAuthenticated == false)
        #expect(pair.bob.peer?.nodeID == (try .node("alice")))
        #expect(pair.alice.isOpen && pair.bob.isOpen)
    }

    @Test func `the passive side waits for the other's header`() throws {
        var session = TCPCLSession(role: .passive, settings: try Self.settings())
        #expect(session.handle(.connected, at: .zero).isEmpty)
        #expect(session.handle(.received([0x64, 0x74]), at: .zero).isEmpty)
        let orders = session.handle(.received([0x6E, 0x21, 4, 0]), at: .zero)
        guard case .write(let bytes)? = orders.first else {
            Issue.record("no answer")
            return
        }
        #expect(bytes.starts(with: octets("64746e210400 07")))
    }

    @Test func `a name that is not told is no name`() throws {
        let pair = try SessionPair(alice: TCPCLSession.Settings(nodeID: nil))
        #expect(pair.bob.isOpen && pair.bob.peer?.nodeID == nil)
    }

    @Test func `another protocol is closed silently, another version by its rules`() throws {
        for role in [TCPCLSession.Role.active, .passive] {
            var session = TCPCLSession(role: role, settings: try Self.settings())
            _ = session.handle(.connected, at: .zero)
            #expect(
                session.handle(.received(Array("GET / HTTP/1.1\r\n".utf8)), at: .zero) == [
                    .close(.error(.noContactHeader))
                ])
            for version in [3, 5] as [UInt8] {
                session = TCPCLSession(role: role, settings: try Self.settings())
                _ = session.handle(.connected, at: .zero)
                let orders = session.handle(.received(octets("64746e21") + [version, 0]), at: .zero)
                let close = TCPCLSession.Order.close(.error(.version(version)))
                #expect(orders == (role == .active ? [close] : [.write(octets("64746e210400 050002")), close]))
                #expect(session.isClosed && session.handle(.tick, at: .seconds(99)).isEmpty)
            }
        }
    }

    @Test func `who does not say who it is in time is closed`() throws {
        for bytes in [[], octets("64746e21"), octets("64746e210400"), octets("64746e21040007001e")] as [[UInt8]] {
            var session = TCPCLSession(role: .passive, settings: try Self.settings())
            _ = session.handle(.connected, at: .seconds(100))
            if !bytes.isEmpty { _ = session.handle(.received(bytes), at: .seconds(101)) }
            #expect(session.deadline == .seconds(105))
            #expect(session.handle(.tick, at: .milliseconds(104_999)).isEmpty)
            #expect(session.handle(.tick, at: .seconds(105)) == [.close(.contactTimeout)])
        }
    }

    @Test func `signs of life are sent, and their absence ends the session`() throws {
        var lone = try LoneSession(Self.settings { $0.keepalive = 3 })
        #expect(lone.session.deadline == .seconds(3))
        lone.now = .milliseconds(2999)
        #expect(lone.take(.tick).isEmpty)
        lone.now = .seconds(3)
        #expect(try written(lone.take(.tick)) == [.keepalive])
        #expect(lone.session.deadline == .seconds(6))
        _ = lone.hear(.keepalive)
        #expect(lone.session.deadline == .seconds(6))
        lone.now = .seconds(6)
        #expect(try written(lone.take(.tick)) == [.keepalive])
        lone.now = .seconds(9)
        let orders = lone.take(.tick)
        #expect(orders.last == .close(.silence))
        #expect(try written(orders) == [.terminate(isReply: false, .idle)])
    }

    @Test func `what was not acknowledged when the peer vanished counts as not handed over`() throws {
        var lone = try LoneSession()
        for ticket in 0..<3 { _ = lone.take(.send(ticket: UInt64(ticket), bundle: [UInt8(ticket)])) }
        _ = lone.hear(.acknowledge(flags: [.start, .end], transfer: 1, length: 1))
        #expect(
            lone.take(.disconnected) == [
                .failed(ticket: 0, .sessionEnded), .failed(ticket: 2, .sessionEnded), .close(.disconnected),
            ])
    }

    @Test func `without an interval nobody is missed`() throws {
        var lone = try LoneSession(peerKeepalive: 0)
        #expect(lone.session.deadline == nil)
        lone.now = .seconds(100_000)
        #expect(lone.take(.tick).isEmpty)
    }

    @Test func `an end during transfers lets them finish and begins none`() throws {
        var lone = try LoneSession()
        _ = lone.take(.send(ticket: 1, bundle: [1]))
        _ = lone.hear(.segment(.init(flags: .start, transfer: 0, data: [5])))
        let ending = lone.hear(.terminate(isReply: false, .busy))
        #expect(ending.contains(.ending(.busy, byPeer: true)))
        #expect(try written(ending) == [.terminate(isReply: true, .busy)])
        #expect(lone.take(.send(ticket: 2, bundle: [2])) == [.failed(ticket: 2, .sessionEnded)])
        #expect(lone.hear(.acknowledge(flags: [.start, .end], transfer: 0, length: 1)) == [.delivered(ticket: 1)])
        let last = lone.hear(.segment(.init(flags: .end, transfer: 0, data: [6])))
        #expect(last.contains(.received(transfer: 0, bundle: [5, 6])))
        let refused = lone.hear(.segment(.init(flags: [.start, .end], transfer: 1, data: [7])))
        #expect(try written(refused) == [.refuse(transfer: 1, .sessionTerminating)])
        let closing = lone.take(.stored(transfer: 0))
        #expect(closing.last == .close(.finished(.busy)))
        #expect(try written(closing).count == 1)
    }

    @Test func `our own end waits for the peer's, and not for ever`() throws {
        var pair = try SessionPair()
        pair.toA(.end(.unknown))
        #expect(pair.aliceOrders.last == .close(.finished(.unknown)))
        #expect(pair.bobOrders.last == .close(.finished(.unknown)))

        var lone = try LoneSession()
        #expect(try written(lone.take(.end(.resourceExhaustion))) == [.terminate(isReply: false, .resourceExhaustion)])
        #expect(lone.session.deadline == .seconds(2))
        lone.now = .seconds(2)
        _ = lone.hear(.keepalive)
        lone.now = .milliseconds(4999)
        #expect(!lone.session.isClosed)
        _ = lone.hear(.keepalive)
        lone.now = .seconds(5)
        #expect(lone.take(.tick).last == .close(.endingTimeout))
    }

    @Test func `an idle session is ended where that is wanted`() throws {
        var lone = try LoneSession(Self.settings { $0.idlePatience = .seconds(7) }, peerKeepalive: 0)
        lone.now = .seconds(5)
        _ = lone.take(.send(ticket: 1, bundle: [1]))
        _ = lone.hear(.acknowledge(flags: [.start, .end], transfer: 0, length: 1))
        lone.now = .milliseconds(11_999)
        #expect(lone.take(.tick).isEmpty)
        lone.now = .seconds(12)
        #expect(try written(lone.take(.tick)) == [.terminate(isReply: false, .idle)])
    }

    @Test func `messages out of place are rejected, and too many end the session`() throws {
        var lone = try LoneSession(Self.settings { $0.anomalyLimit = 3 })
        let parameters = TCPCLMessage.initiate(.init(keepalive: 1, segmentMRU: 1, transferMRU: 1, nodeID: ""))
        #expect(try written(lone.hear(parameters)) == [.reject(.unexpected, type: 7)])
        #expect(
            try written(lone.hear(.acknowledge(flags: [], transfer: 9, length: 1))) == [.reject(.unexpected, type: 2)])
        #expect(
            try written(lone.hear(.segment(.init(flags: .end, transfer: 3, data: [1])))) == [
                .reject(.unexpected, type: 1)
            ])
        let last = lone.hear(.refuse(transfer: 77, .unknown))
        #expect(last.last == .close(.anomalies))
        #expect(lone.session.isClosed)
    }

    @Test func `acknowledgements of more than was sent, or less than before, are not believed`() throws {
        var lone = try LoneSession()
        _ = lone.take(.send(ticket: 1, bundle: [UInt8](repeating: 1, count: 1500)))
        #expect(try written(lone.hear(.acknowledge(flags: .start, transfer: 0, length: 1000))).isEmpty)
        #expect(try written(lone.hear(.acknowledge(flags: [], transfer: 0, length: 999))).count == 1)
        #expect(try written(lone.hear(.acknowledge(flags: .end, transfer: 0, length: 1501))).count == 1)
        #expect(lone.hear(.acknowledge(flags: .end, transfer: 0, length: 1500)) == [.delivered(ticket: 1)])
    }

    @Test func `a transfer begun before the last one ended drops that one`() throws {
        var lone = try LoneSession()
        _ = lone.hear(.segment(.init(flags: .start, transfer: 0, data: [1])))
        let orders = lone.hear(.segment(.init(flags: [.start, .end], transfer: 1, data: [2])))
        #expect(orders.contains(.noted(.unfinished(transfer: 0))))
        #expect(orders.contains(.received(transfer: 1, bundle: [2])))
        #expect(try written(lone.take(.stored(transfer: 1))).count == 1)
    }

    @Test func `a number in use is not taken twice`() throws {
        var lone = try LoneSession()
        _ = lone.hear(.segment(.init(flags: [.start, .end], transfer: 4, data: [1])))
        let again = lone.hear(.segment(.init(flags: [.start, .end], transfer: 4, data: [2])))
        #expect(try written(again) == [.reject(.unexpected, type: 1)])
        #expect(!again.contains(.received(transfer: 4, bundle: [2])))
        #expect(try written(lone.take(.stored(transfer: 4))).count == 1)
    }

    @Test func `an unknown message is rejected and closes`() throws {
        var lone = try LoneSession()
        let orders = lone.take(.received([0xF3, 1, 2]))
        #expect(orders == [.write(octets("0601f3")), .close(.error(.unknownMessage(0xF3)))])
    }

    @Test func `parameters that cannot be worked with are a contact failure`() throws {
        let critical = TCPCLMessage.Extension(isCritical: true, type: 0x8001, value: [])
        let harmless = TCPCLMessage.Extension(isCritical: false, type: 0x8001, value: [1])
        func opening(_ parameters: TCPCLMessage.SessionParameters) throws -> [TCPCLSession.Order] {
            var session = TCPCLSession(role: .passive, settings: try Self.settings())
            _ = session.handle(.connected, at: .zero)
            _ = session.handle(.received(ContactHeader(canTLS: true).encoded), at: .zero)
            return session.handle(.received(TCPCLMessage.initiate(parameters).encoded), at: .zero)
        }
        let failure = TCPCLMessage.terminate(isReply: false, .contactFailure)
        for (parameters, closure) in [
            (.init(keepalive: 1, segmentMRU: 0, transferMRU: 9, nodeID: ""), .notAgreed),
            (.init(keepalive: 1, segmentMRU: 9, transferMRU: 0, nodeID: ""), .notAgreed),
            (.init(keepalive: 1, segmentMRU: 9, transferMRU: 9, nodeID: "", extensions: [critical]), .notAgreed),
            (.init(keepalive: 1, segmentMRU: 9, transferMRU: 9, nodeID: "bob"), .error(.nodeID("bob"))),
        ] as [(TCPCLMessage.SessionParameters, TCPCLSession.Closure)] {
            let orders = try opening(parameters)
            #expect(orders.last == .close(closure))
            #expect(try written(orders) == [failure])
        }
        let orders = try opening(
            .init(keepalive: 1, segmentMRU: 9, transferMRU: 9, nodeID: "ipn:2.0", extensions: [harmless]))
        guard case .opened(let peer)? = orders.first else {
            Issue.record("not opened")
            return
        }
        #expect(peer.extensions == [harmless] && peer.nodeID?.description == "ipn:2.0")
    }

    @Test func `a session that ends before it began says why`() throws {
        var session = TCPCLSession(role: .passive, settings: try Self.settings())
        _ = session.handle(.connected, at: .zero)
        _ = session.handle(.received(ContactHeader(canTLS: false).encoded), at: .zero)
        let orders = session.handle(.received(TCPCLMessage.terminate(isReply: false, .busy).encoded), at: .zero)
        #expect(orders.last == .close(.finished(.busy)))
        var other = TCPCLSession(role: .active, settings: try Self.settings())
        _ = other.handle(.connected, at: .zero)
        _ = other.handle(.received(ContactHeader(canTLS: false).encoded), at: .zero)
        let rejected = other.handle(.received(TCPCLMessage.reject(.unsupported, type: 7).encoded), at: .zero)
        #expect(rejected.last == .close(.notAgreed))
    }

    @Test func `seeded rubbish neither traps nor grows`() throws {
        var numbers = SeededNumbers(seed: 12)
        for _ in 0..<300 {
            var lone = try LoneSession()
            _ = lone.take(.send(ticket: 1, bundle: [UInt8](repeating: 1, count: 3000)))
            for _ in 0..<20 {
                var bytes = TCPCLMessageTests.all.randomElement(using: &numbers)?.encoded ?? []
                if Bool.random(using: &numbers), !bytes.isEmpty {
                    bytes[Int.random(in: bytes.indices, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
                }
                _ = lone.take(.received(bytes))
            }
            #expect(lone.session.unstoredOctets < 1000)
        }
    }
}
