import Foundation
import Testing

@testable import BloomFilter

@Suite struct BloomFilterTests {
    @Test func `none of a million keys is denied`() throws {
        var filter = BloomFilter(shape: try BloomShape(members: 1_000_000, probability: 0.01), salt: 7)
        var numbers = SeededNumbers(seed: 1)
        for _ in 0..<1_000_000 { filter.insert(numbers.key()) }
        numbers = SeededNumbers(seed: 1)
        var denied = 0
        for _ in 0..<1_000_000 where !filter.contains(numbers.key()) { denied += 1 }
        #expect(denied == 0)
        #expect(filter.additions == 1_000_000)
    }

    @Test(arguments: 0...40) func `keys of every length are held, and are not the shorter or longer ones`(
        length: Int
    ) throws {
        var numbers = SeededNumbers(seed: UInt64(length))
        // So many bits that a mistake would be a defect and not chance: 2⁻⁶⁰.
        let shape = try BloomShape(bitCount: 1 << 20, hashCount: 10)
        var filter = BloomFilter(shape: shape, salt: numbers.next())
        let key = numbers.key(length)
        filter.insert(key)
        #expect(filter.contains(key))
        #expect(!filter.contains(key + [0]))
        if length > 0 {
            #expect(!filter.contains(Array(key.dropLast())))
            for index in key.indices {
                var other = key
                other[index] ^= 1
                #expect(!filter.contains(other), "octet \(index)")
            }
        }
    }

    @Test(arguments: [BloomFilter.Hashing.salted(9), .javaMD5]) func `16 octets are the same key as their two words`(
        hashing: BloomFilter.Hashing
    ) throws {
        let shape = try BloomShape(bitCount: 1 << 20, hashCount: 10)
        var (octets, words) = (
            try BloomFilter(shape: shape, hashing: hashing), try BloomFilter(shape: shape, hashing: hashing)
        )
        octets.insert([0, 1, 2, 3, 4, 5, 6, 7, 0xF8, 9, 10, 11, 12, 13, 14, 15])
        words.insert(high: 0x0001_0203_0405_0607, low: 0xF809_0A0B_0C0D_0E0F)
        #expect(words == octets)
        #expect(octets.contains(high: 0x0001_0203_0405_0607, low: 0xF809_0A0B_0C0D_0E0F))
        #expect(!octets.contains(high: 0x0001_0203_0405_0607, low: 0xF809_0A0B_0C0D_0E0E))
    }

    /// The sizes of the table measured with Java-BloomFilter: members, asked rate.
    static let sizes: [(members: Int, probability: Double)] = [
        (100, 0.1), (100, 0.01), (1000, 0.1), (1000, 0.01), (1000, 0.001), (1000, 0.0001), (10_000, 0.01),
        (10_000, 0.001), (10_000, 0.0001), (100_000, 0.01), (100_000, 0.001),
    ]

    @Test(arguments: sizes) func `strangers pass at the rate of theory, within 3 standard deviations`(
        size: (members: Int, probability: Double)
    ) throws {
        let shape = try BloomShape(members: size.members, probability: size.probability)
        let filters = max(1, min(100, 20_000 / size.members))
        let probes = 200_000 / filters
        var numbers = SeededNumbers(seed: UInt64(size.members) ^ size.probability.bitPattern)
        var passed = 0
        for _ in 0..<filters {
            var filter = BloomFilter(shape: shape, salt: numbers.next())
            for _ in 0..<size.members { filter.insert(numbers.key()) }
            for _ in 0..<probes where filter.contains(numbers.key()) { passed += 1 }
        }
        let total = Double(probes * filters)
        let theory = Theory(shape: shape, members: size.members)
        let deviation = (theory.rate * (1 - theory.rate) / total + theory.variance / Double(filters)).squareRoot()
        #expect(
            abs(Double(passed) / total - theory.rate) <= 3 * deviation,
            "\(Double(passed) / total), theory \(theory.rate) ± \(deviation)")
        #expect(theory.rate < size.probability * 1.1 && theory.rate > size.probability * 0.9)
    }

    /// The expectation and variance of a filter's rate, with the scatter of the bits that n keys happen to set.
    struct Theory {
        var rate: Double
        var variance: Double

        init(shape: BloomShape, members: Int) {
            let m = Double(shape.bitCount)
            let k = Double(shape.hashCount)
            let balls = k * Double(members)
            let fill = shape.expectedFill(members: Double(members))
            // Balls into bins: the variance of the share of empty bins (Feller, chapter IV.2).
            let empty = pow(1 - 1 / m, balls)
            let scatter = empty / m + (1 - 1 / m) * pow(1 - 2 / m, balls) - empty * empty
            rate = pow(fill, k) + k * (k - 1) / 2 * pow(fill, k - 2) * scatter
            variance = pow(k * pow(fill, k - 1), 2) * scatter
        }
    }

    @Test func `a new salt for each contact frees what the last one withheld`() throws {
        var numbers = SeededNumbers(seed: 5)
        let held = (0..<1000).map { _ in numbers.key() }
        var missing = (0..<20_000).map { _ in numbers.key() }
        let shape = try BloomShape(members: held.count, probability: 0.01)
        var withheld: [Int] = []
        for _ in 0..<3 {
            var filter = BloomFilter(shape: shape, salt: numbers.next())
            for key in held { filter.insert(key) }
            missing = missing.filter(filter.contains)
            withheld.append(missing.count)
        }
        #expect((100...300).contains(withheld[0]))
        #expect(withheld[1] < 10)
        #expect(withheld[2] == 0)
    }

    @Test func `a member is estimated and not counted`() throws {
        var filter = BloomFilter(shape: try BloomShape(members: 1000, probability: 0.001), salt: 3)
        #expect(filter.estimatedMembers == 0)
        for _ in 0..<50 { filter.insert([1, 2, 3]) }
        #expect(filter.additions == 50)
        #expect(abs((filter.estimatedMembers ?? 0) - 1) < 0.01)
        var numbers = SeededNumbers(seed: 9)
        for _ in 0..<999 { filter.insert(numbers.key()) }
        #expect(abs((filter.estimatedMembers ?? 0) - 1000) < 30)
        #expect(abs(filter.fill - 0.5) < 0.02)
        #expect(abs(filter.falsePositiveRate - 0.001) < 0.0003)
    }

    @Test func `a union holds what either holds and is the filter of both sets`() throws {
        var numbers = SeededNumbers(seed: 11)
        let shape = try BloomShape(members: 200, probability: 0.01)
        let keys = (0..<200).map { _ in numbers.key() }
        var (left, right, both) = (
            BloomFilter(shape: shape, salt: 1), BloomFilter(shape: shape, salt: 1), BloomFilter(shape: shape, salt: 1)
        )
        for (index, key) in keys.enumerated() {
            if index < 120 { left.insert(key) } else { right.insert(key) }
            both.insert(key)
        }
        try left.formUnion(right)
        #expect(left == both)
        #expect(keys.allSatisfy(left.contains))
    }

    @Test func `filters that differ are not joined, and say in what`() throws {
        let filter = BloomFilter(shape: try BloomShape(bitCount: 100, hashCount: 3), salt: 1)
        let others = [
            (BloomFilter(shape: try BloomShape(bitCount: 101, hashCount: 3), salt: 1), "bits"),
            (BloomFilter(shape: try BloomShape(bitCount: 100, hashCount: 4), salt: 1), "hashes"),
            (BloomFilter(shape: try BloomShape(bitCount: 100, hashCount: 3), salt: 2), "salt"),
            (try BloomFilter(shape: try BloomShape(bitCount: 100, hashCount: 3), hashing: .javaMD5), "hashing"),
        ]
        for (other, word) in others {
            var joined = filter
            let error = #expect(throws: BloomError.self) { try joined.formUnion(other) }
            #expect(error?.description.contains(word) ?? false)
            #expect(joined == filter)
        }
    }

    @Test(arguments: [1, 2, 63, 64, 65, 1000]) func `a filter of few bits keeps its keys`(bits: UInt64) throws {
        var filter = BloomFilter(shape: try BloomShape(bitCount: bits, hashCount: 64), salt: 5)
        filter.insert([1])
        #expect(filter.contains([1]))
        #expect(filter.positions.allSatisfy { $0 < bits })
        #expect(filter.setBits == UInt64(filter.positions.count))
    }
}
