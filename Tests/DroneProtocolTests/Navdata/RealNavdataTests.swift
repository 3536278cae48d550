import DroneModel
import DroneProtocol
import Testing
import WireBytes

@Suite(.enabled(if: RealNavdata.isThere, "\(RealNavdata.reason)"))
struct RealNavdataTests {
    let navdata: Navdata

    init() throws { navdata = try decoded(RealNavdata.full).get() }

    @Test func `a landed drone with half a battery is read to the number`() throws {
        #expect(navdata.sequence == 300_711)
        #expect(navdata.status.rawValue == 0x4f80_00d0)
        #expect(navdata.visionDefined == 1)
        let demo = try #require(navdata.demo)
        #expect(demo.majorState == 2 && demo.minorState == 0)
        #expect(demo.batteryPercent == 50)
        #expect(demo.pitchMillidegrees == 2974)
        #expect(demo.rollMillidegrees == 550)
        #expect(demo.yawMillidegrees == 1933)
        #expect(demo.altitudeMillimetres == 0)
        #expect(demo.detectionCameraType == 3)
        #expect(demo.cameraTranslationMillimetres[2] == -243)
    }

    @Test func `its sensors are read to the number`() throws {
        #expect(navdata.rawMeasures?.batteryMillivolts == 11_686)
        #expect(navdata.rawMeasures?.accelerometers.array == [2040, 2036, 2528])
        #expect(navdata.rawMeasures?.gyros.array == [-23, 15, 0])
        #expect(navdata.rawMeasures?.echoAssociation == 3758)
        #expect(navdata.rawMeasures?.ultrasoundAltitudeMillimetres == 243)
        #expect(navdata.altitude?.rawMillimetres == 243)
        let physical = try #require(navdata.physMeasures)
        #expect(abs(physical.accelerometerTemperatureCelsius - 45.3) < 0.05)
        #expect(abs(physical.accelerationsMilligravity[2] + 1000) < 100)
        #expect(navdata.pressureRaw?.pressurePascals == 101_586)
        #expect(navdata.pressureRaw?.temperatureDecicelsius == 435)
        #expect(navdata.pressureRaw?.rawTemperature == 32_556)
        #expect(navdata.kalmanPressure?.groundPressurePascals == 101_580)
        #expect(abs((navdata.magneto?.fusedHeadingDegrees ?? 0) - 1.9334) < 0.0001)
        #expect(navdata.magneto?.calibrationOK == 1)
        #expect(navdata.magneto?.state == 2)
        #expect(navdata.watchdog?.counter == 4822)
        #expect(navdata.vision?.captureTime == 362_969)
        #expect(abs((navdata.vision?.capturePitchRadians ?? 0) - 0.0519) < 0.0001)
        #expect(navdata.wifi?.loss == 0)
        #expect(navdata.pwm?.saturatedMotors.array == [255, 255, 255, 255])
        #expect(navdata.time?.sinceBoot == .microseconds(362_979_125))
        #expect(navdata.zimmu != nil && navdata.gps == nil)
    }

    @Test func `it is written back byte by byte`() {
        #expect(navdata.encoded() == RealNavdata.full)
        #expect(navdata.tails.isEmpty && navdata.unknown.isEmpty && navdata.repeated.isEmpty)
    }

    @Test func `with a GPS option of 216 bytes it is the packet of 2120 bytes`() throws {
        var spliced = navdata
        spliced.zimmu = nil
        var gps = GPSOption()
        gps.size = 216
        gps.latitudeDegrees = 52.39
        gps.state = 1
        gps.satelliteCount = 8
        gps.firmwareStatus = 1
        spliced.gps = gps
        let bytes = spliced.encoded()
        #expect(bytes.count == 2120)
        let read = try decoded(bytes).get()
        #expect(read.gps == gps)
        #expect(read.zimmu == nil)
        #expect(read.evidence == .layout(.sdk24))
        #expect(navdata.evidence == .layout(.sdk20))
    }

    @Test func `every truncation is refused`() {
        for length in 0..<RealNavdata.full.count {
            let result = decoded(Array(RealNavdata.full.prefix(length)))
            if case .success = result { Issue.record("\(length) bytes were accepted") }
        }
    }

    /// Half of the mutants get a right checksum, so that they reach the fields.
    @Test(arguments: 0..<8) func `damage neither traps nor survives a second reading changed`(seed: UInt64) throws {
        var random = SeededNumbers(state: seed)
        var accepted = 0
        for round in 0..<500 {
            var bytes = RealNavdata.full
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Int.random(in: 0..<bytes.count - 8, using: &random)] = .random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) {
                let cut = Int.random(in: 0..<bytes.count - 8, using: &random)
                bytes.removeSubrange(cut..<min(bytes.count - 8, cut + Int.random(in: 0...40, using: &random)))
            }
            if round.isMultiple(of: 2) { bytes = sealed(bytes.dropLast(8)) }
            guard case .success(let first) = decoded(bytes) else { continue }
            accepted += 1
            let again = first.encoded()
            let second = try decoded(again).get()
            #expect(second.encoded() == again)
            #expect(second == first)
            #expect(!first.listing.isEmpty)
            var decoder = TelemetryDecoder()
            var telemetry = Telemetry()
            decoder.update(&telemetry, with: first, at: .zero)
        }
        #expect(accepted > 20)
    }
}

/// Twelve packets on which other programs crash, hang or believe nonsense.
@Suite(.enabled(if: RealNavdata.isThere, "\(RealNavdata.reason)"))
struct RobustnessMatrixTests {
    enum Outcome: Equatable { case taken, refused }

    static func grown(_ tag: NavdataTag, by count: Int) -> [UInt8] {
        edited { options in
            options.map { $0.tag == tag.rawValue ? ($0.tag, $0.payload + [UInt8](repeating: 7, count: count)) : $0 }
        }
    }

    /// The real packet with its options changed, put together without the encoder under test.
    static func edited(
        _ edit: ([(tag: UInt16, payload: [UInt8])]) -> [(tag: UInt16, payload: [UInt8])]
    ) -> [UInt8] {
        let full = RealNavdata.full
        var options: [(tag: UInt16, payload: [UInt8])] = []
        var offset = 16
        while offset < full.count - 8 {
            let size = Int(full[offset + 2]) + 256 * Int(full[offset + 3])
            options.append((UInt16(full[offset]), Array(full[offset + 4..<offset + size])))
            offset += size
        }
        return packet(status: 0x4f80_00d0, sequence: 300_711, edit(options))
    }

    static func patched(_ offset: Int, _ value: [UInt8]) -> [UInt8] {
        var bytes = Array(RealNavdata.full.dropLast(8))
        bytes.replaceSubrange(offset..<offset + value.count, with: value)
        return sealed(bytes)
    }

    static var rows: [(name: String, bytes: [UInt8], outcome: Outcome)] {
        let full = RealNavdata.full
        guard !full.isEmpty else { return [] }
        var random = SeededNumbers(state: 500)
        var damaged = full
        damaged[1000] ^= 0x40
        return [
            (
                "2120 bytes, tag 27 of 216",
                edited { $0.map { $0.tag == 27 ? ($0.tag, [UInt8](repeating: 0, count: 212)) : $0 } }, .taken
            ),
            ("1916 bytes, tag 27 of 12", full, .taken),
            ("second header word", patched(0, [0x89, 0x77, 0x66, 0x55]), .taken),
            ("tags 28 and 29", edited { $0 + [(28, [1, 2]), (29, [UInt8](repeating: 3, count: 32))] }, .taken),
            ("option of size zero", patched(18, [0, 0]), .refused),
            ("bad checksum", damaged, .refused),
            ("cut to 1000 bytes", Array(full.prefix(1000)), .refused),
            ("option longer than the packet", patched(18, [0xff, 0x7f]), .refused),
            ("500 random bytes", (0..<500).map { _ in .random(in: 0...255, using: &random) }, .refused),
            ("no checksum option", Array(full.dropLast(8)), .refused),
            ("demo grown by 8 bytes", grown(.demo, by: 8), .taken),
            ("altitude grown by 4 bytes", grown(.altitude, by: 4), .taken),
        ]
    }

    @Test func `all twelve are taken or refused as they should be`() throws {
        #expect(Self.rows.count == 12)
        for row in Self.rows {
            switch decoded(row.bytes) {
            case .success(let navdata):
                #expect(row.outcome == .taken, "\(row.name)")
                #expect(navdata.demo?.batteryPercent == 50, "\(row.name)")
                #expect(navdata.encoded() == row.bytes, "\(row.name)")
            case .failure(let error):
                #expect(row.outcome == .refused, "\(row.name): \(error)")
            }
        }
    }
}
