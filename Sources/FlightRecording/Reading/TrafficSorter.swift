/// Tells which packet of a capture is what: the drone's ports decide, and which side is the drone.
///
/// A value; waits with at most 4 MiB of stream bytes for lost ones.
public struct TrafficSorter: Sendable {
    /// The longest wake-up known: the drone maker's clients send 4 bytes, others 1.
    private static let longestWakeUp = 4

    /// The drone, once something told which side it is.
    public private(set) var drone: IPAddress?
    private var reassembler = TCPStreamReassembler(pendingLimit: 1 << 17, capacity: 32)

    /// A sorter that has seen nothing.
    public init() {}

    /// A packet before that which is no part of a flight is left out.
    enum Sorted {
        /// A datagram and what it is; nil for other traffic.
        case datagram(FlightItem.Content?)
        /// What became known of streams, those of other ports too.
        case streams([TCPStreamEvent])
    }

    /// What the packet holds of a flight; empty for other traffic, and for stream bytes that wait.
    public mutating func receive(_ packet: CapturedPacket) -> [FlightItem.Content] {
        switch sort(packet) {
        case .streams(let events): events.compactMap(Self.content)
        case .datagram(let content): content.map { [$0] } ?? []
        }
    }

    /// What still waited for lost bytes.
    public mutating func finish() -> [FlightItem.Content] { finishStreams().compactMap(Self.content) }

    /// What the packet is.
    mutating func sort(_ packet: CapturedPacket) -> Sorted {
        switch packet.transport {
        case .tcp(let segment): .streams(reassembler.receive(segment, of: packet.flow, at: packet.time))
        case .udp(let payload): .datagram(receive(payload, of: packet.flow))
        }
    }

    /// What still waited for lost bytes, in streams of all ports.
    mutating func finishStreams() -> [TCPStreamEvent] { reassembler.finish() }

    private mutating func receive(_ payload: [UInt8], of flow: Flow) -> FlightItem.Content? {
        if isNavdata(payload, of: flow) {
            drone = drone ?? flow.source.address
            return .navdata(payload)
        }
        switch DronePort(rawValue: flow.destination.port) {
        case .navdata: return .navdataRequest(payload)
        case .commands:
            drone = drone ?? flow.destination.address
            return .commands(payload)
        default: break
        }
        // The drone sends pictures from its video port; what goes there are wake-ups.
        guard DronePort(rawValue: flow.source.port) == .video, flow.destination.address != drone else { return nil }
        return .videoDatagram(payload)
    }

    /// Whether a datagram comes from the drone's navdata port. The maker's phone app listens on the same number.
    private func isNavdata(_ payload: [UInt8], of flow: Flow) -> Bool {
        guard flow.source.port == DronePort.navdata.rawValue else { return false }
        guard flow.destination.port == DronePort.navdata.rawValue else { return true }
        if let drone { return flow.source.address == drone }
        return payload.count > Self.longestWakeUp
    }

    /// What the drone's side of a stream is; nil for the client's and for other ports.
    static func content(_ event: TCPStreamEvent) -> FlightItem.Content? {
        switch DronePort(rawValue: event.flow.source.port) {
        case .video?, .videoRecord?, .control?: break
        case .navdata?, .commands?, nil: return nil
        }
        guard let port = DronePort(rawValue: event.flow.source.port) else { return nil }
        switch event.content {
        case .opened: return .stream(port, .opened)
        case .data(let bytes, _): return .stream(port, .data(bytes))
        case .gap(let count): return .stream(port, .gap(byteCount: count))
        case .closed: return .stream(port, .closed)
        }
    }
}
