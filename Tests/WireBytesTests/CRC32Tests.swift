import Testing
import WireBytes

@Suite struct CRC32Tests {
    @Test func `the check value of the catalogue`() {
        var crc = CRC32()
        crc.update(Array("123456789".utf8))
        #expect(crc.value == 0xCBF4_3926)
    }

    @Test(arguments: [0, 1, 7, 500, 999, 1000]) func `pieces give what the whole gives`(cut: Int) {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 >> 3) }
        var crc = CRC32()
        crc.update(Array(bytes[..<cut]))
        crc.update(Array(bytes[cut...]))
        #expect(crc.value == Checksum.crc32(bytes))
    }

    @Test func `no bytes give zero`() { #expect(CRC32().value == 0) }
}
