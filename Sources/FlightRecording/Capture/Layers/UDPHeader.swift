import WireBytes

/// The header of a UDP datagram (RFC 768).
///
///      0  u16  source port          4  u16  length, header included
///      2  u16  destination port     6  u16  checksum
///
/// The checksum is not compared: a network card that computes it leaves it wrong in the sender's own capture.
struct UDPHeader: Equatable {
    static let size = 8

    var sourcePort: UInt16
    var destinationPort: UInt16
    /// The bytes behind the header that belong to the datagram; the packet may have more.
    var payloadLength: Int

    /// Reads the header and refuses a length that cannot be.
    @_lifetime(cursor: copy cursor)
    init(from cursor: inout WireCursor) throws(FrameOmission) {
        let length: UInt16
        do throws(WireError) {
            sourcePort = try cursor.readBigEndian()
            destinationPort = try cursor.readBigEndian()
            length = try cursor.readBigEndian()
            try cursor.skip(2)
        } catch { throw .malformedUDP }
        payloadLength = Int(length) - Self.size
        guard payloadLength >= 0, payloadLength <= cursor.remaining else { throw .lyingUDPLength }
    }
}
