public import DroneModel
import DroneProtocol
public import DroneSimulation
public import FlightRecording
import Foundation
import WireBytes

/// A flight of the real session on a simulated drone in virtual time, recorded as any flight is: for tests and
/// benchmarks that need a recording of which the truth is known.
public struct RehearsedFlight {
    /// The simulated drone, whose truth can be compared with what a report says.
    public private(set) var drone: SimulatedDrone
    /// The time of the flight.
    public private(set) var now: Duration = .zero
    /// What the session knows.
    public var snapshot: DroneSnapshot { session.snapshot }

    private var session: DroneSession
    private var encoder: TrafficEncoder
    private var capture = WireWriter()
    private var lines: [RecordedEvent] = []
    private var manifest: RecordingManifest
    private let folder: URL
    private let file: FileHandle
    private let client = ClientAddress(host: 0xC0A8_0102, port: 40_000)
    private static let droneHost: UInt32 = 0xC0A8_0101
    private static let control = ControlConnection(id: 1)

    /// A drone that is switched on, and a session that finds it; the recording goes into a new folder at `path`.
    ///
    /// - Parameters:
    ///   - drone: Which drone is simulated.
    ///   - path: Where the recording goes; what is there is replaced.
    ///   - name: What the recording is called.
    public init(
        _ drone: DroneSettings, recordingTo path: String, name: String = "rehearsed"
    ) throws {
        self.drone = SimulatedDrone(drone)
        folder = URL(filePath: path)
        session = DroneSession(
            settings: DroneSession.Settings(reality: .simulated, readsConfiguration: true))
        let clock = RecordingManifest.Clock(
            utcNanoseconds: 1_769_860_800_000_000_000, monotonicNanoseconds: 0)
        encoder = TrafficEncoder(clock: clock)
        manifest = RecordingManifest(
            program: "stork rehearsal", name: name, simulated: true, seed: drone.seed,
            drone: .init(model: "\(drone.aircraft.generation)", firmware: "\(drone.firmware)", host: "192.168.1.1"),
            clock: clock)
        manifest.payloadGrams = drone.payloads.reduce(0) { $0 + $1.mass * 1000 }
        manifest.hull = drone.aircraft.hull.rawValue
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let url = folder.appending(path: RecordingSource.Name.capture)
        try Data(TrafficEncoder.fileHeader).write(to: url)
        file = try FileHandle(forWritingTo: url)
        try file.seekToEnd()
    }

    /// Lets time pass.
    public mutating func wait(_ duration: Duration) throws {
        let end = now + duration
        while now < end {
            now += DroneSession.tickPeriod
            // First what happened since the last tick, so that times in the recording only go forward.
            take(drone.advance(to: now))
            perform(session.tick(at: now))
            if capture.count > 1 << 20 { try flush() }
        }
    }

    /// What the pilot asks for, once.
    public mutating func perform(_ intent: PilotIntent) {
        let (_, outputs) = session.perform(intent, at: now)
        perform(outputs)
    }

    /// Moves for a while; the set-point is renewed as a held key does.
    public mutating func move(_ setpoint: Setpoint, for duration: Duration) throws {
        let end = now + duration
        while now < end {
            perform(.move(setpoint))
            try wait(min(.milliseconds(90), end - now))
        }
    }

    /// Finds the drone, trims it, and takes off to its hover.
    public mutating func takeOff() throws {
        try wait(.seconds(8))
        perform(.flatTrim)
        try wait(.seconds(1))
        perform(.takeOff)
        try wait(.seconds(8))
    }

    /// Lands and waits until it stands.
    public mutating func land() throws {
        perform(.land)
        try wait(.seconds(6))
    }

    /// Writes a line of the recording's log.
    public mutating func note(_ content: RecordedEvent.Content) {
        lines.append(RecordedEvent(time: now, content: content))
    }

    /// Ends the recording; `change` has the last word on the manifest.
    public mutating func finish(_ change: (inout RecordingManifest) -> Void = { _ in }) throws {
        try flush()
        try file.close()
        manifest.end = RecordingManifest.End(
            durationNanoseconds: Int64(now / .nanoseconds(1)), packets: encoder.packets, dropped: 0)
        change(&manifest)
        try Data(manifest.text().utf8).write(to: folder.appending(path: RecordingSource.Name.manifest))
        let text = try lines.map { try $0.line() + "\n" }.joined()
        try Data(text.utf8).write(to: folder.appending(path: RecordingSource.Name.events))
    }

    private mutating func flush() throws {
        try file.write(contentsOf: Data(capture.bytes))
        capture.removeAll()
    }

    // MARK: Both sides

    private mutating func perform(_ outputs: [DroneSession.Output]) {
        for output in outputs {
            switch output {
            case .sendAT(let bytes):
                record(.commands, .sent(bytes))
                take(drone.handle(.commands(bytes, from: client), at: now))
            case .wakeNavdata:
                record(.navdata, .sent(DroneSession.wakeUpDatagram))
                take(drone.handle(.navdataRequest(DroneSession.wakeUpDatagram, from: client), at: now))
            case .openControl:
                record(.control, .opened)
                session.controlOpened(at: now)
                take(drone.handle(.controlOpened(Self.control), at: now))
            case .closeControl:
                record(.control, .closed(by: .client))
                take(drone.handle(.controlClosed(Self.control), at: now))
            case .finished, .event, .left: break
            }
        }
    }

    private mutating func take(_ outputs: [DroneOutput]) {
        for output in outputs {
            let time = max(output.time, now - DroneSession.tickPeriod)
            switch output.content {
            case .navdata(let bytes, _):
                record(.navdata, .received(bytes), at: time)
                perform(session.receiveNavdata(bytes.span.bytes, at: time))
            case .control(let bytes, _):
                record(.control, .streamReceived(bytes), at: time)
                perform(session.receiveControl(bytes, at: time))
            case .controlClose, .connectionsBroken:
                record(.control, .closed(by: .drone), at: time)
                perform(session.controlClosed(at: time))
            default: break
            }
        }
    }

    private mutating func record(_ service: DroneService, _ content: DroneTraffic.Content, at time: Duration? = nil) {
        let traffic = DroneTraffic(
            time: time ?? now, service: service, client: SocketEnd(.v4(client.host), port: client.port),
            drone: SocketEnd(.v4(Self.droneHost), port: service.rawValue), content: content)
        encoder.encode(traffic, to: &capture)
    }
}
