import DroneModel
import Foundation
import JSONText

/// One line of telemetry, for `stork watch`: from the same snapshot as the cockpit.
struct TelemetryRow {
    let snapshot: DroneSnapshot
    let time: Duration
    let now: Duration

    /// The snapshot at `now`, on a time axis that begins at `start`.
    init(_ snapshot: DroneSnapshot, since start: Duration, at now: Duration) {
        self.snapshot = snapshot
        self.now = now
        time = now - start
    }

    /// One JSON object: SI units, the unit in the key, null where unknown.
    var json: String {
        let telemetry = snapshot.telemetry
        let attitude = telemetry.attitude.current(at: now)
        let velocity = telemetry.velocity.current(at: now)
        let position = telemetry.position.current(at: now)
        let motors = telemetry.motors.current(at: now)?.all.map { JSONValue.integer($0) }
        let status = telemetry.status.current(at: now)?.setNames.map { JSONValue.text($0) }
        let counters = snapshot.link.counters
        func number(_ value: Double?, _ decimals: Int = 3) -> JSONValue { .number(value, decimals: decimals) }
        return JSONValue.object(
            [
                ("t_s", number(time / .seconds(1))),
                ("simulated", .flag(snapshot.identity.reality == .simulated)),
                ("model", .text(snapshot.identity.generation.map { "\($0)" })),
                ("firmware", .text(snapshot.identity.firmware.map { "\($0)" })),
                ("state", .text(telemetry.state.current(at: now).map { "\($0)" })),
                ("flying", .flag(telemetry.isFlying(at: now))),
                ("battery_percent", .integer(telemetry.batteryPercent.current(at: now))),
                ("battery_v", number(telemetry.batteryVoltage.current(at: now))),
                ("altitude_m", number(telemetry.altitude.current(at: now))),
                ("altitude_ultrasound_m", number(telemetry.ultrasoundAltitude.current(at: now))),
                ("altitude_barometer_m", number(telemetry.barometricAltitude.current(at: now))),
                ("vertical_speed_m_s", number(telemetry.verticalSpeed.current(at: now))),
                ("pitch_deg", number(attitude?.pitch.degrees)),
                ("roll_deg", number(attitude?.roll.degrees)),
                ("yaw_deg", number(attitude?.yaw.degrees)),
                ("heading_deg", number(telemetry.heading.current(at: now)?.degrees, 1)),
                ("forward_speed_m_s", number(velocity?.forward)),
                ("right_speed_m_s", number(velocity?.right)),
                ("motors_pwm", motors.map { .list($0) } ?? .null),
                ("wifi_quality", number(telemetry.wifiQuality.current(at: now))),
                ("pressure_pa", number(telemetry.pressure.current(at: now), 0)),
                ("temperature_c", number(telemetry.temperature.current(at: now), 1)),
                ("latitude_deg", number(position?.latitude, 6)),
                ("longitude_deg", number(position?.longitude, 6)),
                ("status", status.map { .list($0) } ?? .null),
                ("navdata_hz", number(snapshot.link.navdataRate, 1)),
                ("navdata_missing", .integer(counters.navdataMissing)),
                ("navdata_refused", .integer(counters.navdataRefused)),
            ] + video
        ).line
    }

    /// How the video fares; all null where none is asked for.
    private var video: [(String, JSONValue)] {
        let video = snapshot.video
        let pictures = video?.pictures
        func seconds(_ time: Duration?) -> JSONValue { .number(time.map { $0 / .seconds(1) }, decimals: 4) }
        return [
            ("video_phase", .text(video.map { "\($0.phase)" })),
            ("video_age_s", seconds(video?.age(at: now))),
            ("video_hz", .number(video?.framesPerSecond, decimals: 1)),
            ("video_bytes_s", .number(video?.bytesPerSecond, decimals: 0)),
            ("video_frames", .integer(video?.frames)),
            ("video_missing", .integer(video?.missingFrames)),
            ("video_damages", .integer(video?.damages)),
            ("video_reconnects", .integer(video?.reconnects)),
            ("video_decoded", .integer(pictures?.decoded)),
            ("video_decoded_damaged", .integer(pictures?.damaged)),
            ("video_errors", .integer(pictures?.errors)),
            ("video_overtaken", .integer(pictures?.overtaken)),
            ("video_decode_s", seconds(pictures?.lastDecodeTime)),
            ("video_problem", .text(video?.problem(at: now))),
        ]
    }

    /// One line for people.
    var text: String {
        let telemetry = snapshot.telemetry
        let attitude = telemetry.attitude.current(at: now)
        func number(_ value: Double?, _ format: String) -> String {
            value.map { String(format: format, $0) } ?? "n/a"
        }
        var columns = [
            number(time / .seconds(1), "%8.2f s"),
            snapshot.identity.reality == .simulated ? "SIM" : "REAL",
            telemetry.state.current(at: now).map { "\($0)" } ?? "n/a",
            "battery " + number(telemetry.batteryPercent.current(at: now).map(Double.init), "%.0f %%"),
            "altitude " + number(telemetry.altitude.current(at: now), "%.2f m"),
            "pitch " + number(attitude?.pitch.degrees, "%.1f°"),
            "roll " + number(attitude?.roll.degrees, "%.1f°"),
            "yaw " + number(attitude?.yaw.degrees, "%.1f°"),
            "motors " + (telemetry.motors.current(at: now)?.all.map { "\($0)" }.joined(separator: " ") ?? "n/a"),
            "navdata " + number(snapshot.link.navdataRate, "%.0f Hz"),
        ]
        if let video = snapshot.video {
            let age = number(video.age(at: now).map { $0 / .milliseconds(1) }, "%.0f ms")
            columns.append(String(format: "video %.0f Hz age ", video.framesPerSecond) + age)
            columns.append("missing \(video.missingFrames) damaged \(video.damages)")
            if let problem = video.problem(at: now) { columns.append(problem) }
        }
        return columns.joined(separator: "  ")
    }
}
