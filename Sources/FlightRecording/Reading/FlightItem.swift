/// One thing out of a recording, in the order of time.
public struct FlightItem: Equatable, Sendable {
    /// When, since the recording began: its first packet for a capture of somebody else's, the manifest's clock for one
    /// of ours. Never smaller than that of the item before.
    public var time: Duration
    /// What.
    public var content: Content

    /// What a recording holds of a flight.
    public enum Content: Equatable, Sendable {
        /// A datagram from the drone's navdata port; valid or not.
        case navdata([UInt8])
        /// A datagram to that port: somebody wakes it.
        case navdataRequest([UInt8])
        /// A datagram to the drone's AT port.
        case commands([UInt8])
        /// Something in a TCP stream that the drone sent.
        case stream(DronePort, Stream)
        /// A datagram from the video port: a picture of an AR.Drone 1.0.
        case videoDatagram([UInt8])
        /// A line of `events.jsonl`.
        case event(RecordedEvent.Content)
    }

    /// What happens in a stream.
    public enum Stream: Equatable, Sendable {
        /// A connection begins; what follows is no continuation of what came before.
        case opened
        /// The next bytes.
        case data([UInt8])
        /// So many bytes are not in the recording.
        case gap(byteCount: Int)
        /// The connection ended.
        case closed
    }

    /// An item.
    public init(time: Duration, content: Content) {
        self.time = time
        self.content = content
    }
}

/// The ports of a drone, the same on all of them (`ardrone-protocol.md` §1).
public enum DronePort: UInt16, Hashable, Sendable, CaseIterable {
    /// UDP 5554.
    case navdata = 5554
    /// UDP 5556.
    case commands = 5556
    /// TCP or UDP 5555: what the camera sees.
    case video = 5555
    /// TCP 5553: what the drone records.
    case videoRecord = 5553
    /// TCP 5559: the configuration.
    case control = 5559
}
