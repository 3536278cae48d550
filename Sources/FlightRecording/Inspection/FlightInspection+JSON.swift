import DroneModel
import DroneProtocol
import JSONText

extension FlightInspection {
    /// The inspection as one JSON object, the same text for the same file, without a line break at its end.
    ///
    /// Keys name their unit (`_s`, `_hz`, `_mm`, `_percent`, `_bytes`). What the file does not hold is null.
    public var json: String { jsonValue.rendered() }

    /// The same before it is text.
    var jsonValue: JSONValue {
        .object([
            ("file", .text(name)),
            ("kind", .text(kind)),
            ("simulated", .flag(recording?.manifest?.simulated)),
            ("recording", recording?.jsonValue ?? .null),
            ("capture", captureValue),
            ("drone", droneValue),
            ("navdata", navdataValue),
            ("at", commandsValue),
            ("battery", batteryValue),
            (
                "altitude",
                .object([("min_mm", .integer(altitude?.lowest)), ("max_mm", .integer(altitude?.highest))])
            ),
            (
                "hover_pwm",
                .object([
                    ("mean", .number(hoverPWM?.mean, decimals: 2)), ("packets", .integer(hoverPWM?.packets)),
                ])
            ),
            ("take_offs", hasFlightBit ? .integer(takeOffs) : .null),
            ("flights", .list(flights.map(Self.value))),
            ("states", .list(states.map { .object([("t_s", .seconds($0.time)), ("state", .text("\($0.state)"))]) })),
            ("states_omitted", .integer(omittedStates)),
            ("streams", .list(streams.map(Self.value))),
            ("video", .list(video.map(\.jsonValue))),
            ("other_datagrams", otherDatagrams.object { "\($0)" }),
            ("bytes_behind_checksum", .integer(bytesBehindChecksum)),
            ("options", optionsValue),
        ])
    }

    private var bytesBehindChecksum: Int? {
        if case .datagram(_, let count) = source { count } else { nil }
    }

    /// What kind of file it is, in words.
    var kind: String {
        switch source {
        case .capture: "capture"
        case .datagram: "navdata datagram"
        case .video: "video stream"
        }
    }

    /// Whether the file is a capture, and not one datagram.
    var isCapture: Bool { if case .capture = source { true } else { false } }

    /// Whether any packet told whether the drone flies.
    private var hasFlightBit: Bool { navdata.valid > 0 }

    private var captureValue: JSONValue {
        guard case .capture(let statistics, let end) = source else { return .null }
        let damage: (frames: Int, reason: String)? =
            if case .damaged(let frames, let reason)? = end { (frames, reason) } else { nil }
        let omissions = statistics.omissions.sorted { $0.key.rawValue < $1.key.rawValue }
        return .object([
            ("link", .text("\(statistics.linkType)")),
            ("complete", .literal(end == .complete ? "true" : "false")),
            ("damaged_after_frames", .integer(damage?.frames)),
            ("damage", .text(damage?.reason)),
            ("start_unix_s", .number(statistics.firstTime?.seconds, decimals: 6)),
            ("duration_s", .seconds(statistics.duration)),
            ("frames", .integer(statistics.frames)),
            ("frame_bytes", .integer(statistics.bytes)),
            ("datagrams", .integer(statistics.datagrams)),
            ("tcp_segments", .integer(statistics.segments)),
            ("malformed_frames", .integer(statistics.malformedFrames)),
            ("radio_retries", .integer(statistics.radioRetries)),
            ("frames_without_packet", .object(omissions.map { ($0.key.rawValue, .integer($0.value)) })),
            (
                "quoted_in_icmp_by_port",
                .object(statistics.icmpQuotedPorts.sorted { $0.key < $1.key }.map { ("\($0.key)", .integer($0.value)) })
            ),
        ])
    }

    private var droneValue: JSONValue {
        .object([
            ("generation", .text(drone.generation?.description)),
            ("firmware", .text(drone.firmware?.description)),
            ("option_layout", .text(drone.layoutName)),
            ("control_states", .text(drone.numbering.map { $0 == .shifted ? "shifted" : "header" })),
            ("control_states_known_by", .text(drone.numberingBasis?.name)),
        ])
    }

    private var navdataValue: JSONValue {
        let unknown = navdata.unknownTags.sorted { $0.key < $1.key }
        return .object([
            ("valid", .integer(navdata.valid)),
            ("duplicates", .integer(navdata.duplicates)),
            ("distinct", .integer(navdata.distinct)),
            ("refused", .integer(navdata.refused.total)),
            ("refused_by_reason", navdata.refused.object { $0 }),
            ("late", .integer(navdata.late)),
            ("missing", .integer(navdata.missing)),
            ("restarts", .integer(navdata.restarts)),
            ("first_sequence", .integer(navdata.sequence?.first)),
            ("last_sequence", .integer(navdata.sequence?.last)),
            ("first_sequence_of_all", .integer(navdata.sequenceOfAll?.first)),
            ("last_sequence_of_all", .integer(navdata.sequenceOfAll?.last)),
            ("rate_hz", .number(navdata.rate, decimals: 3)),
            ("arrival_rate_hz", .number(navdata.arrivalRate, decimals: 3)),
            ("longest_gap_s", .seconds(navdata.longestGap)),
            ("longest_gap_start_s", .seconds(navdata.longestGapStart)),
            ("status_only", .integer(navdata.statusOnly)),
            ("second_header", .integer(navdata.secondHeader)),
            ("wake_ups", .integer(navdata.wakeUps)),
            ("quoted_in_icmp", .integer(navdata.quotedInICMP)),
            (
                "options",
                .list(
                    navdata.sortedOptions.map { option, count in
                        .object([
                            ("tag", .integer(option.tag)), ("name", .text(option.name)),
                            ("size_bytes", .integer(option.size)), ("packets", .integer(count)),
                        ])
                    })
            ),
            ("unknown_tags", .object(unknown.map { ("\($0.key)", .integer($0.value)) })),
            ("senders", navdata.senders.object { $0 }),
        ])
    }

    private var commandsValue: JSONValue {
        .object([
            ("datagrams", .integer(commands.datagrams)),
            ("repeated_datagrams", .integer(commands.repeatedDatagrams)),
            ("commands", .integer(commands.commands)),
            ("commands_by_name", commands.names.object { $0 }),
            ("refused", .integer(commands.refused.total)),
            ("refused_by_reason", commands.refused.object { $0 }),
            ("rate_hz", .number(commands.rate, decimals: 3)),
            ("gap_p50_s", .number(commands.medianGap, decimals: 6)),
            ("gap_p99_s", .number(commands.gap99, decimals: 6)),
            ("gap_max_s", .seconds(commands.longestGap)),
            ("ref_values", commands.refValues.object { "\($0)" }),
            ("config_writes", commands.configKeys.object { $0 }),
            ("restarts", .integer(commands.restarts)),
        ])
    }

    private var batteryValue: JSONValue {
        .object([
            ("first_percent", .integer(battery?.first)),
            ("last_percent", .integer(battery?.last)),
            ("min_percent", .integer(battery?.lowest)),
            ("max_percent", .integer(battery?.highest)),
            ("low_since_s", .seconds(battery?.lowSince)),
            ("low_at_percent", .integer(battery?.lowAt)),
        ])
    }

    private static func value(of flight: FlightSummary) -> JSONValue {
        .object([
            ("take_off_command_s", .seconds(flight.takeOffCommand)),
            ("airborne_s", .seconds(flight.airborne)),
            ("began_in_file", .literal(flight.wasSeenTakingOff ? "true" : "false")),
            ("command_to_flight_s", .seconds(flight.commandToFlight?.duration)),
            ("command_to_flight_uncertainty_s", .seconds(flight.commandToFlight?.uncertainty)),
            ("hovering_s", .seconds(flight.hovering)),
            ("flight_to_hover_s", .seconds(flight.flightToHover?.duration)),
            ("flight_to_hover_uncertainty_s", .seconds(flight.flightToHover?.uncertainty)),
            ("land_command_s", .seconds(flight.landCommand)),
            ("landed_s", .seconds(flight.landed)),
            ("command_to_ground_s", .seconds(flight.commandToGround?.duration)),
            ("command_to_ground_uncertainty_s", .seconds(flight.commandToGround?.uncertainty)),
            ("hover_pwm", .number(flight.hoverPWM?.mean, decimals: 2)),
        ])
    }

    private static func value(of stream: StreamSummary) -> JSONValue {
        .object([
            ("port", .integer(stream.port)),
            ("streams", .integer(stream.streams)),
            ("from_port_bytes", .integer(stream.bytesFromPort)),
            ("to_port_bytes", .integer(stream.bytesToPort)),
            ("missing_bytes", .integer(stream.missingBytes)),
        ])
    }

    private var optionsValue: JSONValue {
        guard case .datagram(let options, _) = source else { return .null }
        return .list(
            options.map { option in
                .object([
                    ("tag", .integer(option.tag)), ("name", .text(option.name)),
                    ("size_bytes", .integer(option.size)),
                    ("fields", .list(option.fields.map(Self.value))),
                    ("rest", .list(option.rest.map { .integer($0) })),
                ])
            })
    }

    private static func value(of field: NavdataField) -> JSONValue {
        let values = field.values.map(\.jsonValue)
        return .object([
            ("name", .text(field.name)), ("unit", .text(field.unit)),
            ("value", field.values.count == 1 ? values.first ?? .null : .list(values)),
        ])
    }
}

extension JSONValue {
    /// A time in seconds to the microsecond, or null.
    static func seconds(_ duration: Duration?) -> JSONValue { .number(duration?.seconds, decimals: 6) }
}

extension Tally where Key: Comparable {
    /// One member per key, ascending; keys beyond the capacity together as `(others)`.
    func object(_ name: (Key) -> String) -> JSONValue {
        let members = ascending.map { (key: name($0.key), value: JSONValue.integer($0.count)) }
        return .object(others == 0 ? members : members + [("(others)", .integer(others))])
    }
}

extension NavdataNumber {
    /// The number, or null where JSON has none for it.
    fileprivate var jsonValue: JSONValue {
        switch self {
        case .integer(let value): .integer(value)
        case .single(let value): value.isFinite ? .literal(description) : .null
        case .double(let value): value.isFinite ? .literal(description) : .null
        }
    }
}
