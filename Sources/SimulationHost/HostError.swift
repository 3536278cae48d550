import NIOCore

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#elseif canImport(Darwin)
    private import Darwin
#endif

/// Why a simulated drone could not be hosted.
public enum HostError: Error, Equatable, Sendable {
    /// The text is no IPv4 address.
    case badAddress(String)
    /// A port is not within 0…65535.
    case badPort(Int)
    /// Somebody else has the port.
    case portInUse(Int, address: String)
    /// This machine does not have the address.
    case addressNotHere(String)
    /// This user may not open the port.
    case notAllowed(Int)
    /// Anything else that the system refuses.
    case system(port: Int, reason: String)

    /// What a failed bind means.
    init(_ error: any Error, port: Int, address: String) {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: self = .portInUse(port, address: address)
        case EADDRNOTAVAIL: self = .addressNotHere(address)
        case EACCES, EPERM: self = .notAllowed(port)
        default: self = .system(port: port, reason: String(describing: error))
        }
    }
}

extension HostError: CustomStringConvertible {
    /// What, where, and what to do.
    public var description: String {
        switch self {
        case .badAddress(let text):
            "“\(text)” is no IPv4 address; write one like 127.0.0.2"
        case .badPort(let port):
            "\(port) is no port; ports go from 0 to 65535"
        case .portInUse(let port, let address):
            "port \(port) is in use on \(address): another simulated drone or client is running; use --listen 127.0.0.2"
        case .addressNotHere(let address):
            "\(address) is not an address of this machine; use one of 127.0.0.1 to 127.255.255.254"
        case .notAllowed(let port):
            "port \(port) may not be opened by this user; use the drone's own ports"
        case .system(let port, let reason):
            "port \(port) could not be opened: \(reason)"
        }
    }
}
