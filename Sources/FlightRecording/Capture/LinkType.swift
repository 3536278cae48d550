/// What the frames of a capture begin with.
///
/// The raw values are libpcap's `DLT_` numbers (pcap/dlt.h).
public enum LinkType: Int32, CaseIterable, Sendable {
    /// BSD loopback: the address family in the byte order of the capturing machine.
    case null = 0
    /// Ethernet, with or without VLAN tags.
    case ethernet = 1
    /// The IP packet itself, version 4 or 6.
    case rawIP = 12
    /// 802.11 without a radio header.
    case wireless = 105
    /// OpenBSD loopback: the address family in network byte order.
    case loopback = 108
    /// "Linux cooked" version 1, from the `any` interface.
    case linuxCooked = 113
    /// 802.11 behind a radiotap header: monitor mode.
    case radiotap = 127
    /// The IP packet itself, version 4 only.
    case rawIPv4 = 228
    /// The IP packet itself, version 6 only.
    case rawIPv6 = 229
    /// "Linux cooked" version 2, from the `any` interface.
    case linuxCooked2 = 276

    /// The type for a `DLT_` or `LINKTYPE_` number, or nil where these frames cannot be read.
    public init?(number: Int32) {
        switch number {
        // Raw IP has one number in files and two in memory, depending on the operating system.
        case 14, 101: self = .rawIP
        default:
            guard let known = LinkType(rawValue: number) else { return nil }
            self = known
        }
    }
}

extension LinkType {
    /// The `LINKTYPE_` number that stands in files.
    public var fileNumber: UInt32 {
        // Raw IP has one number in files and others in memory.
        self == .rawIP ? 101 : UInt32(rawValue)
    }
}

extension LinkType: CustomStringConvertible {
    /// The type in words, for people.
    public var description: String {
        switch self {
        case .null, .loopback: "BSD loopback"
        case .ethernet: "Ethernet"
        case .rawIP: "raw IP"
        case .rawIPv4: "raw IPv4"
        case .rawIPv6: "raw IPv6"
        case .wireless: "802.11"
        case .radiotap: "802.11 with radiotap"
        case .linuxCooked: "Linux cooked v1"
        case .linuxCooked2: "Linux cooked v2"
        }
    }
}
