import DroneLink
import DroneModel
import DroneProtocol
import SimulationHost
import Synchronization
import Testing

/// What a link tells its recorder, against what it tells its observer and what the drone's ports are.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LinkRecorderTests {
    private final class Tape: Sendable {
        let traffic = Mutex<[DroneTraffic]>([])
        let updates = Mutex<[LinkUpdate]>([])

        func of(_ service: DroneService) -> [DroneTraffic] {
            traffic.withLock { $0.filter { $0.service == service } }
        }
    }

    @Test func `everything that passes is told, with both ends, in its order`() async throws {
        let host = try await SimulationHost.start(HostSettings(ports: .ephemeral, video: .off))
        let tape = Tape()
        let ports = DronePorts(
            navdata: host.ports.navdata, at: host.ports.commands, control: host.ports.control, ftp: host.ports.ftp)
        var health = RecordingHealth(name: "tape")
        health.bytes = 77
        let recorder = LinkRecorder(health: { [health] in health }) { traffic in
            tape.traffic.withLock { $0.append(traffic) }
        }
        let link = try await DroneLink.open(
            to: DroneEndpoint(host: host.address, ports: ports),
            settings: .init(navdata: .full, role: .pilot, readsConfiguration: false), recorder: recorder
        ) { update in tape.updates.withLock { $0.append(update) } }
        #expect(link.snapshot.recording?.bytes == 77)
        while link.snapshot.link.phase != .live { await Task.yield() }
        let configuration = try await link.readConfiguration()
        #expect(configuration.isSimulated)
        await link.close()
        await host.stop()

        let updates = tape.updates.withLock { $0 }
        let navdata = tape.of(.navdata)
        let received = updates.compactMap { if case .navdataReceived(let bytes, _) = $0 { bytes } else { nil } }
        #expect(!received.isEmpty)
        #expect(navdata.compactMap { if case .received(let bytes) = $0.content { bytes } else { nil } } == received)
        #expect(navdata.first?.content == .sent(DroneSession.wakeUpDatagram))
        let sent = updates.compactMap { if case .atSent(let bytes, _) = $0 { bytes } else { nil } }
        #expect(tape.of(.commands).map(\.content) == sent.map { .sent($0) })

        let control = tape.of(.control)
        #expect(control.first?.content == .opened)
        #expect(control.last?.content == .closed(by: .client) || control.last?.content == .closed(by: .drone))
        let dump = updates.flatMap { update -> [UInt8] in
            if case .controlReceived(let bytes, _) = update { bytes } else { [] }
        }
        #expect(
            control.flatMap { traffic -> [UInt8] in
                if case .streamReceived(let bytes) = traffic.content { bytes } else { [] }
            } == dump)
        let openings = control.map { $0.content == .opened ? 1 : 0 }.reduce(0, +)
        let endings = control.filter { if case .closed = $0.content { true } else { false } }.count
        #expect(openings == endings)

        for (service, port) in [
            (DroneService.navdata, ports.navdata), (.commands, ports.at), (.control, ports.control),
        ] {
            for traffic in tape.of(service) {
                #expect(traffic.drone == SocketEnd(.v4(0x7F00_0001), port: UInt16(port)))
                #expect(traffic.client.address == .v4(0x7F00_0001), "not the address for everybody")
                #expect(traffic.client.port > 0)
            }
            #expect(Set(tape.of(service).map(\.client)).count == 1 || service == .control)
        }
        let phases = updates.compactMap { if case .phase(let phase, _) = $0 { phase } else { nil } }
        #expect(phases.first == .searching)
        #expect(phases.contains(.live))
        #expect(zip(phases, phases.dropFirst()).allSatisfy { $0 != $1 })
    }

    @Test func `a video connection is told from its beginning to its end, with all bytes`() async throws {
        let stream = (0..<150_000).map { (index: Int) -> UInt8 in
            UInt8(truncatingIfNeeded: (index &* 2_654_435_761) >> 9)
        }
        let server = try await VideoServer([.send(stream)])
        let tape = Tape()
        var ports = DronePorts.standard
        ports.video = server.port
        let recorder = LinkRecorder { traffic in tape.traffic.withLock { $0.append(traffic) } }
        let link = try await VideoLink.open(
            to: DroneEndpoint(host: "127.0.0.1", ports: ports), recorder: recorder, generation: { .ardrone2 }
        ) { _ in }
        while tape.of(.video).reduce(0, { $0 + $1.content.byteCount }) < stream.count { await Task.yield() }
        await link.close()
        await server.stop()
        let told = tape.of(.video)
        #expect(told.first?.content == .opened)
        #expect(told.last?.content == .closed(by: .client) || told.last?.content == .closed(by: .drone))
        let bytes = told.flatMap { traffic -> [UInt8] in
            if case .streamReceived(let bytes) = traffic.content { bytes } else { [] }
        }
        #expect(Array(bytes.prefix(stream.count)) == stream)
        #expect(Set(told.map(\.drone)) == [SocketEnd(.v4(0x7F00_0001), port: UInt16(server.port))])
    }
}
