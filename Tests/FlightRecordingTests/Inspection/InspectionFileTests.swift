import DroneModel
import DroneProtocol
import Testing

@testable import FlightRecording

@Suite struct InspectionFileTests {
    static func navdata() -> [UInt8] {
        var packet = Navdata()
        packet.sequence = 42
        packet.demo = DemoOption()
        packet.demo?.controlState = 2 << 16
        packet.demo?.batteryPercent = 77
        return packet.encoded()
    }

    @Test func `a datagram of navdata is known by its first bytes, compressed or not`() throws {
        for bytes in [Self.navdata(), CaptureBuilder.gzip(Self.navdata())] {
            let inspection = try FlightInspection.inspect(bytes: bytes, name: "d")
            #expect(inspection.navdata.valid == 1)
            #expect(inspection.battery?.first == 77)
            #expect(inspection.timelineText == ["0.0 landed"])
            guard case .datagram(let options, 0) = inspection.source else {
                Issue.record("not taken for a datagram")
                return
            }
            #expect(options.map(\.name) == ["demo"])
            #expect(inspection.text.contains("  vbat_flying_percentage                    77 %\n"))
        }
    }

    @Test func `bytes behind the checksum are told`() throws {
        let inspection = try FlightInspection.inspect(bytes: Self.navdata() + [1, 2, 3], name: "d")
        #expect(inspection.text.contains("bytes behind the checksum"))
        #expect(inspection.json.contains("\"bytes_behind_checksum\": 3"))
    }

    @Test func `every cut of a datagram is refused with its place`() {
        let bytes = Self.navdata()
        for length in 4..<bytes.count {
            #expect {
                try FlightInspection.inspect(bytes: Array(bytes[..<length]), name: "cut.bin")
            } throws: { error in
                guard case .navdata("cut.bin", _)? = error as? InspectionError else { return false }
                return "\(error)".hasPrefix("cut.bin: begins like navdata, but: ")
            }
        }
    }

    @Test func `a file longer than any datagram is not read to its end`() {
        let bytes = Self.navdata() + [UInt8](repeating: 0, count: 65_507)
        #expect(throws: InspectionError.navdataTooLong(name: "long")) {
            try FlightInspection.inspect(bytes: bytes, name: "long")
        }
    }

    @Test func `a file of another kind is refused with what would do`() throws {
        let error = try #require(throws: InspectionError.self) {
            try FlightInspection.inspect(bytes: Array("a,b\n1,2\n".utf8), name: "table.csv")
        }
        #expect(error == .unknownKind(name: "table.csv", reason: "unknown file format"))
        #expect(error.description.contains("Give a recording's folder, a pcap or pcapng file"))
    }

    @Test func `missing and empty files say so`() {
        #expect(throws: InspectionError.capture(.notFound(name: "/nowhere/flight.pcap"))) {
            try FlightInspection.inspect(path: "/nowhere/flight.pcap")
        }
        #expect(throws: InspectionError.capture(.empty(name: "e"))) {
            try FlightInspection.inspect(bytes: [], name: "e")
        }
    }

    @Test func `a capture that ends inside a frame gives the frames before`() throws {
        let packets = (1...5).map { number in
            var packet = Navdata()
            packet.sequence = UInt32(number)
            return FrameBuilder.frame(FrameBuilder.ipv4(FrameBuilder.udp(packet.encoded())), on: .ethernet)
        }
        let bytes = CaptureBuilder.pcap(CaptureBuilder.records(packets), link: .ethernet)
        let inspection = try FlightInspection.inspect(bytes: Array(bytes.dropLast(3)), name: "cut.pcap")
        #expect(inspection.navdata.valid == 4)
        guard case .capture(_, .damaged(afterFrames: 4, let reason)?) = inspection.source else {
            Issue.record("not told that it is damaged")
            return
        }
        #expect(inspection.json.contains("\"complete\": false"))
        #expect(inspection.json.contains("\"damaged_after_frames\": 4"))
        #expect(inspection.text.contains("damaged after frame 4"))
        #expect(!reason.isEmpty)
    }

    @Test func `times count from the first frame, also where that holds no packet`() throws {
        let frames = [
            FrameBuilder.ethernet([0, 1], type: 0x0806),
            FrameBuilder.frame(FrameBuilder.ipv4(FrameBuilder.udp(Self.navdata())), on: .ethernet),
        ]
        let bytes = CaptureBuilder.pcap(CaptureBuilder.records(frames), link: .ethernet)
        let inspection = try FlightInspection.inspect(bytes: bytes, name: "two")
        #expect(inspection.states.map(\.time) == [.milliseconds(1)])
    }

    @Test func `a capture of nothing holds nothing`() throws {
        let inspection = try FlightInspection.inspect(
            bytes: CaptureBuilder.pcap([], link: .ethernet), name: "nothing")
        #expect(inspection.navdata.valid == 0)
        #expect(inspection.json.contains("\"duration_s\": null"))
    }

    @Test func `captures with changed bytes never trap`() {
        let frames = (1...20).map { number in
            var packet = Navdata(layout: .sdk24, options: .phoneApp)
            packet.sequence = UInt32(number)
            let command = FrameBuilder.udp(Array("AT*REF=\(number),512\r".utf8), from: 5556, to: 5556)
            let payload = number % 3 == 0 ? command : FrameBuilder.udp(packet.encoded())
            return FrameBuilder.frame(FrameBuilder.ipv4(payload), on: .ethernet)
        }
        let bytes = CaptureBuilder.pcapng(CaptureBuilder.records(frames), link: .ethernet)
        var generator = SeededGenerator(seed: 11)
        var refused = 0
        for _ in 0..<150 {
            let mutated = RobustnessTests.mutate(bytes, using: &generator)
            guard let inspection = try? FlightInspection.inspect(bytes: mutated, name: "m") else { continue }
            refused += inspection.navdata.refused.total
            #expect(inspection.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        }
        #expect(refused > 0)
    }

    @Test func `times from the ends of time do not trap`() {
        let times: [Duration] = [.zero, .seconds(Int64.max), .seconds(Int64.min), .seconds(5)]
        var inspector = FlightInspector(name: "t", start: .seconds(-9))
        for (index, time) in times.enumerated() {
            var packet = Navdata()
            packet.sequence = UInt32(index + 1)
            packet.demo = DemoOption()
            for (flow, payload) in [
                (FrameBuilder.navdata, packet.encoded()),
                (
                    Flow(
                        from: Endpoint(FrameBuilder.client, port: 5556), to: Endpoint(FrameBuilder.drone, port: 5556)),
                    Array("AT*REF=\(index + 1),0\r".utf8)
                ),
            ] {
                inspector.receive(
                    CapturedPacket(frameNumber: index, time: time, flow: flow, transport: .udp(payload)))
            }
        }
        var statistics = CaptureStatistics(linkType: .ethernet)
        statistics.firstTime = times[2]
        statistics.lastTime = times[1]
        let inspection = inspector.finish(statistics: statistics, end: .complete)
        #expect(inspection.navdata.valid == 4)
        #expect(inspection.json.contains("\"duration_s\": null"))
        #expect(inspection.text.contains("  duration                                 n/a\n"))
    }
}
