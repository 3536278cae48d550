import DroneModel
import DroneProtocol
import DroneSimulation
import SimulationHost
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct SimulationHostTests {
    private func host(_ faults: Fault..., address: String = "127.0.0.1") async throws -> SimulationHost {
        var drone = DroneSettings(seed: 7)
        drone.faults = FaultPlan(faults)
        return try await SimulationHost.start(HostSettings(drone: drone, address: address, ports: .ephemeral))
    }

    private func packet(_ bytes: [UInt8]) -> Navdata? { try? Navdata(decoding: bytes.span.bytes) }

    @Test func `the ports that the system chose are told`() async throws {
        let host = try await host()
        let ports = [
            host.ports.navdata, host.ports.commands, host.ports.discovery, host.ports.control, host.ports.ftp,
        ]
        #expect(ports.allSatisfy { $0 > 0 })
        await host.stop()
    }

    @Test func `a client starts navdata, acknowledges, and gets options`() async throws {
        let host = try await host()
        let client = LoopbackSocket(.datagrams)
        client.send([1, 0, 0, 0], to: host.ports.navdata)
        let first = packet(client.receive())
        #expect(first?.status.contains(.navdataBootstrap) == true)
        client.send("AT*CONFIG=1,\"general:navdata_demo\",\"TRUE\"\r", to: host.ports.commands)
        var number = 2
        var sawAcknowledge = false
        var demo: DemoOption?
        for _ in 0..<100 where demo == nil {
            let newest = packet(client.receive())
            if newest?.status.contains(.commandAcknowledge) == true {
                sawAcknowledge = true
                client.send("AT*CTRL=\(number),5,0\r", to: host.ports.commands)
                number += 1
            } else if sawAcknowledge {
                demo = newest?.demo
            }
        }
        #expect(demo?.controlState == 131_072)
        #expect((demo?.batteryPercent ?? 0) > 90)
        await host.stop()
    }

    @Test func `full navdata arrive in order`() async throws {
        let host = try await host()
        let client = LoopbackSocket(.datagrams)
        client.send([1, 0, 0, 0], to: host.ports.navdata)
        client.send("AT*CONFIG=1,\"general:navdata_demo\",\"FALSE\"\r", to: host.ports.commands)
        var numbers: [UInt32] = []
        while numbers.count < 300 {
            let bytes = client.receive()
            if bytes.isEmpty { break }
            if bytes.count > 1000, let number = packet(bytes)?.sequence { numbers.append(number) }
        }
        #expect(numbers.count == 300)
        // A reader that is late loses datagrams in its own buffer; the order stays.
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
        await host.stop()
    }

    @Test func `the configuration comes over TCP`() async throws {
        let host = try await host()
        let control = LoopbackSocket(.stream)
        #expect(control.connect(to: host.ports.control))
        let client = LoopbackSocket(.datagrams)
        while await host.openConnections() == 0 { await Task.yield() }
        client.send("AT*CTRL=1,4,0\r", to: host.ports.commands)
        let dump = ConfigurationDump(decoding: control.receive(until: 0))
        #expect(dump.ending == .complete)
        #expect(dump.configuration[.firmware] == "2.4.8")
        await host.stop()
    }

    @Test func `PARROT AUTH is answered`() async throws {
        let host = try await host()
        let client = LoopbackSocket(.datagrams)
        client.send("PARROT AUTH", to: host.ports.discovery)
        #expect(client.receive() == Array("PARROT AUTH OK".utf8))
        await host.stop()
    }

    @Test func `two drones live on two addresses with the same ports`() async throws {
        let first = try await host()
        var settings = HostSettings(address: "127.0.0.2", ports: first.ports)
        settings.drone = DroneSettings(aircraft: .ardrone1, seed: 2)
        let second = try await SimulationHost.start(settings)
        let client = LoopbackSocket(.datagrams)
        for address in ["127.0.0.1", "127.0.0.2"] {
            client.send([1], to: first.ports.navdata, host: address)
            #expect(client.receive().count == 24)
        }
        await first.stop()
        await second.stop()
    }

    @Test func `an occupied port is told in a sentence, and nothing stays open`() async throws {
        let first = try await host()
        var ports = HostPorts.ephemeral
        ports.ftp = first.ports.ftp
        let error = await #expect(throws: HostError.self) {
            try await SimulationHost.start(HostSettings(ports: ports))
        }
        #expect(
            error?.description
                == "port \(ports.ftp) is in use on 127.0.0.1: another simulated drone or client is running; use --listen 127.0.0.2"
        )
        await first.stop()
    }

    @Test(arguments: [
        ("drone", "“drone” is no IPv4 address; write one like 127.0.0.2"),
        ("::1", "“::1” is no IPv4 address; write one like 127.0.0.2"),
        ("192.0.2.77", "192.0.2.77 is not an address of this machine; use one of 127.0.0.1 to 127.255.255.254"),
    ])
    func `an impossible address is told in a sentence`(address: String, message: String) async {
        let error = await #expect(throws: HostError.self) {
            try await SimulationHost.start(HostSettings(address: address, ports: .ephemeral))
        }
        #expect(error?.description == message)
    }

    @Test func `a port beyond 65535 is refused`() async {
        var ports = HostPorts.ephemeral
        ports.control = 70_000
        await #expect(throws: HostError.badPort(70_000)) {
            try await SimulationHost.start(HostSettings(ports: ports))
        }
    }

    @Test func `after stop the ports are free at once, and a second stop does no harm`() async throws {
        let first = try await host()
        let control = LoopbackSocket(.stream)
        #expect(control.connect(to: first.ports.control))
        await first.stop()
        await first.stop()
        #expect(control.receive().isEmpty, "the connection was closed")
        #expect(await first.drone() == nil)
        let second = try await SimulationHost.start(HostSettings(ports: first.ports))
        #expect(second.ports == first.ports)
        await second.stop()
    }

    @Test func `run hosts until it is cancelled`() async throws {
        let (ready, continuation) = AsyncStream.makeStream(of: HostPorts.self)
        let task = Task {
            try await SimulationHost.run(HostSettings(ports: .ephemeral)) { continuation.yield($0.ports) }
        }
        var iterator = ready.makeAsyncIterator()
        let ports = try #require(await iterator.next())
        task.cancel()
        try await task.value
        let again = try await SimulationHost.start(HostSettings(ports: ports))
        await again.stop()
    }

    @Test func `a reboot closes TCP connections`() async throws {
        let host = try await host(Fault(.reboot, at: .milliseconds(300), for: .milliseconds(500)))
        let control = LoopbackSocket(.stream)
        #expect(control.connect(to: host.ports.control))
        #expect(control.receive().isEmpty)
        #expect(await host.openConnections() == 0)
        await host.stop()
    }

    @Test func `a connection to a drone that restarts is closed at once`() async throws {
        let host = try await host(Fault(.reboot, for: .seconds(3600)))
        while await host.drone()?.isResponding == true { await Task.yield() }
        for port in [host.ports.control, host.ports.ftp] {
            let client = LoopbackSocket(.stream)
            #expect(client.connect(to: port))
            #expect(client.receive().isEmpty)
        }
        #expect(await host.openConnections() == 0)
        await host.stop()
    }

    @Test func `a flood of commands does not keep the drone from answering`() async throws {
        let host = try await host()
        let client = LoopbackSocket(.datagrams)
        for number in 1...5000 { client.send("AT*REF=\(number),290717696\r", to: host.ports.commands) }
        client.send([1], to: host.ports.navdata)
        #expect(client.receive().count == 24)
        #expect((await host.drone()?.counters.acceptedCommands ?? 0) > 100)
        await host.stop()
    }

    @Test func `the oldest of too many control connections gives way`() async throws {
        let host = try await host()
        let connections = (0..<20).map { _ in LoopbackSocket(.stream) }
        for connection in connections { #expect(connection.connect(to: host.ports.control)) }
        #expect(connections[0].receive().isEmpty)
        #expect(await host.openConnections() <= 16)
        await host.stop()
    }
}
