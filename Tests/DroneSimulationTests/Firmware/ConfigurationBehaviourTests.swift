import DroneModel
import DroneProtocol
import DroneSimulation
import Testing

struct ConfigurationBehaviourTests {
    @Test func `CONFIG raises bit 6, and only CTRL 5 lowers it`() {
        var client = VirtualClient()
        #expect(!client.drone.status.contains(.commandAcknowledge))
        client.send(.config(key: "control:altitude_max", value: "2000"))
        #expect(client.drone.status.contains(.commandAcknowledge))
        client.send(.ref(REFInput(flight: false)), .communicationWatchdog, .control(.none, argument: 0))
        client.wait(.seconds(1))
        #expect(client.drone.status.contains(.commandAcknowledge))
        client.send(.control(.acknowledge, argument: 0))
        #expect(!client.drone.status.contains(.commandAcknowledge))
    }

    @Test(arguments: [ControlMode.getConfiguration, .getCustomConfigurationIDs])
    func `CTRL 4 and 6 raise bit 6 too`(mode: ControlMode) {
        var client = VirtualClient()
        client.send(.control(mode, argument: 0))
        #expect(client.drone.status.contains(.commandAcknowledge))
    }

    @Test func `the dump holds every key in the drone's own number formats and ends with NUL`() throws {
        var client = VirtualClient()
        client.start()
        let dump = client.dump()
        #expect(dump.ending == .complete)
        #expect(dump.malformed.isEmpty)
        #expect(dump.configuration.count > 100)
        #expect(dump.configuration[.firmware] == "2.4.8")
        #expect(
            dump.configuration[.tiltMaximum] == "2.0943952e-01" || dump.configuration[.tiltMaximum] == "2.0944000e-01")
        #expect(dump.configuration[.navdataDemo] == "TRUE")
        #expect(dump.configuration[.serialNumber] == "SIM00000000007")
        let offset = try #require(ConfigurationKey("control:accs_offset").flatMap { dump.configuration[$0] })
        #expect(offset.hasPrefix("{ ") && offset.hasSuffix(" }"))
    }

    @Test func `the dump comes late and in pieces`() {
        var client = VirtualClient()
        client.input(.controlOpened(ControlConnection(id: 1)))
        client.send(.control(.getConfiguration, argument: 0))
        #expect(client.controlBytes.isEmpty)
        client.wait(.milliseconds(300))
        #expect(client.controlTimes.count >= 4)
        #expect((client.controlTimes.last ?? .zero) >= .milliseconds(75))
        #expect(client.controlBytes.last == 0)
    }

    @Test func `without a connection there is no dump, and a new connection gets the next one`() {
        var client = VirtualClient()
        client.send(.control(.getConfiguration, argument: 0))
        client.input(.controlOpened(ControlConnection(id: 1)))
        client.wait(.seconds(1))
        #expect(client.controlBytes.isEmpty)
        #expect(client.dump().ending == .complete)
    }

    @Test func `a closed connection gets nothing more`() {
        var client = VirtualClient()
        client.input(.controlOpened(ControlConnection(id: 1)))
        client.send(.control(.getConfiguration, argument: 0))
        client.wait(.milliseconds(30))
        let count = client.controlBytes.count
        #expect(count > 0)
        client.input(.controlClosed(ControlConnection(id: 1)))
        client.wait(.seconds(1))
        #expect(client.controlBytes.count == count)
    }

    @Test(arguments: [
        ("video:bitrate", "2000"), ("video:codec_fps", "20"), ("general:num_version_soft", "9.9.9"),
        ("control:altitude_max", "high"), ("control:no_such_key", "1"), ("no key at all", "1"),
    ])
    func `what cannot be written is acknowledged and ignored`(key: String, value: String) {
        var client = VirtualClient()
        client.start()
        let before = client.dump().configuration
        client.send(.control(.acknowledge, argument: 0))
        client.send(.config(key: key, value: value))
        #expect(client.drone.status.contains(.commandAcknowledge))
        let after = client.dump().configuration
        #expect(after == before)
    }

    /// The ids of the three tests below.
    private static let session = "aabbccdd"
    private static let user = "00112233"
    private static let application = "1da978de"

    /// A client that has activated its three sets.
    private func clientWithSets() -> VirtualClient {
        var client = VirtualClient()
        client.start()
        let zero = "00000000"
        func ids(_ session: String, _ user: String, _ application: String) -> ATCommand {
            .configIDs(session: session, user: user, application: application)
        }
        client.send(ids(zero, zero, zero), .config(key: "custom:session_id", value: "-all"))
        client.send(ids(zero, zero, zero), .config(key: "custom:session_id", value: Self.session))
        client.send(ids(Self.session, zero, zero), .config(key: "custom:application_id", value: Self.application))
        client.send(
            ids(Self.session, zero, Self.application), .config(key: "custom:profile_id", value: Self.user))
        return client
    }

    @Test func `with the right ids in the same datagram a session key is written`() throws {
        var client = clientWithSets()
        client.send(
            .configIDs(session: Self.session, user: Self.user, application: Self.application),
            .config(key: "video:codec_fps", value: "20"))
        let key = try #require(ConfigurationKey("video:codec_fps"))
        #expect(client.dump().configuration[key] == "20")
    }

    @Test func `wrong, missing, malformed or distant ids have no effect`() throws {
        var client = clientWithSets()
        let right = ATCommand.configIDs(session: Self.session, user: Self.user, application: Self.application)
        let write = ATCommand.config(key: "video:codec_fps", value: "20")
        client.send(write)
        client.send(.configIDs(session: Self.user, user: Self.session, application: Self.application), write)
        client.send(.configIDs(session: "AABBCCDD", user: Self.user, application: Self.application), write)
        client.send(.configIDs(session: "zz", user: "", application: "1"), write)
        client.send(right, .communicationWatchdog, write)
        client.send(right)
        client.send(write)
        let key = try #require(ConfigurationKey("video:codec_fps"))
        #expect(client.dump().configuration[key] == "30")
    }

    @Test func `CTRL 6 lists the sets`() throws {
        var client = clientWithSets()
        client.input(.controlOpened(ControlConnection(id: 5)))
        client.send(.control(.getCustomConfigurationIDs, argument: 0))
        client.wait(.milliseconds(200))
        let list = try #require(MulticonfigurationList(decoding: client.controlBytes))
        #expect(list.sessions.map(\.id.description) == [Self.session])
        #expect(list.users.map(\.id.description) == [Self.user])
        #expect(list.applications.map(\.id.description) == [Self.application])
        #expect(String(decoding: client.controlBytes, as: UTF8.self).hasPrefix("[applis]\r"))
    }

    @Test func `limits take effect in flight`() {
        var client = VirtualClient()
        client.start()
        client.write("control:euler_angle_max", "0.1")
        client.write("control:altitude_max", "1500")
        client.takeOff()
        client.loop(for: .seconds(2), flying: true, movement: Movement(flags: 1, roll: 0, pitch: -1, climb: 0, yaw: 0))
        let pitch = client.drone.aircraft.truth.attitude.pitch.radians
        #expect(abs(pitch + 0.1) < 0.03)
        client.loop(for: .seconds(6), flying: true, movement: Movement(flags: 1, roll: 0, pitch: 0, climb: 1, yaw: 0))
        #expect(abs(client.drone.aircraft.truth.position.z - 1.5) < 0.3)
    }

    @Test func `lights and flight animations start by CONFIG and by command`() {
        var client = VirtualClient()
        client.write("leds:leds_anim", "4,1073741824,5")
        #expect(client.drone.light?.animation == 4)
        #expect(client.drone.light?.frequency == 2)
        client.send(.led(animation: 17, frequency: 1, seconds: 3))
        #expect(client.drone.light?.animation == 17)
        client.takeOff()
        client.loop(for: .seconds(4), flying: true, movement: Movement(flags: 1, roll: 0, pitch: 0, climb: 1, yaw: 0))
        client.loop(for: .seconds(2), flying: true)
        client.send(.ref(REFInput(flight: true)), .config(key: "control:flight_anim", value: "18,15"))
        client.loop(for: .milliseconds(300), flying: true)
        #expect(client.drone.aircraft.flightState == .looping)
    }
}
