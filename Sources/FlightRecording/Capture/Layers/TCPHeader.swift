import WireBytes

/// The header of a TCP segment (RFC 9293).
///
///      0  u16  source port          12  u8   bits 4…7: header length in 32-bit words
///      2  u16  destination port     13  u8   control bits
///      4  u32  sequence number      14  u16  window
///      8  u32  acknowledgement      16  u16  checksum
///                                   18  u16  urgent pointer, then options
struct TCPHeader: Equatable {
    var sourcePort: UInt16
    var destinationPort: UInt16
    /// The segment, still without its payload.
    var segment: TCPSegment

    /// Reads the header and moves behind its options.
    @_lifetime(cursor: copy cursor)
    init(from cursor: inout WireCursor) throws(FrameOmission) {
        do throws(WireError) {
            sourcePort = try cursor.readBigEndian()
            destinationPort = try cursor.readBigEndian()
            let sequence: UInt32 = try cursor.readBigEndian()
            let acknowledgement: UInt32 = try cursor.readBigEndian()
            let words: UInt8 = try cursor.read()
            let flags: UInt8 = try cursor.read()
            let window: UInt16 = try cursor.readBigEndian()
            try cursor.skip(4)
            // A length below 20 gives a negative count, which is refused.
            try cursor.skip(Int(words >> 4) * 4 - 20)
            segment = TCPSegment(
                sequence: sequence, acknowledgement: acknowledgement,
                flags: TCPSegment.Flags(rawValue: flags), window: window)
        } catch { throw .malformedTCP }
    }
}
