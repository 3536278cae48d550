import WireBytes

extension NetworkHeader {
    /// Reads an IPv6 header (RFC 8200) and moves behind its extension headers.
    ///
    ///      0  u32  version 6, traffic class, flow label      7  u8        hop limit
    ///      4  u16  payload length, extensions included       8  16 bytes  source
    ///      6  u8   next header                              24  16 bytes  destination
    @_lifetime(cursor: copy cursor)
    init(version6 cursor: inout WireCursor) throws(FrameOmission) {
        let writtenLength: UInt16
        do throws(WireError) {
            let first: UInt32 = try cursor.readBigEndian()
            guard first >> 28 == 6 else { throw WireError.trailing(offset: cursor.offset, count: 1) }
            writtenLength = try cursor.readBigEndian()
            let next: UInt8 = try cursor.read()
            try cursor.skip(1)
            let source = try Self.address(from: &cursor)
            let destination = try Self.address(from: &cursor)
            self.init(source: source, destination: destination, transport: next, payloadLength: 0)
        } catch { throw .malformedIPv6 }
        // 0 as in IPv4: a block that the network card cuts later. (Jumbograms, RFC 2675, write 0 too.)
        let length = writtenLength == 0 ? cursor.remaining : Int(writtenLength)
        guard length <= cursor.remaining else { throw .lyingIPLength }

        let start = cursor.offset
        do throws(WireError) { try readExtensions(from: &cursor) } catch { throw .malformedIPv6 }
        payloadLength = length - (cursor.offset - start)
        guard payloadLength >= 0 else { throw .malformedIPv6 }
    }

    @_lifetime(cursor: copy cursor)
    private static func address(from cursor: inout WireCursor) throws(WireError) -> IPAddress {
        let high: UInt64 = try cursor.readBigEndian()
        let low: UInt64 = try cursor.readBigEndian()
        return .v6(high: high, low: low)
    }

    /// Hop-by-hop options, routing, destination options, mobility, authentication and fragment headers.
    ///
    ///      0  u8  next header     1  u8  length: units of 8 bytes, the first not counted
    ///
    /// The authentication header counts units of 4 bytes, the first two not counted. The fragment header has no length:
    ///
    ///      0  u8   next header    2  u16  offset in units of 8 bytes << 3, bit 0: more fragments
    ///      1  u8   reserved       4  u32  identification
    ///
    /// What stands behind a fragment header is left alone unless the fragment is the first: it is payload.
    @_lifetime(cursor: copy cursor)
    private mutating func readExtensions(from cursor: inout WireCursor) throws(WireError) {
        while true {
            switch transport {
            case 0, 43, 60, 135:
                transport = try cursor.read()
                let units: UInt8 = try cursor.read()
                try cursor.skip(6 + Int(units) * 8)
            case 51:
                transport = try cursor.read()
                let units: UInt8 = try cursor.read()
                try cursor.skip(6 + Int(units) * 4)
            case 44:
                transport = try cursor.read()
                try cursor.skip(1)
                let place: UInt16 = try cursor.readBigEndian()
                let identification: UInt32 = try cursor.readBigEndian()
                fragment = FragmentPlace(
                    identification: identification, eightByteUnits: place >> 3, hasMore: place & 1 != 0)
                if fragment != nil { return }
            default:
                return
            }
        }
    }
}
