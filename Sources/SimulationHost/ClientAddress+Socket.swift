import DroneSimulation
import NIOCore

extension ClientAddress {
    /// The address of a datagram's sender; nil unless it is IPv4.
    init?(_ address: SocketAddress) {
        guard case .v4 = address, let text = address.ipAddress, let port = address.port else { return nil }
        self.init(host: text, port: port)
    }

    /// Reads `127.0.0.1`; nil for anything else.
    init?(host text: String, port: Int) {
        let octets = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard octets.count == 4, let port = UInt16(exactly: port) else { return nil }
        var host: UInt32 = 0
        for octet in octets {
            guard let octet else { return nil }
            host = host << 8 | UInt32(octet)
        }
        self.init(host: host, port: port)
    }

    /// The address for the system.
    var socketAddress: SocketAddress? {
        let text = "\(host >> 24).\(host >> 16 & 255).\(host >> 8 & 255).\(host & 255)"
        return try? SocketAddress(ipAddress: text, port: Int(port))
    }
}
