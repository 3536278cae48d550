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
    private let process: Process
    private let input = Pipe()
    private let printed = Mutex(Printed())

    init(_ path: String, _ arguments: [String], environment: [String: String]) throws {
        signal(SIGPIPE, SIG_IGN)
        name = ([URL(filePath: path).lastPathComponent] + arguments).joined(separator: " ")
        process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = environment
        process.standardInput = input
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        output.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            self?.note(output: data)
        }
        errors.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            self?.note(errors: data)
        }
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    private func note(output data: Data) {
        let now = ContinuousClock.now
        printed.withLock { printed in
            if data.isEmpty { printed.openStreams -= 1 }
            for byte in data {
                if byte != UInt8(ascii: "\n") {
                    printed.unfinished.append(byte)
                    continue
                }
                printed.lines.append(Line(text: String(decoding: printed.unfinished, as: UTF8.self), time: now))
                printed.unfinished = []
            }
        }
    }

    private func note(errors data: Data) {
        printed.withLock { printed in
            if data.isEmpty { printed.openStreams -= 1 }
            printed.errors += data
        }
    }

    /// Every line so far, also those that a wait passed over.
    var lines: [Line] { printed.withLock { $0.lines } }

    var errors: String { printed.withLock { String(decoding: $0.errors, as: UTF8.self) } }

    var isRunning: Bool { process.isRunning }

    func send(signal number: Int32) { kill(process.processIdentifier, number) }

    /// Writes a line to the program's standard input.
    func write(line: String) throws { try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8)) }

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
        while process.isRunning || printed.withLock({ $0.openStreams > 0 }) {
            if ContinuousClock.now >= end {
                kill(process.processIdentifier, SIGKILL)
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
        return Result(
            status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
            output: output, errors: errors)
    }

    /// Ends the program by SIGINT, as a person would, and waits for its end.
    @discardableResult
    func interrupt(within patience: Duration = .seconds(20)) async throws -> Result {
        send(signal: SIGINT)
        return try await result(within: patience)
    }
}
