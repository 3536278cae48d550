import DroneModel
public import FlightRecording
public import LiftAnalysis

/// One flight of a campaign, read from its recording.
public struct LiftFlight: Equatable, Sendable {
    /// What it says.
    public var run: LiftRun
    /// Its curves.
    public var trace: LiftTrace
    /// Whether a simulated drone flew; nil where nothing tells.
    public var isSimulated: Bool?
    /// Packets of navdata that were news.
    public var packets = 0
    /// When it began, seconds since 1970 UTC; nil where the recording does not say.
    public var start: Int64?
    /// What could not be read of it.
    public var problems: [String] = []

    /// A flight that was analysed.
    public init(run: LiftRun, trace: LiftTrace, problems: [String] = []) {
        self.run = run
        self.trace = trace
        self.problems = problems
    }

    /// Reads a flight of a campaign in `folder`; a recording that cannot be read becomes a flight that does not count.
    public static func read(_ entry: CampaignFile.Run, folder: String) -> LiftFlight {
        var conditions = conditions(entry)
        do {
            let source = try RecordingSource(path: "\(folder)/\(entry.recording)")
            let reader = try FlightReader(source)
            var sampler = LiftSampler(manifest: source.manifest)
            var analyzer = LiftRunAnalyzer()
            var trace = LiftTrace()
            while let item = reader.next() {
                guard let sample = sampler.receive(item) else { continue }
                analyzer.climbScale = sampler.climbScale
                analyzer.receive(sample)
                trace.note(sample)
            }
            conditions.climbScale = sampler.climbScale
            conditions.payload = conditions.payload ?? sampler.playback.payload
            if sampler.packetCount == 0 {
                conditions.objection = conditions.objection ?? "the recording has no navdata"
            } else if sampler.motorCount == 0 {
                conditions.objection = conditions.objection ?? "no packet has motor values: full navdata is needed"
            }
            var flight = LiftFlight(run: analyzer.finish(conditions), trace: trace)
            flight.isSimulated = sampler.playback.isSimulated
            flight.packets = sampler.packetCount
            flight.start = reader.start.map { $0.components.seconds }
            flight.problems = ([source.problem].compactMap { $0 } + reader.problems).map { "\($0)" }
            if case .damaged(let frames, let reason) = reader.end {
                flight.problems.append("the capture is damaged after \(frames) frames: \(reason)")
            }
            return flight
        } catch {
            conditions.objection = "the recording cannot be read: \(error)"
            return LiftFlight(run: LiftRunAnalyzer().finish(conditions), trace: LiftTrace(), problems: ["\(error)"])
        }
    }

    private static func conditions(_ entry: CampaignFile.Run) -> LiftConditions {
        var conditions = LiftConditions(name: entry.recording, order: entry.order, payload: entry.payload)
        conditions.battery = entry.batteryName
        conditions.restingVoltage = entry.restingVoltage
        conditions.temperature = entry.temperature
        conditions.pressure = entry.pressure
        conditions.place = entry.place
        conditions.wind = entry.wind
        switch entry.outcome {
        case .failedTakeOff: conditions.hasFailedTakeOff = true
        case .aborted(let reason): conditions.objection = "ended early: \(reason)"
        case .landed, .other, nil: break
        }
        return conditions
    }
}

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

    /// A report of flights that were read.
    public init(file: CampaignFile, folder: String, flights: [LiftFlight], program: String) {
        self.file = file
        self.folder = folder
        self.flights = flights.sorted {
            ($0.run.conditions.order, $0.run.conditions.name) < ($1.run.conditions.order, $1.run.conditions.name)
        }
        self.program = program
        campaign = LiftCampaign(
            flights.map(\.run), bareMass: file.bareMass, bareMassUncertainty: file.bareMassUncertainty)
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

    /// Whether a simulated drone flew: true where one flight says so, nil where nothing tells.
    public var isSimulated: Bool? {
        let told = flights.compactMap(\.isSimulated) + [file.simulated].compactMap { $0 }
        return told.isEmpty ? nil : told.contains(true)
    }

    /// The folder's own name.
    public var name: String { folder.split(separator: "/").last.map(String.init) ?? folder }
}
