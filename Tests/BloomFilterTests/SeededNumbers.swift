/// The same numbers each time: Steele, Lea and Flood's SplitMix64.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A random key.
    mutating func key(_ count: Int = 16) -> [UInt8] {
        var key: [UInt8] = []
        while key.count < count {
            let word = next()
            for place in 0..<min(8, count - key.count) {
                key.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * place)))
            }
        }
        return key
    }
}
