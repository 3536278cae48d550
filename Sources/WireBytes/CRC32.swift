/// CRC-32 as zlib and gzip compute it, over bytes that come piece by piece.
public struct CRC32: Equatable, Sendable {
    /// Polynomial 0xEDB88320; entry n is the effect of the byte n.
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
    }

    private var state: UInt32 = 0xFFFF_FFFF

    /// The CRC of no bytes.
    public init() {}

    /// The CRC of all bytes so far.
    public var value: UInt32 { state ^ 0xFFFF_FFFF }

    /// Takes the next bytes.
    public mutating func update(_ bytes: [UInt8]) {
        var crc = state
        unsafe Self.table.withUnsafeBufferPointer { table in
            for byte in bytes { crc = unsafe crc >> 8 ^ table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] }
        }
        state = crc
    }
}
