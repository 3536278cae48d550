/// How the recording of a flight fares.
public struct RecordingHealth: Equatable, Sendable {
    /// Whether something is written.
    public var phase: Phase = .recording
    /// The name of the recording's folder, without the folders it is in.
    public var name: String
    /// Bytes written to the disk.
    public var bytes = 0
    /// Packets written.
    public var packets = 0
    /// Packets lost because the disk did not keep up or failed.
    public var droppedPackets = 0
    /// The payload bytes of those.
    public var droppedBytes = 0
    /// What is left on the disk, bytes; nil while unknown.
    public var freeBytes: Int?
    /// Whether that is less than what was asked to be warned of.
    public var isSpaceLow = false

    /// Whether something is written.
    public enum Phase: Equatable, Sendable {
        /// All is well.
        case recording
        /// Nothing can be written for this reason; tried again every second.
        case blocked(String)
        /// It ended before the flight, for this reason.
        case ended(String)
    }

    /// A recording that begins.
    public init(name: String) { self.name = name }
}
