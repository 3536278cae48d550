import CPseudoTerminal
import Foundation

/// A program of this package, run as a child.
struct ChildProgram {
    let identifier: pid_t
    private let start = MonotonicClock.now

    /// The program of that name built beside this one.
    static func path(of name: String) throws -> String {
        let path = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: name).path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw NotMeasurable(description: "\(name) is not built beside this program")
        }
        return path
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - terminal: Its standard input, output and error, a new session's; nil for nothing to read, and errors nowhere.
    ///   - output: The file its standard output goes to where it has no terminal.
    ///   - colorTerm: What its terminal says of its colours; nil for nothing.
    init(
        _ path: String, _ arguments: [String], terminal: Int32? = nil, output: String = "/dev/null",
        colorTerm: String? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for descriptor: Int32 in 0...2 {
            if let terminal {
                posix_spawn_file_actions_adddup2(&actions, terminal, descriptor)
            } else {
                let file = descriptor == 1 ? output : "/dev/null"
                posix_spawn_file_actions_addopen(&actions, descriptor, file, O_RDWR | O_CREAT | O_TRUNC, 0o600)
            }
        }
        posix_spawnattr_setflags(&attributes, stork_spawn_new_session())
        var settings = ProcessInfo.processInfo.environment
        for name in ["NO_COLOR", "TMUX", "STY"] { settings[name] = nil }
        settings["TERM"] = "xterm-256color"
        settings["COLORTERM"] = colorTerm
        // The cockpit records, as it does in flight; not where the benchmarks are run.
        settings["STORK_RECORDINGS"] =
            FileManager.default.temporaryDirectory.appending(path: "stork-benchmark-recordings").path
        // Half-blocks need a locale with Unicode, whatever these figures are measured in.
        settings["LC_ALL"] = "C.UTF-8"
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var environment = settings.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + environment { free(text) } }
        var identifier: pid_t = 0
        let status = posix_spawn(&identifier, path, &actions, &attributes, &words, &environment)
        guard status == 0 else {
            throw NotMeasurable(description: "\(path) does not start: \(String(cString: strerror(status)))")
        }
        self.identifier = identifier
    }

    /// How a program ended.
    struct Ending {
        /// The exit status; nil where a signal ended it.
        var status: Int32?
        /// From start to end.
        var time: Duration
        /// The time of processors that it took, in its own code and the system's.
        var processorTime: Duration
        /// The most memory it held at once, bytes.
        var peakMemory: Int
    }

    /// Waits for its end.
    func wait() -> Ending {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(identifier, &status, 0, &usage) < 0, errno == EINTR {}
        #if os(Linux)
            let unit = 1024
        #else
            let unit = 1
        #endif
        return Ending(
            status: status & 0x7F == 0 ? (status >> 8) & 0xFF : nil,
            time: .nanoseconds(MonotonicClock.now - start),
            processorTime: Self.duration(usage.ru_utime) + Self.duration(usage.ru_stime),
            peakMemory: Int(usage.ru_maxrss) * unit)
    }

    private static func duration(_ time: timeval) -> Duration {
        .seconds(Int64(time.tv_sec)) + .microseconds(Int64(time.tv_usec))
    }

    func send(signal: Int32) { _ = kill(identifier, signal) }
}
