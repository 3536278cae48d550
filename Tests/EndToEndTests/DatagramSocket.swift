import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A UDP socket on the loopback, for drones and relays that the tests play.
final class DatagramSocket: Sendable {
    struct Datagram {
        var bytes: [UInt8]
        var sender: Address
    }

    struct Address: Equatable, Sendable {
        var host: UInt32
        var port: UInt16

        /// 127.0.0.1.
        static func loopback(port: Int) -> Address { Address(host: 0x7F00_0001, port: UInt16(clamping: port)) }
    }

    struct Problem: Error { var reason: String }

    private let descriptor: Int32
    let port: Int

    /// Opens a socket on 127.0.0.1, on a port that the system chooses.
    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        self.descriptor = descriptor
        guard descriptor >= 0 else { throw Problem(reason: String(cString: strerror(errno))) }
        var name = Self.name(of: .loopback(port: 0))
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
            }
        }
        guard bound else { throw Problem(reason: String(cString: strerror(errno))) }
        port = Int(UInt16(bigEndian: name.sin_port))
    }

    deinit { close(descriptor) }

    private static func name(of address: Address) -> sockaddr_in {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = address.host.bigEndian
        name.sin_port = address.port.bigEndian
        return name
    }

    /// Whether a datagram waits, or comes within so many milliseconds.
    func isReadable(within milliseconds: Int32) -> Bool {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&wait, 1, milliseconds) > 0
    }

    /// The next datagram; nil when none waits.
    func receive() -> Datagram? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        var name = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                recvfrom(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT), address, &length)
            }
        }
        guard count >= 0 else { return nil }
        let sender = Address(host: UInt32(bigEndian: name.sin_addr.s_addr), port: UInt16(bigEndian: name.sin_port))
        return Datagram(bytes: Array(bytes.prefix(count)), sender: sender)
    }

    func send(_ bytes: [UInt8], to address: Address) {
        var name = Self.name(of: address)
        _ = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
                sendto(descriptor, bytes, bytes.count, 0, target, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
