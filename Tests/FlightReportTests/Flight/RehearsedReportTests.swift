import DroneModel
import DroneProtocol
import DroneSimulation
import FlightRecording
import FlightRehearsal
import Foundation
import JSONText
import Testing

@testable import FlightReport

/// Reports of flights of which the simulator knows the truth.
@Suite struct RehearsedReportTests {
    /// A flight of a minute with everything a report tells; flown once for all tests.
    private static let flight = Result { try Flown() }

    private struct Flown {
        var digest: FlightDigest
        var html: String
        /// The greatest true height, metres.
        var height: Double
        /// The true way over ground in the air, metres.
        var way: Double

        init() throws {
            let path = NSTemporaryDirectory() + "stork-report-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: path) }
            var settings = DroneSettings(seed: 11)
            settings.payloads = [PayloadMass(mass: 0.088, at: Vector3(x: 0, y: 0.06, z: 0))]
            settings.faults = FaultPlan([Fault(.blackout, at: .seconds(40), for: .milliseconds(800))])
            var flight = try RehearsedFlight(settings, recordingTo: path, name: "side load")
            try flight.takeOff()
            flight.note(.payload(PayloadOnBoard(mass: 0.088, massUncertainty: 0.001, position: SIMD3(0, 0.06, 0))))
            flight.note(.mark("begin"))
            func wait(_ seconds: Double) throws {
                for _ in 0..<Int(seconds * 5) {
                    try flight.wait(.milliseconds(200))
                    note()
                }
            }
            var (height, way) = (0.0, 0.0)
            var last = flight.drone.aircraft.truth.position
            func note() {
                let place = flight.drone.aircraft.truth.position
                height = max(height, place.z)
                way += ((place.x - last.x) * (place.x - last.x) + (place.y - last.y) * (place.y - last.y)).squareRoot()
                last = place
            }
            try wait(14)
            for _ in 0..<20 {
                try flight.move(Setpoint(pitch: -0.5), for: .milliseconds(180))
                note()
            }
            try wait(4)
            try flight.move(Setpoint(climb: 0.8), for: .seconds(1))
            try wait(20)
            try flight.land()
            try flight.finish()
            let source = try RecordingSource(path: path)
            digest = try FlightDigest.read(source, program: "stork 1")
            html = FlightReportPage.html(of: digest)
            (self.height, self.way) = (height, way)
        }
    }

    private func check(_ id: String) throws -> FlightCheck {
        try #require(try Self.flight.get().digest.checks.first { $0.id == id })
    }

    @Test func `a simulated flight is marked with its seed`() throws {
        let flown = try Self.flight.get()
        #expect(flown.digest.reality == .simulated(seed: 11))
        #expect(flown.html.contains("<title>SIMULATED"))
        #expect(flown.html.contains("YES, seed 11"))
        #expect(flown.digest.drone.model == "AR.Drone 2.0" && flown.digest.drone.firmware == "2.4.8")
        #expect(flown.digest.drone.hull == "outdoor")
    }

    @Test func `one flight is found, with its height and its way`() throws {
        let flown = try Self.flight.get()
        #expect(flown.digest.flights.count == 1)
        let leg = try #require(flown.digest.flights.first)
        #expect(leg.end != nil && !leg.wasAirborneBefore)
        #expect((45...62).contains(leg.airTime), "\(leg.airTime)")
        let height = try #require(leg.maximumHeight)
        #expect(abs(height - flown.height) < 0.1, "\(height) m told, \(flown.height) m true")
        let distance = try #require(flown.digest.distance)
        #expect(distance.low <= distance.length && distance.length < distance.high)
        #expect((distance.low * 0.8...distance.high * 1.2).contains(flown.way), "\(flown.way) m, \(distance)")
    }

    @Test func `the checks see what the simulator did`() throws {
        let balance = try check("motor-balance")
        #expect(balance.verdict != .pass && balance.verdict != .notMeasured, "\(balance)")
        #expect(balance.finding.contains("heavy on the right"), "\(balance.finding)")
        let gap = try check("navdata-gap")
        #expect(gap.verdict == .warn)
        let seconds = try #require(gap.number)
        #expect((0.75...0.95).contains(seconds))
        #expect(gap.finding.contains("at 0:40") || gap.finding.contains("at 0:39"), "\(gap.finding)")
        for id in ["voltage-sag", "lowest-voltage", "charge", "emergency", "altitude-ultrasound", "recording", "tilt"] {
            let check = try check(id)
            #expect(check.verdict == .pass, "\(check)")
        }
        #expect(try check("vibration").number != nil)
        #expect(try check("video-gap").verdict == .notMeasured)
    }

    @Test func `every curve that full navdata has is there, in bounded points`() throws {
        let curves = try Self.flight.get().digest.curves
        for channel in Channel.allCases where channel != .wifi {
            let curve = try #require(curves[channel], "\(channel)")
            #expect(!curve.isEmpty && curve.points.count <= 2 * EnvelopeSeries.capacity)
        }
        #expect(try Self.flight.get().digest.setpointSource == .drone)
        let height = try #require(curves[.height])
        #expect(height.points.count { $0.startsRun } == 2, "the blackout breaks the curve once")
    }

    @Test func `marks and payloads of the log stand among the events`() throws {
        let texts = try Self.flight.get().digest.events.map(\.text)
        #expect(texts.contains("mark: begin"))
        #expect(texts.contains("on board: 88\u{A0}g \u{B1} 1.0\u{A0}g at 0, 60, 0 mm (forward, right, down)"))
        #expect(try Self.flight.get().digest.payloads.map(\.payload.mass).allSatisfy { abs($0 - 0.088) < 1e-9 })
    }

    @Test func `the same recording gives the same bytes`() throws {
        let digest = try Self.flight.get().digest
        #expect(FlightReportPage.html(of: digest) == FlightReportPage.html(of: digest))
    }

    @Test func `a name or an event that is markup stays words`() throws {
        let evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
        var digest = try Self.flight.get().digest
        digest.provenance.name = evil
        digest.provenance.file = evil
        digest.provenance.recorder = evil
        digest.provenance.reporter = evil
        digest.provenance.mission = RecordingManifest.Mission(name: evil, sha256: evil)
        digest.provenance.problems = [evil]
        digest.provenance.ending = evil
        digest.drone = DroneFacts(model: evil, firmware: evil, hull: evil)
        digest.states = digest.states.map { StateSpan(name: evil, kind: $0.kind, start: $0.start, end: $0.end) }
        digest.timeInStates = [StateTotal(name: evil, kind: .hover, seconds: 5)]
        digest.events = DigestEvent.Kind.allCases.map { DigestEvent(time: 1, kind: $0, text: evil) }
        digest.checks = digest.checks.map { check in
            var check = check
            check.finding = evil
            return check
        }
        let html = FlightReportPage.html(of: digest)
        #expect(html.components(of: "<script") == 1)
        #expect(html.components(of: "</script") == 1)
        #expect(html.components(of: "<img") == 0)
        #expect(html.components(of: "alert(1)") >= 12)
        #expect(html.components(of: " onerror=") == html.components(of: "img src=x onerror="))
        #expect(html.components(of: "&lt;img src=x") == html.components(of: "img src=x"))
    }

    @Test func `a page stays small`() throws {
        #expect(try Self.flight.get().html.utf8.count < 3 << 20)
    }

    @Test func `the JSON tells the same, and null for what is unknown`() throws {
        let text = try Self.flight.get().digest.json.rendered()
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["simulated"] as? Bool == true)
        #expect(object["seed"] as? String == "11")
        #expect((object["flights"] as? [Any])?.count == 1)
        #expect((object["checks"] as? [[String: Any]])?.count == 22)
        #expect(object["sha256"] is NSNull)
    }
}
