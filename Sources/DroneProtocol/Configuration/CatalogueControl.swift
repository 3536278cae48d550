extension ConfigurationCatalogue {
    /// The control section: calibration, limits, modes.
    static let control: [ConfigurationEntry] = calibration + limits + flight

    /// 0 to 0.52 rad, 30 degrees.
    private static let tilt = ConfigurationRange.numbers(0...0.52)
    private static let climb = ConfigurationRange.numbers(200...2000)
    private static let turn = ConfigurationRange.numbers(0.7...6.11)

    // The gains of the gyroscopes are factory values: those of one dump of each airframe stand here.
    private static let calibration: [ConfigurationEntry] = [
        .init(
            "control:accs_offset", .vector(3), .common(.rn), "{ -2.0480000e+03 2.0480000e+03 2.0480000e+03 }",
            "accelerometer zero"),
        .init(
            "control:accs_gains", .vector(9), .common(.rn),
            .matrix(
                "1.0000000e+00 0.0000000e+00 0.0000000e+00", "0.0000000e+00 -1.0000000e+00 0.0000000e+00",
                "0.0000000e+00 0.0000000e+00 -1.0000000e+00"),
            "accelerometer gains, a 3×3 matrix row by row"),
        .init(
            "control:gyros_offset", .vector(3), .common(.rn), "{ 1.6625000e+03 1.6625000e+03 1.6625000e+03 }",
            "gyroscope zero"),
        .init(
            "control:gyros_gains", .vector(3), unit: .radiansPerSecondPerStep, .common(.rn),
            .each("{ 6.9980328e-03 -7.0105256e-03 -3.7592391e-03 }", "{ 1.0686162e-03 -1.0660707e-03 -1.0776335e-03 }"),
            "gyroscope gains"),
        .init(
            "control:gyros110_offset", .vector(2), .common(.rn), "{ 1.6625000e+03 1.6625000e+03 }",
            "fine gyroscope zero"),
        .init(
            "control:gyros110_gains", .vector(2), unit: .radiansPerSecondPerStep, .common(.rn),
            .each("{ 1.5487089e-03 -1.5530029e-03 }", "{ 1.5271631e-03 -1.5271631e-03 }"), "fine gyroscope gains"),
        .init(
            "control:magneto_offset", .vector(3), unit: .milligauss, .common(.r), in: .two,
            "{ 0.0000000e+00 0.0000000e+00 0.0000000e+00 }", "magnetometer zero"),
        .init(
            "control:magneto_radius", .float, unit: .milligauss, .common(.r), in: .two, "0.0000000e+00",
            "magnetometer radius"),
        .init("control:gyro_offset_thr_x", .float, .common(.rn), "4.0000000e+00", "motion threshold, x"),
        .init("control:gyro_offset_thr_y", .float, .common(.rn), "4.0000000e+00", "motion threshold, y"),
        .init("control:gyro_offset_thr_z", .float, .common(.rn), "5.0000000e-01", "motion threshold, z"),
        .init("control:pwm_ref_gyros", .int, .common(.rn), "500", "factory"),
        .init("control:osctun_value", .int, .common(.rn), in: .two, "0", "factory"),
        .init("control:osctun_test", .bool, .common(.rn), in: .two, "FALSE", "factory"),
        .init("control:shield_enable", .int, .common(.rw), in: .one, "1", "obsolete"),
        .init("control:brushless", .bool, .common(.rw), in: .one, "TRUE", "factory"),
    ]

    private static let limits: [ConfigurationEntry] = [
        .init(
            "control:euler_angle_max", .float, unit: .radians, .user(.rw, .rw), "2.0943952e-01", valid: tilt,
            "tilt for a full roll or pitch command; also stored for the mode, indoor or outdoor, that is active"),
        .init(
            "control:altitude_max", .int, unit: .millimetres, .common(.rw), "3000",
            valid: .each(ardrone1: .integers(500...5000, also: [10000]), ardrone2: .count),
            "highest flight; no limit: 10000 on AR.Drone 1.0, 100000 on 2.0"),
        .init(
            "control:altitude_min", .int, unit: .millimetres, .common(.rw), "50", valid: .count,
            "lowest flight, leave alone"),
        .init(
            "control:control_iphone_tilt", .float, unit: .radians, .user(.rw, .rw), "3.4906584e-01",
            "tilt of the phone for a full command, used by clients"),
        .init(
            "control:control_vz_max", .float, unit: .millimetresPerSecond, .user(.rw, .rw), "7.0000000e+02",
            valid: climb,
            "climb for a full gaz command"),
        .init(
            "control:control_yaw", .float, unit: .radiansPerSecond, .user(.rw, .rw), "1.7453293e+00", valid: turn,
            "turn for a full yaw command"),
        .init(
            "control:indoor_euler_angle_max", .float, unit: .radians, .user(.rw, .rw), "2.0943952e-01", valid: tilt,
            "tilt limit while outdoor is FALSE"),
        .init(
            "control:indoor_control_vz_max", .float, unit: .millimetresPerSecond, .user(.rw, .rw), "7.0000000e+02",
            valid: climb,
            "climb limit while outdoor is FALSE"),
        .init(
            "control:indoor_control_yaw", .float, unit: .radiansPerSecond, .user(.rw, .rw), "1.7453293e+00",
            valid: turn,
            "turn limit while outdoor is FALSE"),
        .init(
            "control:outdoor_euler_angle_max", .float, unit: .radians, .user(.rw, .rw), "3.4906584e-01", valid: tilt,
            "tilt limit while outdoor is TRUE"),
        .init(
            "control:outdoor_control_vz_max", .float, unit: .millimetresPerSecond, .user(.rw, .rw), "1.0000000e+03",
            valid: climb,
            "climb limit while outdoor is TRUE"),
        .init(
            "control:outdoor_control_yaw", .float, unit: .radiansPerSecond, .user(.rw, .rw), "3.4906585e+00",
            valid: turn,
            "turn limit while outdoor is TRUE"),
        .init(
            "control:control_trim_z", .float, unit: .radiansPerSecond, .common(.rw), in: .one, "0.0000000e+00",
            "manual yaw trim"),
    ]

    private static let flight: [ConfigurationEntry] = [
        // A bit mask; clients write 0, 1, 2, 3 and 5.
        .init(
            "control:control_level", .int, .appli(.rw, .rw), "0", valid: .integers(0...7),
            "mask: 2 permits combined yaw; early 1.x: 0 beginner, 1 ace, 2 max"),
        .init(
            "control:outdoor", .bool, .common(.rw), "FALSE",
            "TRUE: the outdoor limits and wind estimation; drifts indoors"),
        .init(
            "control:flight_without_shell", .bool, .common(.rw), "FALSE",
            "TRUE: outdoor hull; changes the controller's gains"),
        .init("control:autonomous_flight", .bool, .common(.rw), "FALSE", "deprecated, leave FALSE"),
        .init("control:manual_trim", .bool, .user(.rw, .rw), "FALSE", "use the values of AT*MTRIM"),
        .init(
            "control:flying_mode", .int, .session(.rws, .rw), in: .sdk18, "0",
            valid: .choices([0: "manual", 1: "hover over roundel", 2: "hover over oriented roundel"]),
            "who steers; 1 and 2 need the detection to match"),
        .init(
            "control:hovering_range", .int, unit: .millimetres, .session(.rws, .rw), in: .two, "1000", valid: .count,
            "how far the drone strays from the roundel in flying modes 1 and 2"),
        .init(
            "control:flight_anim", .integers(2), .common(.rws), in: .sdk18, .each("0", "0,0"),
            "animation id, milliseconds; writing starts it"),
        .init(
            "control:flying_camera_enable", .bool, .session(.rw, .rw), in: .two4, "FALSE",
            "starts and stops an automatic flight",
            by: .clients),
        .init(
            "control:flying_camera_mode", .integers(10), .session(.rw, .rw), in: .two4, "0",
            "mode, 0, latitude and longitude in 1e-7 deg, altitude in mm, three speeds, heading in 0.01 deg, 0",
            by: .clients),
    ]
}
