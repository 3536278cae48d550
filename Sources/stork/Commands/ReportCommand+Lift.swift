import ArgumentParser
import DroneSimulation
import FlightRecording
import FlightReport
import Foundation
import JSONText

/// What makes a lift report of recordings that no mission took apart.
struct LiftReportOptions: ParsableArguments {
    @Flag(help: "Weigh the flights of recordings by their :payload marks.") var lift = false

    @Option(help: ArgumentHelp("With --lift: mass with hull and battery, weighed.", valueName: "mass"))
    var droneMass: PayloadOption?

    @Option(help: ArgumentHelp("With --lift: of the air, degrees Celsius.", valueName: "°C"))
    var temperature: Double?

    @Option(help: ArgumentHelp("With --lift: of the air, hectopascals.", valueName: "hPa"))
    var pressure: Double?

    func validate() throws {
        if !lift, droneMass != nil || temperature != nil || pressure != nil {
            throw ValidationError("--drone-mass, --temperature and --pressure go with --lift; a campaign says them.")
        }
        if let temperature, !(-40...60).contains(temperature) {
            throw ValidationError("--temperature is from -40 to 60 degrees Celsius.")
        }
        if let pressure, !(300...1100).contains(pressure) {
            throw ValidationError("--pressure is from 300 to 1100 hectopascals.")
        }
        if let droneMass, !(0.2...2).contains(droneMass.mass.mass) {
            throw ValidationError("--drone-mass is from 200 g to 2 kg: the drone with hull and battery, without load.")
        }
    }

    /// What the operator knows besides the recordings.
    var told: LiftReport.Told {
        LiftReport.Told(
            bareMass: droneMass?.mass.mass, temperature: temperature, pressure: pressure.map { $0 * 100 })
    }

    /// The words of a command line that gives the same report.
    func words(_ recordings: [String]) -> String {
        func number(_ value: Double) -> String { DecimalNumber.text(value, decimals: 2) ?? "" }
        var words = ["--lift"] + recordings
        if let droneMass { words.append("--drone-mass \(number(droneMass.mass.mass * 1000))g") }
        if let temperature { words.append("--temperature \(number(temperature))") }
        if let pressure { words.append("--pressure \(number(pressure))") }
        return words.joined(separator: " ")
    }
}

extension ReportCommand {
    /// Reports the flights of recordings by their marks.
    func reportMarkedFlights() throws {
        if let campaign = recordings.first(where: { CampaignFile.isPresent(in: $0) }) {
            throw CampaignKnowsItself(path: campaign)
        }
        let source = try RecordingSource(path: recording)
        // A report is no part of somebody's capture, and no one of several recordings is better than the others.
        let isOwn = recordings.count == 1 && source.capture != source.path
        let folder = isOwn ? source.path : "."
        let page = URL(filePath: folder).appending(path: "lift-report.html").path
        let paths = LiftReportFiles.Paths(folder: folder, output: output == nil || output == "-" ? page : output)
        if writesFiles { try LiftReportFiles.refuseForeign(paths) }
        let report = try LiftReport.read(
            recordings: recordings, told: lift.told, program: "stork \(Stork.version)",
            command: "stork report \(lift.words(recordings))")
        try hand(out: report, paths)
    }
}

/// A campaign's file says more than marks do.
struct CampaignKnowsItself: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) is a campaign, which says itself what was on board: leave --lift out." }
}
