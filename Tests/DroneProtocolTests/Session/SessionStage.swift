import DroneModel
import DroneProtocol
import WireBytes

/// A session with a drone played by the test, in virtual time.
struct SessionStage {
    var session: DroneSession
    var now: Duration = .seconds(100)
    var nextTick: Duration = .seconds(100)
    var sequence: UInt32 = 0
    var status: DroneStatus = []
    /// Major control state on the wire.
    var major: UInt32 = 2
    var battery: UInt32 = 80

    init(_ settings: DroneSession.Settings = .init()) { session = DroneSession(settings: settings) }

    /// Ticks until `duration` has passed; what was sent comes back with its time.
    mutating func run(_ duration: Duration) -> [(at: Duration, output: DroneSession.Output)] {
        var all: [(Duration, DroneSession.Output)] = []
        let end = now + duration
        while nextTick <= end {
            now = nextTick
            all += session.tick(at: now).map { (now, $0) }
            nextTick += DroneSession.tickPeriod
        }
        now = end
        return all
    }

    /// Ticks for `duration` while the drone sends a packet every 15 ms.
    mutating func live(_ duration: Duration) -> [DroneSession.Output] {
        var all: [DroneSession.Output] = []
        let end = now + duration
        while now < end {
            all += navdata()
            all += run(.milliseconds(15)).map(\.output)
        }
        return all
    }

    /// Delivers a packet with the drone's present status; options unless in bootstrap.
    mutating func navdata() -> [DroneSession.Output] {
        sequence += 1
        return deliver(packet(sequence: sequence))
    }

    func packet(sequence: UInt32) -> [UInt8] {
        var navdata = Navdata()
        navdata.status = status
        navdata.sequence = sequence
        if !status.contains(.navdataBootstrap) {
            var demo = DemoOption()
            demo.controlState = major << 16
            demo.batteryPercent = battery
            navdata.demo = demo
        }
        var writer = WireWriter()
        navdata.encode(into: &writer)
        return writer.bytes
    }

    mutating func deliver(_ bytes: [UInt8]) -> [DroneSession.Output] {
        session.receiveNavdata(bytes.span.bytes, at: now)
    }

    mutating func order(_ intent: PilotIntent) -> (verdict: DroneSession.Verdict, outputs: [DroneSession.Output]) {
        session.perform(intent, at: now)
    }

    /// A session that is set up, with the drone on the ground.
    static func live(_ settings: DroneSession.Settings = .init(navdata: .asIs)) -> SessionStage {
        var stage = SessionStage(settings)
        _ = stage.live(.milliseconds(150))
        return stage
    }

    /// The same in the air: taken off by this session.
    static func flying(_ settings: DroneSession.Settings = .init(navdata: .asIs)) -> SessionStage {
        var stage = live(settings)
        _ = stage.order(.takeOff)
        stage.status.insert(.flying)
        stage.major = 4
        _ = stage.live(.milliseconds(150))
        return stage
    }
}

extension Sequence where Element == DroneSession.Output {
    /// All commands sent, in order.
    var commands: [ATCommand] { numbered.map(\.command) }

    /// All commands sent, with their numbers.
    var numbered: [NumberedCommand] {
        flatMap { output -> [NumberedCommand] in
            guard case .sendAT(let bytes) = output else { return [] }
            return ATDatagram.decode(bytes.span.bytes).compactMap { try? $0.get() }
        }
    }

    /// The REF words sent, in order.
    var refs: [REFInput] {
        commands.compactMap { command in
            guard case .ref(let input) = command else { return nil }
            return input
        }
    }

    /// The CONFIG commands sent, as `key=value`.
    var configs: [String] {
        commands.compactMap { command in
            guard case .config(let key, let value) = command else { return nil }
            return "\(key)=\(value)"
        }
    }

    var events: [String] {
        compactMap { output in
            guard case .event(let event) = output else { return nil }
            return event.text
        }
    }
}
