import DroneModel
import DroneProtocol
import DroneSimulation
import Testing

struct CommandRuleTests {
    private func accepted(_ numbers: [UInt32]) -> [Bool] {
        var client = VirtualClient()
        return numbers.map { number in
            let before = client.drone.counters.acceptedCommands
            client.send(text: "AT*COMWDG=\(number)\r")
            return client.drone.counters.acceptedCommands > before
        }
    }

    @Test(
        arguments: [
            ([1, 2, 3], [true, true, true]), ([5, 4, 5, 6], [true, false, false, true]),
            ([100, 1, 2, 2, 100], [true, true, true, false, true]), ([0, 1], [false, true]),
            ([4_294_967_295, 4_294_967_295, 1, 1], [true, false, true, true]),
        ] as [([UInt32], [Bool])])
    func `a number has to grow, and 1 begins anew`(numbers: [UInt32], outcome: [Bool]) {
        #expect(accepted(numbers) == outcome)
    }

    @Test func `after a communication loss any number is accepted`() {
        var client = VirtualClient()
        client.send(text: "AT*COMWDG=1000\r")
        client.wait(.milliseconds(1995))
        client.send(text: "AT*COMWDG=7\r")
        #expect(client.drone.counters.droppedCommands == 1)
        client.wait(.milliseconds(15))
        client.send(text: "AT*COMWDG=7\r")
        #expect(client.drone.counters.acceptedCommands == 2)
    }

    @Test func `dropped commands do not keep the watchdog quiet`() {
        var client = VirtualClient()
        client.wakeNavdata()
        client.send(text: "AT*COMWDG=1000\r")
        for _ in 0..<70 {
            client.wait(.milliseconds(30))
            client.send(text: "AT*REF=5,290718208\r")
        }
        // 66 dropped within 2 s, one taken as the first of a new session, three that repeat its number.
        #expect(client.drone.counters.droppedCommands == 69)
        #expect(client.drone.counters.acceptedCommands == 2)
    }

    @Test(arguments: [(50, false), (55, true)])
    func `bit 30 comes after more than 50 ms of silence`(milliseconds: Int, late: Bool) {
        var client = VirtualClient()
        client.loop(for: .milliseconds(300))
        client.send(.communicationWatchdog)
        client.wait(.milliseconds(milliseconds))
        #expect(client.drone.status.contains(.communicationWatchdog) == late)
    }

    @Test func `bit 30 is set before the first command and cleared by COMWDG as by any other`() {
        var client = VirtualClient()
        client.wait(.seconds(3))
        #expect(client.drone.status.contains(.communicationWatchdog))
        #expect(!client.drone.status.contains(.communicationLost))
        client.send(.communicationWatchdog)
        #expect(!client.drone.status.contains(.communicationWatchdog))
        client.wait(.milliseconds(100))
        #expect(client.drone.status.contains(.communicationWatchdog))
        client.send(.ref(REFInput(flight: false)))
        #expect(!client.drone.status.contains(.communicationWatchdog))
    }

    @Test(arguments: [(2, 2000), (5, 5000)])
    func `bit 13 comes after general com_watchdog seconds, one step before it not`(seconds: Int, milliseconds: Int) {
        var client = VirtualClient()
        client.start()
        client.write("general:com_watchdog", String(seconds))
        client.send(.communicationWatchdog)
        let start = client.now
        client.wait(.milliseconds(milliseconds))
        #expect(!client.drone.status.contains(.communicationLost))
        client.wait(.milliseconds(5))
        #expect(client.drone.status.contains(.communicationLost))
        #expect((client.now - start).inSeconds < Double(seconds) + 0.01)
        client.wait(.milliseconds(200))
        let last = client.newest
        #expect(last?.status.contains(.communicationLost) == true)
        #expect((last?.sequence ?? 99) <= 4, "numbers begin anew")
        client.nextNumber = 1
        client.send(.communicationWatchdog)
        #expect(!client.drone.status.contains(.communicationLost))
    }

    @Test func `without commands a flying drone hovers, then lands by itself`() {
        var client = VirtualClient()
        client.start()
        client.takeOff()
        client.loop(
            for: .seconds(2), flying: true, movement: Movement(flags: 1, roll: 0, pitch: -0.5, climb: 0, yaw: 0))
        #expect(client.drone.aircraft.flightState == .flying)
        client.wait(.seconds(5))
        #expect(client.drone.aircraft.flightState == .hovering)
        client.wait(.seconds(25))
        #expect(client.drone.aircraft.flightState == .landed)
        #expect(client.drone.aircraft.lastStop == .linkLost)
    }

    @Test(arguments: [
        "AT*REF=1", "REF=1,512\r", "AT*REF=one,512\r", "AT*REF=1,\"a\"\r", "AT*\r", "\r\r\r", "AT*PCMD=1,1,0,0,0\r",
        "AT*REF=99999999999999,0\r", "AT*CONFIG=1,\"general:navdata_demo\"\r", "",
    ])
    func `a malformed command changes nothing`(text: String) {
        var client = VirtualClient()
        client.send(text: text)
        #expect(client.drone.counters.acceptedCommands == 0)
        #expect(!client.drone.status.contains(.commandAcknowledge))
    }

    @Test func `an absolute movement turns with the drone's heading`() {
        func east(pilotHeading: Float) -> (x: Double, y: Double) {
            var settings = DroneSettings(seed: 3)
            settings.surroundings = Surroundings(wind: .still)
            settings.heading = Angle(degrees: 90)
            var client = VirtualClient(settings)
            client.takeOff()
            for _ in 0..<100 {
                client.send(
                    .ref(REFInput(flight: true)),
                    .pcmdMag(
                        Movement(flags: 5, roll: 0, pitch: -0.5, climb: 0, yaw: 0),
                        heading: PilotHeading(psi: pilotHeading, accuracy: 0.1)))
                client.wait(.milliseconds(30))
            }
            let position = client.drone.aircraft.truth.position
            return (position.x, position.y)
        }
        let withDrone = east(pilotHeading: 0.5)
        #expect(withDrone.x > 2 && abs(withDrone.y) < 0.5 * withDrone.x)
        let north = east(pilotHeading: 0)
        #expect(north.y > 2 && abs(north.x) < 0.5 * north.y)
    }

    @Test func `rubbish on every port never traps`() {
        var client = VirtualClient()
        client.start(demo: false)
        var state: UInt64 = 42
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let alphabet = Array("AT*REFPCMDCONFIGCTRLANIMLED=,-\"0123456789\r\n:_abc.\0".utf8)
        for _ in 0..<3000 {
            let bytes = (0..<random(200)).map { _ in alphabet[random(alphabet.count)] }
            let prefix = ["", "AT*PCMD=1,", "AT*CONFIG=1,\"control:flight_anim\",\"", "AT*ANIM=1,", "AT*LED=1,2,"][
                random(5)]
            client.input(.commands(Array(prefix.utf8) + bytes + [13], from: client.address))
            client.wait(.milliseconds(random(20)))
        }
        for extreme in ["2147483647", "-2147483648", "4294967295", "2143289344", "-1"] {
            for command in ["ANIM=1,%,%", "LED=1,%,%,%", "PCMD=1,7,%,%,%,%", "PCMD_MAG=1,7,%,%,%,%,%,%", "CALIB=1,%"] {
                client.send(
                    text: "AT*"
                        + command.split(separator: "%", omittingEmptySubsequences: false).joined(separator: extreme)
                        + "\r")
                client.wait(.milliseconds(50))
            }
            for key in ["general:com_watchdog", "general:navdata_options", "control:altitude_max", "leds:leds_anim"] {
                client.send(text: "AT*CONFIG=1,\"\(key)\",\"\(extreme),\(extreme),\(extreme)\"\r")
                client.send(text: "AT*CONFIG=1,\"\(key)\",\"\(extreme)\"\r")
                client.wait(.milliseconds(50))
            }
        }
        #expect(client.drone.time > .seconds(20))
    }
}
