import DroneModel
import DroneProtocol
import JSONText

/// The decoded events of a recording as JSON lines, and what the drone measured, once a while: the same recording gives
/// the same bytes every time.
///
///     {"t_s":12.345678,"kind":"event","severity":"notice","text":"hovering"}
///     {"t_s":13,"kind":"state","state":"hovering","flying":true,…}
///     {"kind":"end","duration_s":…}
public struct FlightListing {
    private let cursor: FlightCursor
    private let every: Duration?
    private var nextState: Duration = .zero
    private var clocks = FlightClocks()

    /// A listing of a recording.
    ///
    /// - Parameter every: The recording's time between two lines with measurements; nil for none.
    public init(_ source: RecordingSource, every: Duration? = .seconds(1)) throws(RecordingError) {
        cursor = try FlightCursor(source)
        self.every = every.map { max($0, .milliseconds(1)) }
    }

    /// Plays the recording and hands out its lines, until nobody wants more.
    public mutating func write(_ line: (String) -> Bool) {
        while let time = cursor.nextTime() {
            if let every, time >= nextState {
                // What was, before this item; a silence is one line.
                if cursor.time > .zero, !line(stateLine(at: cursor.time)) { return }
                nextState = every * (Int(time / every) + 1)
            }
            guard let step = cursor.next() else { break }
            for event in step.events {
                guard line(Self.line(event.time, "event", event.severity, event.text)) else { return }
            }
            if case .event(let content) = step.item.content, let event = content.asDroneEvent,
                !line(Self.line(step.item.time, "recorded", event.severity, event.text))
            {
                return
            }
            note(step)
        }
        _ = line(endLine)
    }

    private mutating func note(_ step: FlightCursor.Step) {
        if let reading = cursor.playback.droneTime, reading.time == step.item.time {
            clocks.note(droneTime: reading.value, arrivedAt: reading.time)
        }
        guard case .frames(let frames)? = step.video else { return }
        for case .frame(let frame) in frames { clocks.note(frame) }
    }

    private static func seconds(_ time: Duration) -> JSONValue { .number(time / .seconds(1), decimals: 6) }

    private static func line(
        _ time: Duration, _ kind: String, _ severity: DroneEvent.Severity, _ text: String
    ) -> String {
        JSONValue.object([
            ("t_s", seconds(time)), ("kind", .text(kind)), ("severity", .text(severity.word)), ("text", .text(text)),
        ]).line
    }

    /// What was measured: SI units, null where unknown or too old.
    private func stateLine(at now: Duration) -> String {
        let snapshot = cursor.snapshot
        let telemetry = snapshot.telemetry
        func number(_ value: Double?, _ decimals: Int = 3) -> JSONValue { .number(value, decimals: decimals) }
        let attitude = telemetry.attitude.current(at: now)
        let velocity = telemetry.velocity.current(at: now)
        let motors = telemetry.motors.current(at: now)?.all.map { JSONValue.integer($0) }
        return JSONValue.object([
            ("t_s", Self.seconds(now)),
            ("kind", .text("state")),
            ("state", .text(telemetry.state.current(at: now).map { "\($0)" })),
            ("flying", .flag(telemetry.isFlying(at: now))),
            ("battery_percent", .integer(telemetry.batteryPercent.current(at: now))),
            ("battery_v", number(telemetry.batteryVoltage.current(at: now))),
            ("altitude_m", number(telemetry.altitude.current(at: now))),
            ("pitch_deg", number(attitude?.pitch.degrees)),
            ("roll_deg", number(attitude?.roll.degrees)),
            ("yaw_deg", number(attitude?.yaw.degrees)),
            ("forward_speed_m_s", number(velocity?.forward)),
            ("right_speed_m_s", number(velocity?.right)),
            ("motors_pwm", motors.map { .list($0) } ?? .null),
            ("link", .text("\(snapshot.link.phase)")),
            ("navdata", .integer(snapshot.link.counters.navdataValid)),
            ("video_frames", .integer(snapshot.video?.frames)),
        ]).line
    }

    private var endLine: String {
        let snapshot = cursor.snapshot
        let counters = snapshot.link.counters
        let reader = cursor.reader
        func clock(_ alignment: ClockAlignment?) -> JSONValue {
            guard let alignment else { return .null }
            return .object([
                ("offset_s", .number(alignment.offset, decimals: 6)),
                ("offset_error_s", .number(alignment.offsetError, decimals: 6)),
                ("drift_ppm", .number(alignment.drift, decimals: 2)),
                ("drift_error_ppm", .number(alignment.driftError, decimals: 2)),
                ("residual_s", .number(alignment.residual, decimals: 6)),
                ("restarts", .integer(alignment.restarts)),
            ])
        }
        return JSONValue.object([
            ("kind", .text("end")),
            ("duration_s", Self.seconds(cursor.time)),
            ("simulated", .flag(cursor.playback.isSimulated)),
            ("model", .text(snapshot.identity.generation.map { "\($0)" })),
            ("firmware", .text(snapshot.identity.firmware.map { "\($0)" })),
            ("capture", .text(reader.end.map { "\($0)" })),
            ("packets", .integer(reader.statistics.datagrams + reader.statistics.segments)),
            ("times_reversed", .integer(reader.reversedTimes)),
            ("event_lines_skipped", .integer(reader.problems.count)),
            ("navdata_valid", .integer(counters.navdataValid)),
            ("navdata_missing", .integer(counters.navdataMissing)),
            ("navdata_duplicate", .integer(counters.navdataDuplicates)),
            ("navdata_late", .integer(counters.navdataLate)),
            ("navdata_refused", .integer(counters.navdataRefused)),
            ("navdata_restarts", .integer(counters.navdataRestarts)),
            ("command_datagrams", .integer(counters.atDatagrams)),
            ("link_losses", .integer(counters.losses)),
            ("video_frames", .integer(snapshot.video?.frames)),
            ("video_frames_missing", .integer(snapshot.video?.missingFrames)),
            ("drone_clock", clock(clocks.drone)),
            ("camera_clock", clock(clocks.video)),
        ]).line
    }
}
