import DroneProtocol
import Testing

@testable import FlightRecording

@Suite struct CommandInspectionTests {
    @Test func `commands are counted by name, words by value, and nonsense by reason`() {
        var stage = InspectionStage()
        stage.at("AT*REF=1,290717696\rAT*PCMD=2,0,0,0,0,0\r", 0)
        stage.at("AT*CONFIG_IDS=3,\"a\",\"b\",\"c\"\rAT*CONFIG=4,\"general:navdata_demo\",\"TRUE\"\r", 0.1)
        stage.at("AT*REF=5,512\rhello\rAT*PCMD=x\rAT*REF=6\rAT*REF=7,512", 0.2)
        let commands = stage.inspection().commands
        #expect(commands.datagrams == 3)
        #expect(commands.commands == 5)
        #expect(commands.names.counts == ["REF": 2, "PCMD": 1, "CONFIG_IDS": 1, "CONFIG": 1])
        #expect(commands.refValues.counts == [290_717_696: 1, 512: 1])
        #expect(commands.configKeys.counts == ["general:navdata_demo": 1])
        #expect(
            commands.refused.counts
                == ["missing_prefix": 1, "bad_sequence": 1, "wrong_arguments": 1, "unterminated": 1])
    }

    @Test func `repetitions are told from a client that begins anew`() {
        var stage = InspectionStage()
        for number: UInt32 in [998, 999, 1000, 999] { stage.ref(flight: false, number: number, at: 0) }
        #expect(stage.inspection().commands.repeatedDatagrams == 1)
        #expect(stage.inspection().commands.restarts == 0)
        stage.ref(flight: false, number: 1, at: 0.1)
        #expect(stage.inspection().commands.restarts == 1)
        // Small numbers again at once: a repetition. After the drone's time-out: a client that began anew.
        stage.ref(flight: false, number: 2, at: 0.2)
        stage.ref(flight: false, number: 1, at: 2.199)
        #expect(stage.inspection().commands.restarts == 1)
        stage.ref(flight: false, number: 1, at: 2.2)
        #expect(stage.inspection().commands.restarts == 2)
        #expect(stage.inspection().commands.repeatedDatagrams == 2)
    }

    @Test func `rate and gaps are measured between datagrams`() throws {
        var stage = InspectionStage()
        // 100 gaps: 98 of 30 ms, one of 50 ms, one of 2 s.
        var time = 0.0
        stage.ref(flight: false, at: time)
        for gap in [0.05, 2] + [Double](repeating: 0.03, count: 98) {
            time += gap
            stage.ref(flight: false, at: time)
        }
        let commands = stage.inspection().commands
        let rate = try #require(commands.rate)
        #expect(abs(rate - 100 / 4.99) < 0.001)
        let median = try #require(commands.medianGap)
        #expect(median >= 0.03 && median < 0.03 * 1.002)
        let high = try #require(commands.gap99)
        #expect(high >= 0.05 && high < 0.05 * 1.002)
        #expect(commands.longestGap == .seconds(2))
    }

    @Test func `without commands there is no rate`() {
        let commands = InspectionStage().inspection().commands
        #expect(commands.rate == nil)
        #expect(commands.medianGap == nil)
        #expect(commands.gap99 == nil)
        #expect(commands.longestGap == nil)
    }

    @Test func `a file cannot fill memory with different words`() {
        var stage = InspectionStage()
        for word: UInt32 in 0..<1000 { stage.at("AT*REF=\(word + 1),\(word)\r", Double(word)) }
        let values = stage.inspection().commands.refValues
        #expect(values.counts.count == 256)
        #expect(values.others == 744)
        #expect(values.total == 1000)
    }

    @Test func `streams are counted by port and direction, repetitions once and holes apart`() {
        var stage = InspectionStage()
        stage.tcp([], from: 5555, sequence: 9, flags: .synchronize, at: 0)
        stage.tcp([1, 2, 3], from: 5555, sequence: 10, at: 0.1)
        stage.tcp([1, 2, 3], from: 5555, sequence: 10, at: 0.2)
        stage.tcp([9, 9], from: 5555, sequence: 20, at: 0.3)
        stage.send(
            [1], from: Endpoint(InspectionStage.drone, port: 14_551),
            to: Endpoint(InspectionStage.client, port: 14_550), at: 0.4)
        let inspection = stage.inspection()
        let expected = StreamSummary(port: 5555, streams: 1, bytesFromPort: 5, bytesToPort: 0, missingBytes: 7)
        #expect(inspection.streams == [expected])
        #expect(inspection.otherDatagrams.counts == [14_550: 1])
    }
}
