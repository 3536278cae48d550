public import DroneModel

/// Something about the recording that its pilot has to be told.
public struct RecordingNotice: Equatable, Sendable {
    /// How much it matters.
    public var severity: DroneEvent.Severity
    /// One line.
    public var text: String

    /// A notice.
    public init(_ severity: DroneEvent.Severity, _ text: String) {
        self.severity = severity
        self.text = text
    }
}
