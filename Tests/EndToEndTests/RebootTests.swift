import DroneModel
import DroneProtocol
import DroneSimulation
import Testing

extension EndToEnd {
    /// A drone that restarts: the published comparison has clients that stay blind for as long as they flew before.
    @Suite struct RebootTests {
        @Test(arguments: [3, 60])
        func `in virtual time telemetry is back 0.3 s after the drone, however long it ran before`(
            uptime: Int
        ) throws {
            let reboot = Duration.seconds(uptime)
            let silence = Duration.seconds(2)
            var pair = VirtualPair(faults: FaultPlan([Fault(.reboot, at: reboot, for: silence)]))
            pair.run(until: reboot)
            #expect(pair.session.snapshot.telemetry.altitude.current(at: pair.now) != nil)
            pair.forget()
            pair.run(until: reboot + silence + .seconds(3))
            let packet = try #require(pair.firstPacket) - (reboot + silence)
            let values = try #require(pair.firstValues) - (reboot + silence)
            print(
                "reboot after \(uptime) s, virtual time: navdata after \(packet), altitude and battery after \(values)")
            #expect(packet <= .milliseconds(300))
            #expect(values <= .milliseconds(300))
            #expect(pair.session.snapshot.link.counters.navdataRestarts == 1)
            #expect(pair.session.snapshot.link.phase == .live)
        }

        @Test func `a drone that restarted in flight is not sent up again`() throws {
            let reboot = Duration.seconds(10)
            var pair = VirtualPair(faults: FaultPlan([Fault(.reboot, at: reboot)]))
            pair.run(until: .seconds(2))
            pair.perform(.takeOff)
            pair.run(until: reboot)
            #expect(pair.session.snapshot.telemetry.isFlying(at: pair.now) == true)
            pair.run(until: reboot + .seconds(10))
            #expect(pair.session.snapshot.telemetry.isFlying(at: pair.now) == false)
            #expect(!pair.session.snapshot.wantsFlight)
            pair.perform(.takeOff)
            pair.run(until: reboot + .seconds(15))
            #expect(pair.session.snapshot.telemetry.isFlying(at: pair.now) == true)
        }

        @Test func `the program shows a restarted drone again without help`() async throws {
            let drone = try await RunningDrone(["--fault", "reboot at 5 s for 2 s"])
            let watch = try drone.watch(["--every", "0s"])
            let before = try await watch.row { $0.altitude != nil && $0.time > 1 }
            #expect(before.batteryPercent == 100)
            let back = try await watch.row { $0.status?.contains("navdata bootstrap") == true && $0.time > 3 }
            let values = try await watch.row { $0.time > back.time && $0.navdataRate > 0 && $0.altitude != nil }
            let rows = try watch.lines.map { try WatchRow($0.text) }
            let last = try #require(rows.last { $0.time < back.time - 1 })
            print(
                "reboot of 2 s on sockets: navdata \(back.time - last.time - 2) s, "
                    + "altitude and battery \(values.time - last.time - 2) s after the drone's return")
            try await watch.interrupt()
            try await drone.stop()
        }
    }
}

/// A session and a simulated drone, joined without sockets, in virtual time.
private struct VirtualPair {
    var session = DroneSession(settings: .init(navdata: .full))
    private var drone: SimulatedDrone
    private(set) var now: Duration = .zero
    private var nextTick: Duration = .zero
    private let address = ClientAddress(host: 0xC0A8_0102, port: 40_000)
    private var connections = 0
    /// When the first packet, and the first with values, came since ``forget()``.
    private(set) var firstPacket: Duration?
    private(set) var firstValues: Duration?

    init(faults: FaultPlan) {
        var settings = DroneSettings(seed: 3)
        settings.faults = faults
        drone = SimulatedDrone(settings)
    }

    mutating func forget() {
        firstPacket = nil
        firstValues = nil
    }

    mutating func perform(_ intent: PilotIntent) { perform(session.perform(intent, at: now).1) }

    mutating func run(until end: Duration) {
        while now < end {
            if now >= nextTick {
                perform(session.tick(at: now))
                nextTick += DroneSession.tickPeriod
            }
            now = min(end, now + .milliseconds(1))
            deliver(drone.advance(to: now))
        }
    }

    private mutating func perform(_ outputs: [DroneSession.Output]) {
        for output in outputs {
            switch output {
            case .sendAT(let bytes): deliver(drone.handle(.commands(bytes, from: address), at: now))
            case .wakeNavdata:
                deliver(drone.handle(.navdataRequest(DroneSession.wakeUpDatagram, from: address), at: now))
            case .openControl, .closeControl, .finished, .event, .left: break
            }
        }
    }

    private mutating func deliver(_ outputs: [DroneOutput]) {
        for output in outputs {
            guard case .navdata(let bytes, _) = output.content else { continue }
            let orders = session.receiveNavdata(bytes.span.bytes, at: now)
            if firstPacket == nil { firstPacket = now }
            if firstValues == nil, session.snapshot.telemetry.altitude?.time == now { firstValues = now }
            perform(orders)
        }
    }
}
