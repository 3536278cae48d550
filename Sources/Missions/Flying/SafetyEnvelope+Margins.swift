public import DroneModel

extension SafetyEnvelope {
    /// How much of each limit is used, for screens.
    public func margins(_ snapshot: DroneSnapshot, at now: Duration) -> [SafetyMargin] {
        let telemetry = snapshot.telemetry
        let degrees = 180 / Double.pi
        let attitude = telemetry.attitude.current(at: now)
        let tilt = attitude.map { max(abs($0.roll.radians), abs($0.pitch.radians)) * degrees }
        let motors = telemetry.motors.current(at: now)
        let isPlaced = snapshot.telemetry.isFlying(at: now) == true
        return [
            SafetyMargin(
                "altitude", telemetry.altitude.current(at: now), limit: limits.altitude, unit: "m",
                action: word(.altitude, .altitudeError, .takeOff)),
            SafetyMargin(
                "radius", isPlaced ? position.reach(at: now) : nil, limit: limits.radius * 1.2, unit: "m",
                action: word(.radius)),
            SafetyMargin("tilt", tilt, limit: limits.tilt * degrees, unit: "°", action: word(.tilt, .tumbling)),
            SafetyMargin(
                "battery", telemetry.batteryPercent.current(at: now).map(Double.init), limit: Double(limits.battery),
                unit: "%", isFloor: true, action: word(.battery)),
            SafetyMargin(
                "voltage", telemetry.batteryVoltage.current(at: now), limit: limits.voltage, unit: "V", isFloor: true,
                action: word(.voltage)),
            SafetyMargin(
                "motor", motors.map { Double(255 - $0.headroom) }, limit: Double(limits.motor), unit: "PWM",
                action: word(.motorSaturation, .collective)),
            SafetyMargin(
                "sinking", telemetry.verticalSpeed.current(at: now).map { max(0, -$0) }, limit: limits.descent,
                unit: "m/s", action: word(.descent, .falling)),
            SafetyMargin(
                "silence", snapshot.link.age(at: now).map { $0 / .seconds(1) },
                limit: limits.silenceLand / .seconds(1), unit: "s", action: word(.linkGap, .staleNavdata)),
        ]
    }

    /// What the worst of these rules wants while it is broken; nil while all are kept.
    private func word(_ rules: SafetyRule...) -> String? { rules.compactMap { worst(of: $0) }.max()?.word }
}
