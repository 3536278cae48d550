import WireBytes

/// What stands before the IP packet in a frame, whatever the link.
struct LinkHeader: Equatable {
    /// Where the frame itself starts in what was captured: behind the radiotap header.
    var start = 0
    /// How many bytes at the end of the frame belong to the link: a frame check sequence.
    var trailer = 0
    /// The 802.11 retry bit.
    var isRadioRetry = false

    /// Reads up to the first byte of the IP packet; any other payload is refused as ``FrameOmission/notIP``.
    ///
    /// - Parameter missing: How many bytes of the frame the capture did not keep.
    @_lifetime(cursor: copy cursor)
    init(from cursor: inout WireCursor, linkType: LinkType, missing: Int) throws(FrameOmission) {
        switch linkType {
        case .rawIP, .rawIPv4, .rawIPv6:
            break
        case .radiotap:
            let radio = try RadiotapHeader(from: &cursor)
            if radio.isDamaged { throw .frameCheckFailed }
            start = cursor.offset
            trailer = radio.hasFrameCheck ? max(0, WirelessHeader.frameCheckSize - missing) : 0
            isRadioRetry = try WirelessHeader(from: &cursor, isPadded: radio.isPadded).isRetry
        case .wireless:
            isRadioRetry = try WirelessHeader(from: &cursor, isPadded: false).isRetry
        case .ethernet, .null, .loopback, .linuxCooked, .linuxCooked2:
            let isIP: Bool
            do throws(WireError) {
                isIP =
                    switch linkType {
                    case .null: try AddressFamily.isIP(from: &cursor, isBigEndian: false)
                    case .loopback: try AddressFamily.isIP(from: &cursor, isBigEndian: true)
                    case .linuxCooked: try LinuxCooked.isIP(version1: &cursor)
                    case .linuxCooked2: try LinuxCooked.isIP(version2: &cursor)
                    default: try EthernetHeader.isIP(from: &cursor)
                    }
            } catch { throw .malformedLinkHeader }
            if !isIP { throw .notIP }
        }
    }
}

/// The number that says what an Ethernet-like frame carries.
enum EtherType {
    static let ipv4: UInt16 = 0x0800
    static let ipv6: UInt16 = 0x86DD
    /// Tags of IEEE 802.1Q, of 802.1ad (service tag), and the one used before that was standard.
    static let vlanTags: Set<UInt16> = [0x8100, 0x88A8, 0x9100]
    /// Up to here the field is a length, and 802.2 LLC follows (IEEE 802.3, 3.2.6).
    static let largestLength: UInt16 = 1500

    /// True for IP behind any number of VLAN tags, which are read too.
    ///
    ///      0  u16  tag control: priority, VLAN number
    ///      2  u16  type of what follows
    @_lifetime(cursor: copy cursor)
    static func isIP(_ type: UInt16, behindTagsIn cursor: inout WireCursor) throws(WireError) -> Bool {
        var type = type
        while vlanTags.contains(type) {
            try cursor.skip(2)
            type = try cursor.readBigEndian()
        }
        if type <= largestLength { return try LogicalLinkHeader.isIP(from: &cursor) }
        return type == ipv4 || type == ipv6
    }
}

/// Ethernet II, or IEEE 802.3 with LLC.
///
///      0  6 bytes  destination            12  u16  type, or length up to 1500
///      6  6 bytes  source
enum EthernetHeader {
    @_lifetime(cursor: copy cursor)
    static func isIP(from cursor: inout WireCursor) throws(WireError) -> Bool {
        try cursor.skip(12)
        let type: UInt16 = try cursor.readBigEndian()
        return try EtherType.isIP(type, behindTagsIn: &cursor)
    }
}

/// IEEE 802.2 logical link control with the sub-network access protocol, as 802.11 always uses it.
///
///      0  u8  destination, 0xAA           3  3 bytes  organisation, 0 (0x0000F8 for bridges)
///      1  u8  source, 0xAA                6  u16      type as in Ethernet
///      2  u8  control, 3: unnumbered
enum LogicalLinkHeader {
    @_lifetime(cursor: copy cursor)
    static func isIP(from cursor: inout WireCursor) throws(WireError) -> Bool {
        let destination: UInt8 = try cursor.read()
        let source: UInt8 = try cursor.read()
        let control: UInt8 = try cursor.read()
        guard destination == 0xAA, source == 0xAA, control == 3 else { return false }
        try cursor.skip(3)
        let type: UInt16 = try cursor.readBigEndian()
        return type == EtherType.ipv4 || type == EtherType.ipv6
    }
}

/// What Linux writes when it captures on all interfaces at once (LINKTYPE_LINUX_SLL, _SLL2).
///
///     version 1                            version 2
///      0  u16      direction                0  u16      type as in Ethernet
///      2  u16      device type              2  u16      reserved
///      4  u16      address length           4  u32      interface
///      6  8 bytes  address                  8  u16      device type
///     14  u16      type as in Ethernet     10  u8, u8   direction, address length
///                                          12  8 bytes  address
enum LinuxCooked {
    @_lifetime(cursor: copy cursor)
    static func isIP(version1 cursor: inout WireCursor) throws(WireError) -> Bool {
        try cursor.skip(14)
        return try isIP(type: try cursor.readBigEndian(), from: &cursor)
    }

    @_lifetime(cursor: copy cursor)
    static func isIP(version2 cursor: inout WireCursor) throws(WireError) -> Bool {
        let type: UInt16 = try cursor.readBigEndian()
        try cursor.skip(18)
        return try isIP(type: type, from: &cursor)
    }

    /// 4 stands for "802.2 LLC follows", other small numbers for things that are not IP (linux/if_ether.h).
    @_lifetime(cursor: copy cursor)
    private static func isIP(type: UInt16, from cursor: inout WireCursor) throws(WireError) -> Bool {
        if type == 4 { return try LogicalLinkHeader.isIP(from: &cursor) }
        return type <= EtherType.largestLength ? false : try EtherType.isIP(type, behindTagsIn: &cursor)
    }
}

/// The four bytes before a packet on a BSD loopback interface.
///
///      0  u32  address family: 2 IPv4; IPv6 is 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on Darwin, 10 on Linux
enum AddressFamily {
    static let ip: Set<UInt32> = [2, 10, 24, 28, 30]

    @_lifetime(cursor: copy cursor)
    static func isIP(from cursor: inout WireCursor, isBigEndian: Bool) throws(WireError) -> Bool {
        let family: UInt32 = try cursor.readBigEndian()
        // LINKTYPE_NULL has the byte order of the capturing machine, which nothing tells: only one makes a small number.
        return ip.contains(family) || (!isBigEndian && ip.contains(family.byteSwapped))
    }
}
