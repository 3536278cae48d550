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
    /// The seed of the simulated drone that flew; nil where none is told.
    public var seed: UInt64?
    /// The capture it was read from, as the page names it.
    public var capture: String

    /// A flight that was analysed.
    public init(run: LiftRun, trace: LiftTrace, problems: [String] = []) {
        self.run = run
        self.trace = trace
        self.problems = problems
        capture = "\(run.conditions.name)/\(RecordingSource.Name.capture)"
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
            conditions.note(sampler.firstAir)
            if sampler.packetCount == 0 {
                conditions.objection = conditions.objection ?? "the recording has no navdata"
            } else if sampler.motorCount == 0 {
                conditions.objection = conditions.objection ?? "no packet has motor values: full navdata is needed"
            }
            var flight = LiftFlight(run: analyzer.finish(conditions), trace: trace)
            flight.isSimulated = sampler.playback.isSimulated
            flight.packets = sampler.packetCount
            flight.start = reader.start.map { $0.components.seconds }
            flight.seed = source.manifest?.seed
            flight.problems = problems(source, reader)
            return flight
        } catch {
            conditions.objection = "the recording cannot be read: \(error)"
            return LiftFlight(run: LiftRunAnalyzer().finish(conditions), trace: LiftTrace(), problems: ["\(error)"])
        }
    }

    /// Reads every flight of a recording that no mission took apart, such as one of the cockpit: what is on board is what
    /// its marks say.
    ///
    /// - Parameter firstOrder: The place of its first flight among all.
    /// - Throws: ``RecordingError`` where it cannot be read at all.
    public static func readAll(_ source: RecordingSource, firstOrder: Int = 1) throws -> [LiftFlight] {
        let name = source.path.split(separator: "/").last.map(String.init) ?? source.path
        let reader = try FlightReader(source)
        var sampler = LiftSampler(manifest: source.manifest)
        var splitter = FlightSplitter(name: name, firstOrder: firstOrder)
        while let item = reader.next() {
            if let sample = sampler.receive(item) { splitter.receive(sample, sampler) }
        }
        splitter.finish()
        return splitter.flights.map { flight in
            var flight = flight
            flight.isSimulated = sampler.playback.isSimulated
            flight.start = reader.start.map { $0.components.seconds }
            flight.seed = source.manifest?.seed
            flight.capture = source.capture
            flight.problems = problems(source, reader)
            return flight
        }
    }

    private static func problems(_ source: RecordingSource, _ reader: FlightReader) -> [String] {
        var problems = ([source.problem].compactMap { $0 } + reader.problems).map { "\($0)" }
        if case .damaged(let frames, let reason) = reader.end {
            problems.append("the capture is damaged after \(frames) frames: \(reason)")
        }
        return problems
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

extension LiftConditions {
    /// What the drone itself read of the air stands in for what nobody said.
    mutating func note(_ air: (pressure: Double?, temperature: Double?)) {
        sensorTemperature = air.temperature
        guard pressure == nil else { return }
        pressure = air.pressure
        isPressureMeasured = air.pressure != nil
    }
}
