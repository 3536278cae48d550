import BundleProtocol
import Testing

@Suite struct BundleIDTests {
    @Test func `the digest is SHA-256 over the name, cut in half`() throws {
        let id = try Samples.group().id
        // sha256sum over 82 8201682f2f616c6963652f 821b00000080d427ec0002.
        #expect(hex(id.digest) == "4d43b1e7b9e3506ec2bf83e682fc944e")
        var part = id
        part.fragment = .init(offset: 10, length: 16)
        #expect(part.digest != id.digest && part.whole.digest == id.digest)
    }

    @Test func `one name has one digest`() throws {
        let then = CreationTimestamp(time: DTNTime(milliseconds: 5), sequence: 0)
        let two = BundleID(source: try EndpointID(decoding: octets("8202821b000ee8680000006401")), created: then)
        let three = BundleID(source: try EndpointID(decoding: octets("8202831a000ee868186401")), created: then)
        #expect(two == three && two.digest == three.digest)
        var later = two
        later.created.sequence = 1
        #expect(later.digest != two.digest)
    }
}
