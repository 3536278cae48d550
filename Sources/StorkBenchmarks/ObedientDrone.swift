import DroneLink
import DroneModel
import DroneProtocol
import Foundation
import Synchronization

/// Plays a drone on two UDP ports that takes off and lands at once when it is told to, and leans when it is asked to.
///
/// 200 packets of demo navdata a second, on a thread of its own; commands are taken on another.
final class ObedientDrone: Sendable {
    let ports: DronePorts

    private struct State {
        var isFlying = false
        var acknowledges = false
        var wantsToLean = false
        /// When the first packet that leans was handed to the system.
        var leanedAt: Int64?
        /// When the order to land came after that.
        var landedAt: Int64?
        var isEnding = false
    }

    private let state = Mutex(State())
    private let navdata: UDPPort
    private let commands: UDPPort
    private let threads = DispatchGroup()
    /// Roll of a packet that leans: beyond half as much again as the usual limit of 20°.
    private static let lean: Float = 35_000

    init() throws {
        navdata = try UDPPort(timeout: .zero)
        commands = try UDPPort(timeout: .milliseconds(100))
        // Port 9, discard: nobody listens there.
        ports = DronePorts(navdata: navdata.number, at: commands.number, control: 9, ftp: 9, video: 9)
        start { $0.sendNavdata() }
        start { $0.takeCommands() }
    }

    func stop() {
        state.withLock { $0.isEnding = true }
        threads.wait()
        navdata.close()
        commands.close()
    }

    var isFlying: Bool { state.withLock { $0.isFlying } }

    /// Leans, and measures how long it takes until the order to land comes, nanoseconds; nil when it does not.
    func lean(waiting patience: Duration = .seconds(2)) -> Int64? {
        state.withLock {
            $0.leanedAt = nil
            $0.landedAt = nil
            $0.wantsToLean = true
        }
        let deadline = MonotonicClock.now + Int64(patience / .nanoseconds(1))
        while MonotonicClock.now < deadline {
            if let (from, to) = state.withLock({ state in
                state.leanedAt.flatMap { from in state.landedAt.map { (from, $0) } }
            }) {
                return to - from
            }
            usleep(2000)
        }
        return nil
    }

    private func start(_ work: @escaping @Sendable (ObedientDrone) -> Void) {
        threads.enter()
        Thread { [self] in
            work(self)
            threads.leave()
        }.start()
    }

    private func sendNavdata() {
        var sequence: UInt32 = 0
        var client: sockaddr_in?
        var due = MonotonicClock.now
        while !state.withLock({ $0.isEnding }) {
            if let request = navdata.receive() { client = request.sender }
            due += 5_000_000
            if let client {
                sequence += 1
                let (isFlying, acknowledges, leans) = state.withLock { ($0.isFlying, $0.acknowledges, $0.wantsToLean) }
                let bytes = Self.packet(
                    sequence, isFlying: isFlying, acknowledges: acknowledges, roll: leans && isFlying ? Self.lean : 0)
                let now = MonotonicClock.now
                navdata.send(bytes, to: client)
                if leans { state.withLock { if $0.leanedAt == nil { $0.leanedAt = now } } }
            }
            let pause = due - MonotonicClock.now
            if pause > 0 { usleep(UInt32(clamping: pause / 1000)) }
        }
    }

    private static func packet(_ sequence: UInt32, isFlying: Bool, acknowledges: Bool, roll: Float) -> [UInt8] {
        var navdata = Navdata(layout: .sdk24, options: .demoDefault)
        navdata.status = [.navdataDemo, .altitudeControl, .atThreadRuns, .navdataThreadRuns]
        if isFlying { navdata.status.insert(.flying) }
        if acknowledges { navdata.status.insert(.commandAcknowledge) }
        navdata.sequence = sequence
        navdata.demo?.controlState = isFlying ? 4 << 16 : 2 << 16
        navdata.demo?.batteryPercent = 80
        navdata.demo?.altitudeMillimetres = isFlying ? 1000 : 0
        navdata.demo?.rollMillidegrees = roll
        return navdata.encoded()
    }

    private func takeCommands() {
        while !state.withLock({ $0.isEnding }) {
            guard let datagram = commands.receive() else { continue }
            let now = MonotonicClock.now
            for case .success(let numbered) in ATDatagram.decode(datagram.bytes.span.bytes) {
                state.withLock { take(numbered.command, &$0, at: now) }
            }
        }
    }

    private func take(_ command: ATCommand, _ state: inout State, at now: Int64) {
        switch command {
        case .config: state.acknowledges = true
        case .control(.acknowledge, _): state.acknowledges = false
        case .ref(let input):
            let flies = input.wantsFlight
            if state.isFlying, !flies, state.leanedAt != nil, state.landedAt == nil {
                state.landedAt = now
                state.wantsToLean = false
            }
            state.isFlying = flies
        default: break
        }
    }
}
