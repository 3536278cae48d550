import DroneModel
import Testing

@Suite struct RecordingHealthTests {
    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (12_345, "12.3 kB"), (99_949, "99.9 kB"), (99_950, "100 kB"),
        (999_499, "999 kB"), (999_500, "1.0 MB"), (1_500_000_000, "1.5 GB"), (5_000_000_000_000_000, "5000 TB"),
        (-1, "0 B"),
    ])
    func `bytes are written with three figures and their unit`(count: Int, text: String) {
        #expect("\(ByteText(count))" == text)
    }

    @Test func `what was told of a recording stands among the other events, in the order of time`() {
        var health = RecordingHealth(name: "r")
        for second in [1, 3, 3] {
            health.tell(DroneEvent(time: .seconds(second), severity: .alarm, text: "recording \(second)"))
        }
        var snapshot = DroneSnapshot(identity: DroneIdentity(reality: .real))
        snapshot.events = [2, 3, 4].map { DroneEvent(time: .seconds($0), severity: .notice, text: "link \($0)") }
        snapshot.note(health)
        #expect(
            snapshot.events.map(\.text) == [
                "recording 1", "link 2", "link 3", "recording 3", "recording 3", "link 4",
            ])
        #expect(snapshot.recording == health)
    }

    @Test func `neither a recording's events nor a snapshot's grow without bound`() {
        var health = RecordingHealth(name: "r")
        for second in 0..<100 {
            health.tell(DroneEvent(time: .seconds(second), severity: .alarm, text: "\(second)"))
        }
        #expect(health.events.count == RecordingHealth.eventCapacity)
        #expect(health.events.last?.text == "99")
        var snapshot = DroneSnapshot(identity: DroneIdentity(reality: .real))
        snapshot.events = (0..<DroneSnapshot.eventCapacity).map {
            DroneEvent(time: .seconds($0), severity: .notice, text: "")
        }
        snapshot.note(health)
        #expect(snapshot.events.count == DroneSnapshot.eventCapacity)
    }
}
