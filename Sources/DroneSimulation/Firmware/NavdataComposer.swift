import DroneModel
import DroneProtocol
import WireBytes

/// Puts what the drone knows into navdata packets, in the options and sizes of its firmware.
///
/// What a real drone leaves at zero stays zero: demo.vz, motor currents, the GPS block without a dongle (recorded).
struct NavdataComposer: Sendable {
    let layout: NavdataLayout
    let numbering: ControlStateNumbering
    /// Every option of the firmware.
    let allOptions: NavdataOptionSet
    private var template: Navdata
    private var templateOptions: NavdataOptionSet = []
    private var writer = WireWriter(capacity: 2200)

    /// Everything a packet tells, at one moment.
    struct Moment {
        var status: DroneStatus
        var sequence: UInt32
        /// Nil before the client has configured navdata.
        var options: NavdataOptionSet?
        var time: Duration
        var tick: Int
        var flightState: FlightState
        var minorState: Int
        var sensors: SensorReadings
        var pilot: PilotInput
        /// The last movement as it came, with its number.
        var movement: Movement
        var heading: PilotHeading
        var movementSequence: UInt32
        var detection: UInt32
        var commandGap: Duration
        /// Which motors are blocked.
        var isStalled: PerMotor<Bool>
        /// What the recorder does.
        var recorder = RecordService.State()
    }

    init(firmware: FirmwareVersion) {
        layout = NavdataLayout(firmware: firmware)
        numbering = ControlStateNumbering(firmware: firmware)
        allOptions = layout.options
        template = Navdata()
    }

    /// The packet as a datagram.
    mutating func compose(_ moment: Moment) -> [UInt8] {
        let options = moment.options?.intersection(allOptions) ?? []
        if options != templateOptions {
            template = Navdata(layout: layout, options: options)
            templateOptions = options
        }
        template.status = moment.status
        template.sequence = moment.sequence
        template.visionDefined = 1
        if !options.isEmpty {
            summarise(moment)
            if options.subtracting(.demoDefault) != [] {
                measure(moment)
                control(moment)
                look(moment)
            }
        }
        writer.removeAll()
        template.encode(into: &writer)
        return writer.bytes
    }

    // MARK: - demo

    private mutating func summarise(_ moment: Moment) {
        let sensors = moment.sensors
        let (pitch, roll, yaw) = (sensors.attitude.pitch, sensors.attitude.roll, sensors.attitude.yaw)
        template.demo?.controlState =
            UInt32(truncatingIfNeeded: numbering.major(of: moment.flightState)) << 16
            | UInt32(truncatingIfNeeded: moment.minorState) & 0xFFFF
        template.demo?.batteryPercent = UInt32(clamping: sensors.batteryPercent)
        template.demo?.pitchMillidegrees = Float(pitch.millidegrees)
        template.demo?.rollMillidegrees = Float(roll.millidegrees)
        template.demo?.yawMillidegrees = Float(yaw.millidegrees)
        template.demo?.altitudeMillimetres = Self.millimetres(sensors.altitude)
        template.demo?.forwardMillimetresPerSecond = Float(sensors.velocity.forward * 1000)
        template.demo?.rightMillimetresPerSecond = Float(sensors.velocity.right * 1000)
        template.demo?.detectionCameraType = moment.detection
        // Yaw, then pitch, then roll, row by row, as in the recorded full packet.
        let (ct, st) = (cosine(pitch.radians), sine(pitch.radians))
        let (cf, sf) = (cosine(roll.radians), sine(roll.radians))
        let (cy, sy) = (cosine(yaw.radians), sine(yaw.radians))
        let rows = FixedArray<9, Float>(
            [
                ct * cy, sf * st * cy - cf * sy, cf * st * cy + sf * sy,
                ct * sy, sf * st * sy + cf * cy, cf * st * sy - sf * cy,
                -st, sf * ct, cf * ct,
            ].map { Float($0) }, filler: 0)
        template.demo?.cameraRotation = rows
        let height = sensors.ultrasoundAltitude ?? sensors.altitude
        template.demo?.cameraTranslationMillimetres[2] = Float(-height * 1000)
    }

    // MARK: - Sensors

    private mutating func measure(_ moment: Moment) {
        let sensors = moment.sensors
        let acceleration = [sensors.acceleration.x, sensors.acceleration.y, sensors.acceleration.z]
        let rates = [sensors.angularRate.x, sensors.angularRate.y, sensors.angularRate.z].map {
            Angle(radians: $0).degrees
        }
        template.time?.ticks = Self.droneTime(moment.time)
        for axis in 0..<3 {
            // 2048 at 0 g, 512 per g, y and z the other way round (the recorded packet; factory gains 1, −1, −1).
            let sign = axis == 0 ? 1.0 : -1.0
            template.rawMeasures?.accelerometers[axis] = UInt16(
                Self.whole(2048 + 512 * sign * acceleration[axis], 0...4095))
            // 16.4 per degree and second: the gyroscope's ±2000°/s range (its data sheet; assumed).
            template.rawMeasures?.gyros[axis] = Int16(Self.whole(16.4 * sign * rates[axis], -32768...32767))
            template.physMeasures?.accelerationsMilligravity[axis] = Float(acceleration[axis] * 1000)
            template.physMeasures?.ratesDegreesPerSecond[axis] = Float(rates[axis])
        }
        template.rawMeasures?.batteryMillivolts = UInt32(Self.whole(sensors.batteryVoltage * 1000, 0...65535))
        if let echo = sensors.ultrasoundAltitude {
            // 3758 for 243 mm in the recorded packet.
            template.rawMeasures?.echoAssociation = UInt16(Self.whole(echo * 1000 * 3758 / 243, 0...65535))
            template.rawMeasures?.ultrasoundAltitudeMillimetres = Self.millimetres(echo)
        }
        template.rawMeasures?.echoInitialised = 1
        template.rawMeasures?.echoCount = sensors.ultrasoundAltitude == nil ? 0 : 1
        template.physMeasures?.accelerometerTemperatureCelsius = Float((sensors.temperature ?? 43.5) + 1.8)
        template.eulerAngles?.pitchMillidegrees = Float(
            Angle(radians: arcSine(sensors.acceleration.x)).millidegrees)
        template.eulerAngles?.rollMillidegrees = Float(
            Angle(radians: arcTangent(-sensors.acceleration.y, -sensors.acceleration.z)).millidegrees)
        measureAltitude(sensors)
        measureField(sensors)
        template.watchdog?.counter = Int32(truncatingIfNeeded: moment.tick)
        template.hdvideoStream?.state = moment.recorder.isFull ? 1 : 0
        template.hdvideoStream?.queuedPackets = moment.recorder.waitingPictures
        template.hdvideoStream?.queueKilobytes = moment.recorder.waitingKilobytes
        template.hdvideoStream?.frameNumber = moment.recorder.pictures
    }

    private mutating func measureAltitude(_ sensors: SensorReadings) {
        let echo = sensors.ultrasoundAltitude ?? 0
        template.altitude?.visionMillimetres = Self.millimetres(sensors.ultrasoundAltitude ?? sensors.altitude)
        template.altitude?.verticalMillimetresPerSecond = Float(sensors.verticalSpeed * 1000)
        template.altitude?.referenceMillimetres = Self.millimetres(sensors.control.altitude)
        template.altitude?.rawMillimetres = Self.millimetres(echo)
        template.altitude?.observedAltitudeMetres = Float(echo)
        if let pressure = sensors.pressure {
            template.pressureRaw?.pressurePascals = Int32(Self.whole(pressure, 0...200_000))
            template.pressureRaw?.temperatureDecicelsius = Int32(
                Self.whole((sensors.temperature ?? 0) * 10, -1000...2000))
            // Uncompensated words: those of the one recorded packet.
            template.pressureRaw?.rawPressure = 39148
            template.pressureRaw?.rawTemperature = 32556
        }
        template.kalmanPressure?.groundPressurePascals = Float(sensors.groundPressure ?? 0)
        template.kalmanPressure?.altitude = Float((sensors.barometricAltitude ?? 0) * 1000)
        template.kalmanPressure?.verticalSpeed = Float(sensors.verticalSpeed * 1000)
        template.kalmanPressure?.thrustAltitude = Float(sensors.control.gazAltitude)
    }

    private mutating func measureField(_ sensors: SensorReadings) {
        guard let field = sensors.magneticField else { return }
        let milligauss = [field.x, field.y, field.z]
        for axis in 0..<3 {
            template.magneto?.rawMilligauss[axis] = Float(milligauss[axis])
            template.magneto?.rectifiedMilligauss[axis] = Float(milligauss[axis])
        }
        // The sensor sits turned by a quarter and upside down, about 3.4 mG per count (the recorded packet).
        for (index, axis) in [1, 0, 2].enumerated() {
            template.magneto?.raw[index] = Int16(Self.whole(-milligauss[axis] / 3.4, -2048...2047))
        }
        let heading = Float(sensors.heading?.degrees ?? 0)
        template.magneto?.headingDegrees = heading
        template.magneto?.gyroHeadingDegrees = Float(sensors.attitude.yaw.degrees)
        template.magneto?.fusedHeadingDegrees = Float(sensors.attitude.yaw.degrees)
        template.magneto?.calibrationOK = 1
        template.magneto?.state = 2
        template.magneto?.radiusMilligauss = Float(
            (field.x * field.x + field.y * field.y + field.z * field.z).squareRoot())
    }

    // MARK: - Control loops

    private mutating func control(_ moment: Moment) {
        let sensors = moment.sensors
        let control = sensors.control
        template.references?.pitchMillidegrees = Self.millidegrees(control.pitch)
        template.references?.rollMillidegrees = Self.millidegrees(control.roll)
        template.references?.pitchIntegralMillidegrees = Self.millidegrees(control.pitchIntegral)
        template.references?.rollIntegralMillidegrees = Self.millidegrees(control.rollIntegral)
        template.references?.yawRateMillidegreesPerSecond = Self.millidegrees(Angle(radians: control.yawRate))
        template.references?.headingMillidegrees = Self.millidegrees(sensors.attitude.yaw)
        template.references?.userPitch = moment.movement.pitch
        template.references?.userRoll = moment.movement.roll
        template.references?.userHeading = moment.heading.psi
        template.references?.userHeadingAccuracy = moment.heading.accuracy
        template.references?.userSequence = Int32(truncatingIfNeeded: moment.movementSequence)
        template.rcReferences?.startButton = moment.pilot.wantsFlight ? 1 : 0

        let motors = sensors.motors.all
        for (index, motor) in Motor.allCases.enumerated() where index < motors.count {
            template.pwm?.motors[index] = motors[index]
            template.pwm?.saturatedMotors[index] = SensorReadings.motorSaturation
            template.pwm?.motorCurrentsMilliamperes[index] = SensorReadings.motorCurrent
            template.pwm?.motorStatus[index] =
                moment.isStalled[motor] ? Self.stalled : motors[index] == 0 ? Self.idle : Self.running
        }
        if template.pwm?.hasIntegerThrust == true {
            template.pwm?.thrustFeedForward.integer = Int32(Self.whole(control.gazFeedForward, -32768...32767))
            template.pwm?.thrustAltitude.integer = Int32(Self.whole(control.gazAltitude, -32768...32767))
        } else {
            template.pwm?.thrustFeedForward.float = Float(control.gazFeedForward)
            template.pwm?.thrustAltitude.float = Float(control.gazAltitude)
        }
        template.pwm?.altitudeIntegralMillimetresPerSecond = Float(control.altitudeIntegral)
        template.pwm?.verticalReferenceMillimetresPerSecond = Float(control.verticalSpeed * 1000)
        template.pwm?.pitchOutput = Int32(Self.whole(control.pitchCommand, -1024...1023))
        template.pwm?.rollOutput = Int32(Self.whole(control.rollCommand, -1024...1023))
        template.pwm?.yawOutput = Int32(Self.whole(control.yawCommand, -1024...1023))
        template.pwm?.yawIntegral = Float(control.yawIntegral)
        template.pwm?.altitudeProportional = Float(control.altitudeProportional)
        template.pwm?.altitudeDerivative = Float(control.altitudeDerivative)

        template.windSpeed?.speedMetresPerSecond = Float(sensors.wind?.speed ?? 0)
        template.windSpeed?.angleRadians = Float(sensors.wind?.direction.radians ?? 0)
        template.windSpeed?.states[0] = Float(sensors.velocity.forward * 1000)
        template.windSpeed?.states[1] = Float(sensors.velocity.right * 1000)

        template.host?.flags = moment.movement.flags
        template.host?.thrust = moment.movement.climb
        template.host?.yaw = moment.movement.yaw
        template.host?.roll = moment.movement.roll
        template.host?.pitch = moment.movement.pitch
        template.host?.heading = moment.heading.psi
        template.host?.headingAccuracy = moment.heading.accuracy
    }

    /// Motor status words (decompiled phone app): idle, running, stalled.
    private static let idle: UInt32 = 3
    private static let running: UInt32 = 5
    private static let stalled: UInt32 = 6

    // MARK: - Camera and link

    private mutating func look(_ moment: Moment) {
        let sensors = moment.sensors
        let milliseconds = Self.milliseconds(moment.time)
        template.vision?.state = 2
        template.vision?.capturePitchRadians = Float(sensors.attitude.pitch.radians)
        template.vision?.captureRollRadians = Float(sensors.attitude.roll.radians)
        template.vision?.captureYawRadians = Float(sensors.attitude.yaw.radians)
        template.vision?.captureAltitudeMillimetres = Self.millimetres(sensors.ultrasoundAltitude ?? sensors.altitude)
        template.vision?.captureTime = UInt32(truncatingIfNeeded: milliseconds)
        template.vision?.bodySpeedMillimetresPerSecond[0] = Float(sensors.velocity.forward * 1000)
        template.vision?.bodySpeedMillimetresPerSecond[1] = Float(sensors.velocity.right * 1000)
        template.vision?.bodySpeedMillimetresPerSecond[2] = Float(sensors.verticalSpeed * 1000)
        template.videoStream?.frameNumber = UInt32(truncatingIfNeeded: milliseconds * Self.cameraRate / 1000)
        template.videoStream?.commandSequence = moment.movementSequence
        template.videoStream?.commandGapMilliseconds = UInt32(clamping: Self.milliseconds(moment.commandGap))
        template.cameraSettings?.temperature = Int16(Self.whole(sensors.temperature ?? 0, -100...200))
    }

    /// Pictures per second of the 2.0's camera (documented).
    private static let cameraRate: Int64 = 30

    // MARK: - Units

    /// Seconds in the upper 11 bits, microseconds in the lower 21.
    static func droneTime(_ time: Duration) -> UInt32 {
        let (seconds, attoseconds) = time.components
        return UInt32(truncatingIfNeeded: seconds) << 21
            | UInt32(truncatingIfNeeded: attoseconds / 1_000_000_000_000)
    }

    private static func milliseconds(_ time: Duration) -> Int64 {
        let (seconds, attoseconds) = time.components
        return seconds &* 1000 &+ attoseconds / 1_000_000_000_000_000
    }

    private static func millimetres(_ metres: Double) -> Int32 {
        Int32(whole(metres * 1000, -10_000_000...10_000_000))
    }

    private static func millidegrees(_ angle: Angle) -> Int32 {
        Int32(whole(angle.millidegrees, -1_000_000_000...1_000_000_000))
    }

    /// Rounded and moved into `range`, which must fit into the integer it becomes; NaN becomes the lower bound.
    private static func whole(_ value: Double, _ range: ClosedRange<Double>) -> Int {
        Int(value.rounded().limited(to: range))
    }
}
