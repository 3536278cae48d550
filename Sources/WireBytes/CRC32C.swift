/// CRC-32C (Castagnoli), as bundles, iSCSI and SCTP use it: reflected polynomial 0x82F63B78, initial value and final
/// XOR 0xFFFFFFFF. "123456789" gives 0xE3069283.
public struct CRC32C: Sendable {
    private var state: UInt32 = 0xFFFF_FFFF

    /// The code of nothing.
    public init() {}

    /// The code of what was given so far.
    public var value: UInt32 { state ^ 0xFFFF_FFFF }

    /// Goes on with `bytes`.
    public mutating func update(_ bytes: RawSpan) {
        let state = state
        // Eight tables, eight bytes a step (Kounavis and Berry 2005): over 1 GB/s without special instructions.
        self.state = unsafe Self.tables.withUnsafeBufferPointer { table in
            unsafe bytes.withUnsafeBytes { buffer in
                var crc = state
                var offset = 0
                // Every index into the tables is a byte plus the start of one of the eight; every load is in bounds by
                // the loop's condition.
                while buffer.count - offset >= 8 {
                    let word = unsafe UInt64(
                        littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                    let mixed = word ^ UInt64(crc)
                    crc =
                        unsafe table[Int(mixed & 0xFF) + 1792] ^ table[Int(mixed >> 8 & 0xFF) + 1536]
                        ^ table[Int(mixed >> 16 & 0xFF) + 1280] ^ table[Int(mixed >> 24 & 0xFF) + 1024]
                    crc ^=
                        unsafe table[Int(mixed >> 32 & 0xFF) + 768] ^ table[Int(mixed >> 40 & 0xFF) + 512]
                        ^ table[Int(mixed >> 48 & 0xFF) + 256] ^ table[Int(mixed >> 56)]
                    offset += 8
                }
                while offset < buffer.count {
                    crc = unsafe table[Int((crc ^ UInt32(buffer[offset])) & 0xFF)] ^ (crc >> 8)
                    offset += 1
                }
                return crc
            }
        }
    }

    /// Goes on with `count` zero bytes: a field that is filled with its own code afterwards.
    public mutating func update(zeros count: Int) {
        for _ in 0..<count { state = Self.tables[Int(state & 0xFF)] ^ (state >> 8) }
    }

    /// Table j holds the codes of a byte that is followed by j zero bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 2048)
        for byte in 0..<256 {
            tables[byte] = (0..<8).reduce(UInt32(byte)) { crc, _ in (crc >> 1) ^ (crc & 1 == 1 ? 0x82F6_3B78 : 0) }
        }
        for index in 256..<2048 {
            let previous = tables[index - 256]
            tables[index] = tables[Int(previous & 0xFF)] ^ (previous >> 8)
        }
        return tables
    }()
}

/// CRC-16/X-25: reflected polynomial 0x8408, initial value and final XOR 0xFFFF. "123456789" gives 0x906E.
public struct CRC16X25: Sendable {
    private var state: UInt16 = 0xFFFF

    /// The code of nothing.
    public init() {}

    /// The code of what was given so far.
    public var value: UInt16 { state ^ 0xFFFF }

    /// Goes on with `bytes`.
    public mutating func update(_ bytes: RawSpan) {
        let state = state
        self.state = unsafe Self.table.withUnsafeBufferPointer { table in
            unsafe bytes.withUnsafeBytes { buffer in
                // The index is a byte, the table has 256 entries.
                unsafe buffer.reduce(state) { crc, byte in
                    unsafe table[Int((crc ^ UInt16(byte)) & 0xFF)] ^ (crc >> 8)
                }
            }
        }
    }

    /// Goes on with `count` zero bytes.
    public mutating func update(zeros count: Int) {
        for _ in 0..<count { state = Self.table[Int(state & 0xFF)] ^ (state >> 8) }
    }

    private static let table: [UInt16] = (0..<256).map { byte in
        (0..<8).reduce(UInt16(byte)) { crc, _ in (crc >> 1) ^ (crc & 1 == 1 ? 0x8408 : 0) }
    }
}
