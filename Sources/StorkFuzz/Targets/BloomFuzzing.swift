import BloomFilter

/// Filters of strangers: what is accepted can be asked, is written as it was read, and holds what is added.
enum BloomFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        try check(bytes)
        // No mutation gets past the checksum, so each input is also tried with a right one, which the reader tells.
        guard bytes.count >= BloomFilter.headerLength else { return }
        do throws(BloomError) { _ = try BloomFilter(decoding: bytes, limits: .file) } catch {
            guard case .checksumMismatch(_, let computed) = error else { return }
            var sealed = bytes
            for place in 0..<8 { sealed[32 + place] = UInt8(truncatingIfNeeded: computed >> UInt64(8 * place)) }
            try check(sealed)
        }
    }

    private static func check(_ bytes: [UInt8]) throws(Finding) {
        var filter: BloomFilter
        do throws(BloomError) { filter = try BloomFilter(decoding: bytes) } catch { return }
        let again: BloomFilter
        do throws(BloomError) { again = try BloomFilter(decoding: filter.encoded()) } catch {
            throw Finding(description: "what was encoded does not decode: \(error)")
        }
        try Finding.unless(again == filter, "decoding what was encoded gives another filter")
        let key = Array(bytes.prefix(20))
        filter.insert(key)
        try Finding.unless(filter.contains(key), "a key that was added is denied")
        try Finding.unless(filter.setBits <= filter.shape.bitCount, "more bits are set than there are")
        try Finding.unless(filter.falsePositiveRate <= 1, "a rate of \(filter.falsePositiveRate)")
        if let members = filter.estimatedMembers { try Finding.unless(members.isFinite, "\(members) members") }
    }
}
