public import DroneModel
import WireBytes

/// Turns packets into telemetry: the one place where raw wire values become SI units.
///
/// What a packet does not carry stays as it was, with its old time; what was never received stays nil. Numbers that
/// cannot be (NaN, a battery of 300 %) are left out.
public struct TelemetryDecoder: Equatable, Sendable {
    /// What is known of the numbering of control states.
    public private(set) var controlStates = ControlStateEvidence()
    /// What the options told about the drone; nil before any told something.
    public private(set) var evidence: NavdataEvidence?
    private var verticalSpeed = VerticalSpeedFilter()

    /// A decoder for a drone of the given firmware, where known.
    public init(firmware: FirmwareVersion? = nil) { controlStates.firmware = firmware }

    /// The firmware of the drone; set it when it becomes known by other means than navdata.
    public var firmware: FirmwareVersion? {
        get { controlStates.firmware }
        set { controlStates.firmware = newValue }
    }

    /// The airframe: by the firmware where known, else by the options seen.
    public var generation: DroneGeneration? { firmware?.generation ?? evidence?.generation }

    /// Brings `telemetry` up to date with a packet that is news.
    ///
    /// - Parameters:
    ///   - telemetry: What is known so far.
    ///   - navdata: The packet.
    ///   - time: When it arrived.
    public mutating func update(_ telemetry: inout Telemetry, with navdata: borrowing Navdata, at time: Duration) {
        telemetry.status = Reading(navdata.status, at: time)
        note(navdata.evidence)
        if let demo = navdata.demo { update(&telemetry, with: demo, status: navdata.status, at: time) }
        if let altitude = navdata.altitude, altitude.reaches(20) {
            telemetry.ultrasoundAltitude = Reading(metres(altitude.rawMillimetres), at: time)
        } else if let raw = navdata.rawMeasures, raw.reaches(50) {
            telemetry.ultrasoundAltitude = Reading(metres(raw.ultrasoundAltitudeMillimetres), at: time)
        }
        if let raw = navdata.rawMeasures, raw.reaches(24), raw.batteryMillivolts > 0 {
            telemetry.batteryVoltage = Reading(Double(raw.batteryMillivolts) / 1000, at: time)
        }
        if let pwm = navdata.pwm, pwm.reaches(8) {
            let motors = MotorPWM(
                frontLeft: pwm.motors[0], frontRight: pwm.motors[1], rearRight: pwm.motors[2],
                rearLeft: pwm.motors[3])
            telemetry.motors = Reading(motors, at: time)
        }
        if let wifi = navdata.wifi, wifi.reaches(8), wifi.loss.isFinite {
            telemetry.wifiQuality = Reading(min(1, max(0, 1 - Double(wifi.loss))), at: time)
        }
        if let clock = navdata.time, clock.reaches(8) {
            telemetry.droneTime = Reading(clock.sinceBoot, at: time)
        }
        updateAir(&telemetry, with: navdata, at: time)
        updatePlace(&telemetry, with: navdata, at: time)
    }

    /// True for what can be an angle: within a full turn. The drone's own range is ±180°.
    private func isAngle(_ millidegrees: Float) -> Bool { millidegrees.magnitude <= 360_000 }

    /// True for what can be the speed of an AR.Drone, with room: it flies 5 m/s, 100 m/s are nonsense.
    private func isSpeed(_ millimetresPerSecond: Float) -> Bool { millimetresPerSecond.magnitude <= 100_000 }

    private mutating func update(
        _ telemetry: inout Telemetry, with demo: DemoOption, status: DroneStatus, at time: Duration
    ) {
        if demo.reaches(8) {
            controlStates.note(major: demo.majorState, minor: demo.minorState, status: status, at: time)
            telemetry.state = Reading(controlStates.numbering.state(major: demo.majorState), at: time)
            telemetry.minorState = Reading(demo.minorState, at: time)
        }
        if demo.reaches(12), demo.batteryPercent <= 100 {
            telemetry.batteryPercent = Reading(Int(demo.batteryPercent), at: time)
        }
        if demo.reaches(24), isAngle(demo.pitchMillidegrees), isAngle(demo.rollMillidegrees),
            isAngle(demo.yawMillidegrees)
        {
            let attitude = Attitude(
                pitch: Angle(millidegrees: Double(demo.pitchMillidegrees)),
                roll: Angle(millidegrees: Double(demo.rollMillidegrees)),
                yaw: Angle(millidegrees: Double(demo.yawMillidegrees)))
            telemetry.attitude = Reading(attitude, at: time)
        }
        if demo.reaches(28) {
            let altitude = metres(demo.altitudeMillimetres)
            telemetry.altitude = Reading(altitude, at: time)
            telemetry.verticalSpeed = verticalSpeed.update(
                height: altitude, isFlying: status.contains(.flying), at: time
            ).map { Reading($0, at: time) }
        }
        if demo.reaches(36), isSpeed(demo.forwardMillimetresPerSecond), isSpeed(demo.rightMillimetresPerSecond) {
            let velocity = Velocity(
                forward: Double(demo.forwardMillimetresPerSecond) / 1000,
                right: Double(demo.rightMillimetresPerSecond) / 1000)
            telemetry.velocity = Reading(velocity, at: time)
        }
    }

    private func updateAir(_ telemetry: inout Telemetry, with navdata: borrowing Navdata, at time: Duration) {
        guard let air = navdata.pressureRaw else { return }
        if air.reaches(14) {
            telemetry.temperature = Reading(Double(air.temperatureDecicelsius) / 10, at: time)
        }
        guard air.reaches(18), air.pressurePascals > 0 else { return }
        let pressure = Double(air.pressurePascals)
        telemetry.pressure = Reading(pressure, at: time)
        if let filter = navdata.kalmanPressure, filter.reaches(8), filter.groundPressurePascals.isFinite,
            filter.groundPressurePascals > 0
        {
            let fall = Double(filter.groundPressurePascals) - pressure
            telemetry.barometricAltitude = Reading(fall / pressure * Self.scaleHeight, at: time)
        }
    }

    private func updatePlace(_ telemetry: inout Telemetry, with navdata: borrowing Navdata, at time: Duration) {
        if let magneto = navdata.magneto, magneto.reaches(59), magneto.calibrationOK == 1,
            magneto.fusedHeadingDegrees.isFinite
        {
            let turn = Double(magneto.fusedHeadingDegrees).truncatingRemainder(dividingBy: 360)
            telemetry.heading = Reading(Angle(degrees: turn < 0 ? turn + 360 : turn), at: time)
        }
        if let gps = navdata.gps { telemetry.position = gps.position.map { Reading($0, at: time) } }
    }

    private mutating func note(_ new: NavdataEvidence?) {
        controlStates.note(new)
        guard let new, evidence != .layout(.sdk24) else { return }
        // That it is a 2.0 is no news once its layout is known.
        if new == .ardrone2, evidence?.generation == .ardrone2 { return }
        evidence = new
    }

    private func metres(_ millimetres: Int32) -> Double { Double(millimetres) / 1000 }

    /// Height over which pressure falls by a factor e in the standard atmosphere at 15 °C, metres: R·T/g =
    /// 287.05 × 288.15 / 9.80665.
    ///
    /// The barometer's height is derived from the two pressures, both known to be
    /// pascals: nobody states the unit of the drone's own estimate. Linear; 0.6 % off at 100 m, 0.35 % per kelvin.
    private static let scaleHeight = 8434.5
}

extension DemoOption {
    /// The major control state; its meaning depends on the firmware.
    public var majorState: Int { Int(controlState >> 16) }
    /// The minor control state; its meaning depends on the major one.
    public var minorState: Int { Int(controlState & 0xFFFF) }
}

extension TimeOption {
    /// The drone's clock; wraps every 2048 s.
    public var sinceBoot: Duration {
        .seconds(Int64(ticks >> 21)) + .microseconds(Int64(ticks & 0x1F_FFFF))
    }
}

extension GPSOption {
    /// Where the drone is; nil without a receiver, without a fix and for what is no place on Earth.
    public var position: GeoPosition? {
        guard reaches(28), latitudeDegrees != 0 || longitudeDegrees != 0 else { return nil }
        guard abs(latitudeDegrees) <= 90, abs(longitudeDegrees) <= 180, elevationMetres.isFinite else { return nil }
        if reaches(84), state == 0 { return nil }
        return GeoPosition(latitude: latitudeDegrees, longitude: longitudeDegrees, elevation: elevationMetres)
    }
}
