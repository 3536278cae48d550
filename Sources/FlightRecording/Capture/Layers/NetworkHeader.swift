import WireBytes

/// What an IP header says, whatever its version.
struct NetworkHeader: Equatable {
    /// Who sent the packet.
    var source: IPAddress
    /// To whom.
    var destination: IPAddress
    /// The protocol of the payload, see ``TransportNumber``.
    var transport: UInt8
    /// How many bytes of the frame, from the cursor on, are the payload.
    var payloadLength: Int
    /// Which part of the payload this is, or nil where it is all of it.
    var fragment: FragmentPlace?

    /// Reads an IPv4 or IPv6 header with its options or extension headers, up to the payload.
    @_lifetime(cursor: copy cursor)
    init(from cursor: inout WireCursor) throws(FrameOmission) {
        var peek = cursor
        let first: UInt8
        do throws(WireError) { first = try peek.read() } catch { throw .malformedIPv4 }
        switch first >> 4 {
        case 4: try self.init(version4: &cursor)
        case 6: try self.init(version6: &cursor)
        default: throw .notIP
        }
    }

    init(
        source: IPAddress, destination: IPAddress, transport: UInt8, payloadLength: Int, fragment: FragmentPlace? = nil
    ) {
        self.source = source
        self.destination = destination
        self.transport = transport
        self.payloadLength = payloadLength
        self.fragment = fragment
    }
}

/// Where a fragment belongs in its datagram.
struct FragmentPlace: Equatable {
    /// The number all fragments of the datagram have.
    var identification: UInt32
    /// Bytes of the payload before this fragment.
    var offset: Int
    /// No fragment comes behind this one.
    var isLast: Bool

    /// The place written as a 13-bit offset in units of eight bytes and a "more" bit; nil where it is the whole.
    init?(identification: UInt32, eightByteUnits: UInt16, hasMore: Bool) {
        if eightByteUnits == 0 && !hasMore { return nil }
        self.identification = identification
        self.offset = Int(eightByteUnits) * 8
        self.isLast = !hasMore
    }
}

/// Protocol numbers of the IP header (IANA).
enum TransportNumber {
    static let icmp: UInt8 = 1
    static let tcp: UInt8 = 6
    static let udp: UInt8 = 17
    static let icmp6: UInt8 = 58
}
