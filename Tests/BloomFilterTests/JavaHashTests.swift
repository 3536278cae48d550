import Testing

@testable import BloomFilter

@Suite struct JavaHashTests {
    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
        ("abc", "900150983cd24fb0d6963f7d28e17f72"), ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
        (
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            "d174ab98d277d9f5a5611c2c9f419d9f"
        ),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a"
        ),
    ])
    func `MD5 is that of RFC 1321, A.5`(text: String, digest: String) {
        let hex = MD5.digest(Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(hex == digest)
    }

    @Test func `the hashes of foo are the class's`() {
        let key = Array("foo".utf8)
        #expect(
            JavaHash.hashes(of: key.span.bytes, count: 4) == [-1_710_797_018, 906_458_315, -294_146_776, 328_140_428])
        #expect(JavaHash.hashes(of: key.span.bytes, count: 2) == [-1_710_797_018, 906_458_315])
    }

    @Test func `foo sets the bits that it sets in the class`() throws {
        var filter = try BloomFilter(shape: BloomShape(bitCount: 100, hashCount: 7), hashing: .javaMD5)
        filter.insert(Array("foo".utf8))
        #expect(filter.positions == [2, 15, 18, 28, 29, 76, 82])
        #expect(filter.contains(Array("foo".utf8)))
        #expect(!filter.contains(Array("bar".utf8)))
    }

    @Test func `bits of Java's BitSet make the same filter`() throws {
        let shape = try BloomShape(bitCount: 100, hashCount: 7)
        var filter = try BloomFilter(shape: shape, hashing: .javaMD5)
        filter.insert(Array("foo".utf8))
        // BitSet.toByteArray() leaves out zero octets at the end.
        var octets = filter.octets
        #expect(octets.count == 13)
        while octets.last == 0 { octets.removeLast() }
        #expect(try BloomFilter(shape: shape, hashing: .javaMD5, octets: octets, additions: 1) == filter)
    }

    @Test func `no key is denied, and strangers pass as often as with the class`() throws {
        var filter = try BloomFilter(shape: .asJava(members: 1000, probability: 0.01), hashing: .javaMD5)
        var numbers = SeededNumbers(seed: 3)
        let keys = (0..<1000).map { _ in numbers.key() }
        for key in keys { filter.insert(key) }
        #expect(keys.allSatisfy(filter.contains))
        let passed = (0..<4000).filter { _ in filter.contains(numbers.key()) }.count
        // 0.0078 of 4,000 are 31 ± 5.6.
        #expect((14...48).contains(passed))
    }

    @Test func `more bits than a Java int counts are refused`() throws {
        let shape = try BloomShape(bitCount: 1 << 31, hashCount: 7)
        #expect(throws: BloomError.tooManyBits(1 << 31, limit: (1 << 31) - 1)) {
            try BloomFilter(shape: shape, hashing: .javaMD5)
        }
    }
}
