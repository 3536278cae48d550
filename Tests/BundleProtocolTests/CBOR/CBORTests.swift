import BundleProtocol
import Testing

@Suite struct CBORTests {
    private static let numbers: [(UInt64, String)] = [
        (0, "00"), (23, "17"), (24, "1818"), (255, "18ff"), (256, "190100"), (65_535, "19ffff"), (65_536, "1a00010000"),
        (4_294_967_295, "1affffffff"), (4_294_967_296, "1b0000000100000000"), (.max, "1bffffffffffffffff"),
    ]

    @Test(arguments: numbers) func `numbers are written and read in the shortest form`(number: UInt64, text: String)
        throws
    {
        var writer = CBORWriter()
        writer.write(number)
        #expect(hex(writer.bytes) == text)
        let bytes = octets(text)
        var reader = CBORReader(bytes.span.bytes)
        #expect(try reader.readUnsigned() == number)
        try reader.finish()
    }

    @Test(arguments: ["1817", "1800", "190017", "1900ff", "1a0000ffff", "1b00000000ffffffff", "580141", "5900ff"])
    func `longer forms are refused`(text: String) {
        let bytes = octets(text)
        let error = #expect(throws: BundleError.self) {
            var reader = CBORReader(bytes.span.bytes)
            _ = try reader.readItem()
        }
        #expect(error == .cbor(.notShortest, offset: 0))
    }

    @Test func `every kind that messages use comes back`() throws {
        var writer = CBORWriter()
        writer.writeIndefiniteArray()
        writer.write(bytes: [1, 2, 3])
        writer.write(text: "Grüße")
        writer.write(flag: true)
        writer.write(flag: false)
        writer.writeNull()
        writer.writeMap(count: 1)
        writer.write(7)
        writer.writeArray(count: 0)
        writer.writeBreak()
        let bytes = writer.bytes
        #expect(hex(bytes) == "9f43010203674772c3bcc39f65f5f4f6a10780ff")
        var reader = CBORReader(bytes.span.bytes)
        try reader.readIndefiniteArray()
        #expect(try reader.readBytes() == [1, 2, 3])
        #expect(try reader.readText() == "Grüße")
        #expect(try reader.readFlag())
        #expect(try !reader.readFlag())
        #expect(try reader.readNull())
        #expect(try reader.readMap(limit: 1) == 1)
        #expect(try !reader.readNull())
        #expect(try reader.readUnsigned() == 7)
        #expect(try reader.readArray() == 0)
        let isAtBreak = reader.isAtBreak
        #expect(isAtBreak)
        try reader.readBreak()
        try reader.finish()
    }

    @Test(arguments: [
        "5b8000000000000000", "5bffffffffffffffff", "7b7fffffffffffffff", "9b8000000000000000", "9affffffff",
        "bb7fffffffffffffff", "5affffffff00", "5f4101ff", "7f6161ff", "bf00ff", "1c", "1d", "1e", "1f", "3f", "5c00",
        "ff", "f8ff", "f0", "fc", "c0", "a1", "a100", "82", "", "18", "1b00", "f9", "fb00",
    ])
    func `lying lengths, indefinite items and reserved heads are refused at once`(text: String) {
        let bytes = octets(text)
        let error = #expect(throws: BundleError.self) {
            var reader = CBORReader(bytes.span.bytes)
            try reader.skipItem()
        }
        #expect(error?.description.hasPrefix("at byte ") ?? false)
    }

    @Test(arguments: [0x81, 0xC1, 0xA1] as [UInt8]) func `a nesting bomb ends at the limit`(head: UInt8) {
        for depth in [CBORReader.depthLimit, CBORReader.depthLimit + 1, 100_000] {
            // A map needs a key in front of each nested value.
            let levels =
                head == 0xA1
                ? [UInt8](repeating: 0, count: 0) + (0..<depth).flatMap { _ in [head, 0] }
                : [UInt8](repeating: head, count: depth)
            let bytes = levels + [0]
            var found: BundleError?
            do throws(BundleError) {
                var reader = CBORReader(bytes.span.bytes)
                try reader.skipItem()
            } catch { found = error }
            if depth > CBORReader.depthLimit {
                guard case .cbor(.tooDeep, _) = found else {
                    Issue.record("\(depth) levels: \(String(describing: found))")
                    continue
                }
            } else {
                #expect(found == nil)
            }
        }
    }

    @Test(arguments: [
        "00", "20", "3863", "40", "43010203", "60", "6161", "80", "83010203", "a0", "a201020304", "c100", "f4", "f6",
        "f7",
        "f97e00", "fa47c35000", "fb3ff199999999999a", "8301820203820405",
    ])
    func `any other item is kept as it is`(text: String) throws {
        let bytes = octets(text) + [0x01]
        var reader = CBORReader(bytes.span.bytes)
        #expect(hex(try reader.readItem()) == text)
        #expect(try reader.readUnsigned() == 1)
    }

    @Test func `another kind is named with its place`() {
        let bytes = octets("8261610a")
        let error = #expect(throws: BundleError.self) {
            var reader = CBORReader(bytes.span.bytes)
            _ = try reader.readArray(2...2)
            _ = try reader.readUnsigned()
        }
        #expect(error == .cbor(.unexpected(.text, expected: .unsigned), offset: 1))
        #expect(error?.description == "at byte 1: text where unsigned should be")
    }

    @Test func `text that is not UTF-8, limits and leftovers are refused`() {
        func reading(_ text: String, _ read: (inout CBORReader) throws -> Void) -> BundleError? {
            let bytes = octets(text)
            do {
                var reader = CBORReader(bytes.span.bytes)
                try read(&reader)
                return nil
            } catch { return error as? BundleError }
        }
        #expect(reading("61ff") { _ = try $0.readText() } == .cbor(.notText, offset: 0))
        #expect(reading("626161") { _ = try $0.readText(limit: 1) } == .cbor(.tooLarge(2, limit: 1), offset: 0))
        #expect(reading("05") { _ = try $0.readUnsigned(limit: 4) } == .cbor(.tooLarge(5, limit: 4), offset: 0))
        #expect(reading("830000") { _ = try $0.readArray(2...2) } == .cbor(.count(3, expected: 2...2), offset: 0))
        #expect(reading("0000") { try $0.finish() } == .cbor(.trailing(count: 2), offset: 0))
    }
}
