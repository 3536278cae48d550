import DroneModel
import DroneProtocol
import Foundation
import Testing

@testable import FlightRecording

/// What is known of a capture by other means.
///
/// The counts come from tshark 4.0.17 (frames, times, addresses, payloads) and a script that decodes these payloads on
/// its own, written for these tests and used nowhere else.
struct KnownFlight: Sendable, CustomTestStringConvertible {
    var name: String
    var valid: Int
    var duplicates = 0
    var statusOnly: Int
    var secondHeader = 0
    var missing: Int
    var sequence: ClosedRange<UInt32>
    var sequenceOfAll: ClosedRange<UInt32>
    var rate: Double
    var arrivalRate: Double
    var longestGap: Double
    var wakeUps: Int
    var quoted = 0
    var datagrams: Int
    var commands: [String: Int]
    var refs: [UInt32: Int]
    var commandRate: Double
    /// Seconds: half, 99 of 100, and all gaps between datagrams are as short.
    var gaps: (Double, Double, Double)
    var battery: BatterySummary?
    var altitude: AltitudeSummary?
    var takeOffs = 1
    var states: [String]

    var testDescription: String { name }

    static let all = [first, hover, statusOnly, outdoors]

    static let first = KnownFlight(
        name: RealCaptures.names[0], valid: 317, statusOnly: 2, secondHeader: 2, missing: 0, sequence: 13_332...13_646,
        sequenceOfAll: 13_330...13_646, rate: 15.328, arrivalRate: 15.328, longestGap: 0.127378, wakeUps: 12,
        datagrams: 680, commands: ["CTRL": 2, "REF": 679, "PCMD": 679, "CONFIG": 1], refs: [0: 474, 512: 205],
        commandRate: 32.902, gaps: (0.030387, 0.075895, 0.093640),
        battery: BatterySummary(first: 96, last: 96, lowest: 95, highest: 100),
        altitude: AltitudeSummary(lowest: 0, highest: 890),
        states: [
            "8.7 landed", "13.5 taking off", "19.7 hovering", "19.8 landing", "20.9 landed",
        ])

    static let hover = KnownFlight(
        name: RealCaptures.names[1], valid: 570, statusOnly: 0, missing: 1, sequence: 18_620...19_190,
        sequenceOfAll: 18_620...19_190, rate: 15.271, arrivalRate: 15.244, longestGap: 0.142096, wakeUps: 13,
        datagrams: 1236, commands: ["REF": 1236, "PCMD": 1236], refs: [0: 500, 512: 736], commandRate: 33.032,
        gaps: (0.030351, 0.031427, 0.090977),
        battery: BatterySummary(first: 83, last: 75, lowest: 75, highest: 83),
        altitude: AltitudeSummary(lowest: -394, highest: 847),
        states: [
            "0.2 landed", "4.8 taking off", "10.9 hovering", "27.2 landing", "28.8 landed",
        ])

    /// The drone is in the air when its first packet comes: the take-off is not in the file.
    static let statusOnly = KnownFlight(
        name: RealCaptures.names[2], valid: 200, statusOnly: 200, missing: 0, sequence: 875...1074,
        sequenceOfAll: 875...1074, rate: 15.279, arrivalRate: 15.279, longestGap: 0.089099, wakeUps: 1,
        datagrams: 435, commands: ["REF": 435, "PCMD": 435], refs: [0: 243, 512: 192], commandRate: 32.947,
        gaps: (0.030386, 0.031276, 0.032537), takeOffs: 0, states: [])

    /// The notes that come with the capture give the numbers 2395 to 12416: those of packets with options. They also
    /// give a lowest altitude of −997 mm; no packet in the file has it, or any below 0.
    static let outdoors = KnownFlight(
        name: RealCaptures.names[3], valid: 3991, duplicates: 691, statusOnly: 49, secondHeader: 15, missing: 7000,
        sequence: 2395...12_416, sequenceOfAll: 2117...12_416, rate: 15.344, arrivalRate: 4.915,
        longestGap: 25.361316, wakeUps: 4, quoted: 7, datagrams: 27_262,
        commands: ["CTRL": 32, "PCMD_MAG": 27_262, "REF": 27_262, "CONFIG_IDS": 14, "CONFIG": 14],
        refs: [290_717_696: 2484, 290_718_208: 24_778], commandRate: 41.470, gaps: (0.024972, 0.100090, 8.417113),
        battery: BatterySummary(
            first: 100, last: 4, lowest: 4, highest: 100, lowSince: .nanoseconds(676_398_087_340), lowAt: 19),
        altitude: AltitudeSummary(lowest: 0, highest: 14_966), takeOffs: 3,
        states: [
            "42.6 landed", "46.6 taking off", "50.8 hovering", "64.4 flying", "78.9 hovering", "80.2 flying",
            "96.3 braking", "96.8 hovering", "102.8 flying", "108.2 hovering", "110.5 flying", "111.9 braking",
            "112.7 hovering", "113.4 flying", "134.3 hovering", "134.8 flying", "152.3 braking", "153.2 hovering",
            "169.3 flying", "175.4 braking", "178.2 hovering", "188.8 flying", "192.4 braking", "193.9 hovering",
            "234.4 flying", "238.0 braking", "238.5 hovering", "250.0 landing", "263.0 landed", "288.4 taking off",
            "289.1 hovering", "306.8 flying", "328.8 braking", "329.5 hovering", "330.5 flying", "335.1 braking",
            "337.8 hovering", "349.9 flying", "359.1 braking", "359.6 hovering", "372.5 flying", "381.3 braking",
            "382.0 hovering", "386.0 landing", "388.6 landed", "397.9 taking off", "405.9 hovering", "434.8 flying",
            "444.3 braking", "447.7 hovering", "447.9 flying", "463.5 braking", "465.9 hovering", "468.6 flying",
            "473.2 braking", "473.9 hovering", "475.5 flying", "479.9 braking", "481.7 hovering", "492.1 flying",
            "497.2 braking", "500.7 flying", "507.7 braking", "510.2 hovering", "513.3 flying", "528.0 braking",
            "529.8 hovering", "535.6 flying", "537.1 braking", "539.6 hovering", "545.8 flying", "552.6 braking",
            "555.8 hovering", "560.8 flying", "563.4 hovering", "621.5 flying", "625.2 braking", "626.3 hovering",
            "660.7 flying", "665.3 braking", "666.4 hovering", "670.8 flying", "676.4 hovering", "690.0 landing",
            "691.5 landed",
        ])
}

@Suite(.enabled(if: RealCaptures.areThere, "the captures of real drones are not there"))
struct RealInspectionTests {
    @Test(arguments: KnownFlight.all)
    func `navdata is counted to the number`(known: KnownFlight) throws {
        let navdata = try FlightInspection.inspect(path: RealCaptures.path(known.name)).navdata
        #expect(navdata.valid == known.valid)
        #expect(navdata.duplicates == known.duplicates)
        #expect(navdata.refused.total == 0)
        #expect(navdata.late == 0)
        #expect(navdata.restarts == 0)
        #expect(navdata.missing == known.missing)
        #expect(navdata.statusOnly == known.statusOnly)
        #expect(navdata.secondHeader == known.secondHeader)
        #expect(navdata.wakeUps == known.wakeUps)
        #expect(navdata.quotedInICMP == known.quoted)
        #expect(navdata.unknownTags.isEmpty)
        #expect(navdata.sequence == .init(first: known.sequence.lowerBound, last: known.sequence.upperBound))
        #expect(
            navdata.sequenceOfAll
                == .init(first: known.sequenceOfAll.lowerBound, last: known.sequenceOfAll.upperBound))
        #expect(abs(try #require(navdata.rate) - known.rate) < 0.001)
        #expect(abs(try #require(navdata.arrivalRate) - known.arrivalRate) < 0.001)
        #expect(abs(try #require(navdata.longestGap).seconds - known.longestGap) < 0.000_002)
    }

    @Test(arguments: KnownFlight.all)
    func `commands are counted to the number`(known: KnownFlight) throws {
        let commands = try FlightInspection.inspect(path: RealCaptures.path(known.name)).commands
        #expect(commands.datagrams == known.datagrams)
        #expect(commands.names.counts == known.commands)
        #expect(commands.commands == known.commands.values.reduce(0, +))
        #expect(commands.refused.total == 0)
        #expect(commands.refValues.counts == known.refs)
        #expect(commands.restarts == 0)
        #expect(abs(try #require(commands.rate) - known.commandRate) < 0.001)
        // The histogram's bins are 0.2 % wide at most.
        #expect(abs(try #require(commands.medianGap) / known.gaps.0 - 1) < 0.002)
        #expect(abs(try #require(commands.gap99) / known.gaps.1 - 1) < 0.002)
        #expect(abs(try #require(commands.longestGap).seconds - known.gaps.2) < 0.000_002)
    }

    @Test(arguments: KnownFlight.all)
    func `states, charge and height are as known`(known: KnownFlight) throws {
        let inspection = try FlightInspection.inspect(path: RealCaptures.path(known.name))
        #expect(inspection.timelineText == known.states)
        #expect(inspection.battery == known.battery)
        #expect(inspection.altitude == known.altitude)
        #expect(inspection.takeOffs == known.takeOffs)
        #expect(inspection.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func `the delays of two lossless flights are what the drone is known for`() throws {
        for name in [KnownFlight.first.name, KnownFlight.hover.name] {
            let flights = try FlightInspection.inspect(path: RealCaptures.path(name)).flights
            let flight = try #require(flights.first)
            #expect(flights.count == 1)
            // Known: command to flight 40–60 ms, flight to hovering 6.0–6.2 s, land command to ground 0.9–1.7 s.
            #expect((0.035...0.06).contains(try #require(flight.commandToFlight).duration.seconds))
            #expect((6.0...6.21).contains(try #require(flight.flightToHover).duration.seconds))
            #expect((0.9...1.7).contains(try #require(flight.commandToGround).duration.seconds))
        }
    }

    @Test func `landing from ten metres takes thirteen seconds, and the motors weigh the drone`() throws {
        let inspection = try FlightInspection.inspect(path: RealCaptures.path(RealCaptures.flight5))
        let landing = try #require(inspection.flights.first?.commandToGround)
        let shortest = (landing.duration - landing.uncertainty).seconds
        #expect((shortest...landing.duration.seconds).contains(13.0))
        // The script's means over the distinct packets of the hovering state.
        #expect(inspection.hoverPWM?.packets == 1839)
        #expect(abs(try #require(inspection.hoverPWM).mean - 177.02596519847742) < 1e-9)
        let means = inspection.flights.compactMap(\.hoverPWM?.mean)
        for (mean, known) in zip(means, [178.5859962406015, 177.4505928853755, 176.13662239089183]) {
            #expect(abs(mean - known) < 1e-9)
        }
        #expect(means.count == 3)
    }

    @Test func `the outdoor flight tells its firmware by its options`() throws {
        let inspection = try FlightInspection.inspect(path: RealCaptures.path(RealCaptures.flight5))
        #expect(inspection.drone.evidence == .layout(.sdk24))
        #expect(inspection.drone.numbering == .shifted)
        let sizes = [0: 148, 9: 92, 16: 328, 20: 12, 22: 83, 25: 32, 26: 8, 27: 216]
        #expect(inspection.navdata.options.counts.count == sizes.count)
        for (tag, size) in sizes {
            #expect(inspection.navdata.options[NavdataOptionSize(tag: UInt16(tag), size: size)] == 3258)
        }
        #expect(inspection.commands.configKeys.counts["userbox:userbox_cmd"] == 11)
        #expect(inspection.otherDatagrams.counts == [53: 378, 67: 8, 5555: 10, 14_550: 113])
    }

    @Test func `a damaged capture gives what came before the damage`() throws {
        let bytes = try RealCaptures.bytes(KnownFlight.hover.name)
        let whole = try FlightInspection.inspect(bytes: bytes, name: "whole")
        let half = try FlightInspection.inspect(bytes: Array(bytes[..<(bytes.count / 2)]), name: "half")
        #expect(half.navdata.valid > 200)
        #expect(half.navdata.sequence?.first == 18_620)
        #expect(half.states == Array(whole.states.prefix(half.states.count)))
        #expect(half.states.count >= 3)
        guard case .capture(let statistics, .damaged(let frames, _)?) = half.source else {
            Issue.record("not told that it is damaged")
            return
        }
        #expect(statistics.frames == frames)
    }

    static let datagram = RealCaptures.folder.deletingLastPathComponent()
        .appending(path: "ardrone2-navdata/full-28-options.bin")

    @Test(.enabled(if: FileManager.default.fileExists(atPath: datagram.path), "the datagram is not there"))
    func `the datagram of all options lists every field`() throws {
        let inspection = try FlightInspection.inspect(path: Self.datagram.path)
        #expect(inspection.navdata.valid == 1)
        #expect(inspection.navdata.sequence == .init(first: 300_711, last: 300_711))
        #expect(inspection.battery?.first == 50)
        #expect(inspection.timelineText == ["0.0 landed"])
        let object = try InspectionTextTests.object(inspection)
        let options = try #require(object["options"] as? [[String: Any]])
        #expect(options.map { $0["tag"] as? Int } == (0...27).map { $0 })
        #expect(options.compactMap { $0["size_bytes"] as? Int }.reduce(24, +) == 1916)
        let raw = try #require(options[2]["fields"] as? [[String: Any]])
        let voltage = try #require(raw.first { $0["name"] as? String == "vbat_raw" })
        #expect(voltage["value"] as? Int == 11_686)
        #expect(voltage["unit"] as? String == "mV")
        #expect(inspection.text.contains("Option 2 raw_measures, 52 bytes\n"))
        #expect(inspection.text.contains("  vbat_raw                               11686 mV\n"))
    }
}
