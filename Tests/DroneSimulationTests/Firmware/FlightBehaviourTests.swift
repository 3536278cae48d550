import DroneModel
import DroneProtocol
import DroneSimulation
import Testing
import WireBytes

struct FlightBehaviourTests {
    /// When the packets of a flight first show each major control state, and the flying bit, in seconds from the
    /// take-off command.
    private func takeOffAndLand(_ firmware: FirmwareVersion) -> (majors: [UInt32], flying: Double, hovering: Double) {
        let aircraft = firmware.major == 1 ? AircraftParameters.ardrone1 : .ardrone2
        var client = VirtualClient(DroneSettings(aircraft: aircraft, firmware: firmware, seed: 7))
        client.start(demo: false)
        let start = client.now
        client.takeOff()
        client.loop(for: .seconds(8))
        var majors: [UInt32] = []
        var flying: Double?
        var hovering: Double?
        for packet in client.navdata where packet.time >= start {
            guard let data = VirtualClient.decode(packet.bytes), let demo = data.demo else { continue }
            let major = demo.controlState >> 16
            if majors.last != major { majors.append(major) }
            let elapsed = (packet.time - start).inSeconds
            if flying == nil, data.status.contains(.flying) { flying = elapsed }
            if hovering == nil, major == 4 { hovering = elapsed }
        }
        return (majors, flying ?? .nan, (hovering ?? .nan) - (flying ?? .nan))
    }

    @Test(
        arguments: [
            (FirmwareVersion(2, 4, 8), [2, 7, 4, 9, 2]), (FirmwareVersion(2, 3, 3), [2, 6, 4, 8, 2]),
            (FirmwareVersion(1, 11, 5), [2, 6, 4, 8, 2]),
        ] as [(FirmwareVersion, [UInt32])])
    func `a flight shows its states in the numbers of its firmware and in the recorded times`(
        firmware: FirmwareVersion, majors: [UInt32]
    ) {
        let flight = takeOffAndLand(firmware)
        #expect(flight.majors == majors)
        #expect(flight.flying >= 0.04 && flight.flying <= 0.06, "recorded: 40–60 ms")
        #expect(flight.hovering > 5.5 && flight.hovering < 6.8, "recorded: 6.0–6.2 s, \(flight.hovering)")
    }

    @Test func `the start button bit follows the level of REF`() {
        var client = VirtualClient()
        client.start()
        #expect(client.newest?.status.contains(.userFeedback) == false)
        client.loop(for: .milliseconds(200), flying: true)
        #expect(client.newest?.status.contains(.userFeedback) == true)
        client.loop(for: .milliseconds(200))
        #expect(client.newest?.status.contains(.userFeedback) == false)
    }

    @Test func `REF without the constant bits works as well`() {
        var client = VirtualClient()
        for number in 1..<200 {
            client.send(text: "AT*REF=\(number),512\r")
            client.wait(.milliseconds(30))
        }
        #expect(client.drone.status.contains(.flying))
    }

    @Test func `an empty battery refuses take-off without a word`() {
        var settings = DroneSettings(seed: 7)
        settings.faults = FaultPlan([Fault(.batteryCliff(percent: 5))])
        var client = VirtualClient(settings)
        client.start()
        client.takeOff()
        #expect(client.newest?.status.contains(.batteryLow) == true)
        #expect(client.newest?.status.contains(.flying) == false)
        #expect(client.major == 2)
    }

    private func emergency(_ client: inout VirtualClient, flying: Bool = false) {
        client.send(.ref(REFInput(flight: flying, emergency: true)))
        client.wait(.milliseconds(30))
    }

    @Test func `the emergency bit acts on its edge, and each edge toggles`() {
        var client = VirtualClient()
        client.start()
        emergency(&client)
        #expect(client.drone.status.contains(.emergency))
        for _ in 0..<10 { emergency(&client) }
        #expect(client.drone.status.contains(.emergency), "a level is no edge")
        client.loop(for: .milliseconds(60))
        #expect(client.drone.status.contains(.emergency))
        emergency(&client)
        #expect(!client.drone.status.contains(.emergency))
    }

    @Test func `an emergency refuses take-off until it is toggled back`() {
        var client = VirtualClient()
        client.start()
        emergency(&client)
        client.takeOff()
        #expect(client.newest?.status.contains(.flying) == false)
        client.loop(for: .milliseconds(100))
        emergency(&client)
        client.loop(for: .milliseconds(100))
        client.takeOff()
        #expect(client.newest?.status.contains(.flying) == true)
    }

    @Test func `an edge in flight stops the motors at once`() {
        var client = VirtualClient()
        client.start(demo: false)
        client.takeOff()
        emergency(&client, flying: true)
        let packet = client.newest
        #expect(packet?.status.isSuperset(of: [.emergency, .userEmergency]) == true)
        #expect(packet?.pwm?.motors.array == [0, 0, 0, 0])
        client.loop(for: .seconds(2), flying: true)
        #expect(client.drone.aircraft.truth.position.z < 0.1)
        #expect(client.newest?.status.contains(.flying) == false)
    }

    @Test func `full navdata agree with the aircraft they come from`() throws {
        var settings = DroneSettings(seed: 11)
        settings.surroundings = Surroundings(wind: .still)
        var client = VirtualClient(settings)
        client.start(demo: false)
        client.takeOff()
        let packet = try #require(client.newest)
        let truth = client.drone.aircraft.truth
        let demo = try #require(packet.demo)
        #expect(abs(Double(demo.altitudeMillimetres) / 1000 - truth.position.z) < 0.15)
        #expect(abs(Double(demo.pitchMillidegrees) / 1000 - truth.attitude.pitch.degrees) < 2)
        #expect(demo.verticalMillimetresPerSecond == 0, "as recorded")
        #expect(demo.batteryPercent > 80 && demo.batteryPercent <= 100)
        let raw = try #require(packet.rawMeasures)
        #expect(abs(Double(raw.batteryMillivolts) / 1000 - truth.voltage) < 0.1)
        #expect(abs(Int(raw.accelerometers[2]) - 2560) < 60)
        let motors = try #require(packet.pwm).motors.array
        #expect(motors.allSatisfy { $0 > 120 && $0 < 200 })
        #expect(packet.pwm?.saturatedMotors.array == [255, 255, 255, 255])
        #expect(packet.pwm?.motorStatus.array == [5, 5, 5, 5])
        #expect(try abs(Double(#require(packet.physMeasures).accelerationsMilligravity[2]) + 1000) < 150)
        #expect(try abs(#require(packet.pressureRaw).pressurePascals - 101_325) < 100)
        #expect(packet.gps?.latitudeDegrees == 0)
        #expect(packet.gps?.state == 0)
        let ticks = try #require(packet.time).ticks
        let seconds = Double(ticks >> 21) + Double(ticks & 0x1F_FFFF) / 1e6
        #expect(abs(seconds - client.now.inSeconds) < 0.011)
        let matrix = demo.cameraRotation.array.map(Double.init)
        for row in 0..<3 {
            let length = (0..<3).reduce(0) { $0 + matrix[3 * row + $1] * matrix[3 * row + $1] }
            #expect(abs(length - 1) < 1e-5)
        }
    }

    @Test func `an AR.Drone 1.0 has no air pressure, magnetometer and GPS`() {
        var client = VirtualClient(DroneSettings(aircraft: .ardrone1, seed: 7))
        client.start(demo: false)
        client.takeOff()
        let packet = client.newest
        #expect(packet?.demo != nil && packet?.games != nil)
        #expect(packet?.pressureRaw == nil && packet?.magneto == nil && packet?.gps == nil)
        #expect(packet?.pwm?.hasIntegerThrust == true)
        #expect((packet?.pwm?.thrustFeedForward.integer ?? 0) > 200)
    }
}
