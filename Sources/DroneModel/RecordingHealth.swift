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
    /// What the pilot was told of it, oldest first; at most ``eventCapacity``.
    public private(set) var events: [DroneEvent] = []

    /// How many events are kept.
    public static let eventCapacity = 8

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

    /// Adds what the pilot is told.
    public mutating func tell(_ event: DroneEvent) {
        events.append(event)
        if events.count > Self.eventCapacity { events.removeFirst() }
    }
}

extension DroneSnapshot {
    /// Takes how the recording fares, and what was told of it among the other events.
    public mutating func note(_ health: RecordingHealth) {
        recording = health
        if health.events.isEmpty { return }
        // A stable order: what came at the same time stays as it is.
        for event in health.events {
            let place = events.lastIndex { $0.time <= event.time }.map { $0 + 1 } ?? 0
            events.insert(event, at: place)
        }
        if events.count > Self.eventCapacity { events.removeFirst(events.count - Self.eventCapacity) }
    }
}
