import DroneModel
import Testing

@testable import DroneProtocol

@Suite struct ConfigurationCatalogueTests {
    /// Every key of the maker's header of SDK 2.0.1.
    static let headerKeys = """
        general:num_version_config general:num_version_mb general:num_version_soft general:drone_serial
        general:soft_build_date general:motor1_soft general:motor1_hard general:motor1_supplier general:motor2_soft
        general:motor2_hard general:motor2_supplier general:motor3_soft general:motor3_hard general:motor3_supplier
        general:motor4_soft general:motor4_hard general:motor4_supplier general:ardrone_name general:flying_time
        general:navdata_demo general:navdata_options general:com_watchdog general:video_enable general:vision_enable
        general:vbat_min control:accs_offset control:accs_gains control:gyros_offset control:gyros_gains
        control:gyros110_offset control:gyros110_gains control:magneto_offset control:magneto_radius
        control:gyro_offset_thr_x control:gyro_offset_thr_y control:gyro_offset_thr_z control:pwm_ref_gyros
        control:osctun_value control:osctun_test control:control_level control:euler_angle_max control:altitude_max
        control:altitude_min control:control_iphone_tilt control:control_vz_max control:control_yaw control:outdoor
        control:flight_without_shell control:autonomous_flight control:manual_trim control:indoor_euler_angle_max
        control:indoor_control_vz_max control:indoor_control_yaw control:outdoor_euler_angle_max
        control:outdoor_control_vz_max control:outdoor_control_yaw control:flying_mode control:hovering_range
        control:flight_anim network:ssid_single_player network:ssid_multi_player network:wifi_mode network:wifi_rate
        network:owner_mac pic:ultrasound_freq pic:ultrasound_watchdog pic:pic_version video:camif_fps video:codec_fps
        video:camif_buffers video:num_trackers video:video_codec video:video_slices video:video_live_socket
        video:video_storage_space video:bitrate video:max_bitrate video:bitrate_ctrl_mode video:bitrate_storage
        video:video_channel video:video_on_usb video:video_file_index leds:leds_anim detect:enemy_colors
        detect:groundstripe_colors detect:enemy_without_shell detect:detect_type detect:detections_select_h
        detect:detections_select_v_hsync detect:detections_select_v syslog:output syslog:max_size syslog:nb_files
        userbox:userbox_cmd gps:latitude gps:longitude gps:altitude custom:application_id custom:application_desc
        custom:profile_id custom:profile_desc custom:session_id custom:session_desc
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    /// Keys that only older headers, later firmware or other clients know.
    static let otherKeys = """
        control:shield_enable control:control_trim_z control:brushless network:infrastructure network:secure
        network:passkey network:navdata_port network:video_port network:at_port network:cmd_port
        network:owner_ip_address network:local_ip_address network:broadcast_address general:localtime general:timezone
        general:localtime_zone general:gps_soft general:gps_hard general:gps_soft_update general:battery_type
        control:flying_camera_enable control:flying_camera_mode video:exposure_mode video:saturation_mode
        video:whitebalance_mode gps:accuracy gps:ephemeris_uploaded flightplan:default_validation_radius
        flightplan:default_validation_time flightplan:max_distance_from_takeoff flightplan:gcs_ip
        flightplan:video_stop_delay flightplan:low_battery_go_home flightplan:automatic_heading
        flightplan:com_lost_action_delay flightplan:altitude_go_home flightplan:mavlink_js_roll_left
        flightplan:mavlink_js_roll_right flightplan:mavlink_js_pitch_front flightplan:mavlink_js_pitch_back
        flightplan:mavlink_js_yaw_left flightplan:mavlink_js_yaw_right flightplan:mavlink_js_go_up
        flightplan:mavlink_js_go_down flightplan:mavlink_js_inc_gains flightplan:mavlink_js_dec_gains
        flightplan:mavlink_js_select flightplan:mavlink_js_start rescue:rescue
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    @Test func `the catalogue holds exactly the keys of the reference, each once`() {
        let keys = ConfigurationCatalogue.entries.map(\.key.description)
        #expect(keys.count == Set(keys).count)
        #expect(Set(keys) == Set(Self.headerKeys + Self.otherKeys))
        #expect(Self.headerKeys.count == 103)
    }

    @Test(arguments: ConfigurationCatalogue.entries.map(\.key))
    func `every key of the table reads as text and is found again`(key: ConfigurationKey) {
        #expect(ConfigurationKey(key.description) == key)
        #expect(ConfigurationCatalogue.entry(for: key)?.key == key)
    }

    @Test(arguments: ConfigurationCatalogue.entries, DroneGeneration.allCases)
    func `every default is of its own type, in its own range and in the form of a dump`(
        entry: ConfigurationEntry, generation: DroneGeneration
    ) throws {
        guard entry.availability.includes(generation) else { return }
        let text = entry.initial[generation]
        let value = try ConfigurationCatalogue.read(text, as: entry, on: generation)
        #expect(value.dumpText == text)
    }

    @Test(arguments: ConfigurationCatalogue.entries)
    func `every key says what it means in one line and exists somewhere`(entry: ConfigurationEntry) {
        #expect(!entry.meaning.isEmpty && !entry.meaning.contains("\n"))
        #expect(DroneGeneration.allCases.contains { entry.availability.includes($0) })
        // A key of the common category has no set to be written in.
        #expect(entry.rights.category == .common || entry.rights.custom != nil)
    }

    @Test func `an old drone has fewer keys than a new one`() {
        let names: (FirmwareVersion) -> Set<String> = { firmware in
            let generation = firmware.generation ?? .ardrone1
            return Set(ConfigurationCatalogue.entries(for: generation, firmware: firmware).map(\.key.description))
        }
        let first = names(FirmwareVersion(1, 5, 1))
        let late = names(FirmwareVersion(1, 7, 4))
        let second = names(FirmwareVersion(2, 2, 9))
        let recorder = names(FirmwareVersion(2, 4, 8))
        #expect(first.contains("network:infrastructure") && !late.contains("network:infrastructure"))
        #expect(!first.contains("custom:session_id") && late.contains("custom:session_id"))
        #expect(late.contains("network:at_port") && !second.contains("network:at_port"))
        #expect(!late.contains("gps:latitude") && second.contains("gps:latitude"))
        #expect(!second.contains("general:gps_soft") && recorder.contains("general:gps_soft"))
        #expect(second.isSubset(of: recorder))
    }

    @Test func `a firmware of the other airframe counts as unknown`() {
        let odd = ConfigurationCatalogue.entries(for: .ardrone2, firmware: FirmwareVersion(1, 0, 0))
        #expect(odd == ConfigurationCatalogue.entries(for: .ardrone2))
    }

    @Test(arguments: [
        ("control:altitude_mx", "control:altitude_max"), ("control:altitudemax", "control:altitude_max"),
        ("altitude_max", "control:altitude_max"), ("general:altitude_max", "control:altitude_max"),
        ("CONTROL:ALTITUDE_MAX", "control:altitude_max"), ("control:eular_angle_max", "control:euler_angle_max"),
        ("video:vidoe_codec", "video:video_codec"), ("navdata_dmeo", "general:navdata_demo"),
        ("detect:detections_selct_v", "detect:detections_select_v"), ("custom:sesion_id", "custom:session_id"),
        ("leds:led_anim", "leds:leds_anim"), ("outdor", "control:outdoor"),
    ])
    func `a mistyped key finds the one that was meant`(typed: String, meant: String) {
        #expect(ConfigurationCatalogue.suggestions(for: typed).first?.description == meant)
    }

    @Test(arguments: ["", "x", "completely:different_thing", String(repeating: "control:", count: 4000), "::::", "🛩"])
    func `nothing is suggested for something else`(typed: String) {
        #expect(ConfigurationCatalogue.suggestions(for: typed).isEmpty)
    }

    @Test(arguments: [
        ("", "", 0), ("abc", "", 3), ("", "abc", 3), ("abc", "acb", 1), ("abc", "abd", 1), ("abc", "abcd", 1),
        ("kitten", "sitting", 3),
    ])
    func `edit distance counts insertions, removals, changes and swaps`(left: String, right: String, distance: Int) {
        #expect(ConfigurationCatalogue.editDistance(Array(left.utf8), Array(right.utf8)) == distance)
    }

    @Test func `completion takes the beginning of the key or of its name`() {
        let whole = ConfigurationCatalogue.completions(of: "control:indoor_").map(\.description)
        #expect(whole.count == 3 && whole.contains("control:indoor_control_yaw"))
        #expect(ConfigurationCatalogue.completions(of: "Altitude_m").map(\.description).count == 2)
        #expect(ConfigurationCatalogue.completions(of: "gps:", for: .ardrone1).isEmpty)
        #expect(ConfigurationCatalogue.completions(of: "gps:", for: .ardrone2).count == 5)
    }
}

@Suite struct ConfigurationKeyTests {
    @Test(arguments: ["CONTROL:altitude_max", " control:altitude_max ", "Control:Altitude_Max"])
    func `capitals and spaces around a key are tolerated`(text: String) {
        #expect(ConfigurationKey(text)?.description == "control:altitude_max")
    }

    @Test(arguments: [
        "", ":", "a:", ":b", "a:b:c", "ab", "a b:c", "a:b c", "a:b\n", "a-b:c", "a:b\"", "ä:b", "a:\0",
        "a:" + String(repeating: "b", count: 126),
    ])
    func `anything else is no key`(text: String) {
        #expect(ConfigurationKey(text) == nil)
    }

    @Test func `a key of the longest length is read`() {
        #expect(ConfigurationKey("a:" + String(repeating: "b", count: 125)) != nil)
    }
}
