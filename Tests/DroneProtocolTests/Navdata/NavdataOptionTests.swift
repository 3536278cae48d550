import DroneProtocol
import Testing
import WireBytes

@Suite struct NavdataOptionTests {
    /// Where the fields lie: tag, size when only one layout of the tag is meant, then `offset:type` with `xN` for lists.
    ///
    /// From the tables of the drone maker's headers; of the link quality the type is the one that drones send.
    static let fields: [(tag: UInt16, size: Int, layout: String)] = [
        (
            0, 0,
            "4:u32 8:u32 12:f32 16:f32 20:f32 24:i32 28:f32 32:f32 36:f32 40:u32 44:f32x9 80:f32x3 "
                + "92:u32 96:u32 100:f32x9 136:f32x3"
        ),
        (1, 0, "4:u32"),
        (
            2, 0,
            "4:u16x3 10:i16x3 16:i16x2 20:u32 24:u16 26:u16 28:u16 30:u16 32:u16 34:u16 36:u16 38:u16 "
                + "40:u16 42:u32 46:i32 50:i16"
        ),
        (3, 0, "4:f32 8:u16 10:f32x3 22:f32x3 34:u32 38:u32 42:u32"),
        (4, 0, "4:f32x3"),
        (5, 0, "4:f32 8:f32"),
        (
            6, 0,
            "4:i32 8:i32 12:i32 16:i32 20:i32 24:i32 28:i32 32:i32 36:f32 40:f32 44:f32 48:f32 52:f32 "
                + "56:f32 60:u32 64:f32 68:f32 72:f32 76:f32 80:f32 84:i32"
        ),
        (7, 0, "4:f32 8:f32 12:f32"),
        (8, 0, "4:i32 8:i32 12:i32 16:i32 20:i32"),
        (
            9, 0,
            "4:u8x4 8:u8x4 12:f32 16:f32 20:f32 24:f32 28:i32 32:i32 36:i32 40:f32 44:i32 48:i32 "
                + "52:i32 56:f32 60:u16x4 68:f32 72:f32 76:u32x4"
        ),
        (10, 0, "4:i32 8:f32 12:i32 16:i32 20:f32 24:f32 28:f32x3 40:u32 44:f32x2 52:u32"),
        (11, 0, "4:f32x3"),
        (12, 0, "4:f32x5 24:f32x5"),
        (
            13, 0,
            "4:u32 8:i32 12:f32 16:f32 20:f32 24:f32 28:i32 32:f32 36:f32 40:f32 44:i32 48:u32 "
                + "52:f32x3 64:f32 68:f32 72:f32 76:u32 80:u32 84:f32 88:f32"
        ),
        (14, 0, "4:f32 8:f32 12:f32 16:f32 20:f32 24:f32 28:f32x20"),
        (15, 0, "4:i32x30 124:i32x60"),
        (
            16, 0,
            "4:u32 8:u32x4 24:u32x4 40:u32x4 56:u32x4 72:u32x4 88:u32x4 104:f32x4 120:f32x36 "
                + "264:f32x12 312:u32x4"
        ),
        (17, 0, "4:i32"),
        (18, 0, "4:u32 8:u8x32"),
        (19, 0, "4:u8 5:u32 9:u32 13:u32 17:u32 21:f32 25:u32 29:u32 33:u32 37:i32x5 57:u32 61:u32"),
        (20, 0, "4:u32 8:u32"),
        (21, 0, "4:i32 8:i16 10:i32 14:i32"),
        (
            22, 0,
            "4:i16x3 10:f32x3 22:f32x3 34:f32x3 46:f32 50:f32 54:f32 58:u8 59:u32 63:f32 67:f32 71:f32 "
                + "75:f32 79:f32"
        ),
        (23, 0, "4:f32 8:f32 12:f32 16:f32 20:f32x6 44:f32x3 56:f32x2"),
        (
            24, 0,
            "4:f32 8:f32 12:f32 16:f32 20:f32 24:f32 28:f32 32:f32 36:f32 40:f32 44:i32 48:f32 52:i32 "
                + "56:f32 60:f32 64:i32 68:i32"
        ),
        (25, 0, "4:u32 8:u32 12:u32 16:u32 20:u32 24:u32 28:u32"),
        (26, 0, "4:f32"),
        (
            27, 0,
            "4:f64 12:f64 20:f64 28:f64 36:u32 40:i32 44:i32 48:f64 56:f64 64:f64 72:f64 80:u32 84:f32 "
                + "88:f32 92:f32 96:f32 100:f32 104:f32 108:f32 112:f32 116:f32 120:f32 124:f64 132:f64 "
                + "140:f32 144:u32 148:f32 152:f32 156:f32 160:f32 164:f32 168:u32 172:u8x24 196:i32 200:u32 "
                + "204:f32 208:f32 212:u32"
        ),
        (28, 0, "4:i16"),
        (29, 0, "4:i32 8:f32 12:f32 16:f32 20:f32 24:f32 28:f32"),
        (27, 12, "4:i32 8:f32"),
    ]

    /// Small bytes, so that no float is NaN.
    static func pattern(_ count: Int, tag: UInt16) -> [UInt8] {
        (0..<count).map { UInt8(($0 * 37 + Int(tag) * 11) & 0x7F) }
    }

    /// `4:f32x3` as the three places 4, 8 and 12.
    static func places(_ layout: String) -> [(offset: Int, type: String)] {
        let widths = ["u8": 1, "u16": 2, "i16": 2, "u32": 4, "i32": 4, "f32": 4, "f64": 8]
        return layout.split(separator: " ").flatMap { item -> [(Int, String)] in
            let parts = item.split(whereSeparator: { $0 == ":" || $0 == "x" }).map(String.init)
            let count = parts.count > 2 ? Int(parts[2]) ?? 1 : 1
            return (0..<count).map { ((Int(parts[0]) ?? 0) + $0 * (widths[parts[1]] ?? 0), parts[1]) }
        }
    }

    static func number(_ type: String, in bytes: [UInt8], at offset: Int) -> NavdataNumber {
        func raw(_ width: Int) -> UInt64 {
            (0..<width).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64($1 * 8) }
        }
        return switch type {
        case "u8": .integer(Int(raw(1)))
        case "u16": .integer(Int(raw(2)))
        case "i16": .integer(Int(Int16(truncatingIfNeeded: raw(2))))
        case "u32": .integer(Int(raw(4)))
        case "i32": .integer(Int(Int32(truncatingIfNeeded: raw(4))))
        case "f32": .single(Float(bitPattern: UInt32(raw(4))))
        default: .double(Double(bitPattern: raw(8)))
        }
    }

    /// The longest size known for a row of ``fields``.
    static func longest(_ tag: UInt16, _ size: Int) -> Int {
        if size > 0 { return size }
        if tag == 27 { return 216 }
        if tag == 28 { return 6 }
        if tag == 29 { return 32 }
        return NavdataTag(rawValue: tag).flatMap { NavdataLayout.sdk24.size(of: $0) } ?? 0
    }

    @Test(arguments: fields) func `every field is read at the offset of the maker's header`(
        tag: UInt16, size: Int, layout: String
    ) throws {
        let size = Self.longest(tag, size)
        let payload = Self.pattern(size - 4, tag: tag)
        let bytes = packet([(tag, payload)])
        let listing = try #require(try decoded(bytes).get().listing.first)
        var listed: [Int: NavdataNumber] = [:]
        for field in listing.fields {
            let places = Self.places(layout)
            let first = try #require(places.firstIndex { $0.offset == field.offset }, "\(field.name)")
            for (index, value) in field.values.enumerated() { listed[places[first + index].offset] = value }
        }
        for place in Self.places(layout) where place.offset < size {
            let expected = Self.number(place.type, in: [0, 0, 0, 0] + payload, at: place.offset)
            #expect(listed[place.offset] == expected, "tag \(tag), byte \(place.offset)")
        }
        #expect(listing.size == size && listing.rest.isEmpty)
        #expect(Self.places(layout).filter { $0.offset < size }.count == listed.count)
    }

    /// Sizes that no layout table has: early GPS, and what was measured or documented besides.
    static let furtherSizes: [(UInt16, Int)] = [(27, 484), (27, 480), (28, 6), (29, 32)]

    static var sizes: [(UInt16, Int)] {
        NavdataLayout.allCases.flatMap { layout in
            NavdataTag.allCases.compactMap { tag in layout.size(of: tag).map { (tag.rawValue, $0) } }
        } + furtherSizes
    }

    @Test func `every option of every firmware comes back byte by byte`() throws {
        for (tag, size) in Self.sizes {
            let bytes = packet([(tag, Self.pattern(size - 4, tag: tag))])
            let navdata = try decoded(bytes).get()
            #expect(navdata.encoded() == bytes, "tag \(tag), size \(size)")
            #expect(navdata.listing.first?.size == size)
        }
    }

    @Test func `an option of any length comes back byte by byte, cut fields and unknown tails included`() throws {
        for tag in NavdataTag.allCases.map(\.rawValue) {
            for size in Array(4...130) + [203, 216, 217, 328, 329, 364, 370, 479, 480, 483, 484, 485, 490] {
                let bytes = packet([(tag, Self.pattern(size - 4, tag: tag))])
                #expect(try decoded(bytes).get().encoded() == bytes, "tag \(tag), size \(size)")
            }
        }
    }

    @Test func `fields beyond a short option keep their default`() throws {
        let navdata = try decoded(packet([(2, Self.pattern(36, tag: 2))])).get()
        let raw = try #require(navdata.rawMeasures)
        #expect(raw.size == 40)
        #expect(raw.echoInitialised != 0)
        #expect(raw.echoCount == 0 && raw.ultrasoundAltitudeMillimetres == 0 && raw.gradient == 0)
        #expect(raw.reaches(40) && !raw.reaches(42))
    }

    @Test func `a field cut in half is not read and its bytes are kept`() throws {
        let navdata = try decoded(packet([(5, [1, 2, 3, 4, 5, 6])])).get()
        #expect(navdata.eulerAngles?.rollMillidegrees == 0)
        #expect(navdata.tails == [RawOption(tag: 5, bytes: [5, 6])])
    }

    @Test func `thrust is an integer in the motor option of a 1.0 and a float later`() throws {
        let one = [UInt8](repeating: 0, count: 8) + littleEndian(Int32(-90)) + [UInt8](repeating: 0, count: 52)
        let two =
            [UInt8](repeating: 0, count: 8) + littleEndian(Float(-90).bitPattern) + [UInt8](repeating: 0, count: 60)
        let old = try #require(try decoded(packet([(9, one)])).get().pwm)
        let new = try #require(try decoded(packet([(9, two)])).get().pwm)
        #expect(old.size == 68 && old.hasIntegerThrust && old.thrustFeedForward.integer == -90)
        #expect(new.size == 76 && !new.hasIntegerThrust && new.thrustFeedForward.float == -90)
        let listed = try [one, two].map { payload in
            try decoded(packet([(9, payload)])).get().listing.first?.fields.first { $0.offset == 12 }?.values
        }
        #expect(listed == [[.integer(-90)], [.single(-90)]])
    }

    @Test(arguments: [(12, false), (27, false), (28, true), (216, true), (484, true)])
    func `tag 27 is a GPS receiver as soon as a position has room`(size: Int, isGPS: Bool) throws {
        let navdata = try decoded(packet([(27, Self.pattern(size - 4, tag: 27))])).get()
        #expect((navdata.gps != nil) == isGPS)
        #expect((navdata.zimmu != nil) == !isGPS)
        #expect(navdata.listing.first?.name == (isGPS ? "gps" : "zimmu_3000"))
    }

    @Test func `the early GPS option has the inertial unit before its last word`() throws {
        var payload = [UInt8](repeating: 0, count: 480)
        payload.replaceSubrange(304..<312, with: littleEndian(Double(1234.5).bitPattern))
        payload.replaceSubrange(476..<480, with: [9, 0, 0, 0])
        let gps = try #require(try decoded(packet([(27, payload)])).get().gps)
        #expect(gps.hasInertialUnit && gps.inertialUnit.gpsTime == 1234.5 && gps.firmwareStatus == 9)
    }

    @Test func `an absurd size written by ourselves is kept within what the wire can hold`() throws {
        for (size, written) in [(Int.min, 4), (0, 4), (Int.max, 65_535)] {
            var navdata = Navdata()
            var watchdog = WatchdogOption()
            watchdog.size = size
            navdata.watchdog = watchdog
            let bytes = navdata.encoded()
            #expect(bytes.count == 16 + written + 8)
            #expect(try decoded(bytes).get().watchdog?.size == written)
        }
    }

    @Test func `a field is listed with the maker's name, its unit and its place`() throws {
        var navdata = Navdata(layout: .sdk24, options: [NavdataOptionSet(.demo)])
        navdata.demo?.pitchMillidegrees = -1500
        let fields = try #require(navdata.listing.first).fields
        #expect(
            fields.first { $0.name == "theta" }
                == NavdataField(name: "theta", unit: "mdeg", offset: 12, values: [.single(-1500)]))
        #expect(NavdataNumber.single(-1500).description == "-1500.0")
    }
}
