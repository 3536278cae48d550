import DroneModel
import DroneProtocol
import DroneSimulation
import Testing

struct BootstrapTests {
    @Test func `a drone that nobody woke sends nothing`() {
        var client = VirtualClient()
        client.loop(for: .seconds(3))
        #expect(client.navdata.isEmpty)
    }

    @Test func `before configuration packets have 24 bytes, bootstrap status and 15.3 Hz, for ever`() throws {
        var client = VirtualClient()
        client.wakeNavdata()
        client.loop(for: .seconds(20))
        #expect(client.navdata.allSatisfy { $0.bytes.count == 24 })
        #expect(abs(client.navdata.count - 306) <= 1)
        let packet = try #require(client.newest)
        #expect(packet.status.rawValue == 0x0F80_0C90, "as recorded")
        #expect(packet.sequence == UInt32(client.navdata.count))
        #expect(packet.visionDefined == 1)
    }

    @Test func `an unconfigured drone flies all the same`() {
        var client = VirtualClient()
        client.wakeNavdata()
        client.takeOff()
        let packet = client.newest
        #expect(packet?.demo == nil)
        #expect(packet?.status.contains(.flying) == true)
        #expect(client.drone.aircraft.flightState == .hovering)
    }

    @Test(arguments: [
        (FirmwareVersion(2, 4, 8), 500, 2198), (FirmwareVersion(2, 3, 3), 500, 1916),
        (FirmwareVersion(1, 11, 5), 292, 1327), (FirmwareVersion(1, 5, 0), 276, 1261),
    ])
    func `demo and full packets have the sizes of their firmware`(firmware: FirmwareVersion, demo: Int, full: Int) {
        let aircraft = firmware.major == 1 ? AircraftParameters.ardrone1 : .ardrone2
        let settings = DroneSettings(aircraft: aircraft, firmware: firmware, seed: 1)
        var client = VirtualClient(settings)
        client.start(demo: true)
        #expect(client.navdata.last?.bytes.count == demo)
        client.write("general:navdata_demo", "FALSE")
        #expect(client.navdata.last?.bytes.count == full)
        #expect(client.newest?.status.contains(.navdataDemo) == false)
        #expect(client.newest?.unknown.isEmpty == true)
    }

    @Test(arguments: [(true, 15.3), (false, 197.0)])
    func `packets come as often as recorded`(demo: Bool, rate: Double) {
        var client = VirtualClient()
        client.start(demo: demo)
        let start = client.navdata.count
        client.loop(for: .seconds(60))
        #expect(abs(Double(client.navdata.count - start) / 60 - rate) < 0.05)
    }

    @Test func `demo mode sends the options that were asked for, in their order`() throws {
        var client = VirtualClient()
        client.start()
        client.write("general:navdata_options", String(NavdataOptionSet.phoneApp.rawValue))
        let packet = try #require(client.newest)
        #expect(packet.gps?.size == 216)
        #expect(packet.pwm?.size == 92)
        #expect(packet.magneto?.size == 83)
        #expect(packet.time == nil)
        // The recorded 943 bytes and the host option of 36, which that drone did not send.
        #expect(client.navdata.last?.bytes.count == 979)
    }

    @Test func `the last client that wakes the port gets the packets`() {
        var client = VirtualClient()
        let other = ClientAddress(host: 0xC0A8_0103, port: 5554)
        client.start()
        #expect(client.navdata.last?.to == client.address)
        client.wakeNavdata(from: other)
        client.loop(for: .seconds(1))
        #expect(client.navdata.last?.to == other)
        client.wakeNavdata()
        client.loop(for: .seconds(1))
        #expect(client.navdata.last?.to == client.address)
    }

    @Test(arguments: [[1], [1, 0, 0, 0], [2, 0, 0, 0], [], Array("Hello".utf8)] as [[UInt8]])
    func `any datagram wakes navdata`(bytes: [UInt8]) {
        var client = VirtualClient()
        client.input(.navdataRequest(bytes, from: client.address))
        client.wait(.seconds(1))
        #expect(client.navdata.count >= 14)
    }

    @Test func `navdata stop 5 s after the last sign of life and come back with the next wake-up`() {
        var client = VirtualClient()
        client.wakeNavdata()
        client.wait(.seconds(10))
        let last = client.navdata.last?.time.inSeconds ?? 0
        #expect(last > 4.9 && last <= 5.0)
        client.wakeNavdata()
        client.wait(.seconds(1))
        #expect((client.navdata.last?.time.inSeconds ?? 0) > 10.9)
    }

    @Test func `numbers go up by one without a gap`() {
        var client = VirtualClient()
        client.start(demo: false)
        client.loop(for: .seconds(5))
        let numbers = client.navdata.compactMap { VirtualClient.decode($0.bytes)?.sequence }
        #expect(numbers == Array(1...UInt32(numbers.count)))
    }

    @Test func `only a 2.0 answers PARROT AUTH, and only that`() {
        func answers(_ aircraft: AircraftParameters, _ text: String) -> [DroneOutput.Content] {
            var client = VirtualClient(DroneSettings(aircraft: aircraft, seed: 1))
            client.input(.discovery(Array(text.utf8), from: client.address))
            return client.others.map(\.content)
        }
        let reply = DroneOutput.Content.discoveryReply(Array("PARROT AUTH OK".utf8), to: VirtualClient.defaultAddress)
        #expect(answers(.ardrone2, "PARROT AUTH") == [reply])
        #expect(answers(.ardrone2, "PARROT AUTH\0") == [reply])
        #expect(answers(.ardrone2, "PARROT AUTH OK") == [])
        #expect(answers(.ardrone2, "") == [])
        #expect(answers(.ardrone1, "PARROT AUTH") == [])
    }
}
