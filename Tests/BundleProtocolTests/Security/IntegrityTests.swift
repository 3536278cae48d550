import BundleProtocol
import Testing

/// Keys of the examples in RFC 9173, appendix A, and of the captures.
enum SecurityExamples {
    static let hmacKey = octets("1a2b1a2b1a2b1a2b1a2b1a2b1a2b1a2b")
    static let wrappingKey = Array("abcdefghijklmnop".utf8)
    static let contentKey = Array("qwertyuiopasdfgh".utf8)
    static let captureKey = Array("qwertyuiopasdfghqwertyuiopasdfgh".utf8)
    static let countingKey = (0..<32).map { UInt8($0) }
    static let iv = Array("Twelve121212".utf8)
    static let text = Array("Ready to generate a 32-byte payload".utf8)
    static let original = octets(
        "9f88070000820282010282028202018202820201820018281a000f424085010100005823526561647920746f2067656e65726174652061"
            + "2033322d62797465207061796c6f6164ff")

    /// RFC 9173, A.3.5: the primary block and the age are signed by a node on the way, the payload is encrypted.
    static let manySources = octets(
        """
        9f88070000820282010282028202018202820201820018281a000f4240850b030000585c82000201018202820300828201058203
        00828182015820cac6ce8e4c5dae57988b757e49a6dd1431dc04763541b2845098265bc817241b81820158203ed614c0d97f49b3
        633627779aa18a338d212bf3c92b97759d9739cd50725596850c04010058348101020182028202018382014c5477656c76653132
        313231328202018204008181820150efa4b5ac0108e3816c5606479801bc0485070200004319012c850101000058233a09c1e63f
        e23a7f66a59c7303837241e070b02619fc59c5214a22f08cd70795e73e9aff
        """)
}

@Suite struct IntegrityTests {
    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"))
    func `signing the original of RFC 9173, A.1, gives its final bundle`() throws {
        var bundle = try Bundle(decoding: SecurityExamples.original, reading: .lenient)
        try bundle.sign(
            1, key: .direct(SecurityExamples.hmacKey), source: EndpointID("ipn:2.1"), variant: .sha512, scope: [],
            blockNumber: 2)
        #expect(bundle.encoded() == Examples.bytes("S1"))
    }

    @Test(
        .enabled(if: Examples.isHere, "\(Examples.notHere)"),
        arguments: [
            ("S1", "ipn:2.1", "1a2b", 1), ("H1", "ipn:1.1", "1a2b", 1), ("S5", "", "count", 0), ("S5", "", "count", 1),
        ]
            as [(String, String, String, UInt64)])
    func `signatures of the examples and of another daemon hold, and not with another key`(
        name: String, signer: String, key: String, target: UInt64
    ) throws {
        let key = key == "count" ? SecurityExamples.countingKey : SecurityExamples.hmacKey
        let bundle = try Bundle(decoding: Examples.bytes(name), reading: .lenient)
        let signers = try bundle.verify(target) { _ in key }
        #expect(signers.count == 1)
        var other = key
        other[0] ^= 1
        #expect(throws: SecurityError.signature(target)) { try bundle.verify(target) { _ in other } }
        #expect(throws: SecurityError.signature(target)) { try bundle.verify(target) { _ in nil } }
        #expect(throws: SecurityError.notSecured(9)) { try bundle.verify(9) { _ in key } }
    }

    @Test func `RFC 9173, A.3: two targets of one block hold, the primary block among them`() throws {
        let bundle = try Bundle(decoding: SecurityExamples.manySources)
        #expect(bundle.encoded() == SecurityExamples.manySources)
        for target in [0, 2] as [UInt64] {
            let signers = try bundle.verify(target) { _ in SecurityExamples.hmacKey }
            #expect(signers.map(\.description) == ["ipn:3.0"])
        }
        #expect(throws: SecurityError.notSecured(1)) { try bundle.verify(1) { _ in SecurityExamples.hmacKey } }
    }

    private static let key = [UInt8](repeating: 0x5A, count: 32)

    @Test(arguments: [0, 1, 4] as [UInt64], [HMACVariant.sha256, .sha384, .sha512])
    func `every changed bit of what is covered breaks the signature`(target: UInt64, variant: HMACVariant) throws {
        var bundle = try Samples.group()
        try bundle.sign(target, key: .direct(Self.key), source: .node("alice"), variant: variant)
        let again = try Bundle(decoding: bundle.encoded())
        #expect(try again.verify(target) { _ in Self.key } == [.node("alice")])

        func breaks(_ change: (inout Bundle) -> Void) {
            var changed = again
            change(&changed)
            #expect(throws: SecurityError.signature(target)) { try changed.verify(target) { _ in Self.key } }
        }
        breaks { $0.primary.lifetimeMilliseconds += 1 }
        breaks { $0.primary.created.sequence += 1 }
        breaks { $0.primary.destination = $0.primary.source }
        breaks { $0.extensions[0].flags = .replicate }
        if target == 0 { return }
        let place = again.extensions.firstIndex { $0.number == target }
        let data = place.map { again.extensions[$0].data } ?? again.payload
        for bit in 0..<data.count * 8 {
            breaks {
                if let place {
                    $0.extensions[place].data[bit / 8] ^= 1 << UInt8(bit % 8)
                } else {
                    $0.payload[bit / 8] ^= 1 << UInt8(bit % 8)
                }
            }
        }
        breaks { if let place { $0.extensions[place].flags = [] } else { $0.payloadBlock.flags = .replicate } }
    }

    @Test func `what the scope leaves out may change on the way`() throws {
        var bundle = try Samples.group()
        try bundle.sign(1, key: .direct(Self.key), source: .node("alice"), scope: [])
        bundle.primary.lifetimeMilliseconds += 5
        bundle.payloadBlock.flags = .replicate
        try bundle.verify(1) { _ in Self.key }
        try bundle.prepareForForwarding(by: .node("b"), now: nil, residence: .zero)
        try bundle.verify(1) { _ in Self.key }
    }

    @Test func `a signature survives the way and loses the code of its target`() throws {
        var bundle = try Samples.group()
        try bundle.sign(1, key: .direct(Self.key), source: .node("alice"))
        try bundle.sign(0, key: .direct(Self.key), source: .node("alice"))
        #expect(bundle.payloadBlock.crc == .none && bundle.primary.crc == .none)
        try bundle.prepareForForwarding(by: .node("b"), now: nil, residence: .seconds(3))
        let again = try Bundle(decoding: bundle.encoded())
        try again.verify(0) { _ in Self.key }
        // The payload was signed while the primary block still had its code, which is part of what was covered.
        #expect(throws: SecurityError.signature(1)) { try again.verify(1) { _ in Self.key } }
        var other = try Samples.group()
        try other.sign(0, key: .direct(Self.key), source: .node("alice"))
        try other.sign(1, key: .direct(Self.key), source: .node("alice"))
        try other.verify(0) { _ in Self.key }
        try other.verify(1) { _ in Self.key }
    }

    @Test func `a wrapped key signs`() throws {
        var bundle = try Samples.group()
        let key = SecurityKey.wrapped(Self.key, with: SecurityExamples.wrappingKey)
        try bundle.sign(1, key: key, source: .node("alice"), variant: .sha384)
        try bundle.verify(1) { _ in SecurityExamples.wrappingKey }
        #expect(throws: SecurityError.keyUnwrapping) { try bundle.verify(1) { _ in SecurityExamples.contentKey } }
        #expect(throws: SecurityError.keyLength(32 - 1)) {
            try bundle.verify(1) { _ in [UInt8](repeating: 0, count: 31) }
        }
    }

    @Test func `what must not be signed is not signed`() throws {
        var bundle = try Samples.group()
        let key = SecurityKey.direct(Self.key)
        #expect(throws: SecurityError.noTarget(77)) { try bundle.sign(77, key: key, source: .node("a")) }
        #expect(throws: SecurityError.keyLength(15)) {
            try bundle.sign(1, key: .direct([UInt8](repeating: 0, count: 15)), source: .node("a"))
        }
        try bundle.sign(1, key: key, source: .node("a"), blockNumber: 9)
        #expect(throws: SecurityError.forbiddenTarget(9)) { try bundle.sign(9, key: key, source: .node("a")) }
        try bundle.encrypt(1, key: key, iv: SecurityExamples.iv, source: .node("a"))
        #expect(throws: SecurityError.alreadyEncrypted(1)) { try bundle.sign(1, key: key, source: .node("a")) }
    }
}
