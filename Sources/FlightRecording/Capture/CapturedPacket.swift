/// One UDP datagram or TCP segment out of a capture.
public struct CapturedPacket: Equatable, Sendable {
    /// The number of the frame in the capture, counted from 1 as Wireshark does.
    ///
    /// A datagram that came in fragments has the number of the frame that completed it.
    public var frameNumber: Int

    /// When the frame was captured, since 1970-01-01 00:00 UTC, by the clock of the capturing machine.
    ///
    /// As fine as the file has it, nanoseconds at best. Nothing promises that it only grows.
    public var time: Duration

    /// Who sent it to whom.
    public var flow: Flow

    /// True when the radio marked the frame as sent again because no acknowledgement came (802.11 retry bit).
    ///
    /// The first attempt may or may not be in the capture too.
    public var isRadioRetry: Bool

    /// What it carries.
    public var transport: Transport

    /// What was carried over the Internet protocol.
    public enum Transport: Equatable, Sendable {
        /// The payload of a UDP datagram, exactly as long as its header says.
        case udp([UInt8])
        /// A TCP segment.
        case tcp(TCPSegment)
    }

    /// A packet with all its parts.
    public init(frameNumber: Int, time: Duration, flow: Flow, isRadioRetry: Bool = false, transport: Transport) {
        self.frameNumber = frameNumber
        self.time = time
        self.flow = flow
        self.isRadioRetry = isRadioRetry
        self.transport = transport
    }

    /// Who sent it.
    public var source: Endpoint { flow.source }

    /// To whom.
    public var destination: Endpoint { flow.destination }

    /// The payload where this is a UDP datagram that one of the two sides sent from or to `port`.
    public func datagram(onPort port: UInt16) -> [UInt8]? {
        guard case .udp(let payload) = transport, source.port == port || destination.port == port else { return nil }
        return payload
    }
}

/// One segment of a TCP stream, as sent: out of order, repeated or overlapping with others.
public struct TCPSegment: Equatable, Sendable {
    /// The number of the first payload byte, or of the SYN; it wraps at 2^32.
    public var sequence: UInt32
    /// The number of the next byte the sender expects, meaningful with ``Flags/acknowledge``.
    public var acknowledgement: UInt32
    /// The control bits.
    public var flags: Flags
    /// The receive window as written, unscaled.
    public var window: UInt16
    /// The bytes of the stream.
    public var payload: [UInt8]

    /// The control bits of RFC 9293, section 3.1.
    public struct Flags: OptionSet, Hashable, Sendable {
        /// The bits as in byte 13 of the header.
        public var rawValue: UInt8

        /// The bits as in byte 13 of the header.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The sender has sent everything.
        public static let finish = Flags(rawValue: 0x01)
        /// A new connection; the sequence number is the initial one.
        public static let synchronize = Flags(rawValue: 0x02)
        /// The connection is broken off.
        public static let reset = Flags(rawValue: 0x04)
        /// The receiver should hand on what it has.
        public static let push = Flags(rawValue: 0x08)
        /// The acknowledgement number counts.
        public static let acknowledge = Flags(rawValue: 0x10)
    }

    /// A segment with all its parts.
    public init(
        sequence: UInt32, acknowledgement: UInt32 = 0, flags: Flags = [], window: UInt16 = 0, payload: [UInt8] = []
    ) {
        self.sequence = sequence
        self.acknowledgement = acknowledgement
        self.flags = flags
        self.window = window
        self.payload = payload
    }
}
