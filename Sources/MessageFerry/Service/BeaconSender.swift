import BundleProtocol
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Sends datagrams that nobody waits for, each on its own: where there is no route or no cable the others still go out.
///
/// A socket of its own and not a channel, because a channel closes with the first datagram that cannot be sent, and a
/// node that is switched on before its network is would never be heard.
final class BeaconSender {
    private let descriptor: Int32

    init() {
        #if canImport(Darwin)
            let kind = SOCK_DGRAM
        #else
            let kind = Int32(SOCK_DGRAM.rawValue)
        #endif
        descriptor = socket(AF_INET, kind, 0)
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_BROADCAST, &one, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    /// Sends to an address.
    func send(_ bytes: [UInt8], to address: SocketAddress) {
        guard address.protocol == .inet else { return }
        _ = bytes.withUnsafeBytes { bytes in
            address.withSockAddr { name, size in
                sendto(descriptor, bytes.baseAddress, bytes.count, 0, name, socklen_t(size))
            }
        }
    }

    /// Sends to a multicast group by the interface that has this address.
    func send(_ bytes: [UInt8], to group: SocketAddress, by interface: SocketAddress) {
        guard let text = interface.ipAddress else { return }
        var address: in_addr_t = 0  // an in_addr has no other member
        guard inet_pton(AF_INET, text, &address) == 1 else { return }
        setsockopt(
            descriptor, Int32(IPPROTO_IP), IP_MULTICAST_IF, &address, socklen_t(MemoryLayout<in_addr_t>.size))
        send(bytes, to: group)
    }
}
