public import DroneModel
public import DroneProtocol

/// What a link tells its observer, on its event loop, in the order in which it happened.
///
/// The observer must return at once: the same loop sends the AT commands.
public enum LinkUpdate: Sendable {
    /// A datagram arrived on the navdata port; valid or not, before it is decoded.
    case navdataReceived([UInt8], at: Duration)
    /// A navdata datagram was taken; the snapshot shows what it changed.
    case telemetry(DroneSnapshot, at: Duration)
    /// A datagram was handed to the system for the AT port.
    case atSent([UInt8], at: Duration)
    /// Bytes came over the control port.
    case controlReceived([UInt8], at: Duration)
    /// Something happened that a person may want to read.
    case event(DroneEvent)
    /// The link came into another phase, or began in this one.
    case phase(LinkPhase, at: Duration)
    /// A configuration job ended.
    case finished(job: Int, ConfigurationOutcome)
    /// The session ended, as asked for with ``DroneLink/leave()``.
    case left(DroneSession.Departure)
}
