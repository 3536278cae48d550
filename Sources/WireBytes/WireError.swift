/// Why bytes from outside could not be read.
public enum WireError: Error, Equatable, Sendable {
    /// The bytes end before the field does.
    ///
    /// - Parameters:
    ///   - offset: Where the field starts, bytes from the start of the outermost buffer.
    ///   - needed: The field's length in bytes.
    ///   - available: How many of them are there.
    case truncated(offset: Int, needed: Int, available: Int)

    /// Bytes are left over where the structure should have ended.
    case trailing(offset: Int, count: Int)
}

extension WireError: CustomStringConvertible {
    /// One sentence with the place and the shortfall.
    public var description: String {
        switch self {
        case .truncated(let offset, let needed, let available):
            "the data ends at byte \(offset + available): \(needed) bytes expected at byte \(offset), \(available) there"
        case .trailing(let offset, let count):
            "\(count) unexpected bytes from byte \(offset) on"
        }
    }
}
