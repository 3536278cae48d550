import DroneModel
import FlightRecording
import LiftAnalysis

/// Tells the flights of one recording apart: each from its first turning motor until the motors stand still, and a new
/// one where the operator says in the air that something else is on board from now on.
struct FlightSplitter {
    /// What was found, in the order of time.
    private(set) var flights: [LiftFlight] = []

    private let name: String
    private let firstOrder: Int
    private var part: Part?
    private var restingVoltage: Double?
    private var air: (pressure: Double?, temperature: Double?) = (nil, nil)

    private struct Part {
        var analyzer: LiftRunAnalyzer
        var trace = LiftTrace()
        var payload: PayloadOnBoard?
        var restingVoltage: Double?
        var hasFlown = false
        var packets = 0
        var last: Double
        var climbScale: Double?
    }

    /// Motors that stand for so long belong to no flight any more, s.
    private static let longestStop = 1.0
    private static let capacity = 500

    /// - Parameters:
    ///   - name: What the recording is called; its flights are called after it.
    ///   - firstOrder: The place of its first flight among all.
    init(name: String, firstOrder: Int) {
        self.name = name
        self.firstOrder = firstOrder
    }

    /// Takes the next sample, with what was on board at that time.
    mutating func receive(_ sample: LiftSample, _ sampler: LiftSampler) {
        air = sampler.firstAir
        let payload = sampler.playback.payload
        let isTurning = sample.collective > 0
        if let open = part {
            if open.hasFlown, open.payload != payload || sample.time - open.last > Self.longestStop { close() }
        }
        guard isTurning || sample.isFlying || part != nil else {
            if let voltage = sample.voltage { restingVoltage = voltage }
            return
        }
        var open = part ?? Part(analyzer: LiftRunAnalyzer(), restingVoltage: restingVoltage, last: sample.time)
        if !open.hasFlown { open.payload = payload }
        open.climbScale = sampler.climbScale
        open.analyzer.climbScale = sampler.climbScale
        open.analyzer.receive(sample)
        open.trace.note(sample)
        open.packets += 1
        open.hasFlown = open.hasFlown || sample.isFlying
        if isTurning || sample.isFlying { open.last = sample.time }
        part = open
        if !open.hasFlown, sample.time - open.last > Self.longestStop { part = nil }
    }

    /// The recording is over.
    mutating func finish() { close() }

    private mutating func close() {
        guard let open = part else { return }
        part = nil
        restingVoltage = nil
        guard open.hasFlown, flights.count < Self.capacity else { return }
        let number = flights.count + 1
        var conditions = LiftConditions(
            name: "\(name) #\(number)", order: firstOrder + flights.count, payload: open.payload)
        conditions.restingVoltage = open.restingVoltage
        conditions.note(air)
        conditions.climbScale = open.climbScale
        var flight = LiftFlight(run: open.analyzer.finish(conditions), trace: open.trace)
        flight.packets = open.packets
        flights.append(flight)
    }
}
