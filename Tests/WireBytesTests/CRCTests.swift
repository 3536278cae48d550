import Testing
import WireBytes

@Suite struct CRCTests {
    private static let check = Array("123456789".utf8)

    @Test func `the check values are those of the catalogue`() {
        var castagnoli = CRC32C()
        var x25 = CRC16X25()
        #expect(castagnoli.value == 0 && x25.value == 0)
        castagnoli.update(Self.check.span.bytes)
        x25.update(Self.check.span.bytes)
        #expect(castagnoli.value == 0xE306_9283)
        #expect(x25.value == 0x906E)
    }

    /// RFC 3720, B.4: 32 bytes of zeros, of ones, and counting up.
    @Test func `CRC-32C is iSCSI's`() {
        for (bytes, expected) in [
            ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
            ((0..<32).map { UInt8($0) }, 0x46DD_794E),
        ] as [([UInt8], UInt32)] {
            var crc = CRC32C()
            crc.update(bytes.span.bytes)
            #expect(crc.value == expected)
        }
    }

    @Test(arguments: 0...40) func `in pieces or at once, eight bytes at a time or one, the code is the same`(cut: Int) {
        let bytes = (0..<40).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
        let (head, tail) = (Array(bytes[..<cut]), Array(bytes[cut...]))
        var (whole, pieces) = (CRC32C(), CRC32C())
        whole.update(bytes.span.bytes)
        pieces.update(head.span.bytes)
        pieces.update(tail.span.bytes)
        #expect(whole.value == pieces.value)
        var slow: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            slow ^= UInt32(byte)
            for _ in 0..<8 { slow = (slow >> 1) ^ (slow & 1 == 1 ? 0x82F6_3B78 : 0) }
        }
        #expect(whole.value == ~slow)
    }

    @Test func `zeros need not be there to be counted`() {
        let bytes = Self.check + [0, 0, 0, 0]
        var (whole, short) = (CRC32C(), CRC32C())
        var (whole16, short16) = (CRC16X25(), CRC16X25())
        whole.update(bytes.span.bytes)
        whole16.update(bytes.span.bytes)
        short.update(Self.check.span.bytes)
        short.update(zeros: 4)
        short16.update(Self.check.span.bytes)
        short16.update(zeros: 4)
        #expect(whole.value == short.value && whole16.value == short16.value)
    }
}
