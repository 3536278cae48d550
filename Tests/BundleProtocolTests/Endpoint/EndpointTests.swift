import BundleProtocol
import Testing

@Suite struct EndpointTests {
    @Test(arguments: [
        ("ipn:1.2", "8202820102"), ("ipn:1.0", "8202820100"), ("ipn:0.1.2", "8202820102"),
        ("ipn:977000.1.3", "8202821b000ee8680000000103"), ("ipn:!.7", "8202821affffffff07"), ("ipn:0.0", "820100"),
        ("ipn:0.0.0", "820100"), ("dtn:none", "820100"), ("dtn://somewhere/", "82016c2f2f736f6d6577686572652f"),
        ("dtn://somewhere/else/", "8201712f2f736f6d6577686572652f656c73652f"),
        ("dtn://somewhere//", "82016d2f2f736f6d6577686572652f2f"), ("dtn://alice/", "8201682f2f616c6963652f"),
        ("dtn://chat/~room1", "82016d2f2f636861742f7e726f6f6d31"),
    ])
    func `texts have their wire form`(text: String, wire: String) throws {
        let endpoint = try EndpointID(text)
        #expect(endpoint.encoded == octets(wire))
        #expect(try EndpointID(decoding: octets(wire)) == endpoint)
    }

    @Test(arguments: [
        "", "dtn:", "dtn:somewhere", "dtn://somewhere", "dtn:///x", "dtn://a b/", "dtn://a/b c", "dtn://a/ü",
        "dtn://a/\u{7F}", "ipn:1", "ipn:1.2.3.4", "ipn:0.1", "ipn:4294967296.1", "ipn:1.4294967296", "ipn:-1.2",
        "ipn:+1.2",
        "ipn:1.", "ipn:.1", "ipn:!.!", "ipn:1.!.2", "http://x/", "dtn",
    ])
    func `what is no endpoint is refused with what to write`(text: String) {
        let error = #expect(throws: EndpointError.self) { try EndpointID(text) }
        #expect(error?.description.isEmpty == false)
    }

    @Test(arguments: [
        "dtn://alice/", "dtn://alice/chat", "dtn://chat/~room1", "ipn:3.1", "ipn:977000.100.1", "ipn:!.7", "dtn:none",
    ])
    func `an endpoint is written as it is read`(text: String) throws {
        #expect(try EndpointID(text).description == text)
    }

    @Test func `three elements are the same endpoint as two and stay three on the wire`() throws {
        let two = octets("8202821b000ee8680000006401")
        let three = octets("8202831a000ee868186401")
        let (a, b) = (try EndpointID(decoding: two), try EndpointID(decoding: three))
        #expect(a == b && a.hashValue == b.hashValue)
        #expect(a.encoded == two && b.encoded == three)
        #expect(b.nodeID?.description == "ipn:977000.100.0")
    }

    @Test func `groups, nodes and nobody are told apart`() throws {
        let alice = try EndpointID("dtn://alice/")
        let chat = try EndpointID("dtn://alice/chat")
        let room = try EndpointID("dtn://chat/~room")
        #expect(alice.isSingleton && alice.isNodeID && !alice.isNull)
        #expect(chat.isSingleton && !chat.isNodeID && chat.nodeID == alice)
        #expect(!room.isSingleton && !room.isNodeID)
        #expect(!EndpointID.null.isSingleton && EndpointID.null.isNull && EndpointID.null.nodeID == nil)
        let ipn = try EndpointID("ipn:3.1")
        #expect(ipn.isSingleton && !ipn.isNodeID)
        #expect(try ipn.nodeID == EndpointID("ipn:3.0"))
        #expect(try EndpointID.node("bob") == EndpointID("dtn://bob/"))
        if case .dtn(let name) = room {
            #expect(name.nodeName == "chat" && name.demux == "~room" && name.isGroup)
        } else {
            Issue.record("no dtn name")
        }
    }

    @Test func `service of node 0 on the wire means nobody`() throws {
        let endpoint = try EndpointID(decoding: octets("8202820005"))
        #expect(endpoint.isNull && !endpoint.isSingleton)
        #expect(endpoint.encoded == octets("8202820005"))
    }

    @Test(arguments: ["82030142", "820a8301826161f4a0"]) func `unknown schemes are kept and are nobody's`(text: String)
        throws
    {
        let bytes = octets(text).prefix(text == "82030142" ? 3 : .max)
        let endpoint = try EndpointID(decoding: Array(bytes))
        #expect(endpoint.encoded == Array(bytes))
        #expect(!endpoint.isSingleton && !endpoint.isNull && endpoint.nodeID == nil)
    }

    @Test(arguments: [
        "8201672f2f616c696365", "820101", "82016161", "8202820301ff", "82028103", "82028401020304",
        "8202831b00000001000000000101", "820282011b0000000100000000", "8101", "83010000", "820160", "82014100", "00",
    ])
    func `wire forms that cannot be are refused`(text: String) {
        #expect(throws: BundleError.self) { try EndpointID(decoding: octets(text)) }
    }

    @Test func `a name longer than 1,023 octets is refused`() throws {
        let long = "dtn://a/" + String(repeating: "x", count: 1019)
        #expect(try EndpointID(long).encoded.count == 1028)
        #expect(throws: EndpointError.tooLong(1024)) { try EndpointID(long + "x") }
    }
}
