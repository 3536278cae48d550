import ArgumentParser
import DroneModel
import DroneSimulation
import FlightRecording
import FlightReport
import Foundation
import JSONText
import LiftAnalysis
import ScriptText

struct LiftPredictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Say before flying what a load will do to the drone.",
        discussion: """
            Hover counts of the motors with their 95 % interval, power, current, thrust-to-weight, time on a \
            battery, and where the centre of mass goes: by the published law of AR.Drones, or with --campaign by the \
            flights of this very drone. The report of a lift campaign compares its flights with the same prediction.

            Without --drone-mass the mass is that of the model and hull, and the interval is wider: weigh the drone \
            with battery and hull. Numbers of the law are expectations; nothing replaces a first hop over a soft \
            mat.

            Example: stork lift predict --mass 88g@0,60,-10mm --drone-mass 424g --temperature 12
            """)

    @Option(
        help: ArgumentHelp(
            "What is to be carried, with its place forward, right and down: 88g or 88g@0,60,-10mm.", valueName: "load"))
    var mass: PayloadOption

    @Option(help: ArgumentHelp("Mass with hull and battery, weighed.", valueName: "mass"))
    var droneMass: PayloadOption?

    @Option(help: ArgumentHelp("AR.Drone 1 or 2.", valueName: "model"))
    var model = 2

    @Option(help: ArgumentHelp("bare, outdoor or indoor.", valueName: "hull"))
    var hull = "outdoor"

    @Option(help: ArgumentHelp("Of the air, degrees Celsius.", valueName: "°C"))
    var temperature = 20.0

    @Option(help: ArgumentHelp("Of the air, hectopascals.", valueName: "hPa"))
    var pressure = 1013.25

    @Option(help: ArgumentHelp("A lift campaign's folder, flown by this drone.", valueName: "folder"))
    var campaign: String?

    @Flag(help: "Print JSON; what is unknown is null.")
    var json = false

    func validate() throws {
        if ![1, 2].contains(model) { throw ValidationError("--model is 1 or 2.") }
        if AircraftParameters.Hull(rawValue: hull) == nil {
            throw ValidationError("--hull is bare, outdoor or indoor; not “\(hull)”.")
        }
        if !(-40...60).contains(temperature) {
            throw ValidationError("--temperature is from -40 to 60 degrees Celsius.")
        }
        if !(300...1100).contains(pressure) { throw ValidationError("--pressure is from 300 to 1100 hectopascals.") }
        if let droneMass, !(0.2...2).contains(droneMass.mass.mass) {
            throw ValidationError("--drone-mass is from 200 g to 2 kg: the drone with hull and battery, without load.")
        }
    }

    func run() async throws {
        let prediction = try await prediction()
        StandardOutput.write(json ? prediction.json.rendered() : prediction.text)
    }

    private func prediction() async throws -> LiftPrediction {
        let load = mass.mass
        let payload = PayloadOnBoard(
            mass: load.mass,
            position: mass.isPlaced ? SIMD3(load.position.x, load.position.y, load.position.z) : nil)
        let density = ThrustLaw.density(temperature: temperature, pressure: pressure * 100)
        var own: LiftCampaign?
        if let campaign {
            let report = try await LiftReport.read(
                folder: campaign, program: "stork \(Stork.version)",
                cores: ProcessInfo.processInfo.activeProcessorCount)
            guard report.campaign.fit != nil else {
                throw NoHoverLaw(folder: campaign, reason: report.verdict)
            }
            own = report.campaign
        }
        let sold = AircraftParameters(
            generation: model == 1 ? .ardrone1 : .ardrone2, hull: AircraftParameters.Hull(rawValue: hull) ?? .outdoor)
        let weighed = droneMass?.mass.mass ?? own?.weighedMass
        return LiftPrediction(
            payload: payload, bareMass: weighed ?? sold.frame.mass,
            massError: weighed == nil ? LiftPrediction.massSpread : 0.001, density: density, fit: own?.fit)
    }
}

/// The campaign has no hover law.
struct NoHoverLaw: Error, CustomStringConvertible {
    let folder: String
    let reason: String
    var description: String { "\(folder): \(reason) Predict without --campaign, or fly more flights." }
}
