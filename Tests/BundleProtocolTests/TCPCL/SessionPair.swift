import BundleProtocol

/// Two sessions joined by a wire that cuts the stream as it likes and loses nothing, with nodes that store everything
/// at once unless told otherwise.
struct SessionPair {
    var alice: TCPCLSession
    var bob: TCPCLSession
    var now = Duration.zero
    /// The most octets that are handed over at once.
    var cut = Int.max
    /// False to leave received bundles unstored.
    var stores = true
    /// What each side was ordered, writes and received bundles' acknowledgement left out.
    var aliceOrders: [TCPCLSession.Order] = []
    var bobOrders: [TCPCLSession.Order] = []
    /// Every octet from alice, and from bob.
    var fromAlice: [UInt8] = []
    var fromBob: [UInt8] = []

    private var toBob: [[UInt8]] = []
    private var toAlice: [[UInt8]] = []

    init(
        alice: TCPCLSession.Settings? = nil, bob: TCPCLSession.Settings? = nil, cut: Int = .max
    ) throws {
        self.alice = TCPCLSession(
            role: .active, settings: try alice ?? TCPCLSession.Settings(nodeID: .node("alice")))
        self.bob = TCPCLSession(role: .passive, settings: try bob ?? TCPCLSession.Settings(nodeID: .node("bob")))
        self.cut = cut
        // The passive side first: it waits.
        toB(.connected)
        toA(.connected)
    }

    /// Something happens at alice's side; both sides then talk until nothing is left to say.
    mutating func toA(_ input: TCPCLSession.Input) {
        perform(alice.handle(input, at: now), isAlice: true)
        settle()
    }

    /// Something happens at bob's side.
    mutating func toB(_ input: TCPCLSession.Input) {
        perform(bob.handle(input, at: now), isAlice: false)
        settle()
    }

    /// Time passes for both.
    mutating func advance(_ step: Duration) {
        now += step
        perform(alice.handle(.tick, at: now), isAlice: true)
        perform(bob.handle(.tick, at: now), isAlice: false)
        settle()
    }

    mutating func settle() {
        while !toBob.isEmpty || !toAlice.isEmpty {
            let (bobs, alices) = (toBob, toAlice)
            (toBob, toAlice) = ([], [])
            for bytes in bobs {
                perform(bob.handle(.received(bytes), at: now), isAlice: false)
                perform(alice.handle(.written(bytes.count), at: now), isAlice: true)
            }
            for bytes in alices {
                perform(alice.handle(.received(bytes), at: now), isAlice: true)
                perform(bob.handle(.written(bytes.count), at: now), isAlice: false)
            }
        }
    }

    private mutating func perform(_ orders: [TCPCLSession.Order], isAlice: Bool) {
        for order in orders {
            switch order {
            case .write(let bytes):
                let pieces = stride(from: 0, to: bytes.count, by: cut).map {
                    Array(bytes[$0..<min(bytes.count, $0 + min(cut, bytes.count))])
                }
                if isAlice {
                    fromAlice += bytes
                    toBob += pieces
                } else {
                    fromBob += bytes
                    toAlice += pieces
                }
                continue
            case .received(let transfer, _) where stores:
                if isAlice {
                    aliceOrders.append(order)
                    perform(alice.handle(.stored(transfer: transfer), at: now), isAlice: true)
                } else {
                    bobOrders.append(order)
                    perform(bob.handle(.stored(transfer: transfer), at: now), isAlice: false)
                }
                continue
            default: break
            }
            if isAlice { aliceOrders.append(order) } else { bobOrders.append(order) }
        }
    }

    /// The bundles that bob got.
    var bobsBundles: [[UInt8]] {
        bobOrders.compactMap { order in
            guard case .received(_, let bundle) = order else { return nil }
            return bundle
        }
    }

    /// The bundles that alice got.
    var alicesBundles: [[UInt8]] {
        aliceOrders.compactMap { order in
            guard case .received(_, let bundle) = order else { return nil }
            return bundle
        }
    }

    /// What alice knows to be delivered.
    var alicesDelivered: [UInt64] {
        aliceOrders.compactMap { order in
            guard case .delivered(let ticket) = order else { return nil }
            return ticket
        }
    }
}

/// One side, with the other played by the test.
struct LoneSession {
    var session: TCPCLSession
    var now = Duration.zero

    /// A passive session that knows its peer.
    init(_ settings: TCPCLSession.Settings? = nil, peerKeepalive: UInt16 = 10) throws {
        session = TCPCLSession(role: .passive, settings: try settings ?? .init(nodeID: .node("bob")))
        _ = session.handle(.connected, at: now)
        _ = session.handle(.received(ContactHeader(canTLS: false).encoded), at: now)
        _ = session.handle(
            .received(
                TCPCLMessage.initiate(
                    .init(
                        keepalive: peerKeepalive, segmentMRU: 1000, transferMRU: 10_000, nodeID: "dtn://alice/")
                ).encoded), at: now)
    }

    mutating func hear(_ messages: TCPCLMessage...) -> [TCPCLSession.Order] {
        session.handle(.received(messages.flatMap(\.encoded)), at: now)
    }

    mutating func take(_ input: TCPCLSession.Input) -> [TCPCLSession.Order] { session.handle(input, at: now) }
}

/// The messages in the writes among orders.
func written(_ orders: [TCPCLSession.Order]) throws -> [TCPCLMessage] {
    var reader = TCPCLReader(segmentMRU: .max)
    for case .write(let bytes) in orders { reader.append(bytes) }
    var messages: [TCPCLMessage] = []
    while let message = try reader.next() { messages.append(message) }
    return messages
}
