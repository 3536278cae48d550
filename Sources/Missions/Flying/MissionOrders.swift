public import DroneModel

/// What a runner wants done, in order.
public enum MissionOrder: Equatable, Sendable {
    /// Ask this of the drone.
    case intent(PilotIntent)
    /// Ask the operator; answered with ``MissionRunner/answer(_:at:)``.
    case ask(MissionQuestion)
    /// The question is settled.
    case askNoMore
    /// Write this into the recording and show it.
    case note(MissionNote)
    /// Keep the picture that the camera shows.
    case takePicture
    /// A flight begins: its number from 1. A recording of it begins here.
    case flightBegins(Int)
    /// The flight is over.
    case flightEnded(Int, FlightOutcome)
    /// All steps are done, or the mission was ended for good.
    case finished
}

/// Something that is on no wire.
public enum MissionNote: Equatable, Sendable {
    /// A step and what became of it: `began`, `done`, `skipped`, `aborted: …`.
    case step(name: String, state: String)
    /// This is on board from now on.
    case payload(MissionPayload)
    /// A mark.
    case mark(String)
    /// The battery, as the operator calls it, and its voltage at rest; nil where unknown.
    case battery(name: String, volts: Double?)
    /// A line for the log.
    case log(DroneEvent.Severity, String)
}

/// How a flight of a mission ended.
public enum FlightOutcome: Equatable, Sendable {
    /// As the mission wanted.
    case landed
    /// Early, for this reason.
    case aborted(String)
    /// It did not come off the ground.
    case failedTakeOff

    /// The words in `campaign.json`.
    public var words: String {
        switch self {
        case .landed: "landed"
        case .aborted(let reason): "aborted: \(reason)"
        case .failedTakeOff: "failed take-off"
        }
    }
}

/// How fast the drone takes full set-points, by its configuration.
public struct SetpointScale: Equatable, Sendable {
    /// Of the vertical axis, m/s; the maker's indoor default.
    public var climb = 0.7
    /// Of the yaw axis, rad/s; the maker's indoor default.
    public var yaw = 1.745

    /// The maker's indoor defaults.
    public init() {}
}
