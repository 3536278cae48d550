import WireBytes

extension NetworkHeader {
    /// Reads an IPv4 header (RFC 791) and moves behind its options.
    ///
    ///      0  u8   version 4, header length in 32-bit words    8  u8   time to live
    ///      1  u8   type of service                             9  u8   protocol
    ///      2  u16  total length, header included              10  u16  header checksum
    ///      4  u16  identification                             12  u32  source
    ///      6  u16  0x2000 more fragments,                     16  u32  destination
    ///              0x1FFF offset in units of 8 bytes          20       options
    ///
    /// The checksum is not compared: a network card that computes it leaves it wrong in the sender's own capture.
    @_lifetime(cursor: copy cursor)
    init(version4 cursor: inout WireCursor) throws(FrameOmission) {
        let available = cursor.remaining
        let headerLength: Int
        let totalLength: UInt16
        do throws(WireError) {
            let first: UInt8 = try cursor.read()
            headerLength = Int(first & 0xF) * 4
            guard first >> 4 == 4, headerLength >= 20 else {
                throw WireError.truncated(offset: cursor.offset, needed: 20, available: headerLength)
            }
            try cursor.skip(1)
            totalLength = try cursor.readBigEndian()
            let identification: UInt16 = try cursor.readBigEndian()
            let place: UInt16 = try cursor.readBigEndian()
            try cursor.skip(1)
            let transport: UInt8 = try cursor.read()
            try cursor.skip(2)
            let source: UInt32 = try cursor.readBigEndian()
            let destination: UInt32 = try cursor.readBigEndian()
            try cursor.skip(headerLength - 20)
            self.init(
                source: .v4(source), destination: .v4(destination), transport: transport,
                payloadLength: 0,
                fragment: FragmentPlace(
                    identification: UInt32(identification), eightByteUnits: place & 0x1FFF,
                    hasMore: place & 0x2000 != 0))
        } catch { throw .malformedIPv4 }
        // 0 is what a sender's own capture shows where the network card cuts a large TCP block into segments.
        let total = totalLength == 0 ? available : Int(totalLength)
        guard total >= headerLength, total <= available else { throw .lyingIPLength }
        payloadLength = total - headerLength
    }
}
