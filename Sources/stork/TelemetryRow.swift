import DroneModel
import Foundation

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
    func json() throws -> String {
        let telemetry = snapshot.telemetry
        let attitude = telemetry.attitude.current(at: now)
        let velocity = telemetry.velocity.current(at: now)
        let position = telemetry.position.current(at: now)
        let motors = telemetry.motors.current(at: now)?.all.map { JSONValue.integer(Int($0)) }
        let fields: [String: JSONValue] = [
            "t_s": JSONValue(time / .seconds(1)),
            "simulated": .flag(snapshot.identity.reality == .simulated),
            "model": JSONValue(snapshot.identity.generation.map { "\($0)" }),
            "firmware": JSONValue(snapshot.identity.firmware.map { "\($0)" }),
            "state": JSONValue(telemetry.state.current(at: now).map { "\($0)" }),
            "flying": JSONValue(telemetry.isFlying(at: now)),
            "status": JSONValue(telemetry.status.current(at: now)?.setNames),
            "battery_percent": JSONValue(telemetry.batteryPercent.current(at: now)),
            "battery_v": JSONValue(telemetry.batteryVoltage.current(at: now)),
            "pitch_deg": JSONValue(attitude?.pitch.degrees),
            "roll_deg": JSONValue(attitude?.roll.degrees),
            "yaw_deg": JSONValue(attitude?.yaw.degrees),
            "altitude_m": JSONValue(telemetry.altitude.current(at: now)),
            "altitude_ultrasound_m": JSONValue(telemetry.ultrasoundAltitude.current(at: now)),
            "altitude_barometer_m": JSONValue(telemetry.barometricAltitude.current(at: now)),
            "vertical_speed_m_s": JSONValue(telemetry.verticalSpeed.current(at: now)),
            "forward_speed_m_s": JSONValue(velocity?.forward),
            "right_speed_m_s": JSONValue(velocity?.right),
            "motors_pwm": motors.map { .list($0) } ?? .null,
            "wifi_quality": JSONValue(telemetry.wifiQuality.current(at: now)),
            "pressure_pa": JSONValue(telemetry.pressure.current(at: now), digits: 0),
            "temperature_c": JSONValue(telemetry.temperature.current(at: now), digits: 1),
            "heading_deg": JSONValue(telemetry.heading.current(at: now)?.degrees, digits: 1),
            "latitude_deg": JSONValue(position?.latitude, digits: 7),
            "longitude_deg": JSONValue(position?.longitude, digits: 7),
            "navdata_hz": JSONValue(snapshot.link.navdataRate, digits: 1),
            "navdata_missing": .integer(snapshot.link.counters.navdataMissing),
            "navdata_refused": .integer(snapshot.link.counters.navdataRefused),
        ]
        return try JSONValue.object(fields).line()
    }

    /// One line for people.
    var text: String {
        let telemetry = snapshot.telemetry
        let attitude = telemetry.attitude.current(at: now)
        func number(_ value: Double?, _ format: String) -> String {
            value.map { String(format: format, $0) } ?? "n/a"
        }
        let columns = [
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
        return columns.joined(separator: "  ")
    }
}
