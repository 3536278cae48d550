public import DroneModel
public import FlightRecording

/// What one flight was, in bounded memory: the numbers, checks, curves and events that a report is made of.
///
/// Everything unknown is nil. Times are seconds since the recording began.
public struct FlightDigest: Sendable {
    /// Where the numbers come from.
    public var provenance: Provenance
    /// What is known of the drone.
    public var drone: DroneFacts
    /// What is known about whether it was hardware.
    public var reality: Reality
    /// How long the recording is, seconds.
    public var duration: Double
    /// The flights in order, at most ``FlightLedger/capacity``.
    public var flights: [FlightLeg]
    /// Flights beyond those.
    public var omittedFlights: Int
    /// The battery.
    public var battery: BatteryFacts
    /// What was on board, in order.
    public var payloads: [PayloadChange]
    /// How far it flew, all flights together; nil where no speed is known.
    public var distance: DistanceEstimate?
    /// The state bands, in order, without gaps.
    public var states: [StateSpan]
    /// Bands beyond ``StateLedger/capacity``.
    public var omittedStates: Int
    /// How long it was in each state, by falling time.
    public var timeInStates: [StateTotal]
    /// The checks.
    public var checks: [FlightCheck]
    /// The curves.
    public var curves: [Channel: EnvelopeSeries]
    /// Where the set-points of the attitude come from.
    public var setpointSource: SetpointSource
    /// Where it flew, by integrated speed.
    public var track: FlightTrack
    /// What phones on board told; empty where there were none.
    public var phones: [PhoneFacts]
    /// What happened, in order.
    public var events: [DigestEvent]
    /// Events beyond ``EventLedger/capacity``.
    public var omittedEvents: Int
    /// What was counted on the link.
    public var counters: LinkCounters

    /// Whether hardware flew.
    public enum Reality: Equatable, Sendable {
        /// The recording says that it was hardware.
        case real
        /// The recording, or the drone's own serial number, says that it was simulated; the seed where it is known.
        case simulated(seed: UInt64?)
        /// Nothing says.
        case unknown
    }

    /// Where the set-points of the attitude come from.
    public enum SetpointSource: Equatable, Sendable {
        /// From nowhere: they are unknown.
        case none
        /// The drone's own set-points in full navdata.
        case drone
        /// The pilot's stick times this tilt limit, which the recording holds.
        case stick(limit: Angle)
    }
}

/// What is known of the drone.
public struct DroneFacts: Equatable, Sendable {
    /// Its model; nil while unknown.
    public var model: String?
    /// Its firmware; nil while unknown.
    public var firmware: String?
    /// Its hull; nil where nobody said.
    public var hull: String?
}

/// A flight: from the first packet in the air to the first on the ground.
public struct FlightLeg: Equatable, Sendable {
    /// When it was first seen in the air, seconds.
    public var start: Double
    /// When it was seen on the ground again; nil where the recording ended in the air, or lost sight of it.
    public var end: Double?
    /// True where it flew already when it was first heard.
    public var wasAirborneBefore: Bool
    /// When it was last seen in the air, seconds.
    public var lastSeen: Double
    /// The greatest height by the drone's own reckoning, metres.
    public var maximumHeight: Double?
    /// Charge at its start, percent.
    public var startPercent: Int?
    /// Charge at its end, percent.
    public var endPercent: Int?

    /// How long it was seen in the air, seconds.
    public var airTime: Double { max(0, (end ?? lastSeen) - start) }
}

/// What is known of the battery.
public struct BatteryFacts: Equatable, Sendable {
    /// The first charge heard, percent.
    public var firstPercent: Int?
    /// The last, percent.
    public var lastPercent: Int?
    /// The lowest, percent.
    public var lowestPercent: Int?
    /// The first voltage, volts.
    public var firstVolts: Double?
    /// The last, volts.
    public var lastVolts: Double?
}

/// What was on board from a moment on.
public struct PayloadChange: Equatable, Sendable {
    /// When, seconds.
    public var time: Double
    /// What.
    public var payload: PayloadOnBoard
}

extension FlightDigest {
    /// What was on board in a flight, one after the other: what was marked before it, and what was marked in the air.
    func payloads(of flight: FlightLeg) -> [PayloadOnBoard] {
        let before = payloads.last { $0.time <= flight.start }
        let during = payloads.filter { $0.time > flight.start && $0.time <= flight.end ?? flight.lastSeen }
        return ([before].compactMap { $0 } + during).map(\.payload)
    }
}

/// How far it flew, by the drone's own speed.
public struct DistanceEstimate: Equatable, Sendable {
    /// The integral of the speed, metres.
    public var length: Double
    /// What is left of it where every reading is taken as too high by its noise, metres.
    public var low: Double
    /// What it becomes where every reading is too low by what was measured, metres.
    public var high: Double
    /// Time in the air without speed, seconds: not in the numbers above.
    public var unseen: Double
}

/// A stretch of time in one state.
public struct StateSpan: Equatable, Sendable {
    /// The state in words.
    public var name: String
    /// What kind of state it is, for its look.
    public var kind: StateKind
    /// When it began, seconds.
    public var start: Double
    /// When it ended, seconds.
    public var end: Double
}

/// What kind of state it is.
public enum StateKind: Int, Equatable, Sendable {
    /// On the ground.
    case ground
    /// Taking off or landing.
    case transition
    /// Holding position.
    case hover
    /// Moving.
    case motion
    /// A flip, a test, an unknown number.
    case other
    /// Emergency.
    case emergency
    /// Nothing was heard.
    case silence
}

/// How long it was in a state.
public struct StateTotal: Equatable, Sendable {
    /// The state in words.
    public var name: String
    /// What kind of state it is.
    public var kind: StateKind
    /// How long, seconds.
    public var seconds: Double
}

/// An event of a report.
public struct DigestEvent: Equatable, Sendable {
    /// When, seconds.
    public var time: Double
    /// What kind of line it is.
    public var kind: Kind
    /// One line.
    public var text: String

    /// What kind of line it is.
    public enum Kind: String, CaseIterable, Sendable {
        /// Somebody has to act.
        case alarm
        /// Something is not as it should be.
        case warning
        /// Worth knowing.
        case notice
        /// What the operator or a mission did: marks, steps, payloads.
        case mark
        /// A command that was sent, or a key that was pressed.
        case command
    }
}

/// Where the numbers come from.
public struct Provenance: Equatable, Sendable {
    /// The recording's own name, or its file's.
    public var name: String
    /// The name of the file with the packets; with its folder's name for a recording of ours.
    public var file: String
    /// The file's SHA-256 in hexadecimal; nil where it was not taken.
    public var sha256: String?
    /// The file's length, bytes.
    public var byteCount: Int?
    /// When the recording began, seconds since 1970 UTC.
    public var start: Int64?
    /// What wrote the recording; nil for a capture of somebody else's.
    public var recorder: String?
    /// What made this report.
    public var reporter: String
    /// The mission and its hash.
    public var mission: RecordingManifest.Mission?
    /// The seed of the simulated drone.
    public var seed: UInt64?
    /// What the frames begin with, in words.
    public var link: String
    /// Frames in the capture.
    public var frames: Int
    /// How the capture ended, in words.
    public var ending: String
    /// True where a third station listened on the air: what is missing may have reached its receiver.
    public var isSniffed: Bool
    /// What could not be read, at most a hundred lines.
    public var problems: [String]
}
