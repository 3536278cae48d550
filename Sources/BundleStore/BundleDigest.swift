public import BundleProtocol

/// The 16 octets that stand for a bundle in filters, lists and acknowledgements, as two numbers.
public struct BundleDigest: Hashable, Sendable {
    /// The first eight octets, big-endian.
    public var high: UInt64
    /// The last eight.
    public var low: UInt64

    /// A digest of two numbers.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The digest of a name.
    public init(_ id: BundleID) {
        let octets = id.digest
        self.init(
            high: octets.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
            low: octets.dropFirst(8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// A digest from its octets; nil unless there are 16.
    public init?(octets: some Collection<UInt8>) {
        guard octets.count == 16 else { return nil }
        self.init(
            high: octets.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
            low: octets.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// The 16 octets.
    public var octets: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for place in 0..<8 {
                buffer[place] = UInt8(truncatingIfNeeded: high >> UInt64(56 - 8 * place))
                buffer[place + 8] = UInt8(truncatingIfNeeded: low >> UInt64(56 - 8 * place))
            }
            count = 16
        }
    }
}

extension BundleDigest: CustomStringConvertible {
    /// 32 hexadecimal digits.
    public var description: String {
        [high, low].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
