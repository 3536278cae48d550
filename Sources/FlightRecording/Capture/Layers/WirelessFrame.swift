import CZlib
import WireBytes

/// The header of an IEEE 802.11 data frame, and the LLC header behind it.
///
///      0  u16      frame control            16  6 bytes  address 3
///      2  u16      duration                 22  u16      sequence number, bits 0…3 fragment number
///      4  6 bytes  address 1: receiver      24  6 bytes  address 4, only between access points
///     10  6 bytes  address 2: transmitter    …  u16      QoS control, where the subtype has bit 3
///                                            …  u32      HT control, where QoS and the order bit
///
/// Frame control, little-endian: bits 0…1 version, 2…3 type, 4…7 subtype, 8 to the access point, 9 from it,
/// 10 more fragments, 11 retry, 14 encrypted, 15 order. Which direction a frame has changes only where the addresses
/// stand, and those are not needed: whose datagram it is, the IP header says.
struct WirelessHeader: Equatable {
    /// The bytes of a frame check sequence.
    static let frameCheckSize = 4

    /// The frame was sent before and not acknowledged.
    var isRetry: Bool

    /// Reads up to the first byte of the IP packet.
    @_lifetime(cursor: copy cursor)
    init(from cursor: inout WireCursor, isPadded: Bool) throws(FrameOmission) {
        let omission: FrameOmission?
        do throws(WireError) {
            let start = cursor.offset
            let control: UInt16 = try cursor.read()
            isRetry = control & 0x0800 != 0
            omission = try Self.omission(control: control, restOfHeader: &cursor, start: start, isPadded: isPadded)
        } catch { throw .malformedLinkHeader }
        if let omission { throw omission }
    }

    /// Why the frame carries no IP packet, or nil where it does and the cursor stands at it.
    @_lifetime(cursor: copy cursor)
    private static func omission(
        control: UInt16, restOfHeader cursor: inout WireCursor, start: Int, isPadded: Bool
    ) throws(WireError) -> FrameOmission? {
        switch control & 0x000F {
        case 0x0000, 0x0004, 0x000C: return .wirelessManagement
        case 0x0008: break
        default: return .malformedLinkHeader
        }
        if control & 0x0040 != 0 { return .wirelessWithoutData }

        try cursor.skip(20)
        let sequence: UInt16 = try cursor.read()
        let isBetweenAccessPoints = control & 0x0300 == 0x0300
        if isBetweenAccessPoints { try cursor.skip(6) }
        var qualityOfService: UInt16 = 0
        if control & 0x0080 != 0 {
            qualityOfService = try cursor.read()
            if control & 0x8000 != 0 { try cursor.skip(4) }
        }
        if control & 0x4000 != 0 { return .wirelessEncrypted }
        if control & 0x0400 != 0 || sequence & 0xF != 0 { return .wirelessFragment }
        if qualityOfService & 0x0080 != 0 { return .wirelessAggregate }
        if isPadded { try cursor.skip((4 - (cursor.offset - start) % 4) % 4) }
        return try LogicalLinkHeader.isIP(from: &cursor) ? nil : .notIP
    }

    /// True when the last four bytes of `frame` are the CRC-32 of those before, little-endian (IEEE 802.11, 9.2.4.8).
    ///
    /// zlib's sum, because it runs over every data frame of a monitor capture.
    static func frameCheckHolds(_ frame: RawSpan) -> Bool {
        guard frame.byteCount >= frameCheckSize else { return false }
        let body = frame.extracting(0..<frame.byteCount - frameCheckSize)
        let sum = unsafe body.withUnsafeBytes { buffer in
            unsafe crc32_z(0, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count)
        }
        var end = WireCursor(frame.extracting(frame.byteCount - frameCheckSize..<frame.byteCount))
        guard let written: UInt32 = try? end.read() else { return false }
        return UInt(written) == UInt(sum)
    }
}
