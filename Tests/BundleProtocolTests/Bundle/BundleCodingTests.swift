import BundleProtocol
import Testing

@Suite struct BundleCodingTests {
    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"), arguments: Examples.names("bp"))
    func `every example and capture is read, and written octet for octet`(name: String) throws {
        let bytes = Examples.bytes(name)
        // The examples of RFC 9173 have neither CRC nor age.
        let isOfRFC9173 = ["S1", "S2", "S4"].contains(name)
        let bundle = try Bundle(decoding: bytes, reading: isOfRFC9173 ? .lenient : BundleReading())
        #expect(bundle.encoded() == bytes)
        if isOfRFC9173 { #expect(throws: BundleError.self) { try Bundle(decoding: bytes) } }
    }

    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"))
    func `the fields of the examples are the documented ones`() throws {
        let plain = try Bundle(decoding: Examples.bytes("B1"))
        #expect(plain.destination.description == "dtn://bob/chat" && plain.source.description == "dtn://alice/")
        #expect(plain.id.description == "dtn://alice/-553315200000-1")
        #expect(plain.lifetime == .seconds(3600) && plain.payload == Array("hello".utf8))
        #expect(plain.primary.crc == .crc32c && plain.payloadBlock.crc == .none && plain.extensions.isEmpty)

        let ipn = try Bundle(decoding: Examples.bytes("B2"))
        #expect(ipn.primary.crc == .crc16 && ipn.destination.description == "ipn:3.1")

        let group = try Bundle(decoding: Examples.bytes("B3"))
        #expect(group == (try Samples.group()))
        #expect(group.previousNode?.description == "dtn://charlie/")
        #expect(group.ageMilliseconds == 1500)
        #expect(group.hopCount == HopCount(limit: 32, count: 1))

        let fragment = try Bundle(decoding: Examples.bytes("B4b"))
        #expect(fragment.id.fragment == BundleID.Fragment(offset: 10, length: 16))
        #expect(fragment.id.description.hasSuffix("-10-16") && fragment.id.whole == group.id)

        let anonymous = try Bundle(decoding: Examples.bytes("B7"))
        #expect(anonymous.source.isNull && !anonymous.primary.created.time.isKnown)
        #expect(try Bundle(decoding: Examples.bytes("B8a")).source == Bundle(decoding: Examples.bytes("B8b")).source)
        #expect(try Bundle(decoding: Examples.bytes("B9")).lifetime == .seconds(365 * 86_400))
    }

    @Test func `every flipped bit of a bundle with codes is noticed`() throws {
        let bytes = try Samples.group().encoded()
        #expect(bytes.count == 160)
        for bit in 0..<bytes.count * 8 {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: BundleError.self, "bit \(bit)") { try Bundle(decoding: damaged) }
            #expect(throws: BundleError.self, "bit \(bit)") { try Bundle(decoding: damaged, reading: .lenient) }
        }
    }

    @Test func `a bundle cut short at any place is refused, and so is one with something behind it`() throws {
        let bytes = try Samples.group().encoded()
        for count in bytes.indices {
            #expect(throws: BundleError.self, "\(count)") { try Bundle(decoding: Array(bytes[..<count])) }
        }
        #expect(throws: BundleError.cbor(.trailing(count: 1), offset: 160)) { try Bundle(decoding: bytes + [0]) }
    }

    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"), arguments: Examples.names("bp"))
    func `every example cut short at any place is refused`(name: String) {
        let bytes = Examples.bytes(name)
        for count in bytes.indices {
            #expect(throws: BundleError.self) { try Bundle(decoding: Array(bytes[..<count]), reading: .lenient) }
        }
    }

    /// A primary block with CRC-32C, as octets.
    private static func primary() throws -> [UInt8] { try Samples.group().primary.encoded }

    @Test func `what the standard forbids is refused by name`() throws {
        let payload = "8501010000 4161"
        let head = hex(try Self.primary())
        var noCRC = try Samples.group()
        noCRC.primary.crc = .none
        var noClock = try Samples.group()
        noClock.primary.created.time = .unknown
        noClock.extensions.removeAll()
        let cases: [(String, BundleError)] = [
            ("9f" + head + "ff", .noPayload),
            ("9f" + head + payload + payload + "ff", .blockAfterPayload(number: 1)),
            ("9f" + head + payload + "85070200004100ff", .blockAfterPayload(number: 2)),
            ("9f" + head + "85010200004161ff", .blockNumber(2, type: .payload)),
            ("9f" + head + "85070100004100" + payload + "ff", .blockNumber(1, type: .bundleAge)),
            ("9f" + head + "85070000004100" + payload + "ff", .blockNumber(0, type: .bundleAge)),
            ("9f" + head + "85070200004100850a02000043820a00" + payload + "ff", .duplicateNumber(2)),
            ("9f" + head + "8507020000410085070300004100" + payload + "ff", .duplicateBlock(.bundleAge)),
            ("9f" + head + "850a02000043820000" + payload + "ff", .hopLimit(0)),
            ("9f" + head + "850a020000458219010000" + payload + "ff", .hopLimit(256)),
            ("9f" + head + "860702000943410000" + payload + "ff", .unknownCRC(9, block: 2)),
            ("9f" + head + "86070200024100420000" + payload + "ff", .crcLength(2, block: 2)),
            ("9f" + head + "8607020002410044000000 00" + payload + "ff", .crcMismatch(block: 2)),
            ("9f" + head + "85070200004100" + payload, .cbor(.truncated(missing: 1), offset: 0)),
            (hex(noCRC.encoded()), .unprotectedPrimary),
            (hex(noClock.encoded()), .noAge),
            ("06", .version(6)),
            ("9f8806", .cbor(.truncated(missing: 7), offset: 1)),
            ("9f8806000000000000 00", .version(6)),
            ("83" + head + payload, .version(0x83)),
        ]
        for (text, expected) in cases {
            let error = #expect(throws: BundleError.self, "\(text)") { try Bundle(decoding: octets(text)) }
            switch (error, expected) {
            case (.cbor(let problem, _), .cbor(let other, _)): #expect(problem == other, "\(text)")
            default: #expect(error == expected, "\(text)")
            }
        }
    }

    @Test func `an outer array of definite length is accepted on request and written as it should be`() throws {
        let whole = "\(hex(try Self.primary()))85010100004161"
        let bundle = try Bundle(decoding: octets("82" + whole), reading: .lenient)
        #expect(bundle.encoded() == octets("9f" + whole + "ff"))
        #expect(throws: BundleError.self) { try Bundle(decoding: octets("83" + whole), reading: .lenient) }
        #expect(throws: BundleError.self) { try Bundle(decoding: octets("81" + whole), reading: .lenient) }
    }

    @Test func `blocks and octets are limited`() throws {
        var bundle = try Samples.group()
        for number in 5..<200 {
            bundle.extensions.append(CanonicalBlock(type: BlockType(rawValue: 224), number: UInt64(number), data: []))
        }
        #expect(throws: BundleError.tooManyBlocks(limit: 64)) { try Bundle(decoding: bundle.encoded()) }
        var reading = BundleReading()
        reading.sizeLimit = 159
        #expect(throws: BundleError.tooLarge(160, limit: 159)) {
            try Bundle(decoding: Samples.group().encoded(), reading: reading)
        }
    }

    @Test func `lengths of 2⁶³ and more are refused without allocating`() throws {
        let head = hex(try Self.primary())
        for length in ["5b8000000000000000", "5bffffffffffffffff", "5b7fffffffffffffff", "5affffffff"] {
            #expect(throws: BundleError.self) {
                try Bundle(decoding: octets("9f" + head + "8501010000" + length + "ff"))
            }
        }
        for fragment in ["1bffffffffffffffff 05", "1b8000000000000000 1b8000000000000000"] {
            #expect(throws: BundleError.self) {
                try Bundle(
                    decoding: octets("9f8a0701008201008201008201008200 01 0a" + fragment + "85010100004161ff"),
                    reading: .lenient)
            }
        }
    }

    @Test func `a fragment that reaches beyond its whole is refused`() throws {
        var bundle = try Samples.group()
        for (offset, total) in [(0, 25), (1, 26), (UInt64.max, .max), (.max - 10, 5)] as [(UInt64, UInt64)] {
            bundle.primary.fragment = FragmentPosition(offset: offset, totalLength: total)
            #expect(throws: BundleError.fragmentBeyondEnd(offset: offset, length: 26, total: total)) {
                try Bundle(decoding: bundle.encoded())
            }
        }
        bundle.primary.fragment = FragmentPosition(offset: 5, totalLength: 31)
        #expect(try Bundle(decoding: bundle.encoded()) == bundle)
    }

    @Test func `reserved flags and unknown blocks are kept`() throws {
        var bundle = try Samples.group()
        bundle.primary.flags = BundleFlags(rawValue: 0x8000_0000_0008_2F88)
        bundle.primary.fragment = FragmentPosition(offset: 0, totalLength: 26)
        bundle.extensions[1].flags = BlockFlags(rawValue: 0xE8)
        bundle.extensions.append(
            CanonicalBlock(type: BlockType(rawValue: 300), number: 77, crc: .crc16, data: [0xFF, 0x00]))
        let again = try Bundle(decoding: bundle.encoded())
        #expect(again == bundle)
        #expect(again.encoded() == bundle.encoded())
    }

    @Test func `seeded mutations neither trap nor change what is accepted`() throws {
        var numbers = SeededNumbers(seed: 6)
        let bytes = try Samples.group().encoded()
        for _ in 0..<20_000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                let index = Int.random(in: damaged.indices, using: &numbers)
                switch Int.random(in: 0..<3, using: &numbers) {
                case 0: damaged[index] = UInt8.random(in: 0...255, using: &numbers)
                case 1: damaged.remove(at: index)
                default: damaged.insert(UInt8.random(in: 0...255, using: &numbers), at: index)
                }
            }
            if let bundle = try? Bundle(decoding: damaged, reading: .lenient) {
                #expect(try Bundle(decoding: bundle.encoded(), reading: .lenient) == bundle)
            }
        }
    }
}
