import DroneModel
import DroneProtocol
import Testing
import WireBytes

@Suite struct NavdataLayoutTests {
    @Test(arguments: [
        (NavdataLayout.sdk15, 276), (.sdk18, 292), (.sdk20, 500), (.sdk24, 500),
    ]) func `a default demo packet has the size of its firmware`(layout: NavdataLayout, size: Int) {
        let packet = Navdata(layout: layout, options: .demoDefault)
        #expect(packet.encoded().count == size)
    }

    @Test func `a full packet of SDK 2.0 has 1916 bytes`() {
        #expect(Navdata(layout: .sdk20, options: .everything).encoded().count == 1916)
    }

    @Test func `the demo packet of a flight of 2017 has 943 bytes with the options of the phone app`() {
        let tags: [NavdataTag] = [.demo, .pwm, .visionDetect, .games, .magneto, .hdvideoStream, .wifi, .gps]
        let packet = Navdata(layout: .sdk24, options: NavdataOptionSet(tags: tags))
        #expect(packet.encoded().count == 943)
    }

    @Test(arguments: NavdataLayout.allCases)
    func `a blank packet has exactly the options of its firmware in their sizes`(layout: NavdataLayout) throws {
        let packet = Navdata(layout: layout, options: NavdataOptionSet(rawValue: .max))
        let read = try decoded(packet.encoded()).get()
        #expect(read == packet)
        #expect(read.listing.map(\.tag) == layout.options.tags.map(\.rawValue))
        for option in read.listing {
            let tag = try #require(NavdataTag(rawValue: option.tag))
            #expect(option.size == layout.size(of: tag))
        }
        #expect(read.tails.allSatisfy { $0.tag == 28 || $0.tag == 29 })
    }

    @Test(arguments: NavdataLayout.allCases)
    func `a packet with everything gives its firmware away`(layout: NavdataLayout) {
        let packet = Navdata(layout: layout, options: NavdataOptionSet(rawValue: .max))
        #expect(packet.evidence == .layout(layout))
        #expect(packet.evidence?.generation == layout.generation)
    }

    @Test(arguments: [
        (NavdataLayout.sdk15, NavdataEvidence.layout(.sdk15)), (.sdk18, .layout(.sdk18)), (.sdk20, .ardrone2),
        (.sdk24, .ardrone2),
    ]) func `a default demo packet tells the airframe and no more`(layout: NavdataLayout, evidence: NavdataEvidence) {
        #expect(Navdata(layout: layout, options: .demoDefault).evidence == evidence)
    }

    @Test func `a packet without options tells nothing`() {
        #expect(Navdata().evidence == nil)
        #expect(Navdata(layout: .sdk24, options: [NavdataOptionSet(.demo)]).evidence == nil)
    }

    @Test(arguments: [
        ("1.5.1", NavdataLayout.sdk15), ("1.11.5", .sdk18), ("2.2.9", .sdk20), ("2.3.3", .sdk20), ("2.4.8", .sdk24),
    ]) func `a firmware version names its layout`(version: String, layout: NavdataLayout) throws {
        #expect(NavdataLayout(firmware: try #require(FirmwareVersion(version))) == layout)
    }

    @Test func `an option that a firmware lacks cannot be made for it`() {
        #expect(MagnetoOption(layout: .sdk18) == nil)
        #expect(MagnetoOption(layout: .sdk20)?.size == 75)
        #expect(MagnetoOption(layout: .sdk24)?.size == 83)
    }

    @Test(
        arguments: [
            (["demo", "vision_detect"], 65_537),
            (["demo", "video_stream", "hdvideo_stream"], 34_078_721),
            (
                ["demo", "pwm", "vision_detect", "games", "magneto", "hdvideo_stream", "wifi", "gps", "host"],
                777_060_865
            ),
            ([], 0),
        ] as [([String], UInt32)]) func `a mask is the sum of one bit per option named`(names: [String], mask: UInt32)
        throws
    {
        let options = try #require(NavdataOptionSet(names: names))
        #expect(options.rawValue == mask)
        #expect(options.names == names)
    }

    @Test func `names that no option has are refused, the old name of tag 27 is not`() {
        #expect(NavdataOptionSet(names: ["demo", "warp"]) == nil)
        #expect(NavdataOptionSet(names: ["zimmu_3000"]) == NavdataOptionSet(.gps))
        #expect(NavdataOptionSet.everything.tags.last == .gps)
        #expect(NavdataOptionSet.phoneApp.contains(.wifi))
        for tag in NavdataTag.allCases { #expect(NavdataTag(name: tag.name) == tag) }
    }
}
