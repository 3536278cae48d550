import DroneModel
import DroneProtocol
import Foundation
import JSONText
import Testing

@testable import FlightRecording

@Suite struct InspectionTextTests {
    static func object(_ inspection: FlightInspection) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(inspection.json.utf8)) as? [String: Any])
    }

    @Test func `what the file does not hold is null in JSON and n∕a on the page`() throws {
        let inspection = InspectionStage().inspection()
        let object = try Self.object(inspection)
        let keys = [
            ("battery", "first_percent"), ("battery", "last_percent"), ("altitude", "min_mm"), ("altitude", "max_mm"),
            ("navdata", "rate_hz"), ("navdata", "first_sequence"), ("navdata", "last_sequence"), ("at", "rate_hz"),
            ("drone", "generation"), ("hover_pwm", "mean"),
        ]
        for (group, key) in keys {
            let members = try #require(object[group] as? [String: Any])
            #expect(members[key] is NSNull, "\(group).\(key)")
        }
        #expect((object["states"] as? [Any])?.isEmpty == true)
        #expect(object["take_offs"] is NSNull)
        #expect(inspection.text.contains("  battery, first                           n/a\n"))
        #expect(inspection.text.contains("States, seconds from the first frame\n  n/a\n"))
    }

    @Test func `a short flight reads as it was`() throws {
        let inspection = FlightTimelineTests.flight().inspection()
        let object = try Self.object(inspection)
        let states = try #require(object["states"] as? [[String: Any]])
        #expect(states.map { $0["state"] as? String } == ["landed", "taking off", "hovering", "landing", "landed"])
        #expect(states.map { $0["t_s"] as? Double } == [0.1, 0.2, 0.3, 0.4, 0.5])
        let navdata = try #require(object["navdata"] as? [String: Any])
        #expect(navdata["valid"] as? Int == 5)
        #expect(navdata["first_sequence"] as? Int == 1)
        #expect(navdata["rate_hz"] as? Double == 10)
        let altitude = try #require(object["altitude"] as? [String: Any])
        #expect(altitude["min_mm"] as? Int == -20)
        #expect(altitude["max_mm"] as? Int == 800)
        #expect(inspection.text.contains("  altitude, lowest                         −20 mm\n"))
        #expect(inspection.text.contains("  rate by the drone's count               10.0 Hz\n"))
        #expect(inspection.text.contains("       0.1 landed                0.2 taking off            0.3 hovering\n"))
    }

    @Test func `the same packets always give the same text`() {
        let first = FlightTimelineTests.flight().inspection()
        let second = FlightTimelineTests.flight().inspection()
        #expect(first.json == second.json)
        #expect(first.text == second.text)
    }

    @Test func `no line is wider than a terminal, whatever a client wrote`() throws {
        var stage = FlightTimelineTests.flight()
        let long = String(repeating: "k", count: 200)
        stage.at("AT*CONFIG=100,\"\(long)\",\"\u{1B}[2J\u{07}\"\r", 1)
        stage.at("AT*CONFIG=101,\"a\u{1B}[2Jb\",\"1\"\r", 1.1)
        let inspection = stage.inspection()
        #expect(inspection.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(!inspection.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        let object = try Self.object(inspection)
        let writes = (object["at"] as? [String: Any])?["config_writes"] as? [String: Any]
        #expect(writes?[long] as? Int == 1)
    }

    @Test(arguments: [
        (0.0, "0"), (15.31875, "15.319"), (-0.0004, "0"), (-1.5, "-1.5"), (1000.0, "1000"), (1.9996, "2"),
    ])
    func `numbers have at most the decimals asked for`(value: Double, text: String) {
        #expect(DecimalNumber.text(value, decimals: 3) == text)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300])
    func `what is no number is null`(value: Double) {
        #expect(JSONValue.number(value, decimals: 3).rendered() == "null")
    }

    @Test func `text is escaped as RFC 8259 asks`() {
        #expect(JSONValue.text("a\"b\\c\n\u{1}é").rendered() == "\"a\\\"b\\\\c\\n\\u0001é\"")
    }

    @Test func `lists and objects of plain values stand in one line`() {
        let value = JSONValue.object([("b", .list([.integer(1), .null])), ("a", .object([("x", .text("y"))]))])
        #expect(value.rendered() == "{\n  \"b\": [1, null],\n  \"a\": {\"x\": \"y\"}\n}")
    }
}
