import Foundation

/// What the cockpit takes while a simulated drone in another process flies and sends 30 pictures a second.
enum CockpitLoad {
    static let benchmark = Benchmark(
        name: "cockpit.load", title: "cockpit with video at 120×40, a simulated drone flying: share of a core",
        goal: "≤ 35 % of a core, ≤ 80 MB"
    ) { settings in
        let seconds = min(settings.seconds, 30)
        let (fly, video) = (try measure(layout: "1", seconds), try measure(layout: "2", seconds))
        let most = max(fly.share, video.share)
        let memory = max(fly.memory, video.memory)
        return Outcome(
            isReached: most <= 0.35 && memory <= 80_000_000 && min(fly.pictures, video.pictures) > 28,
            note: "layout fly \(fly), layout video \(video)")
    }

    private struct Load: CustomStringConvertible {
        var share: Double
        var memory: Int
        var bytesPerSecond: Int
        var pictures: Double

        var description: String {
            "\(ResultTable.text(share * 100, decimals: 1)) %, peak \(memory / 1_000_000) MB, "
                + "\(bytesPerSecond / 1000) kB/s, \(ResultTable.text(pictures, decimals: 1)) pictures/s"
        }
    }

    private static func measure(layout: Character, _ seconds: Int) throws -> Load {
        let program = try ChildProgram.path(of: "stork")
        let line = FileManager.default.temporaryDirectory.appending(path: "stork-sim-\(getpid()).txt")
        let drone = try ChildProgram(program, ["sim", "--ephemeral-ports"], output: line.path)
        defer {
            drone.send(signal: SIGTERM)
            _ = drone.wait()
            try? FileManager.default.removeItem(at: line)
        }
        let ports = try ports(in: line)
        let record = TerminalRecord()
        let terminal = try PseudoTerminal(columns: 120, rows: 40) { record.receive($0) }
        let child = try ChildProgram(
            program, ["cockpit", "--drone", "127.0.0.1"] + ports, terminal: terminal.childSide, colorTerm: "truecolor")
        terminal.handOver()
        defer {
            child.send(signal: SIGKILL)
            _ = child.wait()
        }
        // Found, set up, trimmed; then up, which takes six seconds.
        usleep(4_000_000)
        for key: Character in [layout, "f"] { terminal.type(key) }
        usleep(1_000_000)
        terminal.type("t")
        usleep(8_000_000)
        let before = try ProcessFigures(of: child.identifier)
        let start = MonotonicClock.now
        let end = start + Int64(seconds) * 1_000_000_000
        var beats = 0
        while MonotonicClock.now < end {
            // Eight keys a second: circles, as a pilot flies them.
            terminal.type(["w", "w", "a", "s", "s", "d"][beats / 8 % 6])
            beats += 1
            usleep(125_000)
        }
        let after = try ProcessFigures(of: child.identifier)
        let elapsed = Double(MonotonicClock.now - start) / 1e9
        let chunks = record.chunks.filter { $0.time >= start }
        let bytes = chunks.reduce(0) { $0 + $1.bytes.count }
        return Load(
            share: (after.processorTime - before.processorTime) / .seconds(1) / elapsed, memory: after.peakMemory,
            bytesPerSecond: Int(Double(bytes) / elapsed),
            pictures: Double(TerminalRecord.pictureCount(in: chunks)) / elapsed)
    }

    /// The options that name the ports of the line that `stork sim` prints.
    private static func ports(in file: URL) throws -> [String] {
        let deadline = MonotonicClock.now + 10_000_000_000
        while MonotonicClock.now < deadline {
            let words =
                (try? String(contentsOf: file, encoding: .utf8))?
                .split { " ,\n".contains($0) }.map(String.init) ?? []
            var options: [String] = []
            for (word, option) in [
                ("AT", "--at-port"), ("navdata", "--navdata-port"), ("configuration", "--control-port"),
                ("FTP", "--ftp-port"), ("video", "--video-port"),
            ] {
                guard let place = words.firstIndex(of: word), place + 1 < words.count, Int(words[place + 1]) != nil
                else { continue }
                options += [option, words[place + 1]]
            }
            if options.count == 10 { return options }
            usleep(20_000)
        }
        throw NotMeasurable(description: "stork sim did not get ready with video within 10 s")
    }
}
