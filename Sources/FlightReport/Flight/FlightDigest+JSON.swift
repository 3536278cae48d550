import DroneModel
import FlightRecording
public import JSONText

extension FlightDigest {
    /// The digest without its curves, for programs; what is unknown is null.
    public var json: JSONValue {
        .object([
            ("recording", .text(provenance.name)), ("file", .text(provenance.file)),
            ("sha256", .text(provenance.sha256)), ("program", .text(provenance.reporter)),
            ("start_utc", .text(provenance.start.map(ReportNumber.utc))),
            ("simulated", simulated), ("seed", .text(provenance.seed.map(String.init))),
            ("model", .text(drone.model)), ("firmware", .text(drone.firmware)), ("hull", .text(drone.hull)),
            ("duration_s", .number(duration, decimals: 3)),
            ("flights", .list(flights.map(json))),
            ("max_height_m", .number(flights.compactMap(\.maximumHeight).max(), decimals: 3)),
            (
                "distance_m",
                distance.map {
                    .object([
                        ("estimate", .number($0.length, decimals: 1)), ("low", .number($0.low, decimals: 1)),
                        ("high", .number($0.high, decimals: 1)), ("unseen_s", .number($0.unseen, decimals: 1)),
                    ])
                } ?? .null
            ),
            (
                "battery",
                .object([
                    ("first_percent", .integer(battery.firstPercent)), ("last_percent", .integer(battery.lastPercent)),
                    ("lowest_percent", .integer(battery.lowestPercent)),
                    ("first_v", .number(battery.firstVolts, decimals: 3)),
                    ("last_v", .number(battery.lastVolts, decimals: 3)),
                ])
            ),
            (
                "payloads",
                .list(
                    payloads.map {
                        .object([
                            ("t_s", .number($0.time, decimals: 3)),
                            ("mass_g", .number($0.payload.mass * 1000, decimals: 1)),
                        ])
                    })
            ),
            (
                "states",
                .list(
                    timeInStates.map {
                        .object([("state", .text($0.name)), ("seconds", .number($0.seconds, decimals: 3))])
                    })
            ),
            ("checks", .list(checks.map(Self.json))),
            ("track_uncertainty_m", .number(track.finalUncertainty, decimals: 2)),
            ("phones", .list(phones.map(Self.json))),
            ("events", .integer(events.count + omittedEvents)),
        ])
    }

    private static func json(_ phone: PhoneFacts) -> JSONValue {
        .object([
            ("name", .text(phone.name)), ("sources", .list(phone.sources.map { .text($0) })),
            ("fixes_received", .integer(phone.received)), ("fixes_expected", .integer(phone.expected)),
            ("usual_interval_s", .number(phone.usualInterval, decimals: 3)),
            ("longest_gap_s", .number(phone.longestGap?.length, decimals: 3)),
            ("median_latency_s", .number(phone.medianLatency, decimals: 3)),
            ("scatter_95_m", .number(phone.scatter?.radius, decimals: 2)),
            ("pictures", .integer(phone.pictures.count + phone.omittedPictures)),
        ])
    }

    private var simulated: JSONValue {
        switch reality {
        case .real: .flag(false)
        case .simulated: .flag(true)
        case .unknown: .null
        }
    }

    private func json(_ flight: FlightLeg) -> JSONValue {
        .object([
            ("start_s", .number(flight.start, decimals: 3)), ("end_s", .number(flight.end, decimals: 3)),
            ("air_s", .number(flight.airTime, decimals: 3)),
            ("max_height_m", .number(flight.maximumHeight, decimals: 3)),
            ("start_percent", .integer(flight.startPercent)), ("end_percent", .integer(flight.endPercent)),
            ("payloads_g", .list(payloads(of: flight).map { .number($0.mass * 1000, decimals: 1) })),
        ])
    }

    private static func json(_ check: FlightCheck) -> JSONValue {
        .object([
            ("id", .text(check.id)), ("verdict", .text(check.verdict.rawValue)),
            ("value", .number(check.number, decimals: 4)), ("unit", .text(check.unit)),
            ("warn", .number(check.warnLimit, decimals: 4)), ("fail", .number(check.failLimit, decimals: 4)),
            ("finding", .text(check.finding)), ("source", .text(check.source)), ("advice", .text(check.advice)),
        ])
    }
}
