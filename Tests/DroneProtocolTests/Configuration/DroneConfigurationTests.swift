import DroneModel
import Testing

@testable import DroneProtocol

@Suite struct DroneConfigurationTests {
    private static let firmware = FirmwareVersion(2, 4, 8)
    private static let fresh = DroneConfiguration.defaults(for: .ardrone2, firmware: firmware)

    private func key(_ text: String) throws -> ConfigurationKey { try #require(ConfigurationKey(text)) }

    @Test func `an unused AR.Drone 2 reads in SI units`() {
        let drone = Self.fresh
        #expect(drone.firmware == Self.firmware)
        #expect(drone.tiltMaximum.map { ($0.degrees - 12).magnitude < 1e-5 } == true)
        #expect(drone.verticalSpeedMaximum == 0.7)
        #expect(drone.yawRateMaximum == 1.7453293)
        #expect(drone.altitudeMaximum == 3)
        #expect(drone.altitudeMinimum == 0.05)
        #expect(drone.sendsReducedNavdata == false)
        #expect(drone.navdataOptions == 65537)
        #expect(drone.linkTimeout == .seconds(2))
        #expect(drone.minimumVoltage == 9)
        #expect(drone.ultrasound == .fast)
        #expect(drone.videoCodec == .h264)
        #expect(drone.videoChannel == .front)
        #expect(drone.videoRate == 30)
        #expect(drone.isOutdoor == false)
        #expect(drone.permitsCombinedYaw == false)
        #expect(drone.owner == nil)
        #expect(drone.mainboardRevision == "2.2")
        #expect(drone.multiconfigurationIDs == .standard)
        #expect(drone.droneName == "My ARDrone")
        #expect(drone.serialNumber == nil)
    }

    @Test func `an unused AR.Drone 1 has its own codec, camera rate and ports`() throws {
        let drone = DroneConfiguration.defaults(for: .ardrone1, firmware: FirmwareVersion(1, 7, 4))
        #expect(drone.videoCodec == .uvlc)
        #expect(drone[try key("video:camif_fps")] == "15")
        #expect(drone[try key("network:cmd_port")] == "5559")
        #expect(drone[.flightAnimation] == "0")
        #expect(drone.mainboardRevision == "1.1")
        #expect(drone.navdataOptions == 65537)
        #expect(drone[try key("gps:latitude")] == nil)
    }

    @Test func `the navigation board's number holds two versions`() {
        var drone = DroneConfiguration()
        drone[.navigationBoard] = "184877090"
        #expect(drone.navigationBoard?.hardware == "2.3")
        #expect(drone.navigationBoard?.software == "5.34")
    }

    @Test func `what is missing or unreadable is nil`() {
        var drone = DroneConfiguration()
        #expect(drone.altitudeMaximum == nil)
        drone[.altitudeMaximum] = "very high"
        drone[.videoCodec] = "7"
        drone[.navigationBoard] = "-1"
        drone[.mainboard] = "4711"
        drone[.sessionID] = "zzz"
        #expect(drone.altitudeMaximum == nil && drone.videoCodec == nil && drone.navigationBoard == nil)
        #expect(drone.mainboardRevision == nil && drone.multiconfigurationIDs == nil)
    }

    @Test func `keys keep the order in which they came`() throws {
        var drone = DroneConfiguration()
        drone[.outdoor] = "TRUE"
        drone[.altitudeMaximum] = "3000"
        drone[.outdoor] = "FALSE"
        #expect(drone.keys == [.outdoor, .altitudeMaximum])
        drone[.outdoor] = nil
        #expect(drone.map(\.value) == ["3000"])
    }

    @Test func `control characters never get into a value`() {
        var drone = DroneConfiguration()
        drone[.droneName] = " a\nb\0c\u{7F} "
        #expect(drone.droneName == "a b c")
    }

    // MARK: Differences

    @Test func `only what differs is told, with both values and the unit`() throws {
        var other = Self.fresh
        other[.altitudeMaximum] = "5000"
        other[.droneName] = "Stork"
        other[try key("general:localtime")] = nil
        other[try key("new:key")] = "1"
        #expect(
            Self.fresh.differences(to: other).map(\.description) == [
                "general:ardrone_name: My ARDrone → Stork", "general:localtime: 0 s → n/a",
                "control:altitude_max: 3000 mm → 5000 mm", "new:key: n/a → 1",
            ])
        #expect(Self.fresh.differences(to: Self.fresh).isEmpty)
    }

    @Test func `other words for the same value are no difference`() {
        var other = Self.fresh
        other[.tiltMaximum] = "0.209440"
        other[.outdoor] = "0"
        #expect(Self.fresh.differences(to: other).isEmpty)
        other[.tiltMaximum] = "0.2095"
        #expect(Self.fresh.differences(to: other).map(\.key) == [.tiltMaximum])
    }

    // MARK: Backup

    @Test(arguments: DroneGeneration.allCases)
    func `a backup reads back as it was`(generation: DroneGeneration) throws {
        var drone = DroneConfiguration.defaults(for: generation, firmware: FirmwareVersion(generation.rawValue, 4, 8))
        drone[.droneName] = "= # Störk\u{2028}= \u{301}"
        drone[try key("future:key")] = "# kept"
        let text = drone.fileText(comments: ["AR.Drone backup", "two\nlines"])
        #expect(text.hasPrefix("# AR.Drone backup\n# two lines\ngeneral:num_version_config = 1\n"))
        #expect(try DroneConfiguration(fileText: text) == drone)
        let windows = text.utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
        #expect(try DroneConfiguration(fileText: String(decoding: windows, as: UTF8.self)) == drone)
    }

    @Test(arguments: [
        ("# head\n\ncontrol:outdoor TRUE\n", "line 3: expected “section:name = value” or a comment that begins with #"),
        ("outdoor = TRUE", "line 1: “outdoor” is no configuration key, which reads section:name"),
        (
            "control:outdoor = TRUE\n\nCONTROL:outdoor = FALSE",
            "line 3: control:outdoor has a value already, on line 1"
        ),
    ])
    func `a broken backup is told by line`(text: String, message: String) {
        #expect {
            _ = try DroneConfiguration(fileText: text)
        } throws: { error in
            "\(error)" == message
        }
    }

    @Test func `a restore writes what can be written and starts nothing`() throws {
        var backup = Self.fresh
        backup[.altitudeMaximum] = "5000"
        backup[.tiltMaximum] = "3.0000000e-01"
        backup[.serialNumber] = "PS721000000"
        backup[.flightAnimation] = "16,15"
        backup[.userbox] = "1"
        backup[.sessionID] = "1da978de"
        let plan = Self.fresh.restorePlan(from: backup, generation: .ardrone2, firmware: Self.firmware, ids: .standard)
        #expect(
            plan.writes == [
                .init(key: .tiltMaximum, wireText: "0.300000"), .init(key: .altitudeMaximum, wireText: "5000"),
                .init(key: try key("control:indoor_euler_angle_max"), wireText: "0.209440"),
            ])
        #expect(plan.refused == [.readOnly(.serialNumber)])
        #expect(plan.skipped == [.flightAnimation, .userbox, .sessionID])
    }

    @Test(arguments: [("TRUE", "2.0943952e-01"), ("TRUE", "4.0000000e-01"), ("FALSE", "3.0000000e-01")])
    func `a restored drone holds the backup even across modes`(outdoor: String, tilt: String) {
        var backup = Self.fresh
        backup.write(outdoor, to: .outdoor)
        backup.write(tilt, to: .tiltMaximum)
        backup.write("10", to: .detection)
        backup[ConfigurationKey.tagMasks[0]] = "32"
        var drone = Self.fresh
        let plan = drone.restorePlan(from: backup, generation: .ardrone2, firmware: Self.firmware, ids: .standard)
        for write in plan.writes { drone.write(write.wireText, to: write.key) }
        #expect(drone.differences(to: backup).isEmpty)
        #expect(plan.refused.isEmpty && plan.skipped.isEmpty)
    }

    // MARK: Consequences

    @Test func `a limit is also stored for the active mode`() throws {
        var drone = Self.fresh
        drone.write("0.3", to: .tiltMaximum)
        #expect(drone[try key("control:indoor_euler_angle_max")] == "0.3")
        #expect(drone[try key("control:outdoor_euler_angle_max")] == "3.4906584e-01")
        drone.write("TRUE", to: .outdoor)
        drone.write("1500", to: .verticalSpeedMaximum)
        #expect(drone[try key("control:outdoor_control_vz_max")] == "1500")
        #expect(drone[try key("control:indoor_control_vz_max")] == "7.0000000e+02")
    }

    @Test func `switching the mode brings its limits back`() {
        var drone = Self.fresh
        drone.write("0.3", to: .tiltMaximum)
        drone.write("TRUE", to: .outdoor)
        #expect(drone.tiltMaximum == Angle(radians: 0.34906584))
        #expect(drone.verticalSpeedMaximum == 1)
        #expect(drone.yawRateMaximum == 3.4906585)
        drone.write("FALSE", to: .outdoor)
        #expect(drone.tiltMaximum == Angle(radians: 0.3))
    }

    @Test func `writing a twin leaves the limit at work alone`() throws {
        var drone = Self.fresh
        drone.write("0.1", to: try key("control:indoor_euler_angle_max"))
        #expect(drone[.tiltMaximum] == "2.0943952e-01")
    }

    @Test func `choosing a detection clears the masks`() {
        var drone = Self.fresh
        for mask in ConfigurationKey.tagMasks { drone[mask] = "32" }
        drone.write("10", to: .detection)
        #expect(ConfigurationKey.tagMasks.map { drone[$0] } == ["0", "0", "0"])
    }

    @Test func `nonsense has no consequences`() {
        #expect(Self.fresh.consequences(ofWriting: "perhaps", to: .outdoor).isEmpty)
        #expect(DroneConfiguration().consequences(ofWriting: "TRUE", to: .outdoor).isEmpty)
    }
}
