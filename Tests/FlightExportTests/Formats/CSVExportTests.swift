import DroneModel
import DroneProtocol
import FlightRecording
import Foundation
import Testing

@testable import FlightExport

@Suite struct CSVExportTests {
    /// The rows by column name.
    private func rows(_ recording: String, in space: Workspace) throws -> [[String: String]] {
        var settings = ExportSettings(recording: recording, format: .csv)
        settings.output = space.path("out.csv")
        settings.overwrite = true
        let summary = try FlightExport.run(settings)
        let lines = try space.text("out.csv").split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(summary["rows"] == lines.count - 1)
        let names = try #require(lines.first)
        #expect(Set(names).count == names.count)
        return try lines.dropFirst().map { line in
            try #require(line.count == names.count)
            return Dictionary(uniqueKeysWithValues: zip(names, line))
        }
    }

    @Test func `a row has what its packet says, in the units of the column names`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        flight.navdata(at: .microseconds(123_456), position: (48.12345678, -11.5, 520.25))
        let row = try #require(try rows(try space.record(flight, manifest: FlightBuilder.simulated), in: space).first)
        let expected = [
            "simulated": "true", "time_s": "0.123456", "utc_unix_s": "1769860800.123456", "sequence": "1",
            "order": "next", "flying": "true", "state": "hovering", "battery_percent": "80", "battery_mV": "11432",
            "roll_deg": "-1.5", "pitch_deg": "0", "altitude_m": "0.75", "forward_speed_m_per_s": "0.25",
            "motor_front_left_pwm": "171", "motor_front_right_pwm": "172", "motor_rear_right_pwm": "173",
            "motor_rear_left_pwm": "174", "latitude_deg": "48.12345678", "longitude_deg": "-11.5",
            "elevation_m": "520.25", "payload_g": "", "status_bits": "0x00000001",
        ]
        for (name, value) in expected { #expect(row[name] == value, "\(name)") }
    }

    @Test func `what a packet does not say is empty, whatever the one before said`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        flight.navdata(at: .zero)
        flight.navdata(at: .milliseconds(5)) { packet in
            packet.demo = nil
            packet.pwm = nil
            packet.rawMeasures = nil
        }
        let row = try rows(try space.write(flight), in: space)[1]
        for name in ["battery_percent", "altitude_m", "roll_deg", "state", "motor_front_left_pwm", "battery_mV"] {
            #expect(row[name] == "", "\(name)")
        }
        #expect(row["simulated"] == "", "nobody said")
        #expect(row["latitude_deg"] == "", "0, 0 is no position")
    }

    @Test func `repeated and late packets have rows that say so`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        for (index, number) in [10, 11, 11, 14, 13, 15].enumerated() {
            flight.navdata(at: .milliseconds(5 * index), number: UInt32(number))
        }
        let orders = try rows(try space.write(flight), in: space).map { $0["order"] }
        #expect(orders == ["next", "next", "duplicate", "next", "late", "next"])
    }

    @Test func `the payload of the manifest and of the events is in the rows`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        for index in 0..<4 { flight.navdata(at: .seconds(index)) }
        var manifest = FlightBuilder.simulated
        manifest.payloadGrams = 88
        let events = "{\"kind\":\"payload\",\"mass_g\":0,\"t_ns\":1500000000}\n"
        let masses = try rows(try space.record(flight, manifest: manifest, events: events), in: space).map {
            $0["payload_g"]
        }
        #expect(masses == ["88", "88", "0", "0"])
    }

    @Test(.enabled(if: RealData.isHere, "\(RealData.notHere)"))
    func `a real flight has a row for each of its 3,991 valid packets`() throws {
        let space = try Workspace()
        let rows = try rows(RealData.path(RealData.flight5), in: space)
        #expect(rows.count == 3991)
        #expect(rows.count { $0["order"] == "duplicate" } == 691)
        let battery = rows.compactMap { $0["battery_percent"].flatMap(Int.init) }
        #expect((battery.first, battery.last) == (100, 4))
        let heights = rows.compactMap { $0["altitude_m"].flatMap(Double.init) }
        #expect((heights.min(), heights.max()) == (0, 14.966))
        #expect(rows.allSatisfy { $0["latitude_deg"] == "" && $0["battery_mV"] == "" })
    }

    @Test(.enabled(if: RealData.isHere, "\(RealData.notHere)"))
    func `a drone that was never configured has no battery and no height`() throws {
        let space = try Workspace()
        let path = RealData.path("ardrone2-captures/Normal_Takeoff_and_landing_07.pcapng.gz")
        let rows = try rows(path, in: space)
        #expect(rows.count > 100)
        #expect(rows.allSatisfy { $0["battery_percent"] == "" && $0["altitude_m"] == "" })
        #expect(Set(rows.map { $0["flying"] }) == ["true", "false"])
    }

    @Test func `a table in memory is the file's`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        for index in 0..<10 { flight.navdata(at: .milliseconds(5 * index)) }
        let recording = try space.write(flight)
        _ = try rows(recording, in: space)
        let reader = try FlightReader(RecordingSource(path: recording))
        var table = NavdataTable()
        while let item = reader.next() {
            guard case .navdata(let bytes) = item.content else { continue }
            let isRow = table.add(bytes, at: item.time, start: .nanoseconds(FlightBuilder.start))
            #expect(isRow)
        }
        let isRow = table.add([1, 2, 3], at: .zero, start: .zero)
        #expect(!isRow)
        let text = table.takeText()
        #expect(String(decoding: text, as: UTF8.self) == (try space.text("out.csv")))
        #expect(table.rows == 10)
    }
}
