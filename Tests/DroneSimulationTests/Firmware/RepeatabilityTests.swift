import DroneModel
import DroneProtocol
import DroneSimulation
import Testing
import WireBytes

struct RepeatabilityTests {
    /// CRC-32 over every datagram of a minute of flight with losses, jitter and damaged packets.
    private func minute(seed: UInt64) -> UInt32 {
        var settings = DroneSettings(seed: seed)
        settings.faults = FaultPlan([
            Fault(.loss(share: 0.05, .both)), Fault(.jitter(.milliseconds(20), .both)),
            Fault(.navdata(.badChecksum, share: 0.01)),
        ])
        var client = VirtualClient(settings)
        client.start(demo: false)
        client.takeOff()
        for _ in 0..<5 {
            client.loop(
                for: .seconds(4), flying: true, movement: Movement(flags: 1, roll: 0.1, pitch: -0.2, climb: 0, yaw: 0.3)
            )
            client.loop(for: .seconds(5), flying: true)
        }
        client.loop(for: .seconds(60) - client.now)
        let stream = client.navdata.flatMap { packet in
            packet.bytes + String(describing: packet.time).utf8
        }
        return Checksum.crc32(stream)
    }

    @Test func `the same seed gives the same bytes, another seed others`() {
        let first = minute(seed: 7)
        #expect(minute(seed: 7) == first)
        #expect(minute(seed: 8) != first)
    }

    @Test func `how time is cut into pieces does not matter`() {
        func packets(step: Duration) -> [[UInt8]] {
            var client = VirtualClient()
            client.wakeNavdata()
            client.send(.config(key: "general:navdata_demo", value: "FALSE"))
            while client.now < .seconds(4) { client.wait(step) }
            return client.navdata.map(\.bytes)
        }
        let whole = packets(step: .seconds(4))
        #expect(packets(step: .milliseconds(1)) == whole)
        #expect(packets(step: .milliseconds(32)) == whole)
    }

    @Test func `time never runs backwards`() {
        var client = VirtualClient()
        client.wait(.seconds(5))
        let before = client.drone.time
        _ = client.drone.advance(to: .seconds(1))
        _ = client.drone.handle(.navdataRequest([1], from: client.address), at: .seconds(-3))
        #expect(client.drone.time == before)
    }
}
