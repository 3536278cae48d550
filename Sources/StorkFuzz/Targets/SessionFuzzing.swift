import CellCanvas
import Cockpit
import DroneModel
import DroneProtocol

/// A conversation: whatever comes in whatever order, what is sent is well-formed and numbered upwards.
///
/// The script's steps are ``Step``; the first byte chooses the settings.
enum SessionFuzzing {
    /// What may happen next.
    enum Step: UInt8, CaseIterable {
        /// A datagram behind its length, sealed with a right checksum.
        case navdata
        /// Bytes of the control port behind their length.
        case control
        case tick, controlOpened, controlClosed
        /// An intent by number.
        case pilot
        /// A key and a value, each behind its length.
        case write
        case readConfiguration, readIDs, leave
    }

    static func run(_ bytes: [UInt8]) throws(Finding) { _ = try converse(bytes) }

    /// The same, and at its end the pilot's screen: drawing takes longer than everything before, so that it has a
    /// target of its own. The second byte chooses the size, down to nothing.
    static func runScreen(_ bytes: [UInt8]) throws(Finding) {
        let (snapshot, now) = try converse(bytes)
        let choice = bytes.count > 1 ? Int(bytes[1]) : 0
        let sizes = [(80, 24), (132, 43), (40, 12), (20, 5), (160, 50), (12, 3), (1, 1), (0, 0)]
        let (columns, rows) = sizes[choice >> 1 & 7]
        var canvas = Canvas(columns: columns, rows: rows, glyphs: choice & 1 == 0 ? .unicode : .ascii)
        Cockpit().draw(snapshot, at: now, into: &canvas)
    }

    /// What is known at the end of a conversation, and when that is.
    private static func converse(_ bytes: [UInt8]) throws(Finding) -> (DroneSnapshot, Duration) {
        var script = ByteScript(bytes)
        var session = DroneSession(settings: settings(script.byte()))
        var now = Duration.zero
        while !script.isAtEnd {
            let choice = script.byte()
            now += .milliseconds(Int(choice >> 4) * Int(choice >> 4))
            let step = Step.allCases[Int(choice & 0x0F) % Step.allCases.count]
            for output in perform(step, &script, on: &session, at: now) {
                if case .sendAT(let datagram) = output { try check(datagram) }
            }
            try Finding.unless(session.snapshot.events.count <= DroneSnapshot.eventCapacity, "too many events kept")
        }
        return (session.snapshot, now)
    }

    private static func settings(_ choice: UInt8) -> DroneSession.Settings {
        let modes: [DroneSession.NavdataMode] = [.full, .demo(.phoneApp), .asIs, .demo(.demoDefault)]
        let ids = MulticonfigurationIDs(
            session: .session(random: 7), user: .user(named: "fuzz"), application: .application(named: "stork"))
        return DroneSession.Settings(
            navdata: modes[Int(choice & 3)], ids: choice & 4 == 0 ? nil : ids,
            role: choice & 8 == 0 ? .pilot : .observer, readsConfiguration: choice & 16 != 0)
    }

    private static func perform(
        _ step: Step, _ script: inout ByteScript, on session: inout DroneSession, at now: Duration
    ) -> [DroneSession.Output] {
        switch step {
        case .navdata:
            let datagram = NavdataSeal.sealed(script.block())
            return session.receiveNavdata(datagram.span.bytes, at: now)
        case .control: return session.receiveControl(script.block(), at: now)
        case .tick: return session.tick(at: now)
        case .controlOpened: session.controlOpened(at: now)
        case .controlClosed: return session.controlClosed(at: now)
        case .pilot: return session.perform(intent(&script), at: now).outputs
        case .write:
            let key = String(decoding: script.take(Int(script.byte())), as: UTF8.self)
            let value = String(decoding: script.take(Int(script.byte())), as: UTF8.self)
            do throws(CommandError) { _ = try session.write(key: key, value: value) } catch { return [] }
        case .readConfiguration: _ = session.readConfiguration()
        case .readIDs: _ = session.readIDs()
        case .leave: return session.leave(at: now)
        }
        return []
    }

    private static func intent(_ script: inout ByteScript) -> PilotIntent {
        func fraction(_ byte: UInt8) -> Double { byte == 255 ? .nan : Double(Int8(bitPattern: byte)) / 100 }
        switch script.byte() % 10 {
        case 0: return .takeOff
        case 1: return .land
        case 2: return .hover
        case 3:
            let heading = Angle(degrees: Double(script.byte()) * 2)
            let modes: [Setpoint.Mode] = [.progressive, .combinedYaw, .absolute(pilotHeading: heading), .hover]
            return .move(
                Setpoint(
                    roll: fraction(script.byte()), pitch: fraction(script.byte()), climb: fraction(script.byte()),
                    yaw: fraction(script.byte()), mode: modes[Int(script.byte() & 3)]))
        case 4: return .cutMotors
        case 5: return .recover
        case 6: return .flatTrim
        case 7: return .calibrateMagnetometer
        case 8: return .led(animation: Int(script.byte()), frequency: .infinity, seconds: .max)
        default: return .animate(animation: .min, milliseconds: Int(script.word()))
        }
    }

    /// A datagram is within the drone's buffer, every command in it decodes, and their numbers ascend.
    private static func check(_ datagram: [UInt8]) throws(Finding) {
        try Finding.unless(datagram.count <= ATDatagram.capacity, "a datagram of \(datagram.count) bytes")
        var last: UInt32?
        for result in ATDatagram.decode(datagram.span.bytes) {
            guard case .success(let numbered) = result else {
                throw Finding(description: "sent what does not decode: \(result)")
            }
            try Finding.unless(last.map { numbered.sequence > $0 } ?? true, "numbers do not ascend: \(datagram)")
            last = numbered.sequence
        }
    }
}
