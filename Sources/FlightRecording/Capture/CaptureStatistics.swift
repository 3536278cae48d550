/// Why a frame gave no packet.
public enum FrameOmission: String, Error, CaseIterable, Sendable {
    // What a sound capture holds besides datagrams and segments.
    /// ARP, spanning tree and the like.
    case notIP
    /// A management or control frame of 802.11: beacons, acknowledgements.
    case wirelessManagement
    /// An 802.11 data frame without data: "null function", power saving.
    case wirelessWithoutData
    /// The payload is encrypted (WEP, WPA): the sniffer does not have the key.
    case wirelessEncrypted
    /// Several frames in one (A-MSDU), which the drone's b/g radio does not send.
    case wirelessAggregate
    /// A part of an 802.11 frame that was split on the air.
    case wirelessFragment
    /// An ICMP message that quotes no datagram.
    case icmp
    /// An ICMP error quoting the head of a datagram that could not be delivered. The quote is not a datagram.
    case icmpQuote
    /// IGMP, ESP, …
    case otherTransport
    /// A fragment that waits for the others of its datagram, or repeats one that does.
    case fragment

    // What a capture loses.
    /// The capture kept only the beginning of the frame (snapshot length).
    case cutBySnapshotLength
    /// The radio received the frame with errors: the frame check sequence or the radio says so.
    case frameCheckFailed

    // What nobody should send.
    /// The link-layer header ends early or is impossible.
    case malformedLinkHeader
    /// The radiotap header ends early or is impossible.
    case malformedRadiotap
    /// The IPv4 header ends early, or is shorter than an IPv4 header can be.
    case malformedIPv4
    /// The IPv6 header or its extension headers end early.
    case malformedIPv6
    /// The IP header speaks of more bytes than the frame has, or of fewer than the header itself.
    case lyingIPLength
    /// A fragment that overlaps another, or reaches beyond 65,535 bytes.
    case malformedFragment
    /// The UDP header ends early.
    case malformedUDP
    /// The UDP header speaks of more bytes than there are, or of fewer than the header itself.
    case lyingUDPLength
    /// The TCP header ends early, or is shorter than a TCP header can be.
    case malformedTCP

    /// True for bytes that break the rules of their protocol, false for what a sound capture holds or loses.
    public var isMalformed: Bool {
        switch self {
        case .notIP, .wirelessManagement, .wirelessWithoutData, .wirelessEncrypted, .wirelessAggregate,
            .wirelessFragment, .icmp, .icmpQuote, .otherTransport, .fragment, .cutBySnapshotLength, .frameCheckFailed:
            false
        case .malformedLinkHeader, .malformedRadiotap, .malformedIPv4, .malformedIPv6, .lyingIPLength,
            .malformedFragment, .malformedUDP, .lyingUDPLength, .malformedTCP:
            true
        }
    }
}

/// What the frames read so far were.
///
/// Each frame is counted once: `frames == datagrams + segments + the sum of omissions`.
public struct CaptureStatistics: Equatable, Sendable {
    /// What the frames begin with.
    public let linkType: LinkType
    /// Frames read.
    public internal(set) var frames = 0
    /// Captured bytes in them, headers included.
    public internal(set) var bytes = 0
    /// UDP datagrams handed out.
    public internal(set) var datagrams = 0
    /// TCP segments handed out.
    public internal(set) var segments = 0
    /// Of the datagrams and segments, how many had been put together from IP fragments.
    public internal(set) var reassembled = 0
    /// Datagrams of which some fragments never came (within 30 s, or before newer ones took the space).
    ///
    /// Their frames are counted under ``FrameOmission/fragment``.
    public internal(set) var abandonedFragmentedDatagrams = 0
    /// Frames with an IP packet that have the 802.11 retry bit.
    public internal(set) var radioRetries = 0
    /// Datagrams quoted in ICMP errors, by the port they had been sent to.
    public internal(set) var icmpQuotedPorts: [UInt16: Int] = [:]
    /// Frames without a packet, by reason; reasons that did not occur are absent.
    public internal(set) var omissions: [FrameOmission: Int] = [:]

    /// Counts of nothing.
    init(linkType: LinkType) {
        self.linkType = linkType
    }

    /// How many frames gave no packet for this reason.
    public subscript(reason: FrameOmission) -> Int { omissions[reason, default: 0] }

    /// How many frames broke the rules of their protocol.
    public var malformedFrames: Int {
        omissions.reduce(0) { sum, entry in entry.key.isMalformed ? sum + entry.value : sum }
    }
}
