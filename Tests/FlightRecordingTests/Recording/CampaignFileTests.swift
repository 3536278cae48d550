import DroneModel
import Foundation
import Testing

@testable import FlightRecording

@Suite struct CampaignFileTests {
    private static let text = """
        {"format": 1, "mission": {"name": "lift-full", "sha256": "ab12"}, "program": "stork 0.1.0", "simulated": true,
         "seed": 18446744073709551615, "drone": {"model": "AR.Drone 2.0", "firmware": "2.4.8", "host": "simulated"},
         "hull": "outdoor", "bare_mass_g": 420, "bare_mass_uncertainty_g": 1, "command": "stork fly x --rehearse",
         "runs": [
          {"recording": "20260131T120000Z-a", "order": 1, "payload": {"mass_g": 88, "mass_uncertainty_g": 0.5,
           "position_mm": [0, 60, -10]}, "battery": {"id": "B", "resting_mv": 12450}, "temperature_c": 20.5,
           "pressure_pa": 101325, "place": "hall", "wind": "none", "outcome": "landed"},
          {"recording": "b", "order": 2, "outcome": "aborted: battery at 9.9 V"},
          {"recording": "c", "order": 3, "payload": {"mass_g": 220}, "outcome": "failed take-off"}]}
        """

    @Test func `grams, millimetres and millivolts of the file are kilograms, metres and volts here`() throws {
        let file = try CampaignFile(text: Self.text)
        #expect(file.mission?.name == "lift-full" && file.seed == .max && file.simulated == true)
        #expect(file.bareMass == 0.42 && file.bareMassUncertainty == 0.001)
        let run = try #require(file.runs.first)
        #expect(run.payload == PayloadOnBoard(mass: 0.088, massUncertainty: 0.0005, position: SIMD3(0, 0.06, -0.01)))
        #expect(run.batteryName == "B" && run.restingVoltage == 12.45)
        #expect(run.temperature == 20.5 && run.pressure == 101_325)
        #expect(file.runs.map(\.outcome) == [.landed, .aborted("battery at 9.9 V"), .failedTakeOff])
    }

    @Test func `what nobody said is unknown, and no zero`() throws {
        let run = try CampaignFile(text: Self.text).runs[1]
        #expect(run.payload == nil && run.batteryName == nil && run.restingVoltage == nil)
        #expect(run.temperature == nil && run.pressure == nil && run.place == nil && run.wind == nil)
        let file = try CampaignFile(text: #"{"format": 1, "runs": []}"#)
        #expect(file.bareMass == nil && file.mission == nil && file.simulated == nil && file.drone == nil)
    }

    @Test func `what is written reads back`() throws {
        let file = try CampaignFile(text: Self.text)
        #expect(try CampaignFile(text: file.text()) == file)
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(!CampaignFile.isPresent(in: folder.path))
        try file.write(folder: folder.path + "/")
        try file.write(folder: folder.path)
        #expect(CampaignFile.isPresent(in: folder.path))
        #expect(try CampaignFile.read(folder: folder.path) == file)
    }

    @Test(arguments: ["", ".", "..", "../other", "/etc", "a/b", "a\u{0}b", String(repeating: "n", count: 256)])
    func `a recording's name cannot lead out of the campaign's folder`(name: String) throws {
        let file = CampaignFile(runs: [.init(recording: name, order: 1)])
        #expect(throws: RecordingError.self) { try file.text() }
        let text = try CampaignFile(runs: [.init(recording: "NAME", order: 1)]).text()
        let escaped = String(decoding: try JSONEncoder().encode(name), as: UTF8.self)
        #expect(throws: RecordingError.self) {
            try CampaignFile(text: text.replacingOccurrences(of: "\"NAME\"", with: escaped))
        }
    }

    @Test(arguments: [
        ("\"format\": 1", "\"format\": 2", "it has format 2, this program reads 1"),
        ("\"order\": 2", "\"order\": 0", "the order of b is below 1"),
        ("\"recording\": \"c\"", "\"recording\": \"b\"", "b is in it twice"),
        ("\"mass_g\": 220", "\"mass_g\": -1", "the payload of c is no mass"),
        ("\"pressure_pa\": 101325", "\"pressure_pa\": 0", "the pressure of 20260131T120000Z-a is no pressure"),
        ("[0, 60, -10]", "[0, 60]", "position_mm of 20260131T120000Z-a does not have three numbers"),
        ("\"bare_mass_g\": 420", "\"bare_mass_g\": -420", "the bare mass is no mass"),
    ])
    func `nonsense is refused with its reason`(good: String, bad: String, reason: String) {
        #expect(throws: RecordingError.badCampaign(name: "campaign.json", reason: reason)) {
            try CampaignFile(text: Self.text.replacingOccurrences(of: good, with: bad))
        }
    }

    @Test func `a file that is cut off anywhere is an error and nothing else`() {
        let bytes = Array(Self.text.utf8)
        for length in 0..<bytes.count {
            #expect(throws: RecordingError.self) {
                try CampaignFile(text: String(decoding: bytes[..<length], as: UTF8.self))
            }
        }
    }

    @Test func `a folder without the file and a file that is a folder are told apart`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "campaign.json"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: RecordingError.notFound(name: "/nonexistent/campaign.json")) {
            try CampaignFile.read(folder: "/nonexistent")
        }
        #expect(
            throws: RecordingError.badCampaign(name: folder.path + "/campaign.json", reason: "it is no regular file")
        ) { try CampaignFile.read(folder: folder.path) }
    }

    @Test func `the words of an outcome mean the same both ways`() {
        for outcome in [CampaignFile.Outcome.landed, .aborted("x"), .failedTakeOff, .other("lost")] {
            #expect(CampaignFile.Outcome(text: outcome.text) == outcome)
        }
    }
}
