import DroneModel
import DroneProtocol
import Testing
import WireBytes

@Suite struct NavdataListingTests {
    @Test func `every option is listed with its name, by ascending tag`() {
        let packet = Navdata(layout: .sdk20, options: .everything)
        let names = packet.listing.map(\.name)
        #expect(names.first == "demo" && names.last == "zimmu_3000")
        #expect(names.count == 28)
        #expect(packet.listing.allSatisfy { !$0.fields.isEmpty && $0.rest.isEmpty })
    }

    @Test func `the fields of a blank option cover it from its head to its end without a hole`() {
        for option in Navdata(layout: .sdk24, options: NavdataOptionSet(rawValue: .max)).listing {
            var offset = 4
            for field in option.fields {
                #expect(field.offset == offset, "\(option.name ?? "") \(field.name)")
                offset = field.offset + Self.width(of: field, in: option)
            }
            #expect(offset + option.rest.count <= option.size)
        }
    }

    /// The distance to the next field, or to the end of the last one.
    static func width(of field: NavdataField, in option: NavdataListing) -> Int {
        let following = option.fields.map(\.offset).filter { $0 > field.offset }.min()
        return (following ?? option.size - option.rest.count) - field.offset
    }

    @Test func `no field has the name of another in its option`() {
        var early = Navdata(layout: .sdk24, options: NavdataOptionSet(rawValue: .max))
        early.gps?.size = 484
        for option in early.listing {
            #expect(Set(option.fields.map(\.name)).count == option.fields.count, "\(option.name ?? "")")
        }
    }

    @Test func `bytes without a meaning are shown as they are`() throws {
        let navdata = try decoded(packet([(17, [1, 0, 0, 0, 8, 9]), (99, [4, 5]), (17, [2])])).get()
        let listing = navdata.listing
        #expect(listing.map(\.name) == ["watchdog", "watchdog", nil])
        #expect(listing.map(\.size) == [10, 5, 6])
        #expect(listing.map(\.rest) == [[8, 9], [2], [4, 5]])
        #expect(listing[0].fields == [NavdataField(name: "watchdog", unit: "", offset: 4, values: [.integer(1)])])
        #expect(listing[1].fields.isEmpty)
    }

    @Test func `a list that does not fit is shown as far as it goes`() throws {
        let navdata = try decoded(packet([(16, [2, 0, 0, 0] + littleEndian(UInt64(5)))])).get()
        let fields = try #require(navdata.listing.first).fields
        #expect(fields.map(\.name) == ["nb_detected", "type"])
        #expect(fields[1].values == [.integer(5), .integer(0)])
    }
}

@Suite struct NavdataEncodingTests {
    @Test func `a packet is appended behind what was there, and sums up only itself`() {
        var writer = WireWriter()
        writer.write(UInt32.max)
        Navdata(layout: .sdk15, options: .demoDefault).encode(into: &writer)
        let alone = Navdata(layout: .sdk15, options: .demoDefault).encoded()
        #expect(writer.bytes == [0xff, 0xff, 0xff, 0xff] + alone)
    }

    @Test func `the head is written as little-endian words`() {
        var navdata = Navdata()
        navdata.status = DroneStatus(rawValue: 0x4f80_0c10)
        #expect(navdata.encoded() == bootstrapPacket)
    }

    @Test func `an option grown by its owner is filled with zeros`() throws {
        var navdata = Navdata()
        navdata.wifi = WifiOption()
        navdata.wifi?.loss = 0.5
        navdata.wifi?.size = 12
        let read = try decoded(navdata.encoded()).get()
        #expect(read.wifi?.loss == 0.5)
        #expect(read.tails == [RawOption(tag: 26, bytes: [0, 0, 0, 0])])
    }

    @Test func `a raw option of more than the wire can hold is cut`() throws {
        var navdata = Navdata()
        navdata.unknown = [RawOption(tag: 40, bytes: [UInt8](repeating: 1, count: 70_000))]
        #expect(try decoded(navdata.encoded()).get().unknown.first?.bytes.count == 65_531)
    }

    @Test func `packets that differ in one bit are different`() {
        var one = Navdata(layout: .sdk20, options: .everything)
        let other = one
        #expect(one == other)
        one.kalmanPressure?.multisinusStart = 1
        #expect(one != other)
    }
}
