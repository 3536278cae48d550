import CellCanvas
import Cockpit
import DroneModel
import Testing

@Suite struct VideoRecordTests {
    private func recording(_ phase: VideoRecordPhase, since start: Duration = .seconds(18)) -> DroneSnapshot {
        var snapshot = Scene.flying()
        var record = VideoRecordHealth(start: start)
        record.phase = phase
        snapshot.videoRecord = record
        return snapshot
    }

    private func run(_ line: String, _ snapshot: DroneSnapshot) -> (orders: [Cockpit.Order], screen: Canvas) {
        var cockpit = Cockpit()
        cockpit.type(":" + line.replacing(" ", with: ","), snapshot)
        let orders = cockpit.handle(.enter, snapshot, at: Scene.now)
        return (orders, cockpit.screen(snapshot))
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func `the border says that video is recorded, and for how long`(columns: Int, rows: Int) {
        let screen = Cockpit().screen(recording(.recording), columns: columns, rows: rows)
        let place = screen.place(of: " VIDEO REC 1:22 ")
        #expect(place?.row == rows - 1)
        #expect(Cockpit().screen(Scene.flying(), columns: columns, rows: rows).place(of: "REC") == nil)
    }

    @Test(arguments: [(40, 12), (20, 5), (30, 3), (60, 2)]) func `a small window says it too`(columns: Int, rows: Int) {
        #expect(Cockpit().screen(recording(.recording), columns: columns, rows: rows).shows("VREC"))
    }

    @Test(arguments: [VideoRecordPhase.starting, .interrupted, .finishing])
    func `what is not yet or no more recording is said in a word`(phase: VideoRecordPhase) {
        #expect(Cockpit().screen(recording(phase)).shows(" VIDEO REC \(phase) "))
    }

    @Test(arguments: [VideoRecordPhase.finished, .failed]) func `what is over is not shown`(phase: VideoRecordPhase) {
        #expect(!Cockpit().screen(recording(phase)).shows("REC"))
        #expect(run("record on", recording(phase)).orders == [.recordVideo(.start(lines: 720))])
    }

    @Test func `off ends a recording, and a second one is refused meanwhile`() {
        #expect(run("record off", recording(.recording)).orders == [.recordVideo(.stop)])
        let second = run("record on", recording(.finishing))
        #expect(second.orders.isEmpty)
        #expect(second.screen.shows("record on refused: it is being recorded: record off ends it"))
    }

    @Test func `an AR-Drone 1 and a lost link refuse it`() {
        var snapshot = Scene.flying()
        snapshot.identity.generation = .ardrone1
        #expect(run("record on", snapshot).screen.shows("record on refused: the AR.Drone 1.0 does not record"))
        snapshot = Scene.flying()
        snapshot.link.phase = .lost
        #expect(run("record on", snapshot).orders.isEmpty)
    }
}

@Suite struct LinkPaneVideoTests {
    private func snapshot(_ change: (inout VideoHealth) -> Void) -> DroneSnapshot {
        var snapshot = Scene.rich()
        var video = VideoHealth()
        video.phase = .streaming
        video.framesPerSecond = 29.8
        video.lastFrame = Scene.now - .milliseconds(41)
        change(&video)
        snapshot.video = video
        return snapshot
    }

    private func line(_ snapshot: DroneSnapshot) -> String {
        Cockpit().screen(snapshot, columns: 120, rows: 40).text(row: 19, column: 82, columns: 36)
    }

    @Test func `rate and age of the video stand below those of navdata and commands`() {
        #expect(line(snapshot { _ in }) == "video   30 /s              age 41 ms")
    }

    @Test func `where pictures are decoded it is the newest picture's age`() {
        let decoded = snapshot { video in
            video.pictures = PictureHealth()
            video.pictures?.lastPicture = Scene.now - .milliseconds(75)
        }
        #expect(line(decoded) == "video   30 /s              age 75 ms")
        #expect(line(snapshot { $0.pictures = PictureHealth() }) == "video   30 /s                age n/a")
    }

    @Test func `trouble takes the rate's place`() {
        #expect(
            line(
                snapshot {
                    $0.phase = .stalled; $0.lastFrame = Scene.now - .seconds(3)
                })
                == "video   stalled            age 3.0 s")
    }

    @Test func `what was lost is counted beside navdata`() {
        let screen = Cockpit().screen(
            snapshot {
                $0.missingFrames = 7; $0.damages = 2
            }, columns: 120, rows: 40)
        #expect(screen.shows("7 vid dmg "))
    }

    @Test func `without video nothing is said of it`() {
        #expect(!Cockpit().screen(Scene.rich(), columns: 120, rows: 40).shows("vid miss"))
    }
}
