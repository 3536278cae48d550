import DroneModel
import DroneProtocol
import DroneSimulation
import FlightRecording
import WireBytes

/// The session that flies real drones and a simulated one, in virtual time, with what passes between them recorded.
struct VirtualFlight: ~Copyable {
    private(set) var drone: SimulatedDrone
    private(set) var now: Duration = .zero
    private(set) var session: DroneSession

    private var file: RehearsalFile?
    private var connection: ControlConnection?
    private var connections: UInt64 = 0

    private static let program = ClientAddress(host: 0xC0A8_0102, port: 40_000)
    private static let host = SocketEnd.Address.v4(0xC0A8_0101)

    /// A drone that was just switched on, and a session that looks for it.
    init(_ settings: DroneSettings, file: consuming RehearsalFile?) {
        drone = SimulatedDrone(settings)
        session = DroneSession(settings: DroneSession.Settings(reality: .simulated, readsConfiguration: true))
        self.file = file
    }

    /// Lets one AT period pass.
    mutating func step() throws(RecordingError) {
        now += DroneSession.tickPeriod
        // What happened since the last period comes first, so that times in the recording only go forward.
        take(drone.advance(to: now))
        carryOut(session.tick(at: now))
        try file?.flushIfLarge()
    }

    /// Asks the session for something.
    mutating func perform(_ intent: PilotIntent) { carryOut(session.perform(intent, at: now).outputs) }

    /// Writes a line into the recording.
    mutating func note(_ content: RecordedEvent.Content) { file?.note(RecordedEvent(time: now, content: content)) }

    /// Ends the recording.
    mutating func finish() throws(RecordingError) { try file?.finish(at: now, session.snapshot.identity) }

    // MARK: Both sides

    private mutating func carryOut(_ outputs: [DroneSession.Output]) {
        for output in outputs {
            switch output {
            case .sendAT(let bytes):
                record(.commands, .sent(bytes), at: now)
                take(drone.handle(.commands(bytes, from: Self.program), at: now))
            case .wakeNavdata:
                record(.navdata, .sent(DroneSession.wakeUpDatagram), at: now)
                take(drone.handle(.navdataRequest(DroneSession.wakeUpDatagram, from: Self.program), at: now))
            case .openControl:
                connections += 1
                let connection = ControlConnection(id: connections)
                self.connection = connection
                record(.control, .opened, at: now)
                session.controlOpened(at: now)
                take(drone.handle(.controlOpened(connection), at: now))
            case .closeControl: closeControl(by: .client)
            case .event(let event): note(.log(event.severity, event.text))
            case .finished, .left: break
            }
        }
    }

    private mutating func closeControl(by side: DroneTraffic.Side) {
        guard let connection else { return }
        self.connection = nil
        record(.control, .closed(by: side), at: now)
        switch side {
        case .client: take(drone.handle(.controlClosed(connection), at: now))
        case .drone: carryOut(session.controlClosed(at: now))
        }
    }

    private mutating func take(_ outputs: [DroneOutput]) {
        for output in outputs {
            switch output.content {
            case .navdata(let bytes, _):
                record(.navdata, .received(bytes), at: output.time)
                carryOut(session.receiveNavdata(bytes.span.bytes, at: output.time))
            case .control(let bytes, let connection) where connection == self.connection:
                record(.control, .streamReceived(bytes), at: output.time)
                carryOut(session.receiveControl(bytes, at: output.time))
            case .controlClose(let connection) where connection == self.connection: closeControl(by: .drone)
            case .connectionsBroken: closeControl(by: .drone)
            default: break
            }
        }
    }

    private mutating func record(_ service: DroneService, _ content: DroneTraffic.Content, at time: Duration) {
        let port = Self.program.port + (service.rawValue - 5550)
        file?.record(
            DroneTraffic(
                time: time, service: service, client: SocketEnd(.v4(Self.program.host), port: port),
                drone: SocketEnd(Self.host, port: service.rawValue), content: content))
    }
}
