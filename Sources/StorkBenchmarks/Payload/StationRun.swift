import Foundation

/// The real payload station, with a folder of its own, that takes from whoever reaches it.
struct StationRun {
    let port: Int
    private let child: ChildProgram
    private let folder: String

    init() throws {
        let program = try ChildProgram.path(of: "stork")
        port = try Self.freePort()
        folder = FileManager.default.temporaryDirectory.appending(path: "stork-payload-\(getpid())-\(port)").path
        child = try ChildProgram(
            program,
            ["payload", "serve", "--open", "--no-qr", "--listen", "127.0.0.1", "--port", "\(port)", "--folder", folder])
        let end = MonotonicClock.now + 10_000_000_000
        while (try? PostingClient(port: port, number: 199)) == nil {
            guard MonotonicClock.now < end else {
                stop()
                throw NotMeasurable(description: "stork payload serve did not listen within 10 s")
            }
            usleep(10_000)
        }
    }

    /// What its process has taken.
    func figures() throws -> ProcessFigures { try ProcessFigures(of: child.identifier) }

    /// Ends it and takes its folder away.
    func stop() {
        child.send(signal: SIGINT)
        _ = child.wait()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// A TCP port of 127.0.0.1 that nobody has now.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
            }
        }
        guard status == 0 else { throw NotMeasurable(description: "no port is free") }
        return Int(in_port_t(bigEndian: address.sin_port))
    }

    /// Lets so many phones, each on a thread of its own, do their work; the times that they noted.
    static func phones(_ count: Int, _ work: @escaping @Sendable (_ number: Int) throws -> [Int64]) throws -> Samples {
        let results = UncheckedResults(count)
        DispatchQueue.concurrentPerform(iterations: count) { number in
            results.set(number, Result { try work(number) })
        }
        return Samples(try results.all.flatMap { try $0.get() })
    }
}

/// A result for each of several threads.
private final class UncheckedResults: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [Result<[Int64], any Error>]

    init(_ count: Int) { results = Array(repeating: .success([]), count: count) }

    func set(_ index: Int, _ result: Result<[Int64], any Error>) { lock.withLock { results[index] = result } }

    var all: [Result<[Int64], any Error>] { lock.withLock { results } }
}
