#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An application's connection to the node of a folder. Waits for each answer.
public struct FerryClient: ~Copyable {
    private let descriptor: Int32

    /// Why there is no answer.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// No node runs in this folder.
        case noNode(folder: String)
        /// The node went away, or talks nonsense.
        case lost(String)

        /// What, and what to do.
        public var description: String {
            switch self {
            case .noNode(let folder):
                "no node runs in \(folder); start one with stork ferry station or stork ferry carrier"
            case .lost(let reason): "the node went away: \(reason)"
            }
        }
    }

    /// Connects to the node of this folder.
    ///
    /// - Parameter patience: How long an answer may take; nil for as long as it takes.
    public init(folder: String, patience: Duration? = nil) throws(Failure) {
        #if canImport(Darwin)
            let kind = SOCK_STREAM
        #else
            let kind = Int32(SOCK_STREAM.rawValue)
        #endif
        let socket = socket(AF_UNIX, kind, 0)
        guard socket >= 0 else { throw .lost(String(cString: strerror(errno))) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array((folder + "/ferry.sock").utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard path.count < room else {
            close(socket)
            throw .noNode(folder: folder)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let outcome = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
        }
        guard outcome == 0 else {
            close(socket)
            throw .noNode(folder: folder)
        }
        if let patience {
            var limit = timeval()
            limit.tv_sec = numericCast(patience.milliseconds / 1000)
            limit.tv_usec = numericCast(patience.milliseconds % 1000 * 1000)
            let size = socklen_t(MemoryLayout<timeval>.size)
            setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
            setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        }
        descriptor = socket
    }

    /// What the system says of the last call.
    private static var systemReason: String {
        errno == EAGAIN ? "it does not answer" : String(cString: strerror(errno))
    }

    deinit { close(descriptor) }

    /// Asks, and waits for the answer.
    public func ask(_ request: LocalRequest) throws(Failure) -> LocalAnswer {
        try send(LocalFrame.framed(request.encoded))
        let length: UInt32 = (BigEndian.numbers(try receive(4)) as [UInt32]).first ?? 0
        let bytes = try receive(Int(length))
        do { return try LocalAnswer(decoding: bytes) } catch { throw .lost("\(error)") }
    }

    private func send(_ bytes: [UInt8]) throws(Failure) {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .lost(Self.systemReason) }
            start += count
        }
    }

    private func receive(_ count: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(count, 1 << 20))
        var piece = [UInt8](repeating: 0, count: min(max(1, count), 1 << 18))
        while bytes.count < count {
            let read = read(descriptor, &piece, min(piece.count, count - bytes.count))
            if read < 0, errno == EINTR { continue }
            guard read > 0 else {
                throw .lost(read == 0 ? "it closed the connection" : Self.systemReason)
            }
            bytes += piece[..<read]
        }
        return bytes
    }
}
