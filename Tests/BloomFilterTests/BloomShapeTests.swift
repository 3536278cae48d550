import BloomFilter
import Testing

@Suite struct BloomShapeTests {
    @Test(
        arguments: [
            (1000, 0.01, 9586, 7), (10_000, 0.001, 143_776, 10), (100, 0.01, 959, 7), (500, 0.0001, 9586, 13),
            (1, 0.5, 2, 1), (0, 0.001, 15, 10),
        ] as [(Int, Double, UInt64, Int)])
    func `the size is −n ln p / (ln 2)² and k = m/n · ln 2`(
        members: Int, probability: Double, bits: UInt64, hashes: Int
    ) throws {
        let shape = try BloomShape(members: members, probability: probability)
        #expect(shape.bitCount == bits)
        #expect(shape.hashCount == hashes)
        #expect(shape.byteCount == (bits + 7) / 8)
    }

    @Test(
        arguments: [
            (100, 0.1, 578, 4), (100, 0.01, 1010, 7), (1000, 0.1, 5771, 4), (1000, 0.01, 10_099, 7),
            (1000, 0.001, 14_427, 10), (1000, 0.0001, 20_198, 14), (10_000, 0.01, 100_989, 7),
            (10_000, 0.001, 144_270, 10), (10_000, 0.0001, 201_978, 14), (100_000, 0.01, 1_009_887, 7),
            (100_000, 0.001, 1_442_696, 10),
        ] as [(Int, Double, UInt64, Int)])
    func `the Java sizes are those that were measured of the class`(
        members: Int, probability: Double, bits: UInt64, hashes: Int
    ) throws {
        let shape = try BloomShape.asJava(members: members, probability: probability)
        #expect(shape.bitCount == bits)
        #expect(shape.hashCount == hashes)
    }

    @Test(arguments: [0, 1, -0.1, 1.5, .nan, .infinity]) func `a rate outside 0 to 1 is refused`(rate: Double) {
        #expect(throws: BloomError.self) { try BloomShape(members: 10, probability: rate) }
        #expect(throws: BloomError.self) { try BloomShape.asJava(members: 10, probability: rate) }
    }

    @Test func `m = 0, k = 0 and absurd numbers are refused`() {
        #expect(throws: BloomError.zeroBits) { try BloomShape(bitCount: 0, hashCount: 1) }
        #expect(throws: BloomError.zeroHashes) { try BloomShape(bitCount: 1, hashCount: 0) }
        #expect(throws: BloomError.zeroHashes) { try BloomShape(bitCount: 1, hashCount: -3) }
        #expect(throws: BloomError.tooManyHashes(65, limit: 64)) { try BloomShape(bitCount: 1, hashCount: 65) }
        #expect(throws: BloomError.tooManyBits(1 << 40, limit: 1 << 36)) {
            try BloomShape(bitCount: 1 << 40, hashCount: 1)
        }
        #expect(throws: BloomError.self) { try BloomShape(members: .max, probability: 0.001) }
        #expect(throws: BloomError.self) { try BloomShape.asJava(members: .max, probability: 0.001) }
        #expect(throws: BloomError.self) { try BloomShape.asJava(members: 200_000_000, probability: 0.001) }
    }

    @Test func `the estimate inverts the expected fill`() throws {
        let shape = try BloomShape(members: 5000, probability: 0.01)
        for members in [1.0, 10, 1000, 5000, 20_000] {
            let bits = shape.expectedFill(members: members) * Double(shape.bitCount)
            let estimate = try #require(shape.estimatedMembers(setBits: UInt64(bits.rounded())))
            #expect(abs(estimate - members) <= max(0.2, members * 0.001))
        }
        #expect(shape.estimatedMembers(setBits: shape.bitCount) == nil)
        #expect(shape.falsePositiveRate(members: 5000) > 0.0099 && shape.falsePositiveRate(members: 5000) < 0.0101)
    }
}
