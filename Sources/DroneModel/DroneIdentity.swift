/// What is known of which drone this is.
public struct DroneIdentity: Equatable, Sendable {
    /// The airframe; nil while unknown.
    public var generation: DroneGeneration?
    /// The firmware; nil while unknown.
    public var firmware: FirmwareVersion?
    /// How the airframe and the firmware are known.
    public var evidence: Evidence = .none
    /// Whether this is a drone that can hurt somebody, a simulated one, or a recording.
    public var reality: Reality

    /// How an identity was established.
    public enum Evidence: Hashable, Sendable {
        /// Not at all.
        case none
        /// By the drone's `version.txt`.
        case versionFile
        /// By its configuration.
        case configuration
        /// By which options and sizes it sends.
        case navdata
    }

    /// Whether what flies can hurt somebody.
    public enum Reality: Hashable, Sendable {
        /// Hardware, or something that cannot be told from it.
        case real
        /// A simulated drone.
        case simulated
        /// A recording.
        case replay
    }

    /// An identity of which only the reality is known.
    public init(reality: Reality) { self.reality = reality }
}
