import DroneProtocol
import JSONText

extension VideoSummary {
    /// The port that it came from.
    private var port: UInt16 {
        switch carrier {
        case .connection(let port): port.rawValue
        case .datagrams: DronePort.video.rawValue
        }
    }

    /// The members of the inspection's JSON.
    var jsonValue: JSONValue {
        .object([
            ("port", .integer(port)),
            ("transport", .text(carrier == .datagrams ? "udp" : "tcp")),
            ("frames", .integer(frames)),
            ("key_frames", .integer(keyFrames)),
            ("codecs", codecs.object { $0 }),
            ("sizes", sizes.object { $0 }),
            ("bytes", .integer(bytes)),
            ("min_frame_bytes", .integer(smallest)),
            ("mean_frame_bytes", .number(meanSize, decimals: 1)),
            ("max_frame_bytes", .integer(largest)),
            ("first_number", .integer(firstNumber)),
            ("last_number", .integer(lastNumber)),
            ("missing", .integer(missing)),
            ("gaps", .integer(gaps)),
            ("damages", .integer(damages)),
            ("skipped_bytes", .integer(skippedBytes)),
            ("refused", .integer(refused)),
            ("announcements", .integer(announcements)),
            ("beginnings", .integer(beginnings)),
            ("stream_changes", .integer(streamChanges)),
            ("first_s", .seconds(first)),
            ("last_s", .seconds(last)),
            ("rate_hz", .number(rate, decimals: 3)),
            ("drone_rate_hz", .number(droneRate, decimals: 3)),
            ("bits_per_s", .number(bitRate, decimals: 0)),
            ("longest_gap_s", .seconds(longestGap)),
            ("longest_gap_start_s", .seconds(longestGapStart)),
        ])
    }

    /// The lines of the inspection's page.
    func add(to page: inout TextPage) {
        switch carrier {
        case .connection(.videoRecord): page.heading("Video record stream, TCP 5553")
        case .connection: page.heading("Video, TCP \(port)")
        case .datagrams: page.heading("Video, UDP \(port)")
        }
        page.row("frames", count: frames)
        page.row("  key frames", count: keyFrames)
        page.row("missing by number", count: missing)
        page.row("  in gaps", count: gaps)
        page.row("damaged places", count: damages)
        if carrier == .datagrams {
            page.row("datagrams that begin none", count: refused)
        } else {
            page.row("bytes of no frame", count: skippedBytes, "bytes")
        }
        page.row("codec", words: FlightInspection.list(codecs) { $0 })
        page.row("size", words: FlightInspection.list(sizes) { $0 })
        page.row("changes of codec or size", count: streamChanges)
        page.row("frame, smallest", count: smallest, "bytes")
        page.row("frame, mean", FlightInspection.number(meanSize, 0), "bytes")
        page.row("frame, largest", count: largest, "bytes")
        page.row("numbers", words: firstNumber.flatMap { first in lastNumber.map { "\(first) to \($0)" } })
        if carrier != .datagrams { page.row("rate by the drone's clock", FlightInspection.number(droneRate, 1), "Hz") }
        page.row("rate of arrival", FlightInspection.number(rate, 1), "Hz")
        page.row("bit rate", FlightInspection.number(bitRate.map { $0 / 1000 }, 0), "kbit/s")
        page.row("longest gap", TextPage.seconds(longestGap), "s")
        page.row("  began at", TextPage.seconds(longestGapStart), "s")
    }
}
