/// Repeatable random numbers: xoshiro256** 1.0 (Blackman and Vigna, 2018, public domain), its four words
/// filled by splitmix64 from one seed.
///
/// The same seed gives the same numbers on every machine. Not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Equatable, Sendable {
    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64
    private var spareGaussian: Double?

    /// What the numbers are for.
    ///
    /// Each purpose has its own sequence, so that one more draw for a sensor does not change the weather.
    public enum Purpose: UInt64, Sendable, CaseIterable {
        /// How this specimen differs from the type: motors, sensor biases.
        case specimen = 1
        /// Moving air.
        case air = 2
        /// Sensor noise.
        case sensors = 3
        /// Whatever the firmware around the aircraft needs: packet loss, jitter.
        case firmware = 4
        /// What the camera sees: the ground, trees, clouds.
        case scenery = 5
        /// What is lost and cut in the video.
        case video = 6
    }

    /// A generator for `seed`; different purposes of one seed are unrelated.
    public init(seed: UInt64, purpose: Purpose = .firmware) {
        var state = seed &+ purpose.rawValue &* 0xD1B5_4A32_D192_ED03
        func splitmix() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
        s0 = splitmix()
        s1 = splitmix()
        s2 = splitmix()
        s3 = splitmix()
    }

    /// A generator with the given four words, for comparison with published sequences.
    init(words: (UInt64, UInt64, UInt64, UInt64)) {
        (s0, s1, s2, s3) = words
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 { (word << count) | (word >> (64 - count)) }
        let result = rotate(s1 &* 5, 7) &* 9
        let shifted = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = rotate(s3, 45)
        return result
    }

    /// A number in 0..<1, every multiple of 2⁻⁵³ equally likely.
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A normally distributed number of mean 0 and standard deviation 1, by Marsaglia's polar method.
    public mutating func gaussian() -> Double {
        if let spare = spareGaussian {
            spareGaussian = nil
            return spare
        }
        while true {
            let u = 2 * uniform() - 1
            let v = 2 * uniform() - 1
            let square = u * u + v * v
            if square < 1, square > 0 {
                let factor = (-2 * naturalLogarithm(square) / square).squareRoot()
                spareGaussian = v * factor
                return u * factor
            }
        }
    }
}

/// Noise with a memory: an Ornstein–Uhlenbeck process, stepped exactly.
struct CorrelatedNoise: Equatable, Sendable {
    /// The present value, in the unit of `deviation`.
    private(set) var value = 0.0
    private let persistence: Double
    private let kick: Double

    /// Noise of standard deviation `deviation` that forgets itself in `time` seconds, stepped every `step` seconds.
    init(deviation: Double, time: Double, step: Double) {
        persistence = exponential(-step / max(time, step / 10))
        kick = deviation * (1 - persistence * persistence).squareRoot()
    }

    /// Starts at a value drawn from the stationary distribution.
    init(deviation: Double, time: Double, step: Double, startingWith generator: inout SeededGenerator) {
        self.init(deviation: deviation, time: time, step: step)
        value = deviation * generator.gaussian()
    }

    mutating func advance(_ generator: inout SeededGenerator) {
        value = value * persistence + kick * generator.gaussian()
    }
}
