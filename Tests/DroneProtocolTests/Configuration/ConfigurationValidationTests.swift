import DroneModel
import Testing

@testable import DroneProtocol

@Suite struct ConfigurationValidationTests {
    private static let active = MulticonfigurationIDs(
        session: MulticonfigurationID(1), user: MulticonfigurationID(2), application: MulticonfigurationID(3))

    private func refusal(
        _ text: String, _ key: String, _ generation: DroneGeneration = .ardrone2, firmware: FirmwareVersion? = nil,
        ids: MulticonfigurationIDs = .standard
    ) -> String? {
        do throws(ConfigurationError) {
            _ = try ConfigurationCatalogue.validate(
                text, forKeyNamed: key, generation: generation, firmware: firmware, ids: ids)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        ("3000", "control:altitude_max", "3000"), ("0.25", "control:euler_angle_max", "0.250000"),
        ("1e3", "control:control_vz_max", "1000.000000"), ("true", "control:outdoor", "TRUE"),
        ("0", "general:navdata_demo", "FALSE"), ("0x10001", "general:navdata_options", "65537"),
        ("16,15", "control:flight_anim", "16,15"), ("0, 1073741824, 5", "leds:leds_anim", "0,1073741824,5"),
        ("500", "gps:latitude", "500.000000"), ("-all", "custom:session_id", "-all"),
        ("90:03:B7:0a:ff:10", "network:owner_mac", "90:03:B7:0a:ff:10"), ("", "general:ardrone_name", ""),
        ("1,20120601_120000", "userbox:userbox_cmd", "1,20120601_120000"),
    ])
    func `what the drone takes becomes the text of a command`(text: String, key: String, wire: String) throws {
        let value = try ConfigurationCatalogue.validate(text, forKeyNamed: key, generation: .ardrone2)
        #expect(value.wireText() == wire)
    }

    @Test func `a mistyped key is told with what was meant`() {
        #expect(
            refusal("1", "control:altitude_mx")
                == "no AR.Drone has the configuration key control:altitude_mx; did you mean control:altitude_max or control:altitude_min?"
        )
        #expect(
            refusal("1", "euler_angle_max")
                == "“euler_angle_max” is no configuration key, which reads section:name; did you mean control:euler_angle_max?"
        )
        #expect(refusal("1", "\u{1B}[31m") == "“\\u{1B}[31m” is no configuration key, which reads section:name")
    }

    @Test func `a range is told with its unit`() {
        #expect(
            refusal("0.6", "control:euler_angle_max")
                == "control:euler_angle_max = 0.6 is out of range: 0.0 to 0.52 rad")
        #expect(
            refusal("100", "control:altitude_max", .ardrone1)
                == "control:altitude_max = 100 is out of range: 500 to 5000 mm or 10000")
        #expect(
            refusal("9", "pic:ultrasound_freq") == "pic:ultrasound_freq = 9 is out of range: 7 (22.22 Hz), 8 (25 Hz)")
        #expect(
            refusal("-1", "control:altitude_max") == "control:altitude_max = -1 is out of range: 0 or more mm")
    }

    @Test func `a wrong type is told with the right one`() {
        #expect(refusal("high", "control:altitude_max") == "control:altitude_max takes a whole number, not “high”")
        #expect(refusal("maybe", "control:outdoor") == "control:outdoor takes TRUE or FALSE, not “maybe”")
        #expect(
            refusal("16", "control:flight_anim")
                == "control:flight_anim takes 2 whole numbers with commas between them, not “16”")
    }

    @Test func `a key that needs ids says which`() {
        #expect(
            refusal("130", "video:video_codec")
                == "video:video_codec is read-only with the default ids: activate a session id first")
        #expect(
            refusal("2", "video:bitrate_ctrl_mode")
                == "video:bitrate_ctrl_mode is read-only with the default ids: activate an application id first")
        #expect(refusal("130", "video:video_codec", ids: Self.active) == nil)
        var sessionOnly = MulticonfigurationIDs.standard
        sessionOnly.session = MulticonfigurationID(1)
        #expect(refusal("130", "video:video_codec", ids: sessionOnly) == nil)
        #expect(refusal("2", "video:bitrate_ctrl_mode", ids: sessionOnly) != nil)
    }

    @Test func `a factory value is read-only with any ids`() {
        #expect(refusal("1", "general:vbat_min", ids: Self.active) == "general:vbat_min can only be read")
    }

    @Test(arguments: ["control:euler_angle_max", "detect:detect_type", "video:video_channel"])
    func `flight, detection and camera keys need no ids`(key: String) {
        let text = key.hasPrefix("control") ? "0.2" : "1"
        #expect(refusal(text, key) == nil)
    }

    @Test func `a key of another drone says where it exists`() {
        #expect(
            refusal("1", "gps:altitude", .ardrone1)
                == "gps:altitude exists on firmware 2.0.0 and later, not on this AR.Drone 1.0")
        #expect(
            refusal("TRUE", "network:infrastructure", .ardrone1, firmware: FirmwareVersion(1, 7, 4))
                == "network:infrastructure exists on firmware 1.0.0 to before 1.6.0, not on this AR.Drone 1.0 with 1.7.4"
        )
    }

    @Test(arguments: ["a\"b", "a\rb", "a\nb", "a\0b", "a\tb", "a\u{7F}b", "Störk", "a\u{85}b"])
    func `what would break the command is refused`(text: String) {
        let told = refusal(text, "general:ardrone_name")
        #expect(told?.contains("at position 2") == true || text == "Störk" && told?.contains("at position 3") == true)
        // The message itself is safe to print.
        #expect(told?.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0x85 } == true)
    }

    @Test func `a name has 127 characters at most`() {
        #expect(refusal(String(repeating: "n", count: 127), "general:ardrone_name") == nil)
        #expect(
            refusal(String(repeating: "n", count: 128), "general:ardrone_name")
                == "the value of general:ardrone_name has 128 characters; the drone takes 127")
    }

    @Test(arguments: [
        ("32", DroneGeneration.ardrone1, true), ("129", .ardrone1, false), ("129", .ardrone2, true),
        ("32", .ardrone2, false), ("137", .ardrone2, false),
    ])
    func `codecs belong to their airframe`(text: String, generation: DroneGeneration, isTaken: Bool) {
        #expect((refusal(text, "video:video_codec", generation, ids: Self.active) == nil) == isTaken)
    }

    @Test(arguments: ["0:1:2:3:4:5", "00-11-22-33-44-55", "00:11:22:33:44", "00:11:22:33:44:gg", ""])
    func `a hardware address has six pairs`(text: String) {
        #expect(refusal(text, "network:owner_mac") != nil)
    }
}
