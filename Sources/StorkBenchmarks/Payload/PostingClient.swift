import Foundation

/// A phone that posts over one connection and waits for each answer, from an address of its own: a station counts by
/// address.
final class PostingClient: @unchecked Sendable {
    private let descriptor: Int32
    private var pending: [UInt8] = []

    /// - Parameter number: Which of the addresses from 127.0.0.2 up, 0..<200.
    init(port: Int, number: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // Answers that do not come end the benchmark.
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        try Self.with("127.0.0.\(2 + number % 200)", 0) { bind(descriptor, $0, $1) }
        try Self.with("127.0.0.1", port) { connect(descriptor, $0, $1) }
    }

    deinit { close(descriptor) }

    /// Posts and reads the answer; its status.
    func post(_ target: String, _ mediaType: String, _ body: [UInt8]) throws -> Int {
        try send(Self.head(target, mediaType, length: body.count) + body)
        return try answer()
    }

    static func head(_ target: String, _ mediaType: String, length: Int) -> [UInt8] {
        Array(
            "POST \(target) HTTP/1.1\r\nHost: stork\r\nContent-Type: \(mediaType)\r\nContent-Length: \(length)\r\n\r\n"
                .utf8)
    }

    /// Sends bytes, whatever they are.
    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.send(
                    descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw NotMeasurable(description: "the station closed a connection") }
            sent += count
        }
    }

    /// The status of the next answer.
    func answer() throws -> Int {
        while true {
            if let end = pending.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: pending[..<end.lowerBound], as: UTF8.self).lowercased()
                let length =
                    head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) } ?? 0
                if pending.count >= end.upperBound + length {
                    pending.removeFirst(end.upperBound + length)
                    return head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
                }
            }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            guard count > 0 else { throw NotMeasurable(description: "the station does not answer") }
            pending += bytes.prefix(count)
        }
    }

    private static func with(
        _ host: String, _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr(host)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            throw NotMeasurable(description: "\(host):\(port): \(String(cString: strerror(errno)))")
        }
    }
}
