/// What is wrong with CBOR (RFC 8949) from outside.
public enum CBORProblem: Hashable, Sendable {
    /// The bytes end inside an item; so many are missing.
    case truncated(missing: UInt64)
    /// Another kind of item stands where this was expected.
    case unexpected(Kind, expected: Kind)
    /// A number or length that was not written in the shortest form, as deterministic encoding demands.
    case notShortest
    /// An item of indefinite length where only definite ones may be.
    case indefinite
    /// One of the additional-information values 28 to 30, which mean nothing.
    case reserved
    /// A length or number beyond what is allowed here.
    case tooLarge(UInt64, limit: UInt64)
    /// Items nested deeper than any message needs.
    case tooDeep
    /// Text that is not UTF-8.
    case notText
    /// Bytes behind the last item.
    case trailing(count: Int)
    /// An array of another length.
    case count(UInt64, expected: ClosedRange<UInt64>)

    /// The kinds of items.
    public enum Kind: UInt8, Hashable, Sendable {
        /// Major type 0.
        case unsigned
        /// Major type 1.
        case negative
        /// Major type 2.
        case byteString
        /// Major type 3.
        case text
        /// Major type 4.
        case array
        /// Major type 5.
        case map
        /// Major type 6.
        case tag
        /// Major type 7: booleans, null, floating point, and the break that ends an indefinite item.
        case simple

        init(head: UInt8) { self = Kind(rawValue: head >> 5) ?? .simple }
    }
}

extension CBORProblem: CustomStringConvertible {
    /// A few words.
    public var description: String {
        switch self {
        case .truncated(let missing): "\(missing) bytes are missing"
        case .unexpected(let found, let expected): "\(found) where \(expected) should be"
        case .notShortest: "a number that is not in its shortest form"
        case .indefinite: "an item of indefinite length"
        case .reserved: "a reserved head"
        case .tooLarge(let value, let limit): "\(value), at most \(limit) allowed"
        case .tooDeep: "items nested deeper than \(CBORReader.depthLimit)"
        case .notText: "text that is not UTF-8"
        case .trailing(let count): "\(count) bytes behind the end"
        case .count(let count, let expected):
            "\(count) items, \(expected.lowerBound)\(expected.count > 1 ? " to \(expected.upperBound)" : "") expected"
        }
    }
}
