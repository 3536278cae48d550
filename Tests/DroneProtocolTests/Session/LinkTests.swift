import DroneModel
import DroneProtocol
import Testing

@Suite struct SessionLinkTests {
    @Test func `while silent the drone is woken at least every 100 ms`() {
        var stage = SessionStage()
        let wakes = stage.run(.seconds(5)).filter { $0.output == .wakeNavdata }.map(\.at)
        #expect(wakes.first == .seconds(100))
        for (earlier, later) in zip(wakes, wakes.dropFirst()) { #expect(later - earlier <= .milliseconds(100)) }
        #expect(wakes.count >= 50)
    }

    @Test func `a drone that talks at 15 Hz is not woken`() {
        var stage = SessionStage(.init(navdata: .asIs))
        _ = stage.navdata()
        var wakes = 0
        for _ in 0..<60 {
            wakes += stage.run(.milliseconds(65)).filter { $0.output == .wakeNavdata }.count
            _ = stage.navdata()
        }
        #expect(wakes <= 1)
    }

    @Test func `the gaps between packets are kept for a strip`() {
        var stage = SessionStage.live()
        _ = stage.live(.seconds(2))
        _ = stage.run(.milliseconds(600))
        _ = stage.navdata()
        _ = stage.run(.milliseconds(30))
        let gaps = stage.session.snapshot.link.jitter.gaps(at: stage.now)
        #expect(gaps.contains { $0 >= .milliseconds(600) })
        #expect(gaps[58] == .milliseconds(15))
    }

    @Test func `a rhythm of dips is suspected to be a scan of this computer`() {
        var stage = SessionStage.live()
        func dip() {
            for _ in 0..<40 {
                _ = stage.navdata()
                _ = stage.run(.milliseconds(125))
            }
        }
        _ = stage.live(.seconds(10))
        dip()
        _ = stage.live(.seconds(55))
        #expect(stage.session.snapshot.link.suspectedScan == nil)
        dip()
        _ = stage.live(.seconds(2))
        #expect(stage.session.snapshot.link.suspectedScan?.dips == 2)
    }

    @Test func `the time in the air begins with the flying bit`() {
        var stage = SessionStage.live()
        _ = stage.live(.seconds(1))
        #expect(stage.session.snapshot.flight.airborne(at: stage.now) == nil)
        stage.status = .flying
        _ = stage.live(.seconds(3))
        #expect(stage.session.snapshot.flight.airborne(at: stage.now) == .seconds(3))
        #expect(stage.session.snapshot.flight.wasAdopted == false)
    }

    @Test func `before the drone is heard neither landing nor flight is asked for`() {
        var stage = SessionStage()
        let commands = stage.run(.seconds(1)).map(\.output).commands
        #expect(Set(commands.map(\.name)) == ["PCMD", "COMWDG"])
        #expect(!commands.isEmpty)
    }

    @Test func `every tick carries movement and REF once the drone is heard`() {
        var stage = SessionStage.live()
        for _ in 0..<20 {
            let commands = stage.live(.milliseconds(30)).commands
            #expect(commands.map(\.name) == ["PCMD", "REF"])
        }
    }

    @Test func `AT numbers begin with 1 and never skip`() {
        var stage = SessionStage()
        var outputs = stage.run(.milliseconds(300)).map(\.output)
        outputs += stage.live(.seconds(1))
        #expect(outputs.numbered.map(\.sequence) == Array(1...UInt32(outputs.numbered.count)))
    }

    @Test func `bootstrap is answered by configuring and ends live`() {
        var stage = SessionStage()
        stage.status = [.navdataBootstrap]
        _ = stage.navdata()
        #expect(stage.session.snapshot.link.phase == .searching)
        let first = stage.run(.milliseconds(60)).map(\.output)
        #expect(first.configs == ["general:navdata_demo=FALSE"])
        #expect(stage.session.snapshot.link.phase == .configuring)
        stage.status = [.navdataBootstrap, .commandAcknowledge]
        _ = stage.navdata()
        #expect(stage.run(.milliseconds(30)).map(\.output).commands.contains(.control(.acknowledge, argument: 0)))
        stage.status = []
        _ = stage.navdata()
        _ = stage.run(.milliseconds(30))
        #expect(stage.session.snapshot.link.phase == .live)
        #expect(stage.session.snapshot.telemetry.batteryPercent?.value == 80)
    }

    @Test func `demo mode names the options before it is switched on`() {
        var stage = SessionStage(.init(navdata: .demo(.phoneApp)))
        stage.status = [.navdataBootstrap]
        var configs: [String] = []
        for _ in 0..<20 {
            _ = stage.navdata()
            let outputs = stage.run(.milliseconds(30)).map(\.output)
            configs += outputs.configs
            stage.status = outputs.configs.isEmpty ? [.navdataBootstrap] : [.navdataBootstrap, .commandAcknowledge]
        }
        #expect(configs == ["general:navdata_options=777060865", "general:navdata_demo=TRUE"])
    }

    @Test func `multiconfiguration ids are activated session first, each step under the ids in force`() {
        let ids = MulticonfigurationIDs(
            session: MulticonfigurationID(0x1111_1111), user: MulticonfigurationID(0x2222_2222),
            application: MulticonfigurationID(0x3333_3333))
        var stage = SessionStage(.init(navdata: .full, ids: ids))
        stage.status = [.navdataBootstrap]
        var commands: [ATCommand] = []
        for _ in 0..<60 {
            _ = stage.navdata()
            let outputs = stage.run(.milliseconds(30)).map(\.output)
            commands += outputs.commands.filter { $0.name.hasPrefix("CONFIG") }
            stage.status = outputs.configs.isEmpty ? [.navdataBootstrap] : [.navdataBootstrap, .commandAcknowledge]
        }
        let none = "00000000"
        #expect(
            commands == [
                .configIDs(session: none, user: none, application: none),
                .config(key: "custom:session_id", value: "11111111"),
                .configIDs(session: "11111111", user: none, application: none),
                .config(key: "custom:application_id", value: "33333333"),
                .configIDs(session: "11111111", user: none, application: "33333333"),
                .config(key: "custom:profile_id", value: "22222222"),
                .configIDs(session: "11111111", user: "22222222", application: "33333333"),
                .config(key: "general:navdata_demo", value: "FALSE"),
            ])
    }

    @Test func `the link is lost after one second of silence, not a tick before`() {
        var stage = SessionStage.live()
        let last = stage.now - .milliseconds(15)
        _ = stage.run(last + .milliseconds(970) - stage.now)
        #expect(stage.session.snapshot.link.phase == .live)
        let outputs = stage.run(.milliseconds(60)).map(\.output)
        #expect(stage.session.snapshot.link.phase == .lost)
        #expect(outputs.events.contains { $0.hasPrefix("link lost") })
        #expect(stage.session.snapshot.link.counters.losses == 1)
    }

    @Test func `after a loss in flight the first thing sent is hover and flight is adopted anew`() {
        var stage = SessionStage.flying()
        _ = stage.order(.move(Setpoint(pitch: -1)))
        let silent = stage.run(.seconds(2)).map(\.output)
        let lost = silent.firstIndex {
            if case .event(let event) = $0 { event.text.hasPrefix("link lost") } else { false }
        }
        #expect(lost != nil)
        let after = silent.suffix(from: lost ?? 0).commands
        #expect(after.allSatisfy { $0 == .pcmd(Movement(.hover)) || $0 == .communicationWatchdog })
        let back = stage.navdata()
        #expect(back.events.contains("the drone is back"))
        #expect(back.events.contains("the drone flies already; adopted, it hovers"))
        #expect(stage.live(.milliseconds(60)).refs.allSatisfy { $0.wantsFlight })
    }

    @Test func `a drone that landed while unheard is not sent into the air again`() {
        var stage = SessionStage.flying()
        _ = stage.run(.seconds(3))
        stage.status = []
        stage.major = 2
        let refs = stage.live(.milliseconds(300)).refs
        #expect(!refs.isEmpty)
        #expect(refs.allSatisfy { !$0.wantsFlight })
    }

    @Test func `a reboot is set up again from its first packet`() {
        var stage = SessionStage(.init(navdata: .full))
        _ = stage.live(.milliseconds(300))
        stage.sequence = 5000
        _ = stage.live(.milliseconds(100))
        _ = stage.run(.seconds(2))
        stage.sequence = 0
        stage.status = [.navdataBootstrap]
        let valid = stage.session.snapshot.link.counters.navdataValid
        let outputs = stage.navdata()
        #expect(stage.session.snapshot.link.counters.navdataValid == valid + 1)
        #expect(outputs.events.contains("the drone is back"))
        let configs = stage.run(.milliseconds(60)).map(\.output)
        #expect(configs.configs == ["general:navdata_demo=FALSE"])
    }

    @Test func `bit 30 is answered by COMWDG and bit 13 by a sequence that starts at 1`() {
        var stage = SessionStage.live()
        stage.status = [.communicationWatchdog]
        #expect(stage.live(.milliseconds(60)).commands.contains(.communicationWatchdog))
        stage.status = [.communicationLost]
        let numbers = stage.live(.milliseconds(90)).numbered.map(\.sequence)
        #expect(numbers.contains(1))
        #expect(numbers.filter { $0 == 1 }.count == 1)
    }

    @Test func `a drone that takes none of our commands gets a fresh sequence and the pilot is told`() {
        var stage = SessionStage.live()
        stage.status = [.communicationWatchdog]
        let outputs = stage.live(.seconds(1))
        #expect(outputs.events.contains { $0.contains("AT sequence restarted") })
        #expect(outputs.numbered.map(\.sequence).contains(1))
    }

    @Test func `rubbish, duplicates and late packets are counted and change nothing`() {
        var stage = SessionStage.live()
        let before = stage.session.snapshot.telemetry
        let packet = stage.packet(sequence: stage.sequence)
        _ = stage.deliver(packet)
        _ = stage.deliver(Array("hello".utf8))
        _ = stage.deliver(Array(packet.dropLast()))
        let counters = stage.session.snapshot.link.counters
        #expect(counters.navdataDuplicates == 1)
        #expect(counters.navdataRefused == 2)
        #expect(stage.session.snapshot.telemetry == before)
    }
}
