import DroneModel
import DroneProtocol
import Testing

@testable import FlightRecording

@Suite struct NavdataInspectionTests {
    @Test func `a repeated packet is valid and a duplicate, and changes nothing else`() {
        var stage = InspectionStage()
        stage.navdata(battery: 80, at: 1)
        stage.navdata(battery: 79, at: 1.1)
        stage.navdata(battery: 10, number: 1, at: 1.2)
        let inspection = stage.inspection()
        #expect(inspection.navdata.valid == 3)
        #expect(inspection.navdata.duplicates == 1)
        #expect(inspection.navdata.distinct == 2)
        #expect(inspection.navdata.options[NavdataOptionSize(tag: 0, size: 148)] == 2)
        #expect(inspection.battery?.last == 79)
        #expect(inspection.battery?.lowest == 79)
    }

    @Test func `a number that comes late is no longer missing`() {
        var stage = InspectionStage()
        for number: UInt32 in [10, 14, 12] { stage.navdata(number: number, at: Double(number) / 15) }
        let navdata = stage.inspection().navdata
        #expect(navdata.late == 1)
        #expect(navdata.missing == 2)
        #expect(navdata.sequenceOfAll == .init(first: 10, last: 14))
    }

    @Test func `the rate goes by the drone's count, across losses and restarts`() throws {
        var stage = InspectionStage()
        // 15 numbers a second, of which two of three are lost; a minute of reboot does not count.
        for step in 0..<10 { stage.navdata(number: UInt32(100 + step * 3), at: Double(step) * 0.2) }
        for step in 0..<10 { stage.navdata(number: UInt32(1 + step * 3), at: 60 + Double(step) * 0.2) }
        let navdata = stage.inspection().navdata
        #expect(navdata.restarts == 1)
        let rate = try #require(navdata.rate)
        #expect(abs(rate - 15) < 1e-6)
        let arrivalRate = try #require(navdata.arrivalRate)
        #expect(abs(arrivalRate - 19 / 61.8) < 1e-6)
        #expect(navdata.longestGap == .milliseconds(58_200))
        #expect(navdata.longestGapStart == .milliseconds(1800))
    }

    @Test func `one packet has no rate and no gap`() {
        var stage = InspectionStage()
        stage.navdata(at: 1)
        let navdata = stage.inspection().navdata
        #expect(navdata.rate == nil)
        #expect(navdata.arrivalRate == nil)
        #expect(navdata.longestGap == nil)
    }

    @Test func `what is not navdata is refused by reason, and a wake-up is neither`() {
        var stage = InspectionStage()
        stage.toNavdataPort([1, 0, 0, 0], at: 0)
        stage.navdata(at: 0.1)
        var damaged = Navdata().encoded()
        damaged[8] ^= 1
        stage.fromDrone(damaged, at: 0.2)
        stage.fromDrone([1, 2, 3], at: 0.3)
        stage.fromDrone([UInt8](repeating: 7, count: 20), at: 0.4)
        stage.fromDrone(Array(Navdata().encoded().dropLast(8)), at: 0.5)
        let navdata = stage.inspection().navdata
        #expect(navdata.valid == 1)
        #expect(navdata.wakeUps == 1)
        #expect(navdata.refused.counts == ["checksum": 1, "too_short": 1, "header": 1, "checksum_missing": 1])
    }

    @Test(arguments: [true, false])
    func `a client on the drone's own port number is told from the drone`(commandsFirst: Bool) {
        var stage = InspectionStage()
        stage.clientPort = 5554
        if commandsFirst { stage.ref(flight: false, at: 0) }
        stage.toNavdataPort([1, 0, 0, 0], at: 0.1)
        stage.navdata(at: 0.2)
        stage.toNavdataPort([1, 0, 0, 0, 0, 0], at: 0.3)
        let navdata = stage.inspection().navdata
        #expect(navdata.wakeUps == 2)
        #expect(navdata.valid == 1)
        #expect(navdata.refused.total == 0)
    }

    @Test func `first and last number are of packets with options, where there are any`() {
        var stage = InspectionStage()
        stage.navdata(major: nil, number: 7, at: 0)
        #expect(stage.inspection().navdata.sequence == .init(first: 7, last: 7))
        stage.navdata(number: 9, at: 0.1)
        stage.navdata(major: nil, number: 10, at: 0.2)
        let navdata = stage.inspection().navdata
        #expect(navdata.sequence == .init(first: 9, last: 9))
        #expect(navdata.sequenceOfAll == .init(first: 7, last: 10))
        #expect(navdata.statusOnly == 2)
    }

    @Test func `the second header word and unknown options are counted`() {
        var stage = InspectionStage()
        stage.navdata(at: 0) { packet in
            packet.header = .second
            packet.unknown = [RawOption(tag: 77, bytes: [1, 2, 3, 4])]
        }
        let navdata = stage.inspection().navdata
        #expect(navdata.secondHeader == 1)
        #expect(navdata.unknownTags == [77: 1])
        #expect(navdata.sortedOptions.map(\.option) == [.init(tag: 0, size: 148), .init(tag: 77, size: 8)])
    }

    @Test func `two drones in one capture show by their addresses`() {
        var stage = InspectionStage()
        stage.navdata(number: 1, at: 0)
        stage.send(
            Navdata().encoded(), from: Endpoint(.v4(192, 168, 1, 9), port: 5554),
            to: Endpoint(InspectionStage.client, port: 40_000), at: 0.1)
        #expect(stage.inspection().navdata.senders.counts == ["192.168.1.1": 1, "192.168.1.9": 1])
    }

    @Test func `sizes are those of the listing, also of the experimental sensor and of what came twice`() {
        var packet = Navdata(layout: .sdk20, options: .everything)
        packet.repeated = [RawOption(tag: 0, bytes: [1, 2])]
        packet.unknown = [RawOption(tag: 99, bytes: [])]
        #expect(packet.optionSizes.map(\.tag) == packet.listing.map(\.tag))
        #expect(packet.optionSizes.map(\.size) == packet.listing.map(\.size))
        #expect(packet.optionSizes.map(\.name) == packet.listing.map(\.name))
    }
}
