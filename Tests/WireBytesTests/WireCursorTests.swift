import Testing
import WireBytes

@Suite struct WireCursorTests {
    @Test func `little-endian and big-endian read the same bytes differently`() throws {
        let bytes: [UInt8] = [0x88, 0x77, 0x66, 0x55, 0x12, 0x34]
        var cursor = WireCursor(bytes.span.bytes)
        let header: UInt32 = try cursor.read()
        let port: UInt16 = try cursor.readBigEndian()
        #expect(header == 0x5566_7788)
        #expect(port == 0x1234)
        try cursor.finish()
    }

    @Test(arguments: 0..<8) func `a short read names the place and moves nothing`(length: Int) {
        let bytes = [UInt8](repeating: 7, count: length)
        var cursor = WireCursor(bytes.span.bytes)
        var caught: WireError?
        do throws(WireError) { _ = try cursor.read(UInt64.self) } catch { caught = error }
        #expect(caught == .truncated(offset: 0, needed: 8, available: length))
        let left = cursor.remaining
        #expect(left == length)
    }

    @Test func `a sub-cursor counts offsets from the outermost buffer and ends at its own end`() throws {
        let bytes: [UInt8] = [1, 2, 3, 4, 5, 6]
        var outer = WireCursor(bytes.span.bytes)
        try outer.skip(2)
        var inner = try outer.take(3)
        var caught: WireError?
        do throws(WireError) { _ = try inner.read(UInt32.self) } catch { caught = error }
        #expect(caught == .truncated(offset: 2, needed: 4, available: 3))
        let rest = inner.readRest()
        #expect(rest == [3, 4, 5])
        let offset = outer.offset
        #expect(offset == 5)
    }

    @Test(arguments: [-1, Int.min, 7, Int.max]) func `an absurd count is refused`(count: Int) {
        let bytes: [UInt8] = [1, 2, 3]
        var refused = false
        var cursor = WireCursor(bytes.span.bytes)
        do throws(WireError) { try cursor.skip(count) } catch { refused = true }
        #expect(refused)
    }

    @Test func `what the writer writes the cursor reads`() throws {
        var writer = WireWriter()
        writer.write(UInt16(0xFFFF))
        writer.write(Float(-0.2))
        writer.write(Double.pi)
        writer.writeBigEndian(UInt32(5556))
        writer.patch(UInt16(8), at: 0)
        writer.patch(UInt32(1), at: writer.bytes.count - 3)
        let bytes = writer.bytes
        var cursor = WireCursor(bytes.span.bytes)
        let size: UInt16 = try cursor.read()
        let float = try cursor.readFloat()
        let double = try cursor.readDouble()
        let port: UInt32 = try cursor.readBigEndian()
        #expect(size == 8)
        #expect(float == -0.2)
        #expect(double == .pi)
        #expect(port == 5556)
    }

    @Test func `an array is read and written in one go, and not at all where it does not fit`() throws {
        let values = FixedArray<3, UInt16>([1, 0x0203, 0xFFFF], filler: 0)
        var writer = WireWriter()
        writer.write(zeros: 7)
        writer.patch(values, at: 1)
        writer.patch(values, at: 2)
        writer.patch(values, at: -1)
        let bytes = writer.bytes
        #expect(bytes == [0, 1, 0, 3, 2, 0xFF, 0xFF])
        var cursor = WireCursor(bytes.span.bytes)
        try cursor.skip(1)
        var back = FixedArray<3, UInt16>(repeating: 7)
        try cursor.read(into: &back)
        #expect(back == values)
        var short = WireCursor(bytes.span.bytes)
        try short.skip(2)
        var caught: WireError?
        do throws(WireError) { try short.read(into: &back) } catch { caught = error }
        #expect(caught == .truncated(offset: 2, needed: 6, available: 5))
        #expect(back == values)
        let left = short.remaining
        #expect(left == 5)
    }

    @Test func `the navdata sum counts unsigned bytes`() {
        let bytes = [UInt8](repeating: 0xFF, count: 2000)
        let sum = Checksum.sum(bytes.span.bytes)
        #expect(sum == 510_000)
    }

    @Test func `CRC-32 is zlib's`() {
        #expect(Checksum.crc32("123456789".utf8) == 0xCBF4_3926)
        #expect(Checksum.crc32("".utf8) == 0)
    }
}
