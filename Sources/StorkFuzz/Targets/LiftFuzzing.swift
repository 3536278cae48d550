import DroneModel
import FlightRecording
import FlightReport
import JSONText
import LiftAnalysis

/// Lift campaigns: whatever is in the file and in the flights, there is a report, and no interval is turned round.
enum LiftFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        var script = ByteScript(bytes)
        var file = CampaignFile()
        if let read = try? CampaignFile(text: String(decoding: script.block(), as: UTF8.self)) { file = read }
        if let text = try? file.text() {
            let again = try? CampaignFile(text: text)
            try Finding.unless(again == file, "another campaign after writing and reading")
        }
        var flights: [LiftFlight] = []
        while !script.isAtEnd, flights.count < 24 {
            let known = flights.count < file.runs.count ? file.runs[flights.count] : nil
            flights.append(flight(&script, known, order: flights.count + 1))
        }
        let report = LiftReport(file: file, folder: "campaign", flights: flights, program: "stork")
        try Finding.unless(report.campaign.runs.count == flights.count, "a flight is gone")
        try Finding.unless(!report.verdict.isEmpty, "no verdict")
        let html = LiftReportPage.html(of: report)
        try Finding.unless(!html.contains(">nan"), "a number that is none")
        try Finding.unless(!report.json.rendered().contains("nan"), "a number that is none, in JSON")
        try Finding.unless(report.csv.utf8.count > 0, "no table")
        if let limit = report.campaign.controlPayload {
            try Finding.unless(limit.statistical.contains(limit.mass), "\(limit) outside of its interval")
            try Finding.unless(limit.total.contains(limit.mass), "\(limit) outside of its interval")
        }
    }

    /// Half a minute of samples that mostly look like a hover: what decides comes from the input.
    private static func flight(_ script: inout ByteScript, _ known: CampaignFile.Run?, order: Int) -> LiftFlight {
        var conditions = LiftConditions(name: known?.recording ?? "run", order: known?.order ?? order)
        conditions.payload =
            known?.payload ?? PayloadOnBoard(mass: Double(script.word()) / 50_000, position: SIMD3(0, 0, 0))
        conditions.temperature = known?.temperature ?? Double(script.byte())
        conditions.pressure = known?.pressure ?? Double(script.word()) * 3
        conditions.battery = known?.batteryName
        var analyzer = LiftRunAnalyzer()
        var trace = LiftTrace()
        let (base, oddity) = (script.byte(), script.byte())
        let wild = script.take(Int(script.byte() & 31))
        for index in 0..<600 {
            let odd = wild.isEmpty ? 0 : wild[index % wild.count]
            let counts = base &+ UInt8(index % 3)
            var sample = LiftSample(
                time: Double(index) / 25 * (oddity == 1 ? 1e8 : 1), isFlying: odd != 1, isHovering: odd < 250,
                climb: odd == 249 ? 1 : 0,
                height: odd == 248 ? .nan : 0.8 + (odd == 247 ? 1e200 : Double(odd % 3) / 100),
                attitude: Attitude(
                    pitch: .zero, roll: Angle(radians: odd == 246 ? .infinity : 0), yaw: Angle(degrees: Double(odd))),
                motors: MotorPWM(
                    frontLeft: counts, frontRight: counts &+ (odd & 3), rearRight: odd == 245 ? 255 : counts,
                    rearLeft: counts), voltage: odd == 244 ? -1e300 : odd == 243 ? nil : 11)
            sample.isEmergency = odd == 242
            analyzer.receive(sample)
            trace.note(sample)
        }
        return LiftFlight(run: analyzer.finish(conditions), trace: trace)
    }
}
