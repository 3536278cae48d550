/// What a signature or an encryption covers besides the target's data (RFC 9173, 3.3.3 and 4.3.4).
public struct SecurityScope: OptionSet, Hashable, Sendable {
    /// The bits as on the wire.
    public let rawValue: UInt64

    /// A scope from the bits on the wire.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The primary block: the target cannot be moved to another bundle.
    public static let primaryBlock = SecurityScope(rawValue: 0x01)
    /// Type, number and flags of the target.
    public static let targetHeader = SecurityScope(rawValue: 0x02)
    /// Type, number and flags of the security block.
    public static let securityHeader = SecurityScope(rawValue: 0x04)

    /// The standard's default.
    public static let all: SecurityScope = [.primaryBlock, .targetHeader, .securityHeader]
}

extension SecurityScope {
    /// The octets that are covered in front of the target's data: the scope itself, then the parts that it names.
    ///
    /// - Parameters:
    ///   - target: The number of the target; the primary block is not repeated in front of itself.
    ///   - security: The security block.
    func preamble(of bundle: Bundle, target: UInt64, security: CanonicalBlock) -> [UInt8] {
        var writer = CBORWriter(capacity: 128)
        writer.write(rawValue)
        if contains(.primaryBlock), target != 0 { bundle.primary.encode(into: &writer) }
        if contains(.targetHeader), target != 0, let block = bundle.block(number: target) {
            Self.writeHeader(of: block, into: &writer)
        }
        if contains(.securityHeader) { Self.writeHeader(of: security, into: &writer) }
        return writer.bytes
    }

    private static func writeHeader(of block: CanonicalBlock, into writer: inout CBORWriter) {
        writer.write(block.type.rawValue)
        writer.write(block.number)
        writer.write(block.flags.rawValue)
    }
}

/// A key that is used as it is, or one that is made for the bundle and wrapped (RFC 3394) with a key that both sides
/// have.
public enum SecurityKey: Hashable, Sendable {
    /// The key itself.
    case direct([UInt8])
    /// A content key, and the key that wraps it: 16 or 32 octets.
    case wrapped([UInt8], with: [UInt8])

    /// The key that signs or encrypts.
    var content: [UInt8] {
        switch self {
        case .direct(let key): key
        case .wrapped(let key, _): key
        }
    }
}
