import DroneModel
import FlightRecording
import Foundation
import JSONText
import LiftAnalysis
import LiftProving
import Testing

@testable import FlightReport

/// The page, the table and the JSON of lift campaigns; from flights without recordings.
@Suite struct LiftReportPageTests {
    private static let runs: [LiftRun] = {
        var campaign = ProvingCampaign(ProvingDrone(seed: 8), masses: [0, 0.05, 0.1, 0.1, 0.05, 0])
        campaign.holds = [12]
        return campaign.fly()
    }()

    private func report(
        _ runs: [LiftRun] = Self.runs, simulated: Bool? = true, _ change: (inout CampaignFile) -> Void = { _ in }
    ) -> LiftReport {
        var file = CampaignFile(program: "stork 1", simulated: simulated, seed: 8)
        file.bareMass = 0.42
        file.command = "stork fly Missions/lift-quick.yaml --rehearse"
        change(&file)
        let flights = runs.map { LiftFlight(run: $0, trace: LiftTrace()) }
        return LiftReport(file: file, folder: "Campaigns/one", flights: flights, program: "stork 1")
    }

    @Test func `the verdict never promises more than was flown`() {
        let report = report()
        #expect(
            report.verdict
                == "This drone carries 100\u{A0}g well, the heaviest load of this test; heavier loads were not flown.")
        let detail = report.verdictDetail ?? ""
        #expect(detail.contains("extrapolated") && detail.contains("on another day"), "\(detail)")
        #expect(detail.contains("estimated, no battery was emptied"), "\(detail)")
    }

    @Test func `each outcome has its sentence`() throws {
        var heavy = LiftConditions(name: "heavy", order: 7, payload: PayloadOnBoard(mass: 0.18))
        heavy.hasFailedTakeOff = true
        let failed = report(Self.runs + [LiftRunAnalyzer().finish(heavy)])
        #expect(failed.verdict == "This drone carries up to 100\u{A0}g: with 180\u{A0}g the take-off failed.")
        let weak = Self.runs.map { run in
            var run = run
            // A drone that needs 60 counts more for everything.
            if let hover = run.hover {
                let counts = hover.collective + 48
                run.hover?.correctedSquare =
                    ThrustLaw().square(counts: counts) * (run.conditions.density ?? 1.225) / 1.225
            }
            return run
        }
        #expect(
            report(weak).verdict.hasSuffix("with more, too little thrust is left to steer with."),
            "\(report(weak).verdict)")
        #expect(report([]).verdict.hasSuffix("the campaign has no flight."))
        #expect(report(Array(Self.runs.prefix(2))).verdict.contains("2 of 2 count"))
    }

    @Test func `what rolled over is said in the verdict`() throws {
        var run = try #require(Self.runs.last)
        run.conditions = LiftConditions(name: "side", order: 9, payload: PayloadOnBoard(mass: 0.19))
        run.wasCut = true
        run.greatestLean = 1.2
        run.exclusion = "it rolled over"
        let report = report(Self.runs + [run])
        #expect(report.verdict == "This drone carries up to 100\u{A0}g: with 190\u{A0}g it rolled over.")
        #expect(LiftReportPage.html(of: report).contains("does not count: it rolled over"))
    }

    @Test func `a campaign that emptied a battery tells the time`() throws {
        var run = try #require(Self.runs.first)
        (run.airTime, run.lastVoltage, run.lastCharge, run.firstVoltage) = (520, 10.7, 25, 12.5)
        run.conditions.restingVoltage = 12.6
        let report = report([run])
        #expect(
            report.verdict
                == "This drone hovered 8.7 minutes on a full battery with nothing on board, down to 10.7\u{A0}V, "
                + "25\u{A0}% of the charge.")
        #expect(
            LiftReportPage.html(of: report).contains("down to 10.7&nbsp;V")
                || LiftReportPage.html(of: report).contains("down to 10.7\u{A0}V"))
    }

    @Test func `air that nobody told comes from the drone, and is marked so`() throws {
        let runs = Self.runs.enumerated().map { index, run in
            var run = run
            run.conditions.temperature = index == 1 ? 12 : nil
            run.conditions.sensorTemperature = 38 + Double(index % 2) * 4
            run.conditions.isPressureMeasured = true
            return run
        }
        let report = report(runs)
        let temperatures = report.campaign.runs.map(\.conditions.temperature)
        // The sensor's own warmth changes more than the air: one estimate for all, and nobody's word is overruled.
        #expect(temperatures[1] == 12 && Set(temperatures).count == 2, "\(temperatures)")
        #expect(abs(try #require(temperatures[0]) - 19.6) < 1e-9, "\(temperatures)")
        #expect(report.campaign.runs.map(\.conditions.isTemperatureEstimated) == [true, false, true, true, true, true])
        let html = LiftReportPage.html(of: report)
        #expect(html.contains("less the 20 K that it warms itself") && html.contains("barometer"))
        #expect(report.csv.contains("air_from_the_drone"))
    }

    @Test func `JSON and CSV say the same of each flight`() throws {
        let report = report()
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(report.json.rendered().utf8)) as? [String: Any])
        let runs = try #require(object["runs"] as? [[String: Any]])
        let rows = report.csv.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(runs.count == 6 && rows.count == 7)
        for (run, row) in zip(runs, rows.dropFirst()) {
            for (name, cell) in zip(rows[0], row) {
                let member = try #require(run[String(name)], "\(name)")
                if let number = member as? NSNumber, let value = Double(cell) { #expect(number.doubleValue == value) }
                if member is NSNull { #expect(cell.isEmpty, "\(name)") }
            }
            #expect(run["climbs"] != nil && run["capture"] as? String == "\(run["run"] ?? "")/flight.pcap")
        }
    }

    @Test func `what flew is said in every file`() throws {
        for (simulated, words) in [
            (true, "<title>SIMULATED"), (false, "<dd>no</dd>"), (nil, "REAL OR SIMULATED: UNKNOWN"),
        ]
            as [(Bool?, String)]
        {
            let report = report(simulated: simulated)
            #expect(LiftReportPage.html(of: report).contains(words))
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(report.json.rendered().utf8)) as? [String: Any])
            #expect(object["simulated"] as? Bool == simulated)
        }
        // One simulated flight among real ones makes the campaign simulated.
        var mixed = report(simulated: false)
        mixed.flights[2].isSimulated = true
        #expect(mixed.isSimulated == true)
    }

    @Test func `names that are markup, formulas or lines stay words`() throws {
        let evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"',\n=1+1"
        let runs = Self.runs.map { run in
            var run = run
            run.conditions.name = "=" + evil + "\(run.conditions.order)"
            run.conditions.battery = evil
            run.conditions.place = evil
            run.conditions.wind = evil
            if run.conditions.order == 3 { run.exclusion = evil }
            return run
        }
        var report = report(runs) { file in
            file.mission = RecordingManifest.Mission(name: evil, sha256: evil)
            file.program = evil
            file.hull = evil
            file.command = evil
            file.drone = RecordingManifest.Drone(model: evil, firmware: evil, host: evil)
        }
        report.folder = evil
        report.flights[0].problems = [evil]
        let html = LiftReportPage.html(of: report)
        #expect(html.components(separatedBy: "<script").count == 2)
        #expect(html.components(separatedBy: "<img").count == 1)
        #expect(html.components(separatedBy: "alert(1)").count > 12)
        let csv = report.csv
        #expect(csv.contains("\"'=</script>") && csv.contains("\"\"',"), "\(csv)")
        #expect((try? JSONSerialization.jsonObject(with: Data(report.json.rendered().utf8))) != nil)
    }

    @Test func `the table has a line for each flight, and nothing for what is unknown`() {
        var nothing = LiftRunAnalyzer().finish(LiftConditions(name: "nothing", order: 9))
        nothing.energy = .nan
        let lines = report(Self.runs + [nothing]).csv.split(separator: "\n")
        #expect(lines.count == 8 && lines[0].hasPrefix(LiftReport.csvMark))
        let columns = lines[0].split(separator: ",").map(String.init)
        for line in lines.dropFirst() {
            #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == columns.count, "\(line)")
        }
        let last = lines[7].split(separator: ",", omittingEmptySubsequences: false)
        #expect(last[columns.firstIndex(of: "collective_counts") ?? 0].isEmpty)
        #expect(last[columns.firstIndex(of: "excluded_because") ?? 0] == "it never flew")
        #expect(!lines.joined().contains("nan"))
    }

    @Test func `the page has every part, also where nothing can be told`() {
        for report in [report(), report([]), report([LiftRunAnalyzer().finish(LiftConditions(name: "x", order: 1))])] {
            let html = LiftReportPage.html(of: report)
            for id in [
                "verdict", "law", "limits", "effects", "balance", "flights", "curves", "endurance", "predictions",
                "provenance",
            ] {
                #expect(html.contains("<section id=\"\(id)\""), "\(id)")
            }
            #expect(!html.contains(">nan") && !html.contains("NaN") && !html.contains("inf\u{A0}"))
        }
        #expect(LiftReportPage.html(of: report()) == LiftReportPage.html(of: report()))
    }

    @Test func `curves keep peaks and break where nothing was heard`() {
        var trace = LiftTrace()
        for index in 0..<400 {
            let time = Double(index) * 0.005 + (index >= 200 ? 3 : 0)
            let most: UInt8 = index == 101 ? 250 : 160
            trace.note(
                LiftSample(
                    time: time, isFlying: true, isHovering: true, height: 1, attitude: nil,
                    motors: MotorPWM(frontLeft: most, frontRight: 160, rearRight: 160, rearLeft: 160), voltage: nil))
        }
        #expect((40...42).contains(trace.points.count), "\(trace.points.count)")
        let curve = trace.curve(\.busiest)
        #expect(curve.map(\.y).max() == 250 && curve.count { $0.startsRun } == 2)
        #expect(trace.curve(\.voltage).isEmpty)
    }
}
