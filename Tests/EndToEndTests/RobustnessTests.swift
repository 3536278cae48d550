import DroneProtocol
import Testing

extension EndToEnd {
    /// The comparison's matrix, on the program's own window: `stork watch`.
    @Suite struct RobustnessTests {
        @Test func `twelve hostile packets of twelve leave the telemetry fresh, and each refusal is counted`()
            async throws
        {
            let drone = try PlayedDrone()
            let watch = try StorkProgram.start(
                ["watch", "--json", "--every", "0s", "--navdata", "as-is"] + drone.flags)
            try await drone.waitForClient()
            drone.send(battery: 99)
            _ = try await watch.row { $0.batteryPercent == 99 }
            var refused = 0
            for (index, packet) in HostilePacket.allCases.enumerated() {
                let battery = UInt32(20 + 2 * index)
                drone.send(packet, battery: battery)
                if packet.isHonest {
                    let row = try await watch.row { $0.batteryPercent == Int(battery) }
                    #expect(row.refused == refused, "\(packet.rawValue)")
                } else {
                    refused += 1
                }
                // What a drone sends next is shown at once, whatever came before.
                drone.send(battery: battery + 1)
                let row = try await watch.row { $0.batteryPercent == Int(battery) + 1 }
                #expect(row.refused == refused, "\(packet.rawValue)")
                #expect(row.state == "landed", "\(packet.rawValue)")
            }
            #expect(refused == 6)
            let result = try await watch.interrupt()
            #expect(result.status == 0)
            #expect(!result.output.contains("\"battery_percent\":0"))
        }

        @Test func `datagrams of somebody else on the drone's address are no navdata`() async throws {
            let drone = try PlayedDrone()
            let watch = try StorkProgram.start(
                ["watch", "--json", "--every", "0s", "--navdata", "as-is"] + drone.flags)
            let client = try await drone.waitForClient()
            drone.send(battery: 60)
            _ = try await watch.row { $0.batteryPercent == 60 }
            // Right in every byte, but from another port.
            let stranger = try DatagramSocket()
            stranger.send(
                HostilePacket.packet(sequence: 1_000, battery: 7, layout: .sdk24).encoded(), to: client)
            drone.send(battery: 61)
            _ = try await watch.row { $0.batteryPercent == 61 }
            let result = try await watch.interrupt()
            #expect(!result.output.contains("\"battery_percent\":7,"))
        }
    }
}

/// A drone that a test plays by hand: it answers nothing by itself.
final class PlayedDrone {
    private let navdata: DatagramSocket
    private let commands: DatagramSocket
    private var client: DatagramSocket.Address?
    private var sequence: UInt32 = 0

    init() throws {
        navdata = try DatagramSocket()
        commands = try DatagramSocket()
    }

    var flags: [String] {
        ["--drone", "127.0.0.1", "--navdata-port", "\(navdata.port)", "--at-port", "\(commands.port)"]
    }

    /// Waits for a client's wake-up.
    @discardableResult
    func waitForClient() async throws -> DatagramSocket.Address {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            if let datagram = navdata.receive() {
                client = datagram.sender
                #expect(datagram.bytes == [1, 0, 0, 0])
                return datagram.sender
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw RunningProgram.NothingCame(description: "nobody asked for navdata")
    }

    func send(_ packet: HostilePacket, battery: UInt32) {
        sequence += 1
        if let client { navdata.send(packet.bytes(sequence: sequence, battery: battery), to: client) }
    }

    /// A plain packet of a landed drone.
    func send(battery: UInt32) { send(.full24, battery: battery) }
}
