import DroneModel
import DroneProtocol
public import FlightRecording
public import LiftAnalysis
import WireBytes

/// Turns the items of a recording into what the lift analysis weighs: the session and decoder that flew read every
/// packet, nothing is decoded a second way.
public struct LiftSampler: Sendable {
    /// The recorded flight as far as it was read.
    public private(set) var playback: FlightPlayback
    /// The climb that full stick asks for, m/s, by the drone's configuration; nil while unknown.
    public private(set) var climbScale: Double?
    /// How many packets were news.
    public var packetCount: Int { playback.packetCount }
    /// How many of them had motor values.
    public private(set) var motorCount = 0
    /// The charge that the drone last told, percent; nil while unknown.
    public var charge: Double? { playback.telemetry.batteryPercent.map { Double($0.value) } }

    /// The first pressure, Pa, and temperature of the pressure sensor, degrees Celsius, that the drone told: a 2.0's.
    public private(set) var firstAir: (pressure: Double?, temperature: Double?) = (nil, nil)

    private var seenPackets = 0
    private var climb = 0.0
    private var lastCommand: Double?
    private var commandGap: Double?
    private var vibrationMeter = VibrationMeter()
    private var dump = ConfigurationDumpDecoder()

    /// A sampler of a recording.
    public init(manifest: RecordingManifest?) { playback = FlightPlayback(manifest: manifest) }

    /// Takes the next item; a sample where it was a packet that was news and had motor values.
    public mutating func receive(_ item: FlightItem) -> LiftSample? {
        _ = playback.receive(item)
        switch item.content {
        case .navdata:
            guard playback.packetCount != seenPackets else { return nil }
            seenPackets = playback.packetCount
            return sample(at: item.time.inSeconds)
        case .commands(let bytes):
            let time = item.time.inSeconds
            if let lastCommand, time > lastCommand { commandGap = max(commandGap ?? 0, time - lastCommand) }
            lastCommand = time
            receive(commands: bytes)
        case .stream(.control, .data(let bytes)):
            for case .entry(.verticalSpeedMaximum, let value) in dump.consume(bytes) { note(climbMaximum: value) }
        case .stream(.control, _): dump.reset()
        case .event, .stream, .navdataRequest, .videoDatagram: break
        }
        return nil
    }

    private mutating func receive(commands bytes: [UInt8]) {
        for case .success(let numbered) in ATDatagram.decode(bytes.span.bytes) {
            switch numbered.command {
            case .pcmd(let movement), .pcmdMag(let movement, _):
                climb = movement.setpoint.mode == .hover ? 0 : movement.setpoint.climb
            case .config(let key, let value) where ConfigurationKey(key) == .verticalSpeedMaximum:
                note(climbMaximum: value)
            default: break
            }
        }
    }

    /// `control:control_vz_max`, mm/s; the drone takes 200 to 2000.
    private mutating func note(climbMaximum text: String) {
        if let speed = Double(text), (1...10_000).contains(speed) { climbScale = speed / 1000 }
    }

    private mutating func sample(at time: Double) -> LiftSample? {
        let telemetry = playback.telemetry
        func fresh<Value>(_ reading: Reading<Value>?) -> Value? {
            reading.flatMap { $0.time.inSeconds == time ? $0.value : nil }
        }
        guard let motors = fresh(telemetry.motors), let status = telemetry.status?.value else { return nil }
        motorCount += 1
        firstAir = (
            firstAir.pressure ?? telemetry.pressure?.value, firstAir.temperature ?? telemetry.temperature?.value
        )
        var sample = LiftSample(
            time: time, isFlying: status.contains(.flying), isHovering: telemetry.state?.value == .hovering,
            climb: climb, height: fresh(telemetry.altitude), attitude: fresh(telemetry.attitude), motors: motors,
            voltage: fresh(telemetry.batteryVoltage))
        sample.commandGap = commandGap
        commandGap = nil
        sample.isEmergency = status.contains(.emergency)
        sample.velocity = fresh(telemetry.velocity)
        sample.charge = fresh(telemetry.batteryPercent).map(Double.init)
        if let option = playback.packet.physMeasures, option.reaches(22) {
            let values = option.accelerationsMilligravity
            sample.vibration = vibrationMeter.note(
                milligravity: SIMD3(Double(values[0]), Double(values[1]), Double(values[2])), at: time)
        }
        return sample
    }
}
