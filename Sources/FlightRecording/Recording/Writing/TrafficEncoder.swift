public import DroneProtocol
public import WireBytes

/// Turns what passes between program and drone into the records of `flight.pcap`.
///
/// The drone's side always has the ports of every AR.Drone, so that Wireshark's dissectors know them. A connection
/// becomes well-formed TCP:
///
///     opened --> SYN, SYN/ACK, ACK      bytes --> segments, acknowledged      closed --> FIN/ACK, FIN/ACK, ACK
///
/// Time stamps are UTC at the beginning plus monotonic time since, and never step back. A value: traffic in, bytes out.
public struct TrafficEncoder: Sendable {
    /// How many records have been made.
    public private(set) var packets = 0
    /// The latest time, since the beginning.
    public private(set) var latest: Duration = .zero

    private let clock: RecordingManifest.Clock
    private var builder = RawPacketBuilder()
    private var streams: [Flow: Stream] = [:]
    private var connections: UInt32 = 0

    /// Both directions of a connection: the numbers of their next bytes.
    private struct Stream {
        var client: UInt32
        var drone: UInt32
    }

    /// How many segments are acknowledged at once, as TCP does (RFC 9293, section 3.8.6.3).
    private static let acknowledgedSegments = 2

    /// The first bytes of the file.
    public static let fileHeader = RawPacketBuilder.fileHeader

    /// An encoder of a recording that begins as `clock` says.
    public init(clock: RecordingManifest.Clock) { self.clock = clock }

    /// Time since the beginning of a moment of the program's monotonic clock; never negative.
    public func time(_ moment: Duration) -> Duration {
        max(.zero, moment - .nanoseconds(clock.monotonicNanoseconds))
    }

    /// Appends the records of `traffic`.
    ///
    /// - Parameter missing: How many bytes of the same direction of this connection were lost before these; a reader
    ///   sees the gap in the numbers.
    /// - Returns: How many records were appended; 0 for a datagram longer than any can be.
    @discardableResult
    public mutating func encode(_ traffic: DroneTraffic, missing: Int = 0, to writer: inout WireWriter) -> Int {
        let before = packets
        latest = max(latest, time(traffic.time))
        let drone = Endpoint(IPAddress(traffic.drone.address), port: traffic.service.rawValue)
        let client = Endpoint(IPAddress(traffic.client.address), port: traffic.client.port)
        // One version for both: a program never talks from one to the other.
        let outward = Flow(from: client, to: drone).unified
        switch traffic.content {
        case .received(let bytes): datagram(bytes, outward.reversed, &writer)
        case .sent(let bytes): datagram(bytes, outward, &writer)
        case .opened: open(outward, &writer)
        case .streamReceived(let bytes): data(bytes, fromDrone: true, missing: missing, outward, &writer)
        case .streamSent(let bytes): data(bytes, fromDrone: false, missing: missing, outward, &writer)
        case .closed(let side): close(outward, by: side, &writer)
        }
        return packets - before
    }

    private var stamp: Duration { .nanoseconds(clock.utcNanoseconds) + latest }

    private mutating func datagram(_ bytes: [UInt8], _ flow: Flow, _ writer: inout WireWriter) {
        if builder.appendDatagram(bytes, of: flow, at: stamp, to: &writer) { packets += 1 }
    }

    // MARK: Connections

    private mutating func open(_ outward: Flow, _ writer: inout WireWriter) {
        var stream = begin(outward)
        segment(stream.client, 0, .synchronize, outward, &writer)
        segment(stream.drone, stream.client &+ 1, [.synchronize, .acknowledge], outward.reversed, &writer)
        stream.client &+= 1
        stream.drone &+= 1
        segment(stream.client, stream.drone, .acknowledge, outward, &writer)
        streams[outward] = stream
    }

    /// Numbers that no other connection of the recording begins with: by them a reader tells a new connection between
    /// the same ports from a repeated SYN.
    private mutating func begin(_ outward: Flow) -> Stream {
        connections &+= 1
        let first = connections &* 0x9E37_79B1
        return Stream(client: first, drone: first ^ 0x8000_0000)
    }

    private mutating func data(
        _ bytes: [UInt8], fromDrone: Bool, missing: Int, _ outward: Flow, _ writer: inout WireWriter
    ) {
        // Without its SYN, as a capture that begins in the middle of a connection.
        var stream = streams[outward] ?? begin(outward)
        let flow = fromDrone ? outward.reversed : outward
        var next = fromDrone ? stream.drone : stream.client
        let other = fromDrone ? stream.client : stream.drone
        next &+= UInt32(truncatingIfNeeded: missing)
        let longest = RawPacketBuilder.longestSegment(of: flow)
        var start = 0
        var unacknowledged = 0
        while start < bytes.count {
            let end = min(bytes.count, start + longest)
            let isLast = end == bytes.count
            segment(next, other, isLast ? [.acknowledge, .push] : .acknowledge, flow, &writer, bytes, start..<end)
            next &+= UInt32(truncatingIfNeeded: end - start)
            unacknowledged += 1
            if isLast || unacknowledged == Self.acknowledgedSegments {
                segment(other, next, .acknowledge, flow.reversed, &writer)
                unacknowledged = 0
            }
            start = end
        }
        if fromDrone { stream.drone = next } else { stream.client = next }
        streams[outward] = stream
    }

    private mutating func close(_ outward: Flow, by side: DroneTraffic.Side, _ writer: inout WireWriter) {
        guard let stream = streams.removeValue(forKey: outward) else { return }
        let (flow, first, second) =
            side == .client ? (outward, stream.client, stream.drone) : (outward.reversed, stream.drone, stream.client)
        segment(first, second, [.finish, .acknowledge], flow, &writer)
        segment(second, first &+ 1, [.finish, .acknowledge], flow.reversed, &writer)
        segment(first &+ 1, second &+ 1, .acknowledge, flow, &writer)
    }

    private mutating func segment(
        _ sequence: UInt32, _ acknowledgement: UInt32, _ flags: TCPSegment.Flags, _ flow: Flow,
        _ writer: inout WireWriter, _ payload: [UInt8] = [], _ range: Range<Int> = 0..<0
    ) {
        let segment = TCPSegment(sequence: sequence, acknowledgement: acknowledgement, flags: flags)
        builder.appendSegment(segment, payload, range, of: flow, at: stamp, to: &writer)
        packets += 1
    }
}

extension IPAddress {
    /// The address of a socket.
    init(_ address: SocketEnd.Address) {
        switch address {
        case .v4(let value): self = .v4(value)
        case .v6(let high, let low): self = .v6(high: high, low: low)
        }
    }
}

extension Flow {
    /// Both sides in version 6 where one of them is.
    fileprivate var unified: Flow {
        switch (source.address, destination.address) {
        case (.v4, .v4), (.v6, .v6): return self
        case (let one, let other):
            let (from, to) = (one.version6, other.version6)
            return Flow(
                from: Endpoint(.v6(high: from.high, low: from.low), port: source.port),
                to: Endpoint(.v6(high: to.high, low: to.low), port: destination.port))
        }
    }
}
