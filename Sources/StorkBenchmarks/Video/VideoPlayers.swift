import CellCanvas
import Foundation
import TerminalPicture

/// The same recording in the same cells, by this program's code and by two players: processor time for a frame.
///
/// Each plays the whole recording and its first frame alone; the difference is what frames cost without the start.
enum VideoPlayers {
    private static let columns = 80
    private static let rows = 24

    static let benchmark = Benchmark(
        name: "video.players", title: "processor time per frame of a real recording, 80×24 half-blocks",
        goal: "less than mpv and timg"
    ) { _ in
        let folder = Recordings.folder.appending(path: "ardrone2-video")
        let capture = folder.appending(path: "ardrone2_video_example.capture").path
        let stream = folder.appending(path: "ardrone2_video_example.h264").path
        guard FileManager.default.fileExists(atPath: capture), FileManager.default.fileExists(atPath: stream) else {
            throw NotMeasurable(description: "the recordings are not beside the package")
        }
        let own = try cost(
            "stork", try ChildProgram.path(of: "StorkBenchmarks"), ["--play", capture, "\(columns)", "\(rows)"],
            one: ["1"])
        let mpv = try player(
            "mpv",
            [
                "--no-config", "--vo=tct", "--vo-tct-algo=half-blocks", "--vo-tct-width=\(columns)",
                "--vo-tct-height=\(rows)", "--no-audio", "--untimed", "--framedrop=no", "--really-quiet", stream,
            ], one: ["--frames=1"])
        let timg = try player("timg", ["-ph", "-g\(columns)x\(rows)", "-V", stream], one: ["--frames=1"])
        let others = [mpv, timg]
        let times = others.compactMap(\.time)
        return Outcome(
            samples: own.samples,
            isReached: times.count < others.count
                ? nil : times.allSatisfy { $0 > own.samples.median },
            note: ([own.text] + others.map(\.text)).joined(separator: "; "))
    }

    /// The frames of the recording.
    private static let frames = 517
    private static let repetitions = 5

    private static func player(_ name: String, _ arguments: [String], one: [String]) throws -> (
        text: String, time: Duration?
    ) {
        guard let path = path(of: name) else {
            return ("\(name) n/a: it is not installed (apt-get install \(name))", nil)
        }
        let cost = try cost(name, path, arguments, one: one)
        return (cost.text, cost.samples.median)
    }

    private static func cost(_ name: String, _ path: String, _ arguments: [String], one: [String]) throws -> (
        samples: Samples, text: String
    ) {
        var times: [Int64] = []
        var starts: [Int64] = []
        var bytes = 0
        for _ in 0..<repetitions {
            // mpv and timg take their options anywhere; this program's count of frames is its last argument.
            let alone = try run(path, arguments + one)
            let whole = try run(path, arguments)
            starts.append(Int64(alone.time / .nanoseconds(1)))
            times.append(Int64((whole.time - alone.time) / .nanoseconds(1)) / Int64(frames - 1))
            bytes = (whole.bytes - alone.bytes) / (frames - 1)
        }
        let samples = Samples(times)
        return (
            samples,
            "\(name) \(ResultTable.text(samples.median)) and \(ResultTable.bytes(.nanoseconds(bytes))) a frame, "
                + "\(ResultTable.text(Samples(starts).median)) to start"
        )
    }

    private static func run(_ path: String, _ arguments: [String]) throws -> (time: Duration, bytes: Int) {
        let record = TerminalRecord()
        let terminal = try PseudoTerminal(columns: UInt16(columns), rows: UInt16(rows)) { record.receive($0) }
        let child = try ChildProgram(path, arguments, terminal: terminal.childSide, colorTerm: "truecolor")
        terminal.handOver()
        let ending = child.wait()
        guard ending.status == 0 else {
            throw NotMeasurable(
                description: "\(path) ended with \(ending.status.map { "\($0)" } ?? "a signal")")
        }
        // The reader may still have a moment to go; what is missing then is the last frame at most.
        return (ending.processorTime, record.chunks.reduce(0) { $0 + $1.bytes.count })
    }

    private static func path(of name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

/// Plays a recording of the video port on standard output, as fast as it can: `--play FILE COLUMNS ROWS [FRAMES]`.
enum RecordingPlayer {
    static func run(_ arguments: ArraySlice<String>) throws {
        let words = Array(arguments)
        guard words.count >= 3, let columns = Int(words[1]), let rows = Int(words[2]) else {
            throw NotMeasurable(description: "--play needs a file, columns and rows")
        }
        var left = words.count > 3 ? Int(words[3]) ?? 0 : Int.max
        var path = PicturePath(pane: Rectangle(row: 0, column: 0, rows: rows, columns: columns), shape: .halfBlocks)
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: words[0])))
        // As much at once as the video link reads.
        for start in stride(from: 0, to: bytes.count, by: 65_536) {
            for frame in try path.show(Array(bytes[start..<min(bytes.count, start + 65_536)])) {
                guard left > 0 else { return }
                left -= 1
                var rest = frame[...]
                while !rest.isEmpty {
                    let count = rest.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
                    if count <= 0 { return }
                    rest = rest.dropFirst(count)
                }
            }
        }
    }
}
