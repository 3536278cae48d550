import DroneModel
import DroneProtocol
import DroneSimulation
import Testing
import WireBytes

struct FaultOnTheWireTests {
    private func client(_ faults: Fault..., demo: Bool = false) -> VirtualClient {
        var settings = DroneSettings(seed: 7)
        settings.faults = FaultPlan(faults)
        var client = VirtualClient(settings)
        client.start(demo: demo)
        return client
    }

    // MARK: - Reboot

    @Test func `a reboot is 2 s of silence, then bootstrap with number 1 once somebody wakes it`() throws {
        var client = client(Fault(.reboot, at: .seconds(5)))
        client.loop(for: .seconds(6) - client.now)
        #expect((client.navdata.last?.time ?? .zero) <= .seconds(5))
        #expect(client.others.map(\.content) == [.connectionsBroken])
        client.loop(for: .milliseconds(1500))
        let silentUntil = client.now
        #expect(client.packets(since: .milliseconds(5005)).isEmpty, "nobody has woken it since")
        client.wakeNavdata()
        client.loop(for: .seconds(1))
        let back = client.packets(since: silentUntil)
        #expect(back.first?.sequence == 1)
        #expect(back.first?.status.contains(.navdataBootstrap) == true)
        #expect(client.navdata.last?.bytes.count == 24)
    }

    @Test func `a wake-up during a reboot is not heard`() {
        var client = client(Fault(.reboot, at: .seconds(5), for: .seconds(1)))
        client.loop(for: .milliseconds(5500) - client.now)
        client.wakeNavdata()
        client.loop(for: .seconds(2))
        #expect(client.packets(since: .milliseconds(5005)).isEmpty)
        #expect(client.drone.counters.unheardDatagrams > 10)
    }

    @Test func `a reboot forgets the AT counter and unsaved configuration, not the saved one`() {
        var client = client(Fault(.reboot, at: .seconds(5)), demo: true)
        client.write("control:altitude_max", "2500")
        client.write("general:navdata_options", "1")
        client.loop(for: .milliseconds(6950) - client.now)
        client.wait(.milliseconds(100))
        client.nextNumber = 3
        let dump = client.dump().configuration
        #expect(client.drone.counters.droppedCommands == 0)
        #expect(dump[.altitudeMaximum] == "2500")
        #expect(dump[.navdataOptions] == "65537")
    }

    @Test func `a reboot in flight drops the drone, which then stands landed`() {
        var client = client(Fault(.reboot, at: .seconds(12)))
        client.loop(for: .milliseconds(11_990) - client.now, flying: true)
        #expect(client.drone.aircraft.flightState == .hovering)
        client.loop(for: .milliseconds(2010))
        #expect(client.drone.aircraft.truth.position.z < 0.1)
        client.wakeNavdata()
        client.loop(for: .seconds(2))
        #expect(client.newest?.status.contains(.flying) == false)
        #expect(client.newest?.status.contains(.emergency) == false)
    }

    @Test func `a reboot closes control connections and refuses new ones meanwhile`() {
        var client = client(Fault(.reboot, at: .seconds(5)))
        client.input(.controlOpened(ControlConnection(id: 1)))
        client.loop(for: .seconds(6) - client.now)
        client.input(.controlOpened(ControlConnection(id: 2)))
        #expect(client.others.map(\.content) == [.connectionsBroken, .controlClose(ControlConnection(id: 2))])
    }

    // MARK: - Acknowledge and numbers

    @Test func `never clears: the command bit stays`() {
        var client = client(Fault(.acknowledge(.neverClears), at: .seconds(2)))
        client.loop(for: .seconds(3) - client.now)
        client.write("control:altitude_max", "2500")
        #expect(client.drone.status.contains(.commandAcknowledge))
    }

    @Test func `never sets: the command is carried out and the bit stays low`() {
        var client = client(Fault(.acknowledge(.neverSets), at: .seconds(2), for: .seconds(3)))
        client.loop(for: .seconds(3) - client.now)
        client.send(.config(key: "control:altitude_max", value: "2500"))
        #expect(!client.drone.status.contains(.commandAcknowledge))
        #expect(client.dump().configuration[.altitudeMaximum] == "2500")
        client.loop(for: .seconds(6) - client.now)
        client.send(.config(key: "control:altitude_max", value: "2600"))
        #expect(client.drone.status.contains(.commandAcknowledge))
    }

    @Test func `a sequence fallback happens once`() {
        var client = client(Fault(.sequenceFallback(by: 100), at: .seconds(5)))
        client.loop(for: .seconds(8))
        let numbers = client.packets(since: .zero).map(\.sequence)
        let steps = zip(numbers, numbers.dropFirst()).map { Int($1) - Int($0) }
        #expect(steps.filter { $0 != 1 } == [-99])
    }

    // MARK: - Damaged packets

    @Test(arguments: NavdataDefect.allCases)
    func `a defect shows while it lasts, and as its share says`(defect: NavdataDefect) {
        var client = client(Fault(.navdata(defect, share: 0.5), at: .seconds(4), for: .seconds(2)), demo: true)
        client.loop(for: .seconds(8) - client.now)
        // Before it is configured a drone sends nothing but the head.
        func isDamaged(_ bytes: [UInt8], at time: Duration) -> Bool {
            guard let packet = VirtualClient.decode(bytes) else { return true }
            return packet.header == .second || packet.cameraSettings != nil || packet.demo == nil && time > .seconds(1)
        }
        let damaged = client.navdata.filter { isDamaged($0.bytes, at: $0.time) }
        #expect(damaged.count > 5 && damaged.count < 26)
        #expect(damaged.allSatisfy { $0.time >= .seconds(4) && $0.time < .seconds(6) })
    }

    /// The newest packet of a demo-mode drone with `defect`, and how decoding it ends.
    private func newest(_ defect: NavdataDefect) -> (bytes: [UInt8], packet: Navdata?, error: NavdataError?) {
        let client = client(Fault(.navdata(defect, share: 1)), demo: true)
        let bytes = client.navdata.last?.bytes ?? []
        do throws(NavdataError) {
            return (bytes, try Navdata(decoding: bytes.span.bytes), nil)
        } catch {
            return (bytes, nil, error)
        }
    }

    @Test func `unknown options are sound packets with tags 28, 29 and 40`() {
        let packet = newest(.unknownOptions).packet
        #expect(packet?.cameraSettings?.size == 10)
        #expect(packet?.host?.size == 36)
        #expect(packet?.unknown.map(\.tag) == [40])
        #expect(packet?.demo != nil)
    }

    @Test func `the second header is sound otherwise`() {
        #expect(newest(.secondHeader).packet?.header == .second)
    }

    @Test func `without options there are 24 bytes and nothing else is wrong`() {
        let (bytes, packet, _) = newest(.withoutOptions)
        #expect(bytes.count == 24)
        #expect(packet != nil && packet?.demo == nil)
    }

    @Test func `a zero-size option ends a packet of 504 bytes`() {
        let (bytes, packet, _) = newest(.zeroSizeOption)
        #expect(bytes.count == 504)
        #expect(Array(bytes[492..<496]) == [5, 0, 0, 0])
        #expect(packet == nil)
    }

    @Test func `a bad checksum is wrong by one`() throws {
        guard case .checksum(let expected, let computed, _)? = newest(.badChecksum).error else {
            Issue.record("no checksum error")
            return
        }
        #expect(expected ^ computed == 1)
    }

    @Test(arguments: [
        (NavdataDefect.missingChecksum, 492), (.truncated, 250), (.noise, 500), (.overrunningOption, 512),
    ])
    func `the others are refused as a whole`(defect: NavdataDefect, length: Int) {
        let (bytes, packet, error) = newest(defect)
        #expect(bytes.count == length)
        #expect(packet == nil && error != nil)
    }

    // MARK: - Aircraft and air

    @Test func `a stalled motor cuts the motors and shows it`() {
        var client = client(Fault(.motorStall(.rearLeft), at: .seconds(12)))
        client.loop(for: .milliseconds(12_500) - client.now, flying: true)
        #expect(client.newest?.status.isSuperset(of: [.emergency, .motorProblem]) == true)
        #expect(client.newest?.pwm?.motorStatus.array[3] == 6)
    }

    @Test func `tired motors need more throttle, and recover`() throws {
        var client = client(Fault(.tiredMotors(missing: 0.15), at: .seconds(14), for: .seconds(8)))
        func throttle(_ client: VirtualClient) -> Double {
            let motors = (client.newest?.pwm?.motors.array ?? []).map { Double($0) }
            return motors.reduce(0, +) / 4
        }
        client.loop(for: .seconds(14) - client.now, flying: true)
        let fresh = throttle(client)
        client.loop(for: .seconds(7), flying: true)
        let tired = throttle(client)
        client.loop(for: .seconds(9), flying: true)
        #expect(tired > fresh + 8)
        #expect(abs(throttle(client) - fresh) < 8)
    }

    @Test func `a payload in flight makes it heavier by its mass`() {
        var client = client(Fault(.payload(mass: 0.088, x: 0, y: 0.06, z: -0.01), at: .seconds(12)))
        client.loop(for: .milliseconds(11_990) - client.now, flying: true)
        let before = client.drone.aircraft.truth.grossMass
        client.loop(for: .seconds(4), flying: true)
        #expect(abs(client.drone.aircraft.truth.grossMass - before - 0.088) < 1e-9)
        #expect(client.drone.aircraft.truth.centreOfMass.y > 0.005)
        #expect(client.drone.aircraft.flightState == .hovering)
    }

    @Test func `wind blows while it lasts`() {
        var client = client(
            Fault(.wind(speed: 4, towards: .pi / 2, gusts: 0.1), at: .seconds(3), for: .seconds(3)), demo: true)
        client.loop(for: .seconds(5) - client.now)
        #expect(abs(client.drone.aircraft.surroundings.wind.mean.x - 4) < 1e-9)
        client.loop(for: .seconds(2))
        #expect(client.drone.aircraft.surroundings.wind == Surroundings().wind)
    }

    @Test func `a battery cliff makes a flying drone land`() {
        var client = client(Fault(.batteryCliff(percent: 0), at: .seconds(12)))
        client.loop(for: .seconds(40) - client.now, flying: true)
        #expect(client.drone.aircraft.status.contains(.flying) == false)
        #expect(client.drone.aircraft.truth.position.z < 0.1)
    }

    @Test func `a battery below the electronics' voltage switches everything off`() {
        var settings = DroneSettings(seed: 7)
        // An empty pack without load has 9.6 V.
        settings.aircraft.battery.powerOffVoltage = 9.7
        settings.faults = FaultPlan([Fault(.batteryCliff(percent: 0), at: .seconds(3))])
        var client = VirtualClient(settings)
        client.start()
        client.loop(for: .seconds(6) - client.now)
        client.wakeNavdata()
        client.loop(for: .seconds(1))
        #expect(client.drone.aircraft.isPoweredOff)
        #expect((client.navdata.last?.time ?? .zero) <= .seconds(3))
        #expect(client.others.map(\.content) == [.connectionsBroken])
    }

    @Test func `a blackout loses the commands too`() {
        var client = client(Fault(.blackout, at: .seconds(5), for: .seconds(3)))
        client.loop(for: .milliseconds(7500) - client.now)
        #expect(client.packets(since: .milliseconds(5005)).isEmpty)
        #expect(client.drone.status.contains(.communicationLost))
        client.loop(for: .seconds(2))
        #expect(client.newest?.status.contains(.communicationLost) == false)
    }
}
