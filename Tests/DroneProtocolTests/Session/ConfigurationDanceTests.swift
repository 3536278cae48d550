import DroneModel
import DroneProtocol
import Testing

@Suite struct ConfigurationDanceTests {
    /// What came of job `id`.
    private func outcome(_ outputs: [DroneSession.Output], of id: Int) -> ConfigurationOutcome? {
        for case .finished(id, let outcome) in outputs { return outcome }
        return nil
    }

    @Test func `a key is written, acknowledged, released and done`() throws {
        var stage = SessionStage.live()
        let job = try stage.session.write(key: "control:outdoor", value: "TRUE")
        var outputs = stage.live(.milliseconds(60))
        #expect(outputs.configs == ["control:outdoor=TRUE"])
        stage.status = [.commandAcknowledge]
        outputs = stage.live(.milliseconds(90))
        #expect(outputs.commands.contains(.control(.acknowledge, argument: 0)))
        #expect(outcome(outputs, of: job) == nil)
        stage.status = []
        #expect(outcome(stage.live(.milliseconds(60)), of: job) == .acknowledged)
        #expect(stage.live(.milliseconds(300)).commands.allSatisfy { ["PCMD", "REF"].contains($0.name) })
    }

    @Test func `an acknowledge bit left by another program is cleared first and not taken for ours`() throws {
        var stage = SessionStage.live()
        stage.status = [.commandAcknowledge]
        _ = stage.live(.milliseconds(30))
        let job = try stage.session.write(key: "control:outdoor", value: "TRUE")
        let outputs = stage.live(.milliseconds(300))
        #expect(outputs.configs.isEmpty)
        #expect(outputs.commands.contains(.control(.acknowledge, argument: 0)))
        #expect(outcome(outputs, of: job) == nil)
        stage.status = []
        #expect(stage.live(.milliseconds(60)).configs == ["control:outdoor=TRUE"])
    }

    @Test func `one key at a time, in order`() throws {
        var stage = SessionStage.live()
        let first = try stage.session.write(key: "control:outdoor", value: "TRUE")
        let second = try stage.session.write(key: "control:altitude_max", value: "5000")
        var configs: [String] = []
        var finished: [Int] = []
        for _ in 0..<20 {
            let outputs = stage.live(.milliseconds(30))
            configs += outputs.configs
            for case .finished(let id, _) in outputs { finished.append(id) }
            stage.status = outputs.configs.isEmpty ? [] : [.commandAcknowledge]
        }
        #expect(configs == ["control:outdoor=TRUE", "control:altitude_max=5000"])
        #expect(finished == [first, second])
    }

    @Test func `a key that is never acknowledged is tried ten times and given up with the reason`() throws {
        var stage = SessionStage.live()
        let job = try stage.session.write(key: "control:outdoor", value: "TRUE")
        let outputs = stage.live(.seconds(3))
        #expect(outputs.configs.count == 10)
        #expect(outcome(outputs, of: job) == .failed(.notAcknowledged(tries: 10)))
        #expect(outputs.events.contains { $0.hasPrefix("writing control:outdoor = TRUE: no acknowledgement") })
        #expect(stage.session.snapshot.link.counters.configurationFailed == 1)
    }

    @Test func `an acknowledge bit that never clears is given up after 5 s and the AT loop goes on`() throws {
        var stage = SessionStage.live()
        let job = try stage.session.write(key: "control:outdoor", value: "TRUE")
        _ = stage.live(.milliseconds(60))
        stage.status = [.commandAcknowledge]
        let outputs = stage.live(.seconds(6))
        #expect(outcome(outputs, of: job) == .failed(.acknowledgeStuck))
        #expect(outputs.refs.count >= 190)
    }

    @Test func `what starts an animation is not repeated within half a second`() throws {
        var stage = SessionStage.live()
        _ = try stage.session.write(key: "control:flight_anim", value: "16,15")
        #expect(stage.live(.milliseconds(480)).configs.count == 1)
        #expect(stage.live(.milliseconds(120)).configs.count == 1)
    }

    @Test func `text that would break the command is refused before it is queued`() {
        var stage = SessionStage.live()
        #expect(throws: CommandError.self) {
            _ = try stage.session.write(key: "general:ardrone_name", value: "my \"drone\"")
        }
        #expect(stage.live(.milliseconds(300)).configs.isEmpty)
    }

    @Test func `the link's loss ends what is under way`() throws {
        var stage = SessionStage.live()
        let job = try stage.session.write(key: "control:outdoor", value: "TRUE")
        let outputs = stage.run(.milliseconds(1200)).map(\.output)
        #expect(outcome(outputs, of: job) == .failed(.linkLost))
    }

    private static let dump = Array(
        "general:num_version_soft = 2.4.8\ncontrol:altitude_max = 3000\ncontrol:outdoor = FALSE\n".utf8)

    @Test(arguments: 0...Self.dump.count) func `the configuration is read over the control port, split anywhere`(
        split: Int
    ) {
        var stage = SessionStage.live()
        let job = stage.session.readConfiguration()
        var outputs = stage.live(.milliseconds(60))
        #expect(outputs.contains(.openControl))
        #expect(!outputs.commands.contains(.control(.getConfiguration, argument: 0)))
        stage.session.controlOpened(at: stage.now)
        outputs = stage.live(.milliseconds(60))
        #expect(outputs.commands.filter { $0 == .control(.getConfiguration, argument: 0) }.count == 1)
        stage.status = [.commandAcknowledge]
        outputs = stage.session.receiveControl(Array(Self.dump[..<split]), at: stage.now)
        outputs += stage.session.receiveControl(Array(Self.dump[split...]) + [0], at: stage.now)
        outputs += stage.live(.milliseconds(60))
        #expect(outputs.commands.contains(.control(.acknowledge, argument: 0)))
        stage.status = []
        outputs = stage.live(.milliseconds(60))
        #expect(outcome(outputs, of: job) == .received(Self.dump))
        #expect(outputs.contains(.closeControl))
        #expect(stage.session.configuration?.altitudeMaximum == 3)
        #expect(stage.session.snapshot.identity.firmware == FirmwareVersion(2, 4, 8))
    }

    @Test func `a silent control port is asked again and then given up`() {
        var stage = SessionStage.live()
        let job = stage.session.readConfiguration()
        _ = stage.live(.milliseconds(60))
        stage.session.controlOpened(at: stage.now)
        let outputs = stage.live(.seconds(8))
        #expect(outputs.commands.filter { $0 == .control(.getConfiguration, argument: 0) }.count == 5)
        #expect(outcome(outputs, of: job) == .failed(.controlPortClosed(tries: 5)))
    }

    @Test func `a refused control port is tried five times, a second apart`() {
        var stage = SessionStage.live()
        let job = stage.session.readConfiguration()
        var opened: [Duration] = []
        var result: ConfigurationOutcome?
        for _ in 0..<400 {
            for output in stage.live(.milliseconds(30)) {
                if output == .openControl {
                    opened.append(stage.now)
                    for late in stage.session.controlClosed(at: stage.now) {
                        if case .finished(job, let outcome) = late { result = outcome }
                    }
                }
                if case .finished(job, let outcome) = output { result = outcome }
            }
        }
        #expect(result == .failed(.controlPortClosed(tries: 5)))
        for (earlier, later) in zip(opened, opened.dropFirst()) { #expect(later - earlier >= .milliseconds(970)) }
    }

    @Test func `an endless answer is refused`() {
        var stage = SessionStage.live()
        let job = stage.session.readConfiguration()
        _ = stage.live(.milliseconds(60))
        stage.session.controlOpened(at: stage.now)
        _ = stage.live(.milliseconds(60))
        var outputs: [DroneSession.Output] = []
        for _ in 0..<70 {
            outputs += stage.session.receiveControl([UInt8](repeating: 65, count: 4096), at: stage.now)
        }
        #expect(outcome(outputs, of: job) == .failed(.answerTooLong))
    }
}
