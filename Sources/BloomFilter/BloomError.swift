/// Why a filter is refused, or two cannot be joined.
public enum BloomError: Error, Equatable, Sendable {
    /// m = 0: there is nothing to look into.
    case zeroBits
    /// More bits than the reader allows.
    case tooManyBits(UInt64, limit: UInt64)
    /// k = 0: such a filter contains everything.
    case zeroHashes
    /// More bits per key than make sense.
    case tooManyHashes(Int, limit: Int)
    /// A false-positive rate that is not between 0 and 1.
    case impossibleProbability(Double)
    /// The octets end before the header does, or before the last bit.
    case cutShort(expected: UInt64, available: UInt64)
    /// Octets are left over behind the last bit.
    case trailing(expected: UInt64, available: UInt64)
    /// The first octets are not those of a filter.
    case notAFilter
    /// A wire form of another version.
    case unsupportedVersion(UInt8)
    /// A way to make bits of keys that is not known here.
    case unknownHashing(UInt8)
    /// The octets are not those that were written.
    case checksumMismatch(stored: UInt64, computed: UInt64)
    /// Bits are set behind the last one.
    case strayBits
    /// So many bits are set that the filter says yes to nearly everything; shares from 0 to 1.
    case tooFull(fill: Double, limit: Double)
    /// Two filters of different size, hashing or salt.
    case different(String)
}

extension BloomError: CustomStringConvertible {
    /// One sentence: what is wrong, and what to do where that is not plain.
    public var description: String {
        switch self {
        case .zeroBits: "the filter has no bits"
        case .tooManyBits(let count, let limit): "the filter has \(count) bits; \(limit) are allowed"
        case .zeroHashes: "the filter sets no bit for a key, so that it would contain everything"
        case .tooManyHashes(let count, let limit): "the filter sets \(count) bits for a key; \(limit) are allowed"
        case .impossibleProbability(let value):
            "a false-positive rate of \(value) cannot be; it lies between 0 and 1, for example 0.001"
        case .cutShort(let expected, let available):
            "the filter is cut short: \(available) octets of \(expected)"
        case .trailing(let expected, let available):
            "\(available - expected) octets behind the filter's \(expected)"
        case .notAFilter: "this is no filter: it does not begin with “SBLF”"
        case .unsupportedVersion(let version):
            "the filter has version \(version) of the format; this program reads version \(BloomFilter.version)"
        case .unknownHashing(let number): "the filter was made with hashing \(number), which is not known here"
        case .checksumMismatch: "the filter is damaged: its checksum does not fit"
        case .strayBits: "bits are set behind the filter's last"
        case .tooFull(let fill, let limit):
            "\(Self.percent(fill)) % of the filter's bits are set, \(Self.percent(limit)) % are allowed: it would say "
                + "yes to nearly everything"
        case .different(let what):
            "the filters differ in \(what); only filters of the same bits, hashes and salt can be joined"
        }
    }

    private static func percent(_ share: Double) -> Int { Int((min(1, max(0, share)) * 100).rounded()) }
}
