import DroneModel
import DroneProtocol
import DroneSimulation
import FlightRecording
import WireBytes

/// Flies a sample flight in virtual time: the session that flies real drones, the simulated drone, and what passes
/// between them as a recording. The same flight gives the same bytes.
struct VirtualFlight {
    /// The files of the recording.
    struct Recording {
        var capture: [UInt8]
        var events: [UInt8]
        var manifest: String
    }

    private let flight: SampleFlight
    private var drone: SimulatedDrone
    private var session: DroneSession
    private var encoder: TrafficEncoder
    private var capture = WireWriter(capacity: 1 << 18)
    private var events: [UInt8] = []
    private var connection: ControlConnection?
    private var connections: UInt64 = 0
    private var held: (setpoint: Setpoint, until: Duration)?
    private var manifest: RecordingManifest

    private static let program = ClientAddress(host: 0xC0A8_0102, port: 40_000)
    private static let host = SocketEnd.Address.v4(0xC0A8_0101)
    /// 2026-01-01 00:00:00 UTC: a simulated flight has no date, and this is as good as any.
    private static let date: Int64 = 1_767_225_600_000_000_000
    private static let step = SimulatedDrone.step

    init(_ flight: SampleFlight) {
        self.flight = flight
        drone = SimulatedDrone(flight.drone)
        session = DroneSession(
            settings: DroneSession.Settings(navdata: flight.navdata, reality: .simulated, readsConfiguration: true))
        let clock = RecordingManifest.Clock(utcNanoseconds: Self.date, monotonicNanoseconds: 0)
        encoder = TrafficEncoder(clock: clock)
        manifest = RecordingManifest(
            program: "StorkSamples", name: flight.name, simulated: true, seed: flight.drone.seed,
            drone: RecordingManifest.Drone(
                model: "\(flight.drone.aircraft.generation)", firmware: "\(flight.drone.firmware)",
                host: "192.168.1.1"), clock: clock)
        let load = flight.drone.payloads.reduce(0) { $0 + $1.mass }
        manifest.payloadGrams = (load * 1000).rounded()
    }

    /// Flies it to the end.
    mutating func fly() throws -> Recording {
        var script = flight.script[...]
        var now: Duration = .zero
        var nextTick: Duration = .zero
        while now <= flight.length {
            try take(drone.advance(to: now))
            while let next = script.first, next.time <= now {
                script.removeFirst()
                try act(next.action, at: now)
            }
            if let held {
                if now >= held.until { self.held = nil } else { try perform(.move(held.setpoint), at: now) }
            }
            if now >= nextTick {
                nextTick += DroneSession.tickPeriod
                try carryOut(session.tick(at: now), at: now)
            }
            now += Self.step
        }
        manifest.end = RecordingManifest.End(
            durationNanoseconds: Int64(flight.length / .nanoseconds(1)), packets: encoder.packets, dropped: 0)
        return Recording(
            capture: TrafficEncoder.fileHeader + capture.bytes, events: events, manifest: try manifest.text())
    }

    // MARK: The pilot

    private mutating func act(_ action: SampleFlight.Action, at now: Duration) throws {
        switch action {
        case .key(let intent, let words):
            try note(.key(words), at: now)
            try perform(intent, at: now)
        case .hold(let setpoint, let duration): held = (setpoint, now + duration)
        case .mark(let text): try note(.mark(text), at: now)
        }
    }

    private mutating func perform(_ intent: PilotIntent, at now: Duration) throws {
        try carryOut(session.perform(intent, at: now).outputs, at: now)
    }

    private mutating func note(_ content: RecordedEvent.Content, at now: Duration) throws {
        events += Array(try RecordedEvent(time: now, content: content).line().utf8) + [0x0A]
    }

    // MARK: The session

    private mutating func carryOut(_ outputs: [DroneSession.Output], at now: Duration) throws {
        for output in outputs {
            switch output {
            case .sendAT(let bytes):
                record(.commands, .sent(bytes), at: now)
                try take(drone.handle(.commands(bytes, from: Self.program), at: now))
            case .wakeNavdata:
                record(.navdata, .sent(DroneSession.wakeUpDatagram), at: now)
                try take(drone.handle(.navdataRequest(DroneSession.wakeUpDatagram, from: Self.program), at: now))
            case .openControl:
                connections += 1
                let connection = ControlConnection(id: connections)
                self.connection = connection
                record(.control, .opened, at: now)
                session.controlOpened(at: now)
                try take(drone.handle(.controlOpened(connection), at: now))
            case .closeControl: try closeControl(by: .client, at: now)
            case .event(let event): try note(.log(event.severity, event.text), at: event.time)
            case .finished, .left: break
            }
        }
    }

    private mutating func closeControl(by side: DroneTraffic.Side, at now: Duration) throws {
        guard let connection else { return }
        self.connection = nil
        record(.control, .closed(by: side), at: now)
        switch side {
        case .client: try take(drone.handle(.controlClosed(connection), at: now))
        case .drone: try carryOut(session.controlClosed(at: now), at: now)
        }
    }

    // MARK: The drone

    private mutating func take(_ outputs: [DroneOutput]) throws {
        for output in outputs {
            switch output.content {
            case .navdata(let bytes, _):
                record(.navdata, .received(bytes), at: output.time)
                try carryOut(session.receiveNavdata(bytes.span.bytes, at: output.time), at: output.time)
            case .control(let bytes, let connection) where connection == self.connection:
                record(.control, .streamReceived(bytes), at: output.time)
                try carryOut(session.receiveControl(bytes, at: output.time), at: output.time)
            case .controlClose(let connection) where connection == self.connection:
                try closeControl(by: .drone, at: output.time)
            case .connectionsBroken: try closeControl(by: .drone, at: output.time)
            case .control, .controlClose, .discoveryReply, .pictureOrder, .video, .videoClose: break
            }
        }
    }

    /// Puts into the recording what passed.
    private mutating func record(_ service: DroneService, _ content: DroneTraffic.Content, at now: Duration) {
        // A port of the program's own for each service, as a system would choose.
        let port = Self.program.port + (service.rawValue - 5550)
        encoder.encode(
            DroneTraffic(
                time: now, service: service, client: SocketEnd(.v4(Self.program.host), port: port),
                drone: SocketEnd(Self.host, port: service.rawValue), content: content), to: &capture)
    }
}
