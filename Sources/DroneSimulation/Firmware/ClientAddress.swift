/// Where datagrams of a client come from and go to: an IPv4 address and a UDP port.
///
/// The firmware only compares and stores it.
public struct ClientAddress: Hashable, Sendable {
    /// The IPv4 address, first octet in the highest bits.
    public var host: UInt32
    /// The UDP port.
    public var port: UInt16

    /// An address.
    public init(host: UInt32, port: UInt16) {
        self.host = host
        self.port = port
    }
}

extension ClientAddress: CustomStringConvertible {
    /// `192.168.1.2:5554`.
    public var description: String {
        "\(host >> 24).\(host >> 16 & 255).\(host >> 8 & 255).\(host & 255):\(port)"
    }
}
