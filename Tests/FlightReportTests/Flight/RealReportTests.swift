import FlightRecording
import Foundation
import JSONText
import Testing

@testable import FlightReport

private enum RealCaptureFolder {
    static let url = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/data/ardrone2-captures").standardizedFileURL
    static let isThere = FileManager.default.fileExists(atPath: url.path)
}

/// Reports of captures of real drones, which nobody here made.
@Suite(.enabled(if: RealCaptureFolder.isThere, "../shared/data/ardrone2-captures is not there"))
struct RealReportTests {
    private func digest(_ name: String) throws -> FlightDigest {
        let path = RealCaptureFolder.url.appending(path: "Normal_\(name).pcapng.gz").path
        return try FlightDigest.read(RecordingSource(path: path), program: "stork 1")
    }

    private func verdicts(_ digest: FlightDigest) -> [String: FlightCheck.Verdict] {
        Dictionary(uniqueKeysWithValues: digest.checks.map { ($0.id, $0.verdict) })
    }

    @Test(arguments: ["Takeoff_and_landing_01", "Takeoff_and_landing_06"])
    func `a take-off and a landing are one flight, in demo navdata`(name: String) throws {
        let digest = try digest(name)
        #expect(digest.reality == .unknown)
        #expect(digest.flights.count == 1)
        #expect(digest.flights.first?.end != nil)
        #expect(digest.battery.firstPercent != nil && digest.battery.firstVolts == nil)
        #expect(digest.flights.first?.maximumHeight ?? 0 > 0.5)
        let verdicts = verdicts(digest)
        #expect(verdicts["navdata-gap"] == .pass)
        #expect(verdicts["voltage-sag"] == .notMeasured && verdicts["motor-balance"] == .notMeasured)
        #expect(digest.curves[.volts] == nil && digest.curves[.frontLeft] == nil)
        #expect(digest.curves[.height] != nil)
    }

    @Test func `capture 07 knows neither battery nor height, and says so`() throws {
        let digest = try digest("Takeoff_and_landing_07")
        #expect(digest.flights.count == 1)
        #expect(digest.flights.first?.maximumHeight == nil)
        #expect(digest.battery == BatteryFacts())
        #expect(digest.distance == nil && digest.track.points.isEmpty && digest.track.finalUncertainty == nil)
        #expect(Set(digest.curves.keys) == [.navdataGap, .commandGap])
        #expect(digest.timeInStates.contains { $0.name == "in the air, state n/a" })
        let verdicts = verdicts(digest)
        #expect(verdicts["charge"] == .notMeasured && verdicts["tilt"] == .notMeasured)
        #expect(verdicts["emergency"] == .pass)
        let html = FlightReportPage.html(of: digest)
        for card in ["Battery used", "Greatest height", "Distance flown", "Payload", "Reality"] {
            #expect(html.contains("<dt>\(card)</dt><dd class=\"big\">n/a</dd>"), "\(card)")
        }
        #expect(!html.contains("0\u{A0}%;"))
        let json = digest.json.rendered()
        #expect(json.contains("\"first_percent\": null") && json.contains("\"max_height_m\": null"))
    }

    @Test func `Flight5 has three flights, 100 to 4 percent, 15 m, and its listener is not held against the link`()
        throws
    {
        let digest = try digest("Flights_Flight5")
        #expect(digest.flights.count == 3)
        #expect(digest.battery.firstPercent == 100 && digest.battery.lastPercent == 4)
        let height = try #require(digest.flights.compactMap(\.maximumHeight).max())
        #expect((14.5...15.5).contains(height))
        #expect(digest.provenance.isSniffed)
        let verdicts = verdicts(digest)
        #expect(verdicts["navdata-gap"] == .notMeasured && verdicts["navdata-loss"] == .notMeasured)
        #expect(verdicts["charge"] == .fail)
        #expect(verdicts["motor-headroom"] == .pass)
        let uncertainty = try #require(digest.track.finalUncertainty)
        #expect(uncertainty > 50, "two thirds of the packets are missing")
        #expect(FlightReportPage.html(of: digest).utf8.count < 1 << 20)
    }
}
