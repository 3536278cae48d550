extension ConfigurationCatalogue {
    /// The detect, syslog, userbox, gps, flightplan, custom and rescue sections.
    static let services: [ConfigurationEntry] = detection + log + position + flightPlan + sets

    /// A mask of tag types, bits 0 to 7.
    private static let tags = ConfigurationRange.integers(0...255)

    private static let detection: [ConfigurationEntry] = [
        .init(
            "detect:enemy_colors", .int, .common(.rw), "1",
            valid: .choices([1: "orange-green", 2: "orange-yellow", 3: "orange-blue"]), "colours of the hull tags"),
        .init(
            "detect:groundstripe_colors", .int, .session(.rw, .rw), in: .sdk18, "16",
            valid: .choices([16: "finish line", 17: "donut"]), "pattern on the ground"),
        .init(
            "detect:enemy_without_shell", .int, .common(.rw), "0",
            valid: .choices([0: "indoor hull", 1: "outdoor hull"]),
            "which hull the other drone wears"),
        .init(
            "detect:detect_type", .int, .session(.rwn, .rwn), "3", valid: .integers(0...14),
            "3 none, 10 by the three masks, 12 oriented roundel, 13 hull; writing it clears the masks"),
        .init(
            "detect:detections_select_h", .int, .session(.rwn, .rw), in: .sdk18, "0", valid: tags,
            "tags for the front camera, with detect_type 10"),
        .init(
            "detect:detections_select_v_hsync", .int, .session(.rwn, .rw), in: .sdk18, "0", valid: tags,
            "tags for the ground camera at the front camera's rate"),
        .init(
            "detect:detections_select_v", .int, .session(.rwn, .rw), in: .sdk18, "0", valid: tags,
            "tags for the ground camera at 60 Hz"),
    ]

    private static let log: [ConfigurationEntry] = [
        .init(
            "syslog:output", .int, .common(.rw), "7", valid: .integers(0...7),
            "where the log goes: serial 1, network 2, flash 4"),
        .init("syslog:max_size", .int, unit: .bytes, .common(.rw), "102400", valid: .count, "largest log file"),
        .init("syslog:nb_files", .int, .common(.rw), "5", valid: .count, "how many log files"),
        .init(
            "userbox:userbox_cmd", .string, .session(.rws, .rws), in: .two, "0",
            "0 stop; 1,<date> record; 2,<s>,<count>,<date> pictures; 3 cancel and delete"),
    ]

    private static let position: [ConfigurationEntry] = [
        .init(
            "gps:latitude", .double, unit: .degrees, .session(.rwn, .rwn), in: .two, "5.0000000000000000e+02",
            valid: .numbers(-90...90, also: [500]), "where the client is, for media; 500: unknown"),
        .init(
            "gps:longitude", .double, unit: .degrees, .session(.rwn, .rwn), in: .two, "5.0000000000000000e+02",
            valid: .numbers(-180...180, also: [500]), "where the client is, for media; 500: unknown"),
        .init(
            "gps:altitude", .double, unit: .metres, .session(.rwn, .rwn), in: .two, "0.0000000000000000e+00",
            "where the client is, for media"),
        // A double by the digits that a dump shows.
        .init(
            "gps:accuracy", .double, .common(.rw), in: .two48, "0.0000000000000000e+00", "of the client's position",
            by: .dump),
        .init("gps:ephemeris_uploaded", .int, .common(.rw), in: .two4, "0", "an ephemeris file was handed over"),
    ]

    private static let flightPlan: [ConfigurationEntry] =
        [
            .init(
                "flightplan:default_validation_radius", .float, .common(.rw), in: .two48, "3.0000000e+00",
                "waypoint radius", by: .dump),
            .init(
                "flightplan:default_validation_time", .float, .common(.rw), in: .two48, "1.0000000e-03",
                "waypoint time", by: .dump),
            .init(
                "flightplan:max_distance_from_takeoff", .int, unit: .metres, .common(.rw), in: .two48, "1000",
                valid: .count,
                "farthest flight; the unit is inferred", by: .dump),
            .init(
                "flightplan:gcs_ip", .int, .common(.rw), in: .two48, "3", "ground station, last part of its address",
                by: .dump),
            .init(
                "flightplan:video_stop_delay", .int, unit: .seconds, .common(.rw), in: .two48, "10", valid: .count,
                "video after the end", by: .dump),
            .init(
                "flightplan:low_battery_go_home", .bool, .common(.rw), in: .two48, "FALSE", "return on low battery",
                by: .dump),
            .init(
                "flightplan:automatic_heading", .bool, .common(.rw), in: .two48, "TRUE", "nose along the way", by: .dump
            ),
            .init(
                "flightplan:com_lost_action_delay", .int, .common(.rw), in: .two48, "0", "wait after a lost link",
                by: .dump),
            .init(
                "flightplan:altitude_go_home", .float, .common(.rw), in: .two48, "0.0000000e+00",
                "height of the way home", by: .dump),
        ]
        + joystick.map { name, axis in
            .init(
                "flightplan:mavlink_js_\(name)", .string, .common(.rw), in: .two48, axis, "MAVLink joystick mapping",
                by: .dump)
        }

    /// Joystick functions and the axis or button that a dump of firmware 2.4.8 gives each.
    private static let joystick: KeyValuePairs<String, ConfigurationDefault> = [
        "roll_left": "x-", "roll_right": "x+", "pitch_front": "y+", "pitch_back": "y-", "yaw_left": "4",
        "yaw_right": "5",
        "go_up": "0", "go_down": "1", "inc_gains": "6", "dec_gains": "7", "select": "8", "start": "9",
    ]

    private static let sets: [ConfigurationEntry] = [
        .init(
            "custom:application_id", .string, .session(.rws, .rw), in: .sdk18, "00000000", valid: .multiconfigurationID,
            "selects, creates or deletes the application's set"),
        .init(
            "custom:application_desc", .string, .appli(.rw, .rw), in: .sdk18, "Default application configuration",
            "name of the application's set"),
        .init(
            "custom:profile_id", .string, .session(.rws, .rw), in: .sdk18, "00000000", valid: .multiconfigurationID,
            "selects, creates or deletes the user's set"),
        .init(
            "custom:profile_desc", .string, .user(.rw, .rw), in: .sdk18, "Default profile configuration",
            "name of the user's set; hidden with a leading point"),
        .init(
            "custom:session_id", .string, .session(.rws, .rw), in: .sdk18, "00000000", valid: .multiconfigurationID,
            "selects, creates or deletes the session's set"),
        .init(
            "custom:session_desc", .string, .session(.rw, .rw), in: .sdk18, "Default session configuration",
            "name of the session's set"),
        .init(
            "rescue:rescue", .integers(2), .common(.rws), in: .two4, "0",
            "moves to free a stuck drone: 1 shake, 2 swipe, 3 overbalance, 4 snake, and 0", by: .clients),
    ]
}
