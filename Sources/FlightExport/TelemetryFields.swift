import DroneModel
import DroneProtocol
import WireBytes

/// Walks along the fields of a row: a writer of values, or of names.
protocol TelemetryFieldVisitor {
    /// A number; nil for an unknown one.
    mutating func number(_ name: StaticString, _ value: Double?, decimals: Int)
    /// A whole number; nil for an unknown one.
    mutating func integer(_ name: StaticString, _ value: Int64?)
    /// A word of letters and spaces; nil for an unknown one.
    mutating func word(_ name: StaticString, _ value: String?)
    /// True, false, or nil for unknown.
    mutating func flag(_ name: StaticString, _ value: Bool?)
    /// A time.
    mutating func time(_ name: StaticString, _ value: Duration?)
    /// 32 bits, in hexadecimal.
    mutating func bits(_ name: StaticString, _ value: UInt32)
}

extension TelemetryTrack {
    /// Names every field with its unit, in the order of the columns; `start` is when the recording began, since 1970.
    @inline(__always)
    func visit<Visitor: TelemetryFieldVisitor>(_ visitor: inout Visitor, start: Duration) {
        visitor.flag("simulated", simulated)
        visitor.time("time_s", time)
        visitor.time("utc_unix_s", start + time)
        visitor.integer("sequence", Int64(navdata.sequence))
        visitor.word("order", order.rawValue)
        visitor.bits("status_bits", navdata.status.rawValue)
        visitor.flag("flying", navdata.status.contains(.flying))
        visitor.flag("emergency", navdata.status.contains(.emergency))
        visitor.word("state", telemetry.state?.value.description)
        visitor.integer("minor_state", telemetry.minorState.map { Int64($0.value) })
        visitor.integer("battery_percent", telemetry.batteryPercent.map { Int64($0.value) })
        visitor.integer("battery_mV", navdata.rawMeasures.flatMap(Self.batteryMillivolts))
        let attitude = telemetry.attitude?.value
        visitor.number("roll_deg", attitude?.roll.degrees, decimals: 3)
        visitor.number("pitch_deg", attitude?.pitch.degrees, decimals: 3)
        visitor.number("yaw_deg", attitude?.yaw.degrees, decimals: 3)
        visitor.number("heading_deg", telemetry.heading?.value.degrees, decimals: 3)
        visitor.number("altitude_m", telemetry.altitude?.value, decimals: 3)
        visitor.number("ultrasound_altitude_m", telemetry.ultrasoundAltitude?.value, decimals: 3)
        visitor.number("barometric_altitude_m", telemetry.barometricAltitude?.value, decimals: 3)
        visitor.number("vertical_speed_m_per_s", telemetry.verticalSpeed?.value, decimals: 4)
        let velocity = telemetry.velocity?.value
        visitor.number("forward_speed_m_per_s", velocity?.forward, decimals: 4)
        visitor.number("right_speed_m_per_s", velocity?.right, decimals: 4)
        let motors = telemetry.motors?.value
        visitor.integer("motor_front_left_pwm", motors.map { Int64($0.frontLeft) })
        visitor.integer("motor_front_right_pwm", motors.map { Int64($0.frontRight) })
        visitor.integer("motor_rear_right_pwm", motors.map { Int64($0.rearRight) })
        visitor.integer("motor_rear_left_pwm", motors.map { Int64($0.rearLeft) })
        visitor.number("payload_g", payload.map { $0 * 1000 }, decimals: 3)
        visitor.number("wifi_quality_ratio", telemetry.wifiQuality?.value, decimals: 4)
        visitor.number("pressure_Pa", telemetry.pressure?.value, decimals: 1)
        visitor.number("temperature_degC", telemetry.temperature?.value, decimals: 1)
        let position = telemetry.position?.value
        visitor.number("latitude_deg", position?.latitude, decimals: 8)
        visitor.number("longitude_deg", position?.longitude, decimals: 8)
        visitor.number("elevation_m", position?.elevation, decimals: 2)
        visitor.time("drone_time_s", telemetry.droneTime?.value)
        visitSensors(&visitor)
    }

    /// What the sensors gave before the drone made telemetry of it.
    @inline(__always)
    private func visitSensors<Visitor: TelemetryFieldVisitor>(_ visitor: inout Visitor) {
        let raw = navdata.rawMeasures.flatMap { $0.reaches(16) ? $0 : nil }
        visitor.integer("accelerometer_x_raw", raw.map { Int64($0.accelerometers[0]) })
        visitor.integer("accelerometer_y_raw", raw.map { Int64($0.accelerometers[1]) })
        visitor.integer("accelerometer_z_raw", raw.map { Int64($0.accelerometers[2]) })
        visitor.integer("gyro_x_raw", raw.map { Int64($0.gyros[0]) })
        visitor.integer("gyro_y_raw", raw.map { Int64($0.gyros[1]) })
        visitor.integer("gyro_z_raw", raw.map { Int64($0.gyros[2]) })
        let physical = navdata.physMeasures.flatMap { $0.reaches(34) ? $0 : nil }
        visitor.number("acceleration_x_mg", physical.map { Double($0.accelerationsMilligravity[0]) }, decimals: 2)
        visitor.number("acceleration_y_mg", physical.map { Double($0.accelerationsMilligravity[1]) }, decimals: 2)
        visitor.number("acceleration_z_mg", physical.map { Double($0.accelerationsMilligravity[2]) }, decimals: 2)
        visitor.number("rate_x_deg_per_s", physical.map { Double($0.ratesDegreesPerSecond[0]) }, decimals: 3)
        visitor.number("rate_y_deg_per_s", physical.map { Double($0.ratesDegreesPerSecond[1]) }, decimals: 3)
        visitor.number("rate_z_deg_per_s", physical.map { Double($0.ratesDegreesPerSecond[2]) }, decimals: 3)
    }

    private static func batteryMillivolts(_ raw: RawMeasuresOption) -> Int64? {
        raw.reaches(24) && raw.batteryMillivolts > 0 ? Int64(raw.batteryMillivolts) : nil
    }
}
