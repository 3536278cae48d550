import Foundation

/// A node of the ferry as a program, in a folder of its own that goes away with it.
final class FerryNodeProgram: Sendable {
    let folder: String
    let program: RunningProgram

    /// Starts a node and waits until it is up.
    ///
    /// - Parameter lines: Of its ferry.yaml, besides its name.
    init(_ name: String, _ role: String = "station", _ lines: String, key: String? = nil) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "sn-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "node: dtn://\(name)/\n\(lines)".write(toFile: folder + "/ferry.yaml", atomically: true, encoding: .utf8)
        if let key { try key.write(toFile: folder + "/group.key", atomically: true, encoding: .utf8) }
        program = try StorkProgram.start(["ferry", role, "--folder", folder])
        _ = try await program.line { $0.contains("is up") }
    }

    deinit {
        program.send(signal: SIGKILL)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Runs `stork ferry` for this node; what it prints.
    @discardableResult
    func ferry(_ arguments: String...) async throws -> String {
        let command = Array(arguments.prefix(1)) + ["--folder", folder] + arguments.dropFirst()
        let result = try await StorkProgram.run(["ferry"] + command)
        guard result.status == 0 else { throw RunningProgram.NothingCame(description: result.errors) }
        return result.output
    }

    /// What the inbox holds, once there are so many lines.
    func inbox(of count: Int, within patience: Duration = .seconds(20)) async throws -> [String] {
        let end = ContinuousClock.now + patience
        while true {
            let lines = try await ferry("inbox", "--keep").split(separator: "\n").map(String.init)
            if lines.count >= count || ContinuousClock.now >= end { return lines }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// A TCP port of the loopback that is free now.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let done = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard done else { throw RunningProgram.NothingCame(description: String(cString: strerror(errno))) }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
