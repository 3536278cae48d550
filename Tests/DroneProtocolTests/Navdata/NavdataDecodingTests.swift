import DroneModel
import DroneProtocol
import Testing
import WireBytes

@Suite struct NavdataDecodingTests {
    @Test func `the packet that wakes a client has a state, a number and nothing else`() throws {
        let navdata = try decoded(bootstrapPacket).get()
        #expect(navdata.status.rawValue == 0x4f80_0c10)
        #expect(navdata.status.contains(.navdataBootstrap))
        #expect(navdata.sequence == 1)
        #expect(navdata.header == .standard)
        #expect(navdata.listing.isEmpty)
        #expect(navdata.encoded() == bootstrapPacket)
    }

    @Test(arguments: 0..<24) func `a packet cut short anywhere is refused`(length: Int) {
        let refusal = decoded(Array(bootstrapPacket.prefix(length)))
        switch length {
        case ..<16: #expect(refusal == .failure(.tooShort(length: length)))
        case 16: #expect(refusal == .failure(.checksumMissing(length: 16)))
        case ..<20: #expect(refusal == .failure(.optionHead(offset: 16, available: length - 16)))
        default:
            let overrun = NavdataError.optionOverruns(tag: 0xffff, size: 8, offset: 16, available: length - 16)
            #expect(refusal == .failure(overrun))
        }
    }

    @Test func `the second header word is accepted and told apart`() throws {
        let navdata = try decoded(packet(header: 0x5566_7789, [])).get()
        #expect(navdata.header == .second)
        #expect(navdata.encoded() == packet(header: 0x5566_7789, []))
    }

    @Test(arguments: [0, 0x5566_778A, 0x8877_6655, UInt32.max])
    func `any other header word is refused`(word: UInt32) {
        #expect(decoded(packet(header: word, [])) == .failure(.header(word)))
    }

    @Test(arguments: 0..<4) func `an option smaller than its head is refused and does not hang`(size: Int) {
        let bytes = sealed(Array(bootstrapPacket.prefix(16)) + [0, 0, UInt8(size), 0])
        #expect(decoded(bytes) == .failure(.optionTooSmall(tag: 0, size: size, offset: 16)))
    }

    @Test func `an option longer than the packet is refused`() {
        let bytes = sealed(Array(bootstrapPacket.prefix(16)) + [9, 0, 0xff, 0xff])
        let error = NavdataError.optionOverruns(tag: 9, size: 0xffff, offset: 16, available: 12)
        #expect(decoded(bytes) == .failure(error))
        #expect(
            error.description
                == "navdata option 9 (pwm) at byte 16 says it is 65535 bytes long; the datagram has 12 left")
    }

    @Test func `a checksum that is off by one is refused`() {
        let bytes = packet([], sum: 5)
        let right = bytes.prefix(16).reduce(UInt32(0)) { $0 + UInt32($1) }
        #expect(decoded(bytes) == .failure(.checksum(expected: 5, computed: right, offset: 16)))
    }

    @Test(arguments: [4, 7, 9, 12]) func `a checksum option of another size is refused`(size: Int) {
        let head = Array(bootstrapPacket.prefix(16))
        let bytes = head + [0xff, 0xff, UInt8(size), 0] + [UInt8](repeating: 0, count: size - 4)
        #expect(decoded(bytes) == .failure(.checksumSize(size: size, offset: 16)))
    }

    @Test func `bytes behind the checksum are counted and not read`() throws {
        let navdata = try decoded(bootstrapPacket + [0, 0, 148, 0, 7]).get()
        #expect(navdata.bytesBehindChecksum == 5)
        #expect(navdata.demo == nil)
        #expect(navdata.encoded() == bootstrapPacket)
    }

    @Test func `unknown tags are kept as they came`() throws {
        let bytes = packet([(17, [1, 0, 0, 0]), (30, []), (4711, [1, 2, 3]), (30, [9])])
        let navdata = try decoded(bytes).get()
        #expect(navdata.watchdog?.counter == 1)
        #expect(
            navdata.unknown == [
                RawOption(tag: 30, bytes: []), RawOption(tag: 4711, bytes: [1, 2, 3]), RawOption(tag: 30, bytes: [9]),
            ])
        #expect(navdata.encoded() == bytes)
    }

    @Test func `of an option sent twice the first counts and the second is kept`() throws {
        let navdata = try decoded(packet([(17, [1, 0, 0, 0]), (17, [2, 0, 0, 0])])).get()
        #expect(navdata.watchdog?.counter == 1)
        #expect(navdata.repeated == [RawOption(tag: 17, bytes: [2, 0, 0, 0])])
        #expect(try decoded(navdata.encoded()).get() == navdata)
    }

    @Test func `an option sent twice is kept even where the second has no payload`() throws {
        let bytes = packet([(0, [UInt8](repeating: 1, count: 7)), (0, [])])
        let navdata = try decoded(bytes).get()
        #expect(navdata.repeated == [RawOption(tag: 0, bytes: [])])
        #expect(navdata.encoded() == bytes)
    }

    @Test func `a second option of tag 27 is a repetition whatever its size`() throws {
        let navdata = try decoded(
            packet([(27, [UInt8](repeating: 1, count: 8)), (27, [UInt8](repeating: 2, count: 212))])
        ).get()
        #expect(navdata.zimmu != nil && navdata.gps == nil)
        #expect(navdata.repeated.map(\.bytes.count) == [212])
        #expect(try decoded(navdata.encoded()).get() == navdata)
    }

    @Test func `options in another order are read, and written in ascending order`() throws {
        let demo = [UInt8](repeating: 5, count: 144)
        let navdata = try decoded(packet([(26, [0, 0, 0, 0]), (0, demo), (1, [1, 2, 3, 4])])).get()
        #expect(navdata.encoded() == packet([(0, demo), (1, [1, 2, 3, 4]), (26, [0, 0, 0, 0])]))
    }

    @Test func `a refused datagram changes nothing`() throws {
        var navdata = try decoded(packet(sequence: 77, [(17, [1, 0, 0, 0])])).get()
        let before = navdata
        let damaged = packet(sequence: 78, [(17, [2, 0, 0, 0])], sum: 1)
        var refused = false
        do throws(NavdataError) { try navdata.decode(damaged.span.bytes) } catch { refused = true }
        #expect(refused)
        #expect(navdata == before)
    }

    @Test func `decoding anew forgets the options of the packet before`() throws {
        var navdata = try decoded(packet([(17, [1, 0, 0, 0, 9]), (99, [1])])).get()
        let bare = bootstrapPacket
        try navdata.decode(bare.span.bytes)
        #expect(navdata == (try decoded(bootstrapPacket).get()))
        #expect(navdata.unknown.isEmpty && navdata.tails.isEmpty)
    }

    @Test func `not-a-number compares equal to itself, as the bytes do`() throws {
        let bytes = packet([(26, [0x01, 0x00, 0xc0, 0x7f])])
        let navdata = try decoded(bytes).get()
        #expect(navdata.wifi?.loss.isNaN == true)
        #expect(navdata == (try decoded(bytes).get()))
        #expect(navdata.encoded() == bytes)
    }

    @Test(arguments: [
        (NavdataError.tooShort(length: 3), "not navdata: 3 bytes, and the head alone has 16"),
        (.header(0xABC), "not navdata: begins with 0x00000abc instead of 0x55667788"),
        (
            .optionHead(offset: 16, available: 2),
            "navdata ends inside the head of an option: 4 bytes expected at byte 16, 2 there"
        ),
        (
            .optionTooSmall(tag: 99, size: 0, offset: 20),
            "navdata option 99 at byte 20 says it is 0 bytes long; its head alone has 4"
        ),
        (.checksumSize(size: 4, offset: 16), "navdata checksum option at byte 16 is 4 bytes long instead of 8"),
        (.checksumMissing(length: 500), "navdata ends after 500 bytes without a checksum"),
        (
            .checksum(expected: 1, computed: 2, offset: 492),
            "navdata is damaged: the checksum at byte 492 says 1, the bytes sum up to 2"
        ),
    ]) func `a refusal says what is wrong and where`(error: NavdataError, text: String) {
        #expect(error.description == text)
    }
}
