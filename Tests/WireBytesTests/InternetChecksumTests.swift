import Testing
import WireBytes

@Suite struct InternetChecksumTests {
    @Test func `the example of RFC 1071`() {
        let bytes: [UInt8] = [0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7]
        var checksum = InternetChecksum()
        checksum.add(bytes.span.bytes)
        #expect(checksum.value == ~0xDDF2)
    }

    @Test(arguments: 0..<40) func `bytes, words and the textbook's loop agree at every length`(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 200) }
        var checksum = InternetChecksum()
        checksum.add(bytes.span.bytes)
        #expect(checksum.value == Self.textbook(bytes))
        var again = InternetChecksum()
        again.add(UInt16(0xFFFE))
        again.add(UInt32(0x1234_ABCD))
        again.add(UInt64(0x0102_0304_F506_07F8))
        again.add(bytes.span.bytes)
        let head: [UInt8] = [0xFF, 0xFE, 0x12, 0x34, 0xAB, 0xCD, 1, 2, 3, 4, 0xF5, 6, 7, 0xF8]
        #expect(again.value == Self.textbook(head + bytes))
    }

    @Test func `a megabyte of ones does not overflow`() {
        var checksum = InternetChecksum()
        let bytes = [UInt8](repeating: 0xFF, count: 1 << 20)
        for _ in 0..<4 { checksum.add(bytes.span.bytes) }
        #expect(checksum.value == 0)
    }

    /// Word by word, each carry added at once.
    private static func textbook(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: bytes.count, by: 2) {
            sum += UInt32(bytes[index]) << 8 + (index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0)
            sum = sum & 0xFFFF + sum >> 16
        }
        return ~UInt16(sum)
    }
}
