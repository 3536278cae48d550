extension ConfigurationCatalogue {
    /// The network, pic, video and leds sections.
    static let video: [ConfigurationEntry] = network + board + camera

    private static let network: [ConfigurationEntry] = [
        .init(
            "network:ssid_single_player", .string, .common(.rw), .each("ardrone_xxxxxx", "ardrone2_xxxxxx"),
            "network name after the next start"),
        .init(
            "network:ssid_multi_player", .string, .common(.rw), .each("ardrone_xxxxxx", "ardrone2_xxxxxx"), "unused"),
        .init(
            "network:wifi_mode", .int, .common(.rw), in: .sdk18, "0",
            valid: .choices([0: "access point", 1: "ad hoc", 2: "joins ssid_single_player"]), "taken at boot"),
        .init("network:wifi_rate", .int, .common(.rws), in: .two, "0", "internal"),
        .init(
            "network:owner_mac", .string, .common(.rw), "00:00:00:00:00:00", valid: .hardwareAddress,
            "only this client may talk to the drone; all zero: everybody"),
        .init(
            "network:infrastructure", .bool, .common(.rw), in: .sdk15, "TRUE", "TRUE: access point"),
        .init("network:secure", .bool, .common(.rw), in: .one, "FALSE", "unused"),
        .init("network:passkey", .string, .common(.rw), in: .one, "", "unused"),
        .init(
            "network:navdata_port", .int, .common(.rn), in: .one, "5554", valid: .integers(0...65535),
            "UDP port of navdata"),
        .init(
            "network:video_port", .int, .common(.rn), in: .one, "5555", valid: .integers(0...65535), "UDP port of video"
        ),
        .init(
            "network:at_port", .int, .common(.rn), in: .one, "5556", valid: .integers(0...65535), "UDP port of commands"
        ),
        // SDK 1.5 has 0 here.
        .init(
            "network:cmd_port", .int, .common(.rn), in: .one, "5559", valid: .integers(0...65535),
            "TCP port of this configuration"),
        .init("network:owner_ip_address", .int, .common(.rw), in: .one, "0", "address of the owner"),
        .init("network:local_ip_address", .int, .common(.rw), in: .one, "0", "address of the drone"),
        .init("network:broadcast_address", .int, .common(.rw), in: .one, "0", "address for everybody"),
    ]

    private static let board: [ConfigurationEntry] = [
        .init(
            "pic:ultrasound_freq", .int, .common(.rw), "8", valid: .choices([7: "22.22 Hz", 8: "25 Hz"]),
            "rate of the ultrasound; give neighbouring drones different ones"),
        .init("pic:ultrasound_watchdog", .int, .common(.rw), "3", "internal"),
        .init("pic:pic_version", .int, .common(.rn), "262192", "navigation board, hardware and software in one number"),
        .init(
            "leds:leds_anim", .integers(3), .common(.rws), in: .sdk18, .each("0", "0,0,0"),
            "animation id, bits of the frequency in Hz, seconds; writing starts it"),
    ]

    private static let codecs = ConfigurationRange.each(
        ardrone1: .choices([0: "none", 32: "UVLC", 64: "P264"]),
        ardrone2: .choices([
            0: "none", 128: "MPEG-4 360p in software", 129: "H.264 360p", 130: "MPEG-4 360p, records 720p",
            131: "H.264 720p", 132: "as 128, SLRS", 133: "as 129, SLRS", 134: "as 131, SLRS",
            135: "H.264, resolution follows the bitrate", 136: "MPEG-4 360p, records 360p",
        ]))

    private static let camera: [ConfigurationEntry] = [
        .init(
            "video:camif_fps", .int, unit: .picturesPerSecond, .common(.rn), .each("15", "30"), valid: .positive,
            "camera rate"),
        .init(
            "video:codec_fps", .int, unit: .picturesPerSecond, .session(.rn, .rw), in: .two, "30",
            valid: .integers(1...30),
            "rate of the live picture"),
        .init("video:camif_buffers", .int, .common(.rn), "2", "camera buffers"),
        .init("video:num_trackers", .int, .common(.rn), "12", "points the vision follows"),
        .init(
            "video:video_codec", .int, .session(.rs, .rw), in: .sdk18, .each("32", "129"), valid: codecs,
            "how video is coded"),
        .init("video:video_slices", .int, .session(.rs, .rws), in: .two, "0", "internal"),
        .init("video:video_live_socket", .int, .session(.rs, .rws), in: .two, "0", "internal"),
        .init(
            "video:video_storage_space", .int, unit: .kilobytes, .common(.rs), in: .two, "0", valid: .count,
            "memory queue for recording over the air"),
        .init(
            "video:bitrate", .int, unit: .kilobitsPerSecond, .appli(.rs, .rw), in: .sdk18, "1000", valid: .positive,
            "bitrate in manual mode; AR.Drone 1.0 counts otherwise: 20000 for UVLC, 15000 for P264"),
        .init(
            "video:max_bitrate", .int, unit: .kilobitsPerSecond, .session(.rs, .rw), in: .two, "1000",
            valid: .integers(250...20000),
            "upper limit of the bitrate; up to 4000 is sensible"),
        .init(
            "video:bitrate_ctrl_mode", .int, .appli(.rs, .rw), in: .sdk18, "0",
            valid: .choices([0: "constant, max_bitrate", 1: "dynamic, 250 to max_bitrate", 2: "manual, bitrate"]),
            "how the bitrate follows the link"),
        .init(
            "video:bitrate_storage", .int, unit: .kilobitsPerSecond, .appli(.rs, .rwn), in: .two, "4000",
            valid: .positive,
            "bitrate of the recording"),
        .init(
            "video:video_channel", .int, .session(.rws, .rw), in: .sdk18, "0",
            valid: .each(
                ardrone1: .choices([
                    0: "front", 1: "ground", 2: "front, ground small", 3: "ground, front small", 4: "next",
                ]),
                ardrone2: .choices([0: "front", 1: "ground", 4: "next"])), "camera"),
        .init(
            "video:video_on_usb", .bool, .common(.rw, .rw), in: .two, "TRUE",
            "record to the USB key when it has 100 MB free, else over the air"),
        .init(
            "video:video_file_index", .int, .common(.rw, .rw), in: .two, "1", valid: .count,
            "counter of recordings on the key"),
        .init("video:exposure_mode", .integers(4), .common(.rw), in: .two48, "0,0,0,0", "exposure", by: .dump),
        .init("video:saturation_mode", .int, .common(.rw), in: .two48, "0", "saturation", by: .dump),
        .init("video:whitebalance_mode", .integers(2), .common(.rw), in: .two48, "0,0", "white balance", by: .dump),
    ]
}
