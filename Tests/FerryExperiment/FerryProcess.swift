import Foundation
import MessageFerry

/// A node as a program of its own, in a folder of its own.
final class FerryProcess {
    let name: String
    let folder: String
    let beaconPort: Int
    private let stork: String
    private let role: String
    private let environment: [String: String]
    private var process: Process?
    private(set) var kills = 0

    init(
        _ name: String, role: String, stork: String, port: Int, beaconPort: Int, environment: [String: String] = [:]
    ) throws {
        self.name = name
        self.role = role
        self.stork = stork
        self.beaconPort = beaconPort
        self.environment = environment
        folder =
            FileManager.default.temporaryDirectory.appending(path: "sf-\(name)-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let text = """
            node: dtn://\(name)/
            listen: 127.0.0.1
            port: \(port == 0 ? "off" : "\(port)")
            beacon-port: \(beaconPort == 0 ? "off" : "\(beaconPort)")
            beacon-period: 3600

            """
        try text.write(toFile: folder + "/ferry.yaml", atomically: true, encoding: .utf8)
    }

    deinit {
        process?.terminate()
        try? FileManager.default.removeItem(atPath: folder)
    }

    var isRunning: Bool { process?.isRunning ?? false }

    func start() throws {
        let process = Process()
        // By way of env: a library that is loaded in front changes the environment of the first program it is loaded
        // into, and there Swift looks for the arguments.
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [stork, "ferry", role, "--folder", folder]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.standardError
        try process.run()
        self.process = process
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

    /// Lets no file of the program grow beyond its present size, or lifts that again.
    func fillDisk(_ isFull: Bool) throws {
        guard let process, process.isRunning else { return }
        let limiter = Process()
        limiter.executableURL = URL(filePath: "/usr/bin/prlimit")
        limiter.arguments = [
            "--pid", "\(process.processIdentifier)", "--fsize=\(isFull ? "4096" : "unlimited"):unlimited",
        ]
        try limiter.run()
        limiter.waitUntilExit()
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
