/// What a UDP datagram to port 4556 holds, by its first octet (RFC 7122 practice, and draft-ietf-dtn-udpcl).
public enum BundleDatagram: Hashable, Sendable {
    /// A bundle of version 7, not looked at yet. One in each datagram.
    case bundle([UInt8])
    /// Four zero octets.
    case keepalive
    /// Begins with a zero and means nothing.
    case padding
    /// A bundle of version 6, which is not spoken here.
    case version6
    /// A DTLS record.
    case dtls
    /// A CBOR map of UDPCL extensions, which is not spoken here.
    case extensions
    /// Nothing that has a meaning.
    case unknown(UInt8)

    /// Sorts a datagram; nil for an empty one.
    public init?(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return nil }
        switch first {
        case 0x00: self = bytes == Self.keepaliveOctets ? .keepalive : .padding
        case 0x06: self = .version6
        case 0x14...0x1A, 0x20...0x3F: self = .dtls
        case 0x80...0x9F: self = .bundle(bytes)
        case 0xA0...0xBF: self = .extensions
        default: self = .unknown(first)
        }
    }

    /// The datagram of a keepalive.
    public static let keepaliveOctets: [UInt8] = [0, 0, 0, 0]
    /// The port that RFC 7122 assigns.
    public static let port: UInt16 = 4556
    /// The most octets of a datagram on Wi-Fi that is not to be cut into IP fragments.
    public static let advisedSize = 1200
    /// The most octets that UDP over IPv4 carries.
    public static let largestSize = 65_507
}
