import Foundation

/// Game pads that are not there, by umockdev: what a program sees in /dev/input while it runs inside of this.
final class MockPads {
    static let isHere =
        OtherProgram.havePython && FileManager.default.fileExists(atPath: "/usr/bin/umockdev-run")
    static let notHere: String = "umockdev is not installed: run Tests/setup.sh"

    private let path: String
    private let control: FileHandle

    /// Pads that are plugged in before the program starts.
    init(_ pads: [(number: Int, kind: String)] = []) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "stork-pads-\(UUID().uuidString)").path
        guard mkfifo(path, 0o600) == 0, let control = FileHandle(forUpdatingAtPath: path) else {
            throw CocoaError(.fileWriteUnknown)
        }
        self.control = control
        for pad in pads { try order("plug \(pad.number) \(pad.kind)") }
        try order("start")
    }

    deinit {
        try? control.close()
        unlink(path)
    }

    /// What starts a program among the pads.
    var wrapper: [String] { [OtherProgram.python, OtherProgram.driver("gamepad.py"), path] }

    /// Does one thing: see drivers/gamepad.py.
    func order(_ line: String) throws { try control.write(contentsOf: Data((line + "\n").utf8)) }

    /// Runs `stork` among the pads to its end.
    func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> RunningProgram.Result {
        try await start(arguments, environment: environment).result(within: .seconds(30))
    }

    /// Starts `stork` among the pads.
    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
        try RunningProgram(
            wrapper[0], Array(wrapper.dropFirst()) + [StorkProgram.path] + arguments,
            environment: StorkProgram.plainEnvironment.merging(environment) { $1 })
    }
}
