import DroneModel
import DroneProtocol
public import FlightRecording
import WireBytes

/// Reads a recording once, from its beginning, and keeps what a report needs; memory does not grow with the recording.
///
///     var digester = FlightDigester(manifest: source.manifest)
///     while let item = reader.next() { digester.receive(item) }
///     let digest = digester.finish(provenance)
public struct FlightDigester: Sendable {
    var playback: FlightPlayback
    let manifest: RecordingManifest?
    var curves = Channel.allCases.map { _ in EnvelopeSeries(longestGap: Channel.longestGap) }
    var states = StateLedger()
    var flights = FlightLedger()
    var battery = BatteryLedger()
    var motors = MotorLedger()
    var link = LinkLedger()
    var video = VideoLedger()
    var events = EventLedger()
    var phones = PhoneLedger()
    var integrator = TrackIntegrator()
    var clocks = ClockComparison()
    var vibrationMeter = VibrationMeter()
    var airborneVibration = ValueHistogram()
    var clippedSamples: Int?
    var ultrasoundMiss = ValueHistogram()
    var barometerMiss = ValueHistogram()
    var tilt = ValueHistogram()
    var temperatures: (lowest: Double, highest: Double)?
    var payloads: [PayloadChange] = []
    /// How often the emergency bit came on, and which bits were ever set.
    var emergencies = 0
    var seenStatus = DroneStatus()
    var droppedPackets: Int?
    var tiltLimit: Angle?
    var hasSetpoints = false
    var saysSimulated = false
    var lastTime = 0.0
    private var lastStatus = DroneStatus()
    private var packetCount = 0
    private var dump = ConfigurationDumpDecoder()

    /// How many changes of payload are kept.
    private static let payloadCapacity = 200

    /// A digester of a recording; the manifest tells what the packets do not.
    public init(manifest: RecordingManifest?) {
        self.manifest = manifest
        playback = FlightPlayback(manifest: manifest)
        if let payload = playback.payload { payloads.append(PayloadChange(time: 0, payload: payload)) }
    }

    /// Takes the next item.
    public mutating func receive(_ item: FlightItem) {
        let time = item.time.inSeconds
        for event in playback.receive(item) { events.note(event) }
        lastTime = time
        switch item.content {
        case .navdata:
            guard playback.packetCount != packetCount else { return }
            packetCount = playback.packetCount
            receivePacket(at: time)
        case .commands(let bytes): receive(commands: bytes, at: time)
        case .stream(.control, let stream): receive(control: stream)
        case .event(let content):
            events.note(content, at: time)
            phones.note(content, at: time, hasFlown: !flights.flights.isEmpty || flights.isFlying)
            receive(content, at: time)
        case .stream(.video, _), .videoDatagram: video.receive(item)
        case .navdataRequest, .stream: break
        }
    }

    mutating func note(_ value: Double, _ channel: Channel, at time: Double) {
        curves[channel.rawValue].note(value, at: time)
    }

    // MARK: Packets

    private mutating func receivePacket(at time: Double) {
        let telemetry = playback.telemetry
        guard let status = telemetry.status?.value else { return }
        seenStatus.formUnion(status)
        if status.contains(.emergency), !lastStatus.contains(.emergency) { emergencies += 1 }
        lastStatus = status
        let isFlying = status.contains(.flying)
        states.note(telemetry.state?.value, status: status, at: time)
        flights.note(status: status, telemetry: telemetry, at: time)
        battery.note(status: status, telemetry: telemetry, at: time)
        if let gap = link.noteNavdata(isFlying: isFlying, at: time) { note(gap, .navdataGap, at: time) }
        receive(telemetry, isFlying: isFlying, at: time)
        receiveSensors(isFlying: isFlying, at: time)
    }

    private mutating func receive(_ telemetry: Telemetry, isFlying: Bool, at time: Double) {
        func fresh<Value>(_ reading: Reading<Value>?) -> Value? {
            reading.flatMap { $0.time.inSeconds == time ? $0.value : nil }
        }
        let height = fresh(telemetry.altitude)
        if let height { note(height, .height, at: time) }
        if let value = fresh(telemetry.ultrasoundAltitude) {
            note(value, .ultrasound, at: time)
            if isFlying, let height, (0.3...2.5).contains(value) { ultrasoundMiss.note(abs(height - value), at: time) }
        }
        if let value = fresh(telemetry.barometricAltitude) {
            note(value, .barometer, at: time)
            if isFlying, let height { barometerMiss.note(abs(height - value), at: time) }
        }
        if let value = fresh(telemetry.verticalSpeed) { note(value, .climb, at: time) }
        if let attitude = fresh(telemetry.attitude) {
            note(attitude.pitch.degrees, .pitch, at: time)
            note(attitude.roll.degrees, .roll, at: time)
            note(attitude.yaw.degrees, .yaw, at: time)
            if isFlying { tilt.note(max(abs(attitude.pitch.degrees), abs(attitude.roll.degrees)), at: time) }
        }
        if let velocity = fresh(telemetry.velocity) {
            note(velocity.forward, .forward, at: time)
            note(velocity.right, .right, at: time)
            if let yaw = telemetry.attitude?.value.yaw {
                integrator.note(velocity, yaw: yaw, isFlying: isFlying, at: time)
            }
        }
        if let percent = fresh(telemetry.batteryPercent) { note(Double(percent), .percent, at: time) }
        if let volts = fresh(telemetry.batteryVoltage) { note(volts, .volts, at: time) }
        if let quality = fresh(telemetry.wifiQuality) { note(quality * 100, .wifi, at: time) }
        if let value = fresh(telemetry.motors) {
            note(Double(value.frontLeft), .frontLeft, at: time)
            note(Double(value.frontRight), .frontRight, at: time)
            note(Double(value.rearRight), .rearRight, at: time)
            note(Double(value.rearLeft), .rearLeft, at: time)
            motors.note(
                value, isFlying: isFlying, isHovering: telemetry.state?.value == .hovering, at: time)
        }
        if let value = fresh(telemetry.temperature) {
            temperatures = (min(temperatures?.lowest ?? value, value), max(temperatures?.highest ?? value, value))
        }
        if let value = fresh(telemetry.droneTime) { clocks.note(drone: value.inSeconds, host: time) }
        if let value = fresh(telemetry.position) { integrator.note(value, at: time) }
    }

    /// What telemetry does not have: accelerations and the drone's set-points.
    private mutating func receiveSensors(isFlying: Bool, at time: Double) {
        if let option = playback.packet.references, option.reaches(12) {
            if !hasSetpoints {
                // The drone's own set-points are better than the stick's.
                hasSetpoints = true
                for channel in [Channel.pitchSetpoint, .rollSetpoint] {
                    curves[channel.rawValue] = EnvelopeSeries(longestGap: Channel.longestGap)
                }
            }
            note(Double(option.pitchMillidegrees) / 1000, .pitchSetpoint, at: time)
            note(Double(option.rollMillidegrees) / 1000, .rollSetpoint, at: time)
        }
        if let option = playback.packet.physMeasures, option.reaches(22) {
            let values = option.accelerationsMilligravity
            let vibration = vibrationMeter.note(
                milligravity: SIMD3(Double(values[0]), Double(values[1]), Double(values[2])), at: time)
            if let vibration {
                note(vibration, .vibration, at: time)
                if isFlying { airborneVibration.note(vibration, at: time) }
            }
        }
        if isFlying, let option = playback.packet.rawMeasures, option.reaches(10) {
            let values = option.accelerometers
            let isClipped = (0..<3).contains { values[$0] == 0 || values[$0] >= 4095 }
            clippedSamples = (clippedSamples ?? 0) + (isClipped ? 1 : 0)
        }
    }

    // MARK: Commands, configuration, log

    private mutating func receive(commands bytes: [UInt8], at time: Double) {
        if let gap = link.noteCommand(isFlying: flights.isFlying, at: time) { note(gap, .commandGap, at: time) }
        for case .success(let numbered) in ATDatagram.decode(bytes.span.bytes) {
            switch numbered.command {
            case .pcmd(let movement), .pcmdMag(let movement, _): receive(movement.setpoint, at: time)
            case .config(let key, let value) where ConfigurationKey(key) == .tiltMaximum: receive(tiltLimit: value)
            default: break
            }
        }
    }

    private mutating func receive(_ setpoint: Setpoint, at time: Double) {
        guard !hasSetpoints, let tiltLimit, flights.isFlying else { return }
        // While it hovers the drone chooses its tilt itself.
        if setpoint.mode == .hover { return }
        note(setpoint.pitch * tiltLimit.degrees, .pitchSetpoint, at: time)
        note(setpoint.roll * tiltLimit.degrees, .rollSetpoint, at: time)
    }

    /// The drone's tilt limit, radians; it takes up to 0.52 (30°).
    private mutating func receive(tiltLimit text: String) {
        if let radians = Double(text), radians > 0, radians < 1.6 { tiltLimit = Angle(radians: radians) }
    }

    private mutating func receive(control stream: FlightItem.Stream) {
        guard case .data(let bytes) = stream else {
            dump.reset()
            return
        }
        for case .entry(let key, let value) in dump.consume(bytes) {
            switch key {
            case .serialNumber:
                saysSimulated = saysSimulated || value.hasPrefix(DroneConfiguration.simulatedSerialPrefix)
            case .networkName: saysSimulated = saysSimulated || value.contains(DroneConfiguration.simulatedNetworkMark)
            case .tiltMaximum: receive(tiltLimit: value)
            default: break
            }
        }
    }

    private mutating func receive(_ content: RecordedEvent.Content, at time: Double) {
        switch content {
        case .payload(let payload):
            if payloads.count < Self.payloadCapacity { payloads.append(PayloadChange(time: time, payload: payload)) }
        case .dropped(let packets): droppedPackets = max(droppedPackets ?? 0, packets)
        case .log, .key, .step, .mark, .link, .fix, .photo, .other: break
        }
    }
}
