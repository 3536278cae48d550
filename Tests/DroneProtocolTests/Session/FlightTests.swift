import DroneModel
import DroneProtocol
import Testing

@Suite struct SessionFlightTests {
    @Test func `take-off is a level that stays until landing`() {
        var stage = SessionStage.live()
        let (verdict, outputs) = stage.order(.takeOff)
        #expect(verdict == .accepted)
        #expect(outputs.refs == [REFInput(flight: true)])
        stage.status.insert(.flying)
        #expect(stage.live(.seconds(1)).refs.allSatisfy { $0.wantsFlight })
        #expect(stage.order(.land).outputs.refs == [REFInput(flight: false)])
        #expect(stage.live(.seconds(1)).refs.allSatisfy { !$0.wantsFlight })
    }

    @Test func `a set-point lasts 250 ms and not a tick longer`() {
        var stage = SessionStage.flying()
        _ = stage.run(stage.nextTick - stage.now + .milliseconds(10))
        let start = stage.now
        let move = Setpoint(pitch: -0.5)
        #expect(stage.order(.move(move)).outputs.commands.first == .pcmd(Movement(move)))
        for (at, output) in stage.run(.milliseconds(400)) {
            guard case .pcmd(let sent)? = [output].commands.first else { continue }
            #expect((sent == Movement(move)) == (at - start < .milliseconds(250)))
        }
        #expect(stage.session.snapshot.link.counters.setpointsExpired == 1)
        #expect(stage.session.snapshot.commanded == .hover)
    }

    @Test func `a renewed set-point does not expire`() {
        var stage = SessionStage.flying()
        for _ in 0..<10 {
            _ = stage.order(.move(Setpoint(roll: 0.3)))
            let sent = stage.live(.milliseconds(150)).commands.filter { $0.name == "PCMD" }
            #expect(sent.allSatisfy { $0 == .pcmd(Movement(Setpoint(roll: 0.3))) })
        }
        #expect(stage.session.snapshot.link.counters.setpointsExpired == 0)
    }

    @Test func `a thousand orders a second do not flood the drone`() {
        var stage = SessionStage.flying()
        var sent = 0
        for step in 0..<1000 {
            stage.now += .milliseconds(1)
            sent += stage.order(.move(Setpoint(roll: Double(step) / 2000))).outputs.numbered.count
        }
        #expect(sent <= 2 * 101)
    }

    @Test func `landing stops movement in the same datagram`() {
        var stage = SessionStage.flying()
        _ = stage.order(.move(Setpoint(pitch: -1)))
        #expect(stage.order(.land).outputs.commands == [.pcmd(Movement(.hover)), .ref(REFInput(flight: false))])
    }

    @Test func `a heading of 270 degrees travels as minus a half with PCMD_MAG`() {
        var stage = SessionStage.flying()
        _ = stage.run(stage.nextTick - stage.now + .milliseconds(10))
        let setpoint = Setpoint(pitch: -0.2, mode: .absolute(pilotHeading: Angle(degrees: 270)))
        guard case .pcmdMag(let move, let heading)? = stage.order(.move(setpoint)).outputs.commands.first else {
            Issue.record("no PCMD_MAG")
            return
        }
        #expect(move.flags == 5)
        #expect(heading.psi == -0.5)
    }

    @Test(arguments: [
        (DroneStatus.batteryLow, UInt32(14), "battery low 14 %"), (.emergency, 80, "emergency state"),
        (.motorProblem, 80, "motor problem"), (.cutout, 80, "cut-out detected"),
    ])
    func `take-off is refused with the reason`(bit: DroneStatus, battery: UInt32, reason: String) {
        var stage = SessionStage.live()
        stage.status = bit
        stage.battery = battery
        _ = stage.live(.milliseconds(60))
        let (verdict, outputs) = stage.order(.takeOff)
        #expect(verdict == .refused(reason))
        #expect(outputs.numbered.isEmpty)
        #expect(stage.live(.milliseconds(60)).refs.allSatisfy { !$0.wantsFlight })
        #expect(stage.session.snapshot.link.counters.commandsRefused == 1)
    }

    @Test func `take-off without navdata is refused`() {
        var stage = SessionStage()
        #expect(stage.order(.takeOff).verdict == .refused("no navdata"))
    }

    @Test func `a take-off that the drone ignores for 2 s is given up`() {
        var stage = SessionStage.live()
        _ = stage.order(.takeOff)
        #expect(stage.live(.milliseconds(1900)).refs.allSatisfy { $0.wantsFlight })
        let outputs = stage.live(.milliseconds(300))
        #expect(outputs.events.contains { $0.hasPrefix("the drone refused to take off") })
        #expect(stage.live(.milliseconds(90)).refs.allSatisfy { !$0.wantsFlight })
    }

    @Test func `a drone that lands by itself is not sent up again`() {
        var stage = SessionStage.flying()
        stage.status = []
        let outputs = stage.live(.milliseconds(150))
        #expect(outputs.events.contains("the drone has landed by itself; take off again by hand"))
        #expect(stage.live(.milliseconds(150)).refs.allSatisfy { !$0.wantsFlight })
    }

    @Test func `a flying drone is adopted, a landing one is left to land`() {
        for (major, flies) in [(UInt32(4), true), (9, false)] {
            var stage = SessionStage(.init(navdata: .asIs))
            _ = stage.session.identify(firmware: FirmwareVersion(2, 4, 8), by: .versionFile, at: stage.now)
            stage.status = [.flying]
            stage.major = major
            let refs = stage.live(.milliseconds(150)).refs
            #expect(!refs.isEmpty)
            #expect(refs.allSatisfy { $0.wantsFlight == flies })
        }
    }

    @Test func `the emergency bit is held until bit 31 comes and released then`() {
        var stage = SessionStage.flying()
        let first = stage.order(.cutMotors).outputs.refs
        #expect(first == [REFInput(flight: false, emergency: true)])
        #expect(stage.live(.milliseconds(300)).refs.allSatisfy { $0.emergency })
        stage.status = [.emergency]
        let outputs = stage.live(.milliseconds(150))
        #expect(outputs.events.contains("motors cut"))
        #expect(stage.live(.milliseconds(300)).refs.allSatisfy { !$0.emergency && !$0.wantsFlight })
    }

    @Test func `an edge that was lost is made again, five times at most`() {
        var stage = SessionStage.flying()
        _ = stage.order(.cutMotors)
        let outputs = stage.live(.seconds(8))
        let edges = zip([false] + outputs.refs.map(\.emergency), outputs.refs.map(\.emergency))
            .filter { !$0.0 && $0.1 }.count
        #expect(edges == 5)
        #expect(outputs.events.contains { $0.hasPrefix("THE MOTORS WERE NOT CUT") })
        #expect(!stage.live(.milliseconds(90)).refs.contains { $0.emergency })
    }

    @Test func `recovery presses only while bit 31 is set`() {
        var stage = SessionStage.live()
        #expect(stage.order(.recover).verdict == .refused("the drone is not in emergency"))
        stage.status = [.emergency]
        _ = stage.live(.milliseconds(60))
        #expect(stage.order(.recover).outputs.refs == [REFInput(flight: false, emergency: true)])
        stage.status = []
        #expect(stage.live(.milliseconds(60)).events.contains("recovered from emergency"))
        #expect(stage.live(.milliseconds(300)).refs.allSatisfy { !$0.emergency })
    }

    @Test func `flat trim is for the ground, calibration and animations for the air`() {
        var ground = SessionStage.live()
        #expect(ground.order(.flatTrim).outputs.commands.contains(.flatTrim))
        #expect(ground.order(.calibrateMagnetometer).verdict == .refused("only in flight; the drone turns once"))
        #expect(ground.order(.animate(animation: 16, milliseconds: 15)).verdict == .refused("only in flight"))
        var air = SessionStage.flying()
        #expect(air.order(.flatTrim).verdict == .refused("only on the ground, level"))
        #expect(air.order(.calibrateMagnetometer).outputs.commands.contains(.calibrate(device: 0)))
        let animation = air.order(.animate(animation: 16, milliseconds: 15)).outputs.commands
        #expect(animation.contains(.animate(animation: 16, milliseconds: 15)))
        // Sent once, not with every tick.
        #expect(!air.live(.milliseconds(90)).commands.contains(.animate(animation: 16, milliseconds: 15)))
    }

    @Test func `leaving a flying drone hovers, lands, and then leaves`() {
        var stage = SessionStage.flying()
        _ = stage.order(.move(Setpoint(pitch: -1)))
        var outputs = stage.session.leave(at: stage.now)
        outputs += stage.live(.milliseconds(240))
        #expect(outputs.commands.allSatisfy { $0 == .pcmd(Movement(.hover)) || $0 == .ref(REFInput(flight: true)) })
        outputs = stage.live(.milliseconds(300))
        #expect(outputs.refs.last == REFInput(flight: false))
        #expect(!outputs.contains(.left(.landed)))
        #expect(stage.order(.takeOff).verdict == .refused("the program is leaving"))
        stage.status = []
        #expect(stage.live(.milliseconds(60)).contains(.left(.landed)))
        #expect(stage.live(.milliseconds(300)).numbered.isEmpty)
    }

    @Test func `leaving a drone on the ground, or none at all, takes no time`() {
        var ground = SessionStage.live()
        #expect(ground.session.leave(at: ground.now).contains(.left(.landed)))
        var none = SessionStage()
        #expect(none.session.leave(at: none.now).contains(.left(.landed)))
    }

    @Test func `leaving a drone that is not heard any more says that it may fly`() {
        var stage = SessionStage.flying()
        _ = stage.session.leave(at: stage.now)
        let outputs = stage.run(.seconds(11)).map(\.output)
        #expect(outputs.contains(.left(.stillFlying)))
        #expect(outputs.refs.filter { !$0.wantsFlight }.count > 100)
    }

    @Test func `a link lost while landing goes on asking for the landing`() {
        var stage = SessionStage.flying()
        _ = stage.order(.land)
        _ = stage.run(.milliseconds(1100))
        #expect(stage.session.snapshot.link.phase == .lost)
        #expect(stage.run(.milliseconds(90)).map(\.output).refs.allSatisfy { !$0.wantsFlight })
        #expect(!stage.run(.milliseconds(90)).map(\.output).refs.isEmpty)
    }

    @Test func `an observer sends a flying drone nothing, and leaves it as it is`() {
        var stage = SessionStage(.init(navdata: .asIs, role: .observer))
        #expect(stage.live(.milliseconds(150)).commands.allSatisfy { $0 == .communicationWatchdog })
        stage.status = [.flying, .communicationWatchdog]
        #expect(stage.live(.milliseconds(300)).dropFirst().commands.isEmpty)
        #expect(stage.order(.land).verdict == .refused("this session only observes"))
        #expect(stage.session.leave(at: stage.now) == [.left(.asFound)])
    }
}
