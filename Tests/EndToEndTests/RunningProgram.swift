import Foundation
import Synchronization

/// A program that a test started: what it prints, line by line, and how it ends. No wait is without an end.
final class RunningProgram: Sendable {
    /// What a program left behind.
    struct Result {
        var status: Int32
        /// Whether a signal ended it; `status` is then the signal.
        var wasKilled: Bool
        var output: String
        var errors: String
    }

    /// A line of standard output.
    struct Line {
        var text: String
        /// When it was read.
        var time: ContinuousClock.Instant
    }

    /// What a test waited for did not come.
    struct NothingCame: Error, CustomStringConvertible {
        var description: String
    }

    private struct Printed {
        var lines: [Line] = []
        var unfinished: [UInt8] = []
        var errors: [UInt8] = []
        var openStreams = 2
        /// How many lines a test has taken.
        var taken = 0
    }

    let name: String
    private let identifier: pid_t
    private let input: Int32
    private let printed = Mutex(Printed())
    /// How the program ended, as `waitpid` says it; nil while it runs.
    private let ending = Mutex<Int32?>(nil)

    init(_ path: String, _ arguments: [String], environment: [String: String]) throws {
        // A program that ended must not take the tests with it.
        signal(SIGPIPE, SIG_IGN)
        name = ([URL(filePath: path).lastPathComponent] + arguments).joined(separator: " ")
        // Closed in every other program: only this one may hold these ends.
        let (standardInput, output, errors) = (try Self.pipe(), try Self.pipe(), try Self.pipe())
        input = standardInput.writing
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, end) in [standardInput.reading, output.writing, errors.writing].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, end, Int32(number))
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads that tests run on ignore or block signals that programs end by.
        var ignored = sigset_t()
        sigemptyset(&ignored)
        posix_spawnattr_setsigmask(&attributes, &ignored)
        for number in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&ignored, number) }
        posix_spawnattr_setsigdefault(&attributes, &ignored)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let words = ([path] + arguments).map { strdup($0) }
        let variables = environment.map { strdup("\($0)=\($1)") }
        defer { for word in words + variables { free(word) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, path, &actions, &attributes, words + [nil], variables + [nil])
        identifier = child
        for end in [standardInput.reading, output.writing, errors.writing] { close(end) }
        guard code == 0 else {
            close(input)
            throw NothingCame(description: "\(path) cannot be started: \(String(cString: strerror(code)))")
        }
        Thread.detachNewThread { [weak self] in
            Self.read(output.reading) { bytes in self?.note(output: bytes) }
        }
        Thread.detachNewThread { [weak self] in
            Self.read(errors.reading) { bytes in self?.note(errors: bytes) }
        }
    }

    deinit {
        if isRunning {
            kill(identifier, SIGKILL)
            waitpid(identifier, nil, 0)
        }
        close(input)
    }

    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard Foundation.pipe(&ends) == 0 else {
            throw NothingCame(description: "no pipe: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Hands on what can be read until the other end is closed, and at last nothing.
    private static func read(_ descriptor: Int32, _ note: ([UInt8]) -> Void) {
        var bytes = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Foundation.read(descriptor, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            note(Array(bytes.prefix(max(0, count))))
            if count <= 0 { break }
        }
        close(descriptor)
    }

    private func note(output bytes: [UInt8]) {
        let now = ContinuousClock.now
        printed.withLock { printed in
            if bytes.isEmpty { printed.openStreams -= 1 }
            for byte in bytes {
                if byte != UInt8(ascii: "\n") {
                    printed.unfinished.append(byte)
                    continue
                }
                printed.lines.append(Line(text: String(decoding: printed.unfinished, as: UTF8.self), time: now))
                printed.unfinished = []
            }
        }
    }

    private func note(errors bytes: [UInt8]) {
        printed.withLock { printed in
            if bytes.isEmpty { printed.openStreams -= 1 }
            printed.errors += bytes
        }
    }

    /// Every line so far, also those that a wait passed over.
    var lines: [Line] { printed.withLock { $0.lines } }

    var errors: String { printed.withLock { String(decoding: $0.errors, as: UTF8.self) } }

    var isRunning: Bool {
        ending.withLock { ending in
            if ending != nil { return false }
            var status: Int32 = 0
            guard waitpid(identifier, &status, WNOHANG) == identifier else { return true }
            ending = status
            return false
        }
    }

    func send(signal number: Int32) { if isRunning { kill(identifier, number) } }

    /// Writes a line to the program's standard input.
    func write(line: String) throws {
        var bytes = Array((line + "\n").utf8)
        while !bytes.isEmpty {
            let count = Foundation.write(input, bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw NothingCame(description: "\(name) reads no more; errors:\n\(errors)") }
            bytes.removeFirst(count)
        }
    }

    /// The next line that satisfies `condition`; the ones before it are passed over.
    func line(
        within patience: Duration = .seconds(20), where condition: (String) throws -> Bool = { _ in true }
    ) async throws -> Line {
        let end = ContinuousClock.now + patience
        while true {
            let (line, isOver) = printed.withLock { printed -> (Line?, Bool) in
                guard printed.taken < printed.lines.count else { return (nil, printed.openStreams == 0) }
                printed.taken += 1
                return (printed.lines[printed.taken - 1], false)
            }
            if let line {
                if try condition(line.text) { return line }
                continue
            }
            if isOver || ContinuousClock.now >= end {
                let last = lines.suffix(3).map(\.text).joined(separator: "\n")
                throw NothingCame(
                    description: "\(name): the line did not come \(isOver ? "before its end" : "within \(patience)"); "
                        + "last lines:\n\(last)\nerrors:\n\(errors)")
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Passes over every line so far.
    func skipLines() { printed.withLock { $0.taken = $0.lines.count } }

    /// Waits for the program's end; kills it when it does not come.
    func result(within patience: Duration = .seconds(30)) async throws -> Result {
        let end = ContinuousClock.now + patience
        while isRunning || printed.withLock({ $0.openStreams > 0 }) {
            if ContinuousClock.now >= end {
                send(signal: SIGKILL)
                throw NothingCame(description: "\(name) did not end within \(patience); errors:\n\(errors)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        let (output, errors) = printed.withLock { printed in
            (
                printed.lines.map { $0.text + "\n" }.joined() + String(decoding: printed.unfinished, as: UTF8.self),
                String(decoding: printed.errors, as: UTF8.self)
            )
        }
        let status = ending.withLock { $0 ?? 0 }
        let killer = status & 0x7F
        return Result(
            status: killer == 0 ? status >> 8 & 0xFF : killer, wasKilled: killer != 0, output: output, errors: errors)
    }

    /// Ends the program by SIGINT, as a person would, and waits for its end.
    @discardableResult
    func interrupt(within patience: Duration = .seconds(20)) async throws -> Result {
        send(signal: SIGINT)
        return try await result(within: patience)
    }
}
