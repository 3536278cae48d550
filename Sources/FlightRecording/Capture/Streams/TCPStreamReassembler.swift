/// Something that happened in one direction of a TCP connection.
public struct TCPStreamEvent: Equatable, Sendable {
    /// Who sent it to whom.
    public var flow: Flow
    /// What happened.
    public var content: Content

    /// What happened in a stream, in the order of its bytes.
    public enum Content: Equatable, Sendable {
        /// The stream's first byte comes next.
        case opened(Opening)
        /// The next bytes of the stream, and when the segment with them was captured.
        case data([UInt8], captured: Duration)
        /// So many bytes of the stream are missing in the capture.
        case gap(byteCount: Int)
        /// Nothing more comes in this direction.
        case closed(Closing)
    }

    /// Where a stream was first seen.
    public enum Opening: Equatable, Sendable {
        /// With its SYN.
        case beginning
        /// Somewhere later: the connection is older than the capture, or its SYN was not received.
        case middle
    }

    /// How a stream ended.
    public enum Closing: Equatable, Sendable {
        /// With a FIN, after all its bytes.
        case finished
        /// With an RST.
        case reset
        /// A new connection began between the same ports.
        case replaced
        /// Too many streams were open at once, and this one was silent for the longest time.
        case evicted
    }

    /// The event `content` of `flow`.
    public init(flow: Flow, content: Content) {
        self.flow = flow
        self.content = content
    }
}

/// Makes byte streams of captured TCP segments.
///
/// Feed it every segment in the order of the capture; each call returns what became known by it. Repeated and
/// overlapping segments are handed on once, those out of order wait for what is missing before them. What a sniffer
/// missed is reported as a gap once `pendingLimit` bytes wait behind it, or at the end.
///
/// At most `capacity` times `pendingLimit` bytes wait, and a little for bookkeeping.
public struct TCPStreamReassembler: Sendable {
    /// How many bytes of one stream may wait for what is missing before them.
    public let pendingLimit: Int
    /// How many streams, counted by direction, are followed at once.
    public let capacity: Int

    private var streams: [Flow: TCPFlowReassembler] = [:]
    private var repeatedBytesOfPastStreams = 0

    /// A reassembler without streams.
    ///
    /// - Parameters:
    ///   - pendingLimit: Bytes; 1 MiB is 16 receive windows without scaling, more than an AR.Drone ever has under way.
    ///   - capacity: A drone and its client have six: video, control and recorder port, both ways.
    public init(pendingLimit: Int = 1 << 20, capacity: Int = 64) {
        self.pendingLimit = max(0, pendingLimit)
        self.capacity = max(1, capacity)
    }

    /// Bytes that came more than once, or after their place had been given up as a gap.
    public var repeatedBytes: Int {
        streams.values.reduce(repeatedBytesOfPastStreams) { $0 + $1.repeatedBytes }
    }

    /// Takes a packet out of a capture; one that is not TCP changes nothing.
    public mutating func receive(_ packet: CapturedPacket) -> [TCPStreamEvent] {
        guard case .tcp(let segment) = packet.transport else { return [] }
        return receive(segment, of: packet.flow, at: packet.time)
    }

    /// Takes a segment of `flow`, captured at `time`.
    public mutating func receive(_ segment: TCPSegment, of flow: Flow, at time: Duration) -> [TCPStreamEvent] {
        var events: [TCPStreamEvent] = []
        if streams[flow] == nil, streams.count >= capacity { events = evictOldest() }
        events += streams[flow, default: TCPFlowReassembler(pendingLimit: pendingLimit, at: time)]
            .receive(segment, at: time)
            .map { TCPStreamEvent(flow: flow, content: $0) }
        return events
    }

    /// Hands on all that waits, with gaps: the capture has ended.
    public mutating func finish() -> [TCPStreamEvent] {
        // By the time of their last segment, so that the order does not change from run to run.
        let flows = streams.keys.sorted { left, right in
            let times = (streams[left]?.lastSeen ?? .zero, streams[right]?.lastSeen ?? .zero)
            return times.0 == times.1 ? left.description < right.description : times.0 < times.1
        }
        return flows.flatMap { flow in
            remove(flow).map { TCPStreamEvent(flow: flow, content: $0) }
        }
    }

    private mutating func evictOldest() -> [TCPStreamEvent] {
        guard let oldest = streams.min(by: { $0.value.lastSeen < $1.value.lastSeen })?.key else { return [] }
        let wasOpen = streams[oldest]?.isOpen == true
        let waiting = remove(oldest) + (wasOpen ? [.closed(.evicted)] : [])
        return waiting.map { TCPStreamEvent(flow: oldest, content: $0) }
    }

    private mutating func remove(_ flow: Flow) -> [TCPStreamEvent.Content] {
        guard var stream = streams.removeValue(forKey: flow) else { return [] }
        let waiting = stream.finish()
        repeatedBytesOfPastStreams += stream.repeatedBytes
        return waiting
    }
}
