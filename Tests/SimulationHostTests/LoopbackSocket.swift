#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A blocking IPv4 socket as a client has one; every wait ends after five seconds at the latest.
final class LoopbackSocket {
    enum Kind {
        case datagrams
        case stream
    }

    private let descriptor: Int32

    /// The longest a test waits for anything: far beyond what a loaded machine needs.
    private static let patience = 5

    init(_ kind: Kind) {
        #if canImport(Glibc)
            let type = kind == .stream ? Int32(SOCK_STREAM.rawValue) : Int32(SOCK_DGRAM.rawValue)
        #else
            let type = kind == .stream ? SOCK_STREAM : SOCK_DGRAM
        #endif
        descriptor = socket(AF_INET, type, 0)
        var timeout = timeval(tv_sec: Self.patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    private func withAddress<Result>(
        _ host: String, _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        inet_pton(AF_INET, host, &address.sin_addr)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Connects; false where nobody listens.
    func connect(to port: Int, host: String = "127.0.0.1") -> Bool {
        withAddress(host, port) { address, length in
            #if canImport(Glibc)
                Glibc.connect(descriptor, address, length) == 0
            #else
                Darwin.connect(descriptor, address, length) == 0
            #endif
        }
    }

    func send(_ bytes: [UInt8], to port: Int, host: String = "127.0.0.1") {
        _ = withAddress(host, port) { address, length in sendto(descriptor, bytes, bytes.count, 0, address, length) }
    }

    func send(_ text: String, to port: Int, host: String = "127.0.0.1") { send(Array(text.utf8), to: port, host: host) }

    /// Writes to a connected stream.
    func write(_ text: String) { _ = Array(text.utf8).withUnsafeBytes { sendAll($0) } }

    private func sendAll(_ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        #else
            Darwin.send(descriptor, bytes.baseAddress, bytes.count, 0)
        #endif
    }

    /// The next datagram, or the next piece of the stream; empty at its end or after five seconds.
    func receive() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : []
    }

    /// Everything up to and including `end`, or up to the end of the stream.
    func receive(until end: UInt8) -> [UInt8] {
        var all: [UInt8] = []
        while all.last != end {
            let piece = receive()
            if piece.isEmpty { break }
            all += piece
        }
        return all
    }

    /// Everything up to the end of the stream, as text.
    func receiveRest() -> String {
        var all: [UInt8] = []
        while true {
            let piece = receive()
            if piece.isEmpty { return String(decoding: all, as: UTF8.self) }
            all += piece
        }
    }

    /// One line of a text protocol.
    func receiveLine() -> String { String(decoding: receive(until: 0x0A), as: UTF8.self) }
}
