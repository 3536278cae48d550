import BundleProtocol
import Testing

@Suite struct TCPCLSecurityTests {
    private static func session(
        _ role: TCPCLSession.Role, _ policy: TCPCLSession.TLSPolicy, name: Bool = false
    ) throws -> TCPCLSession {
        var settings = TCPCLSession.Settings(nodeID: try .node("bob"))
        settings.tls = policy
        settings.requiresAuthenticatedName = name
        var session = TCPCLSession(role: role, settings: settings)
        _ = session.handle(.connected, at: .zero)
        return session
    }

    private static let alice = TCPCLMessage.initiate(
        .init(keepalive: 1, segmentMRU: 9, transferMRU: 9, nodeID: "dtn://alice/")
    ).encoded

    @Test(arguments: [TCPCLSession.TLSPolicy.never, .offered, .required], [true, false])
    func `TLS begins where both sides can, and nothing else where it is required`(
        policy: TCPCLSession.TLSPolicy, peerCan: Bool
    ) throws {
        var session = try Self.session(.passive, policy)
        let orders = session.handle(.received(ContactHeader(canTLS: peerCan).encoded + [0x16, 3]), at: .zero)
        let flag: UInt8 = policy == .never ? 0 : 1
        if policy != .never, peerCan {
            // What came behind the header is TLS's already.
            #expect(orders == [.write(octets("64746e2104") + [flag]), .startTLS(received: [0x16, 3])])
        } else if policy == .required {
            #expect(orders == [.write(octets("64746e2104") + [flag] + octets("050004")), .close(.notTrusted)])
        } else {
            guard case .write(let bytes)? = orders.first else {
                Issue.record("\(orders)")
                return
            }
            #expect(bytes.starts(with: octets("64746e2104") + [flag, 7]))
        }
    }

    @Test func `parameters are sent once TLS stands, and not before`() throws {
        var session = try Self.session(.active, .required)
        let orders = session.handle(.received(ContactHeader(canTLS: true).encoded), at: .zero)
        #expect(orders == [.startTLS(received: [])])
        #expect(session.handle(.received(Self.alice), at: .zero).isEmpty)
        let secured = session.handle(.secured(nodeIDs: nil), at: .seconds(1))
        #expect(try written(secured).count == 1)
        #expect(try written(secured).first?.type == 7)
        #expect(!session.isOpen)
        _ = session.handle(.received(Self.alice), at: .seconds(1))
        #expect(session.isOpen && session.peer?.isAuthenticated == false)
    }

    @Test func `a certificate proves the name, or proves it wrong`() throws {
        for (names, required, isOpen, isProved) in [
            (["dtn://alice/"], true, true, true), (["dtn://mallory/"], false, false, false),
            (["ipn:5.0", "dtn://alice/"], false, true, true), (nil, false, true, false), (nil, true, false, false),
        ] as [([String]?, Bool, Bool, Bool)] {
            var session = try Self.session(.passive, .required, name: required)
            _ = session.handle(.received(ContactHeader(canTLS: true).encoded), at: .zero)
            _ = session.handle(.secured(nodeIDs: try names?.map { try EndpointID($0) }), at: .zero)
            let orders = session.handle(.received(Self.alice), at: .zero)
            #expect(session.isOpen == isOpen)
            if isOpen {
                #expect(session.peer?.isAuthenticated == isProved)
            } else {
                #expect(try written(orders) == [.terminate(isReply: false, .contactFailure)])
                #expect(orders.last == .close(.notTrusted))
            }
        }
    }

    @Test func `TLS that does not come is not waited for`() throws {
        var session = try Self.session(.active, .offered)
        _ = session.handle(.received(ContactHeader(canTLS: true).encoded), at: .zero)
        #expect(session.handle(.tick, at: .seconds(5)) == [.close(.contactTimeout)])
        session = try Self.session(.active, .offered)
        _ = session.handle(.received(ContactHeader(canTLS: true).encoded), at: .zero)
        #expect(session.handle(.disconnected, at: .zero) == [.close(.disconnected)])
    }
}
