import DroneModel

/// What the controller believes, 200 times a second.
struct StateEstimate: Equatable, Sendable {
    /// Right side down, nose up; radians.
    var roll = 0.0
    var pitch = 0.0
    /// About forward, right, down; rad/s.
    var rate = Vector3.zero
    /// Metres above the take-off surface; nil before the first echo and while deaf.
    var height: Double?
    /// m/s, positive up.
    var verticalSpeed = 0.0
    /// m/s over ground; zero where the camera sees nothing.
    var velocity = Velocity(forward: 0, right: 0)
    /// Seconds since the last echo.
    var silence = 0.0
}

/// Turns the truth into what the drone measures and believes.
struct Sensors: Sendable {
    let parameters: SensorParameters
    private(set) var readings = SensorReadings()
    private(set) var estimate = StateEstimate()
    /// A fault: the ultrasound hears nothing.
    var isDeafened = false
    private(set) var isMagnetometerCalibrated: Bool

    private var generator: SeededGenerator
    private var tick = 0
    private var rollBias: Double
    private var pitchBias: Double
    private let accelerometerGain: Double
    private let accelerometerBias: Vector3
    private let headingDrift: Double
    private let uncalibratedError: Double
    private let startHeading: Double
    private var usesMagneticHeading = false

    private var heights: [Double]
    private var oldest = 0
    private var hasEcho = false
    private var ultrasoundError: CorrelatedNoise
    private var barometerError: CorrelatedNoise
    private var barometerShare = 0.0
    private var barometerReference = 0.0
    private var flowForward: CorrelatedNoise
    private var flowRight: CorrelatedNoise
    private var windEast = 0.0
    private var windNorth = 0.0
    private let windShare: Double
    private let nominalMass: Double
    private let drag: Double

    /// What a landed drone's ultrasound shows, m (recorded once: 0.243).
    private static let ultrasoundFloor = 0.243
    private static let step = ControllerParameters.step

    init(_ aircraft: AircraftParameters, startHeading: Double, seed: UInt64, specimen: inout SeededGenerator) {
        let parameters = aircraft.sensors
        self.parameters = parameters
        self.startHeading = startHeading
        var generator = SeededGenerator(seed: seed, purpose: .sensors)
        let degree = Double.pi / 180
        rollBias = (parameters.attitudeBias * specimen.gaussian()).limited(to: -1...1) * degree
        pitchBias = (parameters.attitudeBias * specimen.gaussian()).limited(to: -1...1) * degree
        accelerometerGain = 1 - (1 - parameters.accelerometerGainFloor) * specimen.uniform()
        accelerometerBias =
            Vector3(
                x: specimen.gaussian(), y: specimen.gaussian(), z: specimen.gaussian()) * parameters.accelerometerBias
        headingDrift = parameters.headingDrift * specimen.gaussian()
        uncalibratedError = parameters.uncalibratedHeadingError * specimen.gaussian() * degree
        isMagnetometerCalibrated = parameters.startsCalibrated || !parameters.hasMagnetometer

        let delay = Int((parameters.altitudeDelay / Self.step).limited(to: 0...200).rounded())
        heights = Array(repeating: 0, count: delay + 1)
        ultrasoundError = CorrelatedNoise(
            deviation: parameters.altitudeDrift, time: parameters.altitudeDriftTime, step: Self.step,
            startingWith: &generator)
        barometerError = CorrelatedNoise(
            deviation: parameters.barometerDrift, time: parameters.barometerDriftTime, step: Self.step,
            startingWith: &generator)
        flowForward = CorrelatedNoise(
            deviation: parameters.flowNoise, time: parameters.flowNoiseTime, step: Self.step)
        flowRight = flowForward
        windShare = 1 - exponential(-Self.step / max(parameters.windFilterTime, Self.step))
        nominalMass = aircraft.frame.mass
        drag = max(aircraft.frame.drag, 0.01)
        self.generator = generator
        if parameters.hasBarometer { barometerReference = barometerError.value }
    }

    /// Takes the present attitude as horizontal.
    mutating func flatTrim(trueRoll: Double, truePitch: Double) {
        let residual = parameters.flatTrimResidual * .pi / 180
        rollBias = -trueRoll + residual * generator.gaussian()
        pitchBias = -truePitch + residual * generator.gaussian()
    }

    /// The turn on the spot is done.
    mutating func completeMagnetometerCalibration() { isMagnetometerCalibrated = true }

    /// Take-off begins: the pressure here is the ground's.
    mutating func prepareForTakeOff() {
        hasEcho = false
        barometerReference = barometerError.value
    }

    /// The motors have stopped.
    mutating func forgetHeight() { hasEcho = false }

    /// A drone that is put into the air by a test has heard its echo.
    mutating func assumeEcho(height: Double) {
        hasEcho = true
        usesMagneticHeading = parameters.hasMagnetometer
        for index in heights.indices { heights[index] = height }
    }

    /// Measures once, 5 ms after the last time.
    mutating func advance(_ airframe: Airframe, surroundings: Surroundings) {
        tick &+= 1
        let isTurning = !airframe.propulsion.isStill
        ultrasoundError.advance(&generator)
        barometerError.advance(&generator)
        measureAttitude(airframe)
        measureMotion(airframe, isTurning: isTurning)
        let height = delayed(airframe.height)
        listen(height: height)
        fuse(height: height)
        if parameters.hasBarometer, tick % 8 == 0 { measurePressure(airframe.height, surroundings) }
        if parameters.hasMagnetometer { measureField(airframe) }
        if parameters.hasMagnetometer { estimateWind(airframe) }
    }

    // MARK: - Attitude and motion

    private mutating func measureAttitude(_ airframe: Airframe) {
        let orientation = airframe.body.orientation
        let noise = parameters.attitudeNoise * .pi / 180
        estimate.roll = orientation.roll + rollBias + noise * generator.gaussian()
        estimate.pitch = orientation.pitch + pitchBias + noise * generator.gaussian()
        let truth = orientation.heading
        let isMagnetic = usesMagneticHeading
        let yaw =
            isMagnetic
            ? truth + headingError
            : truth - startHeading + headingDrift * Double(tick) * Self.step
        let quantum = parameters.attitudeQuantum
        func reported(_ radians: Double) -> Angle {
            Angle(degrees: Angle(radians: radians).degrees.rounded(toMultipleOf: quantum))
        }
        readings.attitude = Attitude(
            pitch: reported(estimate.pitch), roll: reported(estimate.roll), yaw: reported(yaw.wrappedToHalfTurns))
        if parameters.hasMagnetometer { readings.heading = reported((truth + headingError).wrappedToHalfTurns) }
    }

    private var headingError: Double { isMagnetometerCalibrated ? 0 : uncalibratedError }

    private mutating func measureMotion(_ airframe: Airframe, isTurning: Bool) {
        let rate = airframe.body.rate.turnedOver
        func noise(_ deviation: Double) -> Vector3 {
            Vector3(x: generator.gaussian(), y: generator.gaussian(), z: generator.gaussian()) * deviation
        }
        readings.angularRate = rate + noise(isTurning ? parameters.gyroNoise : parameters.gyroNoiseAtRest)
        estimate.rate = readings.angularRate
        readings.acceleration =
            airframe.specificForce.turnedOver * (accelerometerGain / Surroundings.gravity) + accelerometerBias
            + noise(isTurning ? parameters.accelerometerNoise : parameters.accelerometerNoiseAtRest)

        let velocity = airframe.originVelocity
        estimate.verticalSpeed = velocity.z + (isTurning ? parameters.verticalSpeedNoise * generator.gaussian() : 0)
        readings.verticalSpeed = estimate.verticalSpeed
        flowForward.advance(&generator)
        flowRight.advance(&generator)
        if airframe.height > parameters.flowFloor {
            let heading = airframe.body.orientation.heading
            let (east, north) = (sine(heading), cosine(heading))
            let forward = velocity.x * east + velocity.y * north
            let right = velocity.x * north - velocity.y * east
            estimate.velocity = Velocity(
                forward: forward * parameters.flowScale + flowForward.value,
                right: right * parameters.flowScale + flowRight.value)
        } else {
            estimate.velocity = Velocity(forward: 0, right: 0)
        }
        readings.velocity = estimate.velocity
    }

    // MARK: - Height

    private mutating func delayed(_ height: Double) -> Double {
        heights[oldest] = height
        oldest = oldest + 1 == heights.count ? 0 : oldest + 1
        return heights[oldest]
    }

    private mutating func listen(height: Double) {
        estimate.silence += Self.step
        let cycle = max(1, Int((Double(ControllerParameters.rate) / parameters.ultrasoundRate).limited(to: 1...200)))
        guard tick % cycle == 0 else { return }
        guard !isDeafened, height < parameters.ultrasoundRange else {
            readings.ultrasoundAltitude = nil
            // Out of reach a 2.0 flies by its barometer and is not deaf.
            if !isDeafened, parameters.hasBarometer { estimate.silence = 0 }
            return
        }
        estimate.silence = 0
        let echo =
            height + parameters.altitudeBias + ultrasoundError.value + parameters.altitudeNoise * generator.gaussian()
        readings.ultrasoundAltitude = max(Self.ultrasoundFloor, echo.rounded(toMultipleOf: 0.001))
    }

    private mutating func fuse(height: Double) {
        if height >= parameters.firstEchoHeight, !isDeafened, !hasEcho {
            hasEcho = true
            usesMagneticHeading = parameters.hasMagnetometer
        }
        guard hasEcho else {
            estimate.height = nil
            readings.altitude = 0
            return
        }
        let isLost = estimate.silence > 0.5
        estimate.height = isLost ? nil : height + heightError(height) + parameters.altitudeNoise * generator.gaussian()
        if let height = estimate.height { readings.altitude = height.rounded(toMultipleOf: 0.001) }
    }

    /// The error of whichever sensor is trusted at this height, changing over within about a second.
    private mutating func heightError(_ height: Double) -> Double {
        let wanted = parameters.hasBarometer && height > parameters.barometerHeight ? 1.0 : 0.0
        barometerShare += (wanted - barometerShare) * Self.step
        let drift = barometerError.value - barometerReference
        return parameters.altitudeBias + ultrasoundError.value * (1 - barometerShare) + drift * barometerShare
    }

    private mutating func measurePressure(_ height: Double, _ surroundings: Surroundings) {
        let weight = surroundings.airDensity * Surroundings.gravity
        let drift = barometerError.value - barometerReference
        let noise = parameters.pressureNoise * generator.gaussian()
        let pressure = surroundings.pressure(at: height + drift) + noise
        readings.pressure = pressure.rounded()
        readings.groundPressure = surroundings.pressure(at: 0).rounded()
        // The estimator averages about thirty readings, which leaves a fifth of the noise.
        readings.barometricAltitude = height + drift - 0.2 * noise / weight
        readings.temperature = (surroundings.temperature + parameters.selfHeating).rounded(toMultipleOf: 0.1)
    }

    // MARK: - Compass and wind

    private mutating func measureField(_ airframe: Airframe) {
        guard tick % 4 == 0 else { return }
        let north = Vector3(x: -sine(headingError), y: cosine(headingError), z: 0) * parameters.horizontalField
        let field = Vector3(x: north.x, y: north.y, z: -parameters.verticalField)
        let noise = Vector3(x: generator.gaussian(), y: generator.gaussian(), z: generator.gaussian())
        readings.magneticField =
            airframe.body.orientation.toBody(field).turnedOver + noise * parameters.magnetometerNoise
    }

    /// A drone that leans without accelerating leans against the wind: m g tan(lean) = k (v − wind).
    private mutating func estimateWind(_ airframe: Airframe) {
        guard hasEcho else {
            readings.wind = WindEstimate(speed: 0, direction: .zero)
            windEast = 0
            windNorth = 0
            return
        }
        let up = airframe.body.orientation.toWorld(Vector3(x: 0, y: 0, z: 1))
        let scale = nominalMass * Surroundings.gravity / drag / max(up.z, 0.2)
        windEast += (airframe.body.velocity.x - up.x * scale - windEast) * windShare
        windNorth += (airframe.body.velocity.y - up.y * scale - windNorth) * windShare
        readings.wind = WindEstimate(
            speed: (windEast * windEast + windNorth * windNorth).squareRoot(),
            direction: Angle(radians: arcTangent(windEast, windNorth)))
    }

    // MARK: - What others measure

    mutating func report(
        voltage: Double, percent: Int, motors: MotorPWM, control: ControlReadings, quantum: Double
    ) {
        readings.batteryVoltage = voltage.rounded(toMultipleOf: quantum)
        readings.batteryPercent = percent
        readings.motors = motors
        readings.control = control
    }
}
