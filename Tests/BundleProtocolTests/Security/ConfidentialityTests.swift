import BundleProtocol
import Testing

@Suite struct ConfidentialityTests {
    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"))
    func `encrypting the original of RFC 9173, A.2, gives its final bundle`() throws {
        var bundle = try Bundle(decoding: SecurityExamples.original, reading: .lenient)
        try bundle.encrypt(
            1, key: .wrapped(SecurityExamples.contentKey, with: SecurityExamples.wrappingKey), iv: SecurityExamples.iv,
            source: EndpointID("ipn:2.1"), scope: [], blockNumber: 2)
        #expect(bundle.encoded() == Examples.bytes("S2"))
        #expect(try bundle.decrypt { _ in SecurityExamples.wrappingKey } == [1])
        #expect(bundle.encoded() == SecurityExamples.original)
    }

    @Test func `RFC 9173, A.3: the payload is decrypted`() throws {
        var bundle = try Bundle(decoding: SecurityExamples.manySources)
        try bundle.decrypt { _ in SecurityExamples.contentKey }
        #expect(bundle.payload == SecurityExamples.text)
        try bundle.verify(0) { _ in SecurityExamples.hmacKey }
    }

    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"))
    func `RFC 9173, A.4: the payload and its signature are decrypted, and the signature holds`() throws {
        var bundle = try Bundle(decoding: Examples.bytes("S4"), reading: .lenient)
        let key = Array("qwertyuiopasdfghqwertyuiopasdfgh".utf8)
        #expect(throws: SecurityError.notSecured(1)) { try bundle.verify(1) { _ in SecurityExamples.hmacKey } }
        #expect(try Set(bundle.decrypt { _ in key }) == [1, 3])
        #expect(bundle.payload == SecurityExamples.text)
        try bundle.verify(1) { _ in SecurityExamples.hmacKey }
    }

    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"))
    func `what another daemon encrypted is decrypted`() throws {
        var bundle = try Bundle(decoding: Examples.bytes("H2"))
        try bundle.decrypt { _ in SecurityExamples.captureKey }
        #expect(bundle.payload.count == 40)
        #expect(bundle.payload.prefix(32).allSatisfy { $0 == 0 })
    }

    private static let key = [UInt8](repeating: 0x77, count: 32)

    @Test(arguments: [1, 4] as [UInt64], [16, 32])
    func `every changed bit of what is covered breaks the decryption`(target: UInt64, length: Int) throws {
        let key = Array(Self.key.prefix(length))
        var bundle = try Samples.group()
        let plain = bundle
        try bundle.encrypt(target, key: .direct(key), iv: SecurityExamples.iv, source: .node("alice"))
        let again = try Bundle(decoding: bundle.encoded())
        #expect(again.block(number: target)?.data != plain.block(number: target)?.data)
        var opened = again
        #expect(try opened.decrypt { _ in key } == [target])
        #expect(opened.block(number: target)?.data == plain.block(number: target)?.data)

        func breaks(_ change: (inout Bundle) -> Void) {
            var changed = again
            change(&changed)
            let before = changed
            #expect(throws: SecurityError.decryption(target)) { try changed.decrypt { _ in key } }
            #expect(changed == before)
        }
        breaks { $0.primary.lifetimeMilliseconds += 1 }
        breaks { $0.extensions[0].flags.formSymmetricDifference(.replicate) }
        breaks { $0.extensions[0].data[$0.extensions[0].data.count - 1] ^= 1 }
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
    }

    @Test func `signed, then encrypted with its signature, and back`() throws {
        var bundle = try Samples.group()
        let signing = [UInt8](repeating: 1, count: 32)
        try bundle.sign(1, key: .direct(signing), source: .node("alice"), blockNumber: 8)
        let signed = bundle
        try bundle.encrypt(1, key: .direct(Self.key), iv: SecurityExamples.iv, source: .node("alice"))
        try bundle.encrypt(8, key: .direct(Self.key), iv: Array("twelve131313".utf8), source: .node("alice"))
        var again = try Bundle(decoding: bundle.encoded())
        #expect(again.block(number: 8)?.data != signed.block(number: 8)?.data)
        #expect(try Set(again.decrypt { _ in Self.key }) == [1, 8])
        #expect(again == signed)
        try again.verify(1) { _ in signing }
    }

    @Test func `without the key the bundle stays as it is`() throws {
        var bundle = try Samples.group()
        try bundle.encrypt(1, key: .direct(Self.key), iv: SecurityExamples.iv, source: .node("alice"))
        let before = bundle
        #expect(try bundle.decrypt { _ in nil } == [])
        #expect(bundle == before)
        #expect(throws: SecurityError.keyLength(16)) { try bundle.decrypt { _ in SecurityExamples.contentKey } }
    }

    @Test func `an encrypted payload can be cut and put together`() throws {
        var bundle = try Samples.group()
        try bundle.encrypt(1, key: .direct(Self.key), iv: SecurityExamples.iv, source: .node("alice"))
        var reassembly = Reassembly()
        for piece in try bundle.fragments(ofAtMost: 9) {
            #expect(piece.extensions.contains { $0.type == .confidentiality })
            if case .complete(var whole) = reassembly.insert(piece, deadline: .zero) {
                try whole.decrypt { _ in Self.key }
                #expect(whole.payload == Samples.alphabet)
            }
        }
    }

    @Test func `what must not be encrypted is not encrypted`() throws {
        var bundle = try Samples.group()
        let key = SecurityKey.direct(Self.key)
        let iv = SecurityExamples.iv
        #expect(throws: SecurityError.forbiddenTarget(0)) { try bundle.encrypt(0, key: key, iv: iv, source: .null) }
        #expect(throws: SecurityError.noTarget(50)) { try bundle.encrypt(50, key: key, iv: iv, source: .null) }
        #expect(throws: SecurityError.ivLength(8)) {
            try bundle.encrypt(1, key: key, iv: [UInt8](repeating: 0, count: 8), source: .null)
        }
        #expect(throws: SecurityError.keyLength(24)) {
            try bundle.encrypt(1, key: .direct([UInt8](repeating: 0, count: 24)), iv: iv, source: .null)
        }
        try bundle.encrypt(1, key: key, iv: iv, source: .null, blockNumber: 9)
        #expect(throws: SecurityError.alreadyEncrypted(1)) {
            try bundle.encrypt(1, key: key, iv: iv, source: .null)
        }
        #expect(throws: SecurityError.forbiddenTarget(9)) { try bundle.encrypt(9, key: key, iv: iv, source: .null) }
    }

    @Test func `security blocks that cannot be are refused`() {
        for text in [
            "", "80", "8101", "810101", "81010101820100", "81010100820100", "8201010100820100 8281820140 80",
            "820102010082010081818201 41aa", "810101 01820100 81 8201 80", "8101010082010081808100",
        ] {
            #expect(throws: BundleError.self, "\(text)") { try SecurityBlock(decoding: octets(text)) }
        }
    }
}
