import Foundation

/// The real cockpit on a terminal, with a drone that sends video and 200 packets of navdata a second.
struct CockpitRun {
    let sink: DroneSink
    let server: VideoServer
    let record: TerminalRecord
    let child: ChildProgram
    private let terminal: PseudoTerminal

    /// Where the layout for video has a picture of 80 cells: 38 columns of panes beside it, three of lines.
    static let size = (columns: UInt16(121), rows: UInt16(40))

    /// Starts it all and shows the layout for video; no key frame is sent yet.
    init(_ arguments: [String] = ["--video", "half-blocks"]) throws {
        let program = try ChildProgram.path(of: "stork")
        let record = TerminalRecord()
        server = try VideoServer(try StampedVideo.shared.get())
        sink = try DroneSink(video: server.port)
        terminal = try PseudoTerminal(columns: Self.size.columns, rows: Self.size.rows) { record.receive($0) }
        child = try ChildProgram(
            program, sink.cockpitArguments + arguments, terminal: terminal.childSide, colorTerm: "truecolor")
        self.record = record
        terminal.handOver()
        terminal.type("2")
        let start = MonotonicClock.now
        while server.sendings.isEmpty {
            guard MonotonicClock.now < start + 10_000_000_000 else {
                stop()
                throw NotMeasurable(description: "stork cockpit did not ask for video within 10 s")
            }
            usleep(5000)
        }
        // Some frames that need others: a client that connects in the middle waits.
        usleep(300_000)
    }

    /// Sends key frames, too, for so long.
    func run(for span: Duration) {
        server.sendKeyFrames()
        usleep(UInt32(clamping: Int(span / .microseconds(1))))
    }

    /// Ends it all. The drone of the sink never lands, so that the program must not wait for it.
    func stop() {
        child.send(signal: SIGKILL)
        _ = child.wait()
        sink.stop()
        server.stop()
    }
}
