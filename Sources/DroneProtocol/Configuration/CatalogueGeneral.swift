extension ConfigurationCatalogue {
    /// The general section.
    static let general: [ConfigurationEntry] =
        [
            .init("general:num_version_config", .int, .common(.rn), "1", "version of the configuration file"),
            // Both defaults as in dumps: 1.1 and 2.2 in nibbles.
            .init(
                "general:num_version_mb", .int, .common(.rn), .each("17", "34"), "mainboard revision, nibbles high.low"),
            .init("general:num_version_soft", .string, .common(.rn), .each("1.7.4", "2.4.8"), "firmware version"),
            .init("general:drone_serial", .string, .common(.rn), in: .two, "", "serial number"),
            .init("general:soft_build_date", .string, .common(.rn), "", "firmware build date"),
        ] + motors + [
            .init("general:ardrone_name", .string, .common(.rw), "My ARDrone", "display name, not the network's"),
            .init(
                "general:flying_time", .int, unit: .seconds, .common(.r), "0", valid: .count, "total time in the air"),
            .init(
                "general:navdata_demo", .bool, .common(.rw), "FALSE",
                "TRUE: about 15 reduced packets a second; FALSE: about 200 full ones; ends the bootstrap mode"
            ),
            .init(
                "general:navdata_options", .int, .appli(.rws, .rws), in: .sdk18, "65537",
                "bit n asks for option tag n while in demo mode"),
            .init(
                "general:com_watchdog", .int, unit: .seconds, .common(.rw), "2", valid: .count,
                "silence after which the drone takes its pilot for lost"),
            .init("general:video_enable", .bool, .common(.rw), "TRUE", "reserved, leave TRUE"),
            .init("general:vision_enable", .bool, .common(.rw), "TRUE", "reserved, leave TRUE"),
            .init(
                "general:vbat_min", .int, unit: .millivolts, .common(.rn), "9000", valid: .count,
                "the drone lands itself below this"),
            .init(
                "general:localtime", .int, unit: .seconds, .common(.rw), in: .two33, "0", valid: .count,
                "time since 1970, set by the client", by: .dump),
            .init("general:timezone", .string, .common(.rw), in: .two48, "+0000", "time zone", by: .dump),
            .init("general:localtime_zone", .string, .common(.rw), in: .two48, "+0000", "time zone", by: .dump),
            .init("general:gps_soft", .string, .common(.rn), in: .two4, "0.0", "Flight Recorder software"),
            .init("general:gps_hard", .string, .common(.rn), in: .two4, "0.0", "Flight Recorder hardware"),
            .init(
                "general:gps_soft_update", .string, .common(.rw), in: .two48, "4.1.2-P6", "Flight Recorder update",
                by: .dump),
            .init(
                "general:battery_type", .int, .common(.rw), in: .two4, "0",
                valid: .choices([0: "1000 mAh", 1: "1500 mAh"]),
                "battery"),
        ]

    private static let motors: [ConfigurationEntry] = (1...4).flatMap { number -> [ConfigurationEntry] in
        [
            .init(
                "general:motor\(number)_soft", .string, .common(.rn), "0.0", "firmware of motor controller \(number)"),
            .init(
                "general:motor\(number)_hard", .string, .common(.rn), "0.0", "hardware of motor controller \(number)"),
            .init("general:motor\(number)_supplier", .string, .common(.rn), "0.0", "supplier of motor \(number)"),
        ]
    }
}
