import Foundation
import MessageFerry

/// A node as a program of its own, in a folder of its own.
final class FerryProcess {
    let name: String
    let folder: String
    private let stork: String
    private let role: String
    private let prefix: [String]
    private let environment: [String: String]
    private var isDiskFull = false
    private var process: Process?
    private(set) var kills = 0

    /// - Parameters:
    ///   - lines: Of its configuration, besides its name.
    ///   - prefix: What it is started through.
    init(
        _ name: String, role: String, stork: String, lines: String, prefix: [String],
        environment: [String: String] = [:]
    ) throws {
        self.name = name
        self.role = role
        self.stork = stork
        self.prefix = prefix
        self.environment = environment
        folder =
            FileManager.default.temporaryDirectory.appending(path: "sf-\(name)-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "node: dtn://\(name)/\n\(lines)".write(toFile: folder + "/ferry.yaml", atomically: true, encoding: .utf8)
    }

    deinit {
        process?.terminate()
        try? FileManager.default.removeItem(atPath: folder)
    }

    var isRunning: Bool { process?.isRunning ?? false }

    func start() throws {
        let process = Process()
        // By way of env twice: a library that is loaded in front changes the environment of the first program it is loaded
        // into, and there Swift looks for the arguments.
        process.executableURL = URL(filePath: "/usr/bin/env")
        let variables = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }.map { "\($0.key)=\($0.value)" }
        process.arguments = prefix + ["env"] + variables.sorted() + ["env", stork, "ferry", role, "--folder", folder]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.standardError
        try process.run()
        self.process = process
        if isDiskFull { try limitFiles() }
    }

    /// As a power cut does it for this program.
    func kill() {
        guard let process, process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        kills += 1
    }

    func stop() {
        guard let process, process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    /// Lets no file of the program grow beyond 64 KiB, now and after a restart, or lifts that again.
    func fillDisk(_ isFull: Bool) throws {
        isDiskFull = isFull
        try limitFiles()
    }

    private func limitFiles() throws {
        guard let process, process.isRunning else { return }
        _ = try Self.run([
            "prlimit", "--pid", "\(process.processIdentifier)",
            "--fsize=\(isDiskFull ? "65536" : "unlimited"):unlimited",
        ])
    }

    /// Runs a program of the system to its end; its status.
    static func run(_ words: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Where a program is.
    static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return "\(path):/usr/sbin:/sbin".split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Asks the node; nil while it is dead or starting.
    func ask(_ request: LocalRequest) -> LocalAnswer? {
        guard let client = try? FerryClient(folder: folder) else { return nil }
        return try? client.ask(request)
    }

    func status() -> [String: Any] {
        guard case .text(let text) = ask(.status) else { return [:] }
        return (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]) ?? [:]
    }
}

/// The library that makes a program see another time.
public enum FakeTime {
    /// Where it is; nil where it is not installed.
    public static var library: String? {
        ["x86_64-linux-gnu", "aarch64-linux-gnu"].map { "/usr/lib/\($0)/faketime/libfaketime.so.1" }
            .first { FileManager.default.fileExists(atPath: $0) }
    }
}
