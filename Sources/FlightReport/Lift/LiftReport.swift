public import FlightRecording
public import LiftAnalysis

/// Everything a lift report is made of.
public struct LiftReport: Sendable {
    /// The campaign's file.
    public var file: CampaignFile
    /// The campaign's folder, as the reader gave it.
    public var folder: String
    /// The flights in their order.
    public var flights: [LiftFlight]
    /// What they say together.
    public var campaign: LiftCampaign
    /// What makes the report, such as `stork 0.1.0`.
    public var program: String
    /// The command line that makes the report again.
    public var command: String

    /// A report of flights that were read.
    public init(file: CampaignFile, folder: String, flights: [LiftFlight], program: String) {
        self.file = file
        self.folder = folder
        self.flights = flights.sorted {
            ($0.run.conditions.order, $0.run.conditions.name) < ($1.run.conditions.order, $1.run.conditions.name)
        }
        self.program = program
        command = "stork report \(folder)"
        // Nobody said how warm it was, but a 2.0 knows how warm its pressure sensor is.
        let sensors = self.flights.compactMap { flight -> Double? in
            let conditions = flight.run.conditions
            return conditions.temperature == nil ? conditions.sensorTemperature : nil
        }
        if !sensors.isEmpty {
            let estimate = sensors.reduce(0, +) / Double(sensors.count) - LiftConditions.sensorSelfHeating
            for index in self.flights.indices where self.flights[index].run.conditions.temperature == nil {
                self.flights[index].run.take(estimatedTemperature: estimate)
            }
        }
        campaign = LiftCampaign(
            self.flights.map(\.run), bareMass: file.bareMass, bareMassUncertainty: file.bareMassUncertainty)
    }

    /// Reads a campaign's folder, as many flights at once as there are cores.
    ///
    /// - Throws: ``RecordingError`` where the campaign's file cannot be used.
    public static func read(folder: String, program: String, cores: Int) async throws -> LiftReport {
        let file = try CampaignFile.read(folder: folder)
        let flights = await withTaskGroup(of: LiftFlight.self) { group in
            var waiting = file.runs[...]
            for _ in 0..<max(1, cores) {
                if let next = waiting.popFirst() { group.addTask { LiftFlight.read(next, folder: folder) } }
            }
            var flights: [LiftFlight] = []
            for await flight in group {
                flights.append(flight)
                if let next = waiting.popFirst() { group.addTask { LiftFlight.read(next, folder: folder) } }
            }
            return flights
        }
        return LiftReport(file: file, folder: folder, flights: flights, program: program)
    }

    /// Reads recordings that no mission took apart, such as those of the cockpit, where `:payload` marked what was on
    /// board; flights follow each other in the order of the recordings.
    ///
    /// - Parameters:
    ///   - told: What the operator knows besides.
    ///   - command: The command line that makes the report again.
    /// - Throws: ``RecordingError`` where one of them cannot be read.
    public static func read(
        recordings paths: [String], told: Told = Told(), program: String, command: String
    ) throws -> LiftReport {
        var flights: [LiftFlight] = []
        var file = CampaignFile(program: nil)
        for path in paths {
            let source = try RecordingSource(path: path)
            flights += try LiftFlight.readAll(source, firstOrder: flights.count + 1)
            guard let manifest = source.manifest else { continue }
            file.mission = file.mission ?? manifest.mission
            file.program = file.program ?? manifest.program
            file.seed = file.seed ?? manifest.seed
            file.drone = file.drone ?? manifest.drone
            file.hull = file.hull ?? manifest.hull
            if manifest.simulated == true { file.simulated = true }
        }
        for index in flights.indices {
            if let temperature = told.temperature { flights[index].run.take(toldTemperature: temperature) }
            if let pressure = told.pressure { flights[index].run.take(toldPressure: pressure) }
        }
        file.bareMass = told.bareMass
        let folder = paths.first ?? ""
        var report = LiftReport(file: file, folder: folder, flights: flights, program: program)
        report.command = command
        return report
    }

    /// What an operator knows of flights whose recordings do not say it.
    public struct Told: Equatable, Sendable {
        /// Mass of the drone with battery and hull, kg.
        public var bareMass: Double?
        /// Of the air, degrees Celsius.
        public var temperature: Double?
        /// Of the air, Pa.
        public var pressure: Double?

        /// Nothing.
        public init(bareMass: Double? = nil, temperature: Double? = nil, pressure: Double? = nil) {
            self.bareMass = bareMass
            self.temperature = temperature
            self.pressure = pressure
        }
    }

    /// Whether a simulated drone flew: true where one flight says so, nil where nothing tells.
    public var isSimulated: Bool? {
        let told = flights.compactMap(\.isSimulated) + [file.simulated].compactMap { $0 }
        return told.isEmpty ? nil : told.contains(true)
    }

    /// The folder's own name.
    public var name: String { folder.split(separator: "/").last.map(String.init) ?? folder }
}
