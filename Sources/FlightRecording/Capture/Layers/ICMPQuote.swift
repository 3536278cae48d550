import WireBytes

/// The head of a datagram that an ICMP error message quotes because it could not be delivered.
///
///      0  u8   type                 4  u32  depends on the type
///      1  u8   code                 8       the IP header and at least 8 bytes of the packet in question
///      2  u16  checksum
///
/// (RFC 792, RFC 4443.) A drone whose client has gone is told so with such quotes of its own navdata: they look like
/// navdata and are not.
struct ICMPQuote: Equatable {
    /// The error types: unreachable, quench, redirect, time exceeded, parameter problem.
    static let errorTypes4: Set<UInt8> = [3, 4, 5, 11, 12]
    /// The error types of ICMPv6: unreachable, too big, time exceeded, parameter problem.
    static let errorTypes6: Set<UInt8> = [1, 2, 3, 4]

    /// The port the quoted datagram had been sent to.
    var destinationPort: UInt16

    /// The quoted datagram, or nil where the message quotes none.
    @_lifetime(cursor: copy cursor)
    init?(from cursor: inout WireCursor, transport: UInt8) {
        do throws(WireError) {
            let type: UInt8 = try cursor.read()
            let errors = transport == TransportNumber.icmp ? Self.errorTypes4 : Self.errorTypes6
            guard errors.contains(type) else { return nil }
            try cursor.skip(7)
            // A quote is cut off by design, so its length fields say nothing: read as little of it as is needed.
            let first: UInt8 = try cursor.read()
            let quoted: UInt8
            switch first >> 4 {
            case 4:
                try cursor.skip(8)
                quoted = try cursor.read()
                try cursor.skip(Int(first & 0xF) * 4 - 10)
            case 6:
                try cursor.skip(5)
                quoted = try cursor.read()
                try cursor.skip(33)
            default: return nil
            }
            guard quoted == TransportNumber.udp else { return nil }
            try cursor.skip(2)
            destinationPort = try cursor.readBigEndian()
        } catch { return nil }
    }
}
