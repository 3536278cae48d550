import WireBytes

/// What the sniffer's radio noted about a frame, before the frame itself (radiotap.org).
///
///      0  u8   version, 0
///      1  u8   padding
///      2  u16  length of the whole header
///      4  u32  which fields follow; bit 31: another such word follows
///      …       the fields, in the order of their bits, each aligned to its size
///
/// All little-endian. Only the first two fields matter here: the time (bit 0, u64) and the flags (bit 1, u8).
struct RadiotapHeader: Equatable {
    /// The frame ends with its frame check sequence (flag 0x10).
    var hasFrameCheck = false
    /// Padding between the 802.11 header and the payload makes the header a multiple of four bytes (flag 0x20).
    var isPadded = false
    /// The radio found the frame check sequence to be wrong (flag 0x40).
    var isDamaged = false

    /// Reads the header and moves behind it.
    @_lifetime(cursor: copy cursor)
    init(from cursor: inout WireCursor) throws(FrameOmission) {
        do throws(WireError) {
            let start = cursor.offset
            var peek = cursor
            let version: UInt8 = try peek.read()
            try peek.skip(1)
            let length: UInt16 = try peek.read()
            guard version == 0 else { throw WireError.trailing(offset: start, count: 1) }
            var header = try cursor.take(Int(length))
            try header.skip(4)
            let fields: UInt32 = try header.read()
            var more = fields
            while more & 0x8000_0000 != 0 { more = try header.read() }
            if fields & 1 != 0 {
                try header.skip((8 - (header.offset - start) % 8) % 8)
                try header.skip(8)
            }
            if fields & 2 != 0 {
                let flags: UInt8 = try header.read()
                hasFrameCheck = flags & 0x10 != 0
                isPadded = flags & 0x20 != 0
                isDamaged = flags & 0x40 != 0
            }
        } catch { throw .malformedRadiotap }
    }
}
