import Foundation

/// The program under test, as built beside the tests, and the programs that prove it.
enum StorkProgram {
    /// The folder of the running test bundle, where the build puts the program too.
    static let folder: URL = {
        let bundle = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent()
    }()

    static let path = folder.appending(path: "stork").path

    /// Starts `stork` with these arguments.
    ///
    /// - Parameter environment: Variables on top of a plain environment without settings of the user.
    static func start(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
        try RunningProgram(path, arguments, environment: plainEnvironment.merging(environment) { $1 })
    }

    /// Runs `stork` to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], for patience: Duration = .seconds(30)
    ) async throws -> RunningProgram.Result {
        try await start(arguments, environment: environment).result(within: patience)
    }

    /// Where flights are recorded whose recordings no test looks at; deleted with the next run.
    private static let recordings: String = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-test-recordings")
        try? FileManager.default.removeItem(at: folder)
        return folder.path
    }()

    /// What a program needs to run, and no settings, colours or home folder of whoever runs the tests.
    static let plainEnvironment: [String: String] = {
        let inherited = ProcessInfo.processInfo.environment
        var environment = ["HOME": "/nonexistent", "LANG": "C.UTF-8", "TERM": "xterm-256color"]
        for name in ["PATH", "LD_LIBRARY_PATH", "TMPDIR"] { environment[name] = inherited[name] }
        // Flights are recorded; not where the tests run, and not where a test looks for recordings of its own.
        environment["STORK_RECORDINGS"] = recordings
        // A crash shall end the program, not start a debugger that outlives the test.
        environment["SWIFT_BACKTRACE"] = "enable=no"
        return environment
    }()
}

/// Programs of others, and where they are found.
enum OtherProgram {
    /// The package's root.
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardizedFileURL

    static let python = root.appending(path: ".build/test-clients/bin/python").path
    static let havePython = FileManager.default.isExecutableFile(atPath: python)
    static let noPython: String = "the independent clients are not installed: run Tests/setup.sh"

    static let tshark = find("tshark")
    static let noTshark: String = "tshark is not installed: run Tests/setup.sh"

    static let curl = find("curl")
    static let noCurl: String = "curl is not installed"

    static let ffprobe = find("ffprobe")
    static let noFfprobe: String = "ffprobe is not installed: run Tests/setup.sh"

    static let shell = "/bin/sh"

    static func driver(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "drivers").appending(path: name).path
    }

    static func find(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/usr/local/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

/// Recordings of real drones beside the package; not everybody has them.
enum RealData {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data").standardizedFileURL
    static let isHere = FileManager.default.fileExists(atPath: folder.path)
    static let notHere: String = "the recordings of real drones are not beside the package (shared/data)"
}
