public import DroneProtocol

/// Takes the pictures out of a recording: frames of the AR.Drone 2.0's connections, datagrams of the 1.0.
///
/// A value; keeps at most two frames of each connection.
public struct FlightVideo: Sendable {
    /// What the items give.
    public enum Event: Equatable, Sendable {
        /// A connection began, or bytes of one are not in the recording: what follows continues nothing.
        case begin(DronePort)
        /// A whole frame; its arrival is the item's time.
        case frame(DronePort, PaVEFrame)
        /// A header without a frame.
        case announcement(DronePort)
        /// Something is missing; the frame before may be spoiled.
        case damage(DronePort, PaVEDamage)
        /// A datagram of the video port.
        case datagram([UInt8])
    }

    private var parsers: [DronePort: PaVEStreamParser] = [:]
    private var skippedBefore: [DronePort: Int] = [:]

    /// Nothing seen yet.
    public init() {}

    /// Bytes of a port's connections that belong to no frame.
    public func skippedBytes(of port: DronePort) -> Int {
        skippedBefore[port, default: 0] + (parsers[port]?.skippedBytes ?? 0)
    }

    /// Takes the next item; what is no video gives nothing.
    public mutating func receive(_ item: FlightItem) -> [Event] {
        switch item.content {
        case .videoDatagram(let bytes): return [.datagram(bytes)]
        case .stream(let port, let stream) where port == .video || port == .videoRecord:
            return receive(stream, of: port, at: item.time)
        case .navdata, .navdataRequest, .commands, .stream, .event: return []
        }
    }

    private mutating func receive(_ stream: FlightItem.Stream, of port: DronePort, at time: Duration) -> [Event] {
        switch stream {
        // A half frame in front of a hole is none: the parser begins anew, and finds the next header by search.
        case .opened, .gap:
            close(port)
            return [.begin(port)]
        case .closed:
            close(port)
            return []
        case .data(let bytes):
            let events = parsers[port, default: PaVEStreamParser()].parse(unsafe bytes.span.bytes, at: time)
            return events.map { event in
                switch event {
                case .frame(let frame): .frame(port, frame)
                case .announcement: .announcement(port)
                case .damage(let damage): .damage(port, damage)
                }
            }
        }
    }

    private mutating func close(_ port: DronePort) {
        skippedBefore[port] = skippedBytes(of: port)
        parsers[port] = nil
    }
}
