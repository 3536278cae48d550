import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A TCP port on the loopback that sends each client bytes which only the test knows, in pieces of all sizes.
final class StreamServer: Sendable {
    struct Problem: Error { var reason: String }

    private let descriptor: Int32
    let port: Int
    /// What each connection was sent; complete once `closesAfter` bytes are there.
    private let sent = Mutex<[[UInt8]]>([])

    /// Starts to serve. Every connection is sent `count` bytes and closed.
    init(count: Int, seed: UInt64) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 4) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard descriptor >= 0, isListening else { throw Problem(reason: String(cString: strerror(errno))) }
        port = Int(UInt16(bigEndian: name.sin_port))
        Thread.detachNewThread { [weak self] in
            var seed = seed
            while true {
                let client = accept(descriptor, nil, nil)
                if client < 0 { return }
                seed += 1
                self?.serve(client, count: count, seed: seed)
                close(client)
            }
        }
    }

    deinit { stop() }

    /// What was sent, by connection.
    var streams: [[UInt8]] { sent.withLock { $0 } }

    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func serve(_ client: Int32, count: Int, seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: numbers.next() >> 30) }
        var done = 0
        while done < count {
            let piece = min(count - done, 1 + Int(numbers.next() % 6000))
            let written = bytes.withUnsafeBytes {
                send(client, $0.baseAddress.map { $0 + done }, piece, Int32(MSG_NOSIGNAL))
            }
            if written <= 0 { break }
            done += written
        }
        sent.withLock { $0.append(Array(bytes.prefix(done))) }
    }
}

/// Numbers that follow from a seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
