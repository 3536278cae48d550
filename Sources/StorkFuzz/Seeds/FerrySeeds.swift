import BloomFilter

/// Filters, bundles and what carries them.
enum FerrySeeds {
    static var filters: [[UInt8]] {
        var seeds: [[UInt8]] = []
        for (members, hashing) in [(1, .salted(1)), (30, .salted(.max)), (5, .javaMD5)] as [(Int, BloomFilter.Hashing)]
        {
            guard let shape = try? BloomShape(members: members, probability: 0.01),
                var filter = try? BloomFilter(shape: shape, hashing: hashing)
            else { continue }
            for index in 0..<members { filter.insert([UInt8(index)]) }
            seeds.append(filter.encoded())
        }
        return seeds
    }
}
