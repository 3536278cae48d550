import DroneModel
import FoundationEssentials

extension CampaignFile {
    /// The file's text.
    ///
    /// - Throws: ``RecordingError/badCampaign(name:reason:)`` where a value may not be in such a file.
    public func text(name: String = CampaignFile.name) throws(RecordingError) -> String {
        try check(name: name)
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(Form(self)), as: UTF8.self) + "\n"
        } catch {
            throw .badCampaign(name: name, reason: "\(error)")
        }
    }

    /// Reads the file's text; `name` stands for it in errors.
    ///
    /// - Throws: ``RecordingError/badCampaign(name:reason:)``.
    public init(text: String, name: String = CampaignFile.name) throws(RecordingError) {
        let form: Form
        do {
            form = try JSONDecoder().decode(Form.self, from: Data(text.utf8))
        } catch {
            throw .badCampaign(name: name, reason: "\(error)")
        }
        if form.format != 1 {
            throw .badCampaign(name: name, reason: "it has format \(form.format), this program reads 1")
        }
        if let run = form.runs.first(where: { ($0.payload?.position ?? [0, 0, 0]).count != 3 }) {
            throw .badCampaign(
                name: name, reason: "position_mm of \(run.recording.prefix(80)) does not have three numbers")
        }
        self = form.campaign
        try check(name: name)
    }

    /// Refuses what can be no value, and names that lead out of the folder.
    private func check(name: String) throws(RecordingError) {
        func refuse(_ reason: String) -> RecordingError { .badCampaign(name: name, reason: reason) }
        func isMass(_ value: Double?) -> Bool { value.map { $0.isFinite && $0 >= 0 && $0 < 1000 } ?? true }
        guard isMass(bareMass), isMass(bareMassUncertainty) else { throw refuse("the bare mass is no mass") }
        var names: Set<String> = []
        for run in runs {
            if let objection = Self.objection(toRecording: run.recording) { throw refuse(objection) }
            guard names.insert(run.recording).inserted else { throw refuse("\(run.recording) is in it twice") }
            guard run.order >= 1 else { throw refuse("the order of \(run.recording) is below 1") }
            guard isMass(run.payload?.mass), isMass(run.payload?.massUncertainty) else {
                throw refuse("the payload of \(run.recording) is no mass")
            }
            if let place = run.payload?.position, !(0..<3).allSatisfy({ abs(place[$0]) < 1000 }) {
                throw refuse("the payload of \(run.recording) is nowhere")
            }
            guard run.restingVoltage.map({ $0.isFinite && $0 >= 0 }) ?? true else {
                throw refuse("the resting voltage of \(run.recording) is no voltage")
            }
            guard run.temperature.map({ $0.isFinite && $0 > -273.15 }) ?? true else {
                throw refuse("the temperature of \(run.recording) is no temperature")
            }
            guard run.pressure.map({ $0.isFinite && $0 > 0 }) ?? true else {
                throw refuse("the pressure of \(run.recording) is no pressure")
            }
        }
    }
}

// MARK: The members

extension CampaignFile {
    private struct Form: Codable {
        var format = 1
        var mission: RecordingManifest.Mission?
        var program: String?
        var simulated: Bool?
        var seed: UInt64?
        var drone: RecordingManifest.Drone?
        var hull: String?
        var bareMass: Double?
        var bareMassUncertainty: Double?
        var command: String?
        var runs: [RunForm]

        enum CodingKeys: String, CodingKey {
            case format, mission, program, simulated, seed, drone, hull, command, runs
            case bareMass = "bare_mass_g"
            case bareMassUncertainty = "bare_mass_uncertainty_g"
        }

        init(_ file: CampaignFile) {
            mission = file.mission
            program = file.program
            simulated = file.simulated
            seed = file.seed
            drone = file.drone
            hull = file.hull
            bareMass = file.bareMass.map { $0 * 1000 }
            bareMassUncertainty = file.bareMassUncertainty.map { $0 * 1000 }
            command = file.command
            runs = file.runs.map(RunForm.init)
        }

        var campaign: CampaignFile {
            var file = CampaignFile(
                mission: mission, program: program, simulated: simulated, seed: seed, drone: drone,
                runs: runs.map(\.run))
            file.hull = hull
            file.bareMass = bareMass.map { $0 / 1000 }
            file.bareMassUncertainty = bareMassUncertainty.map { $0 / 1000 }
            file.command = command
            return file
        }
    }

    private struct RunForm: Codable {
        var recording: String
        var order: Int
        var payload: PayloadForm?
        var battery: BatteryForm?
        var temperature: Double?
        var pressure: Double?
        var place: String?
        var wind: String?
        var outcome: String?

        enum CodingKeys: String, CodingKey {
            case recording, order, payload, battery, place, wind, outcome
            case temperature = "temperature_c"
            case pressure = "pressure_pa"
        }

        init(_ run: Run) {
            recording = run.recording
            order = run.order
            payload = run.payload.map(PayloadForm.init)
            if run.batteryName != nil || run.restingVoltage != nil {
                battery = BatteryForm(id: run.batteryName, restingMillivolts: run.restingVoltage.map { $0 * 1000 })
            }
            temperature = run.temperature
            pressure = run.pressure
            place = run.place
            wind = run.wind
            outcome = run.outcome?.text
        }

        var run: Run {
            var run = Run(recording: recording, order: order, payload: payload?.payload)
            run.batteryName = battery?.id
            run.restingVoltage = battery?.restingMillivolts.map { $0 / 1000 }
            run.temperature = temperature
            run.pressure = pressure
            run.place = place
            run.wind = wind
            run.outcome = outcome.map(Outcome.init(text:))
            return run
        }
    }

    private struct BatteryForm: Codable {
        var id: String?
        var restingMillivolts: Double?

        enum CodingKeys: String, CodingKey {
            case id
            case restingMillivolts = "resting_mv"
        }
    }

    private struct PayloadForm: Codable {
        var mass: Double
        var massUncertainty: Double?
        var position: [Double]?

        enum CodingKeys: String, CodingKey {
            case mass = "mass_g"
            case massUncertainty = "mass_uncertainty_g"
            case position = "position_mm"
        }

        init(_ payload: PayloadOnBoard) {
            mass = payload.mass * 1000
            massUncertainty = payload.massUncertainty.map { $0 * 1000 }
            position = payload.position.map { [$0.x * 1000, $0.y * 1000, $0.z * 1000] }
        }

        var payload: PayloadOnBoard {
            PayloadOnBoard(
                mass: mass / 1000, massUncertainty: massUncertainty.map { $0 / 1000 },
                position: position.flatMap { $0.count == 3 ? SIMD3($0[0], $0[1], $0[2]) / 1000 : nil })
        }
    }
}

extension CampaignFile.Outcome {
    private static let abortion = "aborted: "

    /// The words in the file: `landed`, `aborted: …`, `failed take-off`.
    public var text: String {
        switch self {
        case .landed: "landed"
        case .aborted(let reason): Self.abortion + reason
        case .failedTakeOff: "failed take-off"
        case .other(let text): text
        }
    }

    /// The outcome that the file's words mean.
    public init(text: String) {
        switch text {
        case "landed": self = .landed
        case "failed take-off": self = .failedTakeOff
        default:
            let isAbortion = text.hasPrefix(Self.abortion)
            self = isAbortion ? .aborted(String(text.dropFirst(Self.abortion.count))) : .other(text)
        }
    }
}
