import BloomFilter
import Testing

@Suite struct BloomWireTests {
    private static func filter(_ members: Int = 20, hashing: BloomFilter.Hashing = .salted(0x0102_0304_0506_0708))
        throws -> BloomFilter
    {
        var filter = try BloomFilter(shape: BloomShape(members: members, probability: 0.01), hashing: hashing)
        for index in 0..<members { filter.insert([UInt8(index & 0xFF), UInt8(index >> 8)]) }
        return filter
    }

    @Test func `the header is as documented`() throws {
        let bytes = try Self.filter().encoded()
        #expect(bytes.count == 40 + 24)
        #expect(Array(bytes[..<8]) == [0x53, 0x42, 0x4C, 0x46, 1, 0, 7, 0])
        #expect(Array(bytes[8..<16]) == [192, 0, 0, 0, 0, 0, 0, 0])
        #expect(Array(bytes[16..<24]) == [20, 0, 0, 0, 0, 0, 0, 0])
        #expect(Array(bytes[24..<32]) == [8, 7, 6, 5, 4, 3, 2, 1])
    }

    /// Octets as a second implementation, in another language, made them from the documentation: another version of the program must read what this one wrote.
    @Test func `the wire form of known keys never changes`() throws {
        var filter = BloomFilter(shape: try BloomShape(bitCount: 60, hashCount: 3), salt: 0xDEAD_BEEF)
        for text in ["", "a", "stork", "0123456789abcdef", "0123456789abcdef0123456789abcdef!"] {
            filter.insert(Array(text.utf8))
        }
        let hex = filter.encoded().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(
            hex == """
                53424c46010003003c000000000000000500000000000000efbeadde00000000\
                6ce0ece76f4112434022488400645500
                """)
    }

    @Test(arguments: [1, 5, 63, 64, 65, 1000]) func `what was written is read`(members: Int) throws {
        let filter = try Self.filter(members)
        let again = try BloomFilter(decoding: filter.encoded())
        #expect(again == filter)
        let java = try Self.filter(members, hashing: .javaMD5)
        #expect(try BloomFilter(decoding: java.encoded()) == java)
    }

    @Test func `a filter cut short at any place is refused`() throws {
        let bytes = try Self.filter().encoded()
        for count in bytes.indices {
            #expect(throws: BloomError.self, "\(count)") { try BloomFilter(decoding: Array(bytes[..<count])) }
        }
        #expect(throws: BloomError.trailing(expected: 64, available: 65)) {
            try BloomFilter(decoding: bytes + [0])
        }
    }

    @Test func `every flipped bit is noticed`() throws {
        let bytes = try Self.filter().encoded()
        for bit in 0..<bytes.count * 8 {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: BloomError.self, "bit \(bit)") { try BloomFilter(decoding: damaged) }
        }
    }

    /// A wire form with any numbers in its header and a checksum that fits.
    private func forged(
        hashes: UInt16 = 7, bits: UInt64 = 64, version: UInt8 = 1, hashing: UInt8 = 0, body: [UInt8]
    ) -> [UInt8] {
        func octets(_ number: UInt64, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
        }
        var bytes: [UInt8] = [0x53, 0x42, 0x4C, 0x46, version, hashing]
        bytes += octets(UInt64(hashes), 2) + octets(bits, 8) + octets(1, 8) + octets(0, 8)
        // The checksum that fits is the one the reader says it computed.
        do throws(BloomError) { _ = try BloomFilter(decoding: bytes + octets(0, 8) + body, limits: .file) } catch {
            if case .checksumMismatch(_, let computed) = error { return bytes + octets(computed, 8) + body }
        }
        return bytes + octets(0, 8) + body
    }

    @Test func `hostile filters are refused with their reason`() throws {
        let half: [UInt8] = [0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55]
        #expect(try BloomFilter(decoding: forged(body: half)).fill == 0.5)
        let cases: [([UInt8], BloomError)] = [
            (forged(hashes: 0, body: half), .zeroHashes),
            (forged(hashes: 65, body: half), .tooManyHashes(65, limit: 64)),
            (forged(bits: 0, body: []), .zeroBits),
            (forged(bits: 1 << 40, body: half), .tooManyBits(1 << 40, limit: 1 << 27)),
            (forged(bits: .max, body: half), .tooManyBits(.max, limit: 1 << 27)),
            (forged(bits: 1 << 27, body: half), .cutShort(expected: 40 + (1 << 24), available: 48)),
            (forged(bits: 65, body: half), .cutShort(expected: 49, available: 48)),
            (forged(bits: 56, body: half), .trailing(expected: 47, available: 48)),
            (forged(bits: 62, body: half), .strayBits),
            (forged(version: 2, body: half), .unsupportedVersion(2)),
            (forged(hashing: 9, body: half), .unknownHashing(9)),
            (forged(bits: 1 << 31, hashing: 1, body: half), .tooManyBits(1 << 31, limit: 1 << 27)),
            (forged(body: [UInt8](repeating: 0xFF, count: 8)), .tooFull(fill: 1, limit: 0.6)),
            (forged(body: half.map { $0 | 0x22 }), .tooFull(fill: 0.75, limit: 0.6)),
            ([], .cutShort(expected: 40, available: 0)),
            ([0x53, 0x42], .cutShort(expected: 40, available: 2)),
            (Array("GIF89a and more".utf8), .notAFilter),
        ]
        for (bytes, expected) in cases {
            let error = #expect(throws: BloomError.self) { try BloomFilter(decoding: bytes) }
            #expect(error == expected)
            #expect(error?.description.isEmpty == false)
        }
    }

    @Test func `a full filter of one's own is read, and known not to tell anything`() throws {
        let full = try BloomFilter(decoding: forged(body: [UInt8](repeating: 0xFF, count: 8)), limits: .file)
        #expect(full.falsePositiveRate == 1)
        #expect(full.estimatedMembers == nil)
    }
}
