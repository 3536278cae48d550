import DroneModel
import FlightRecording

/// What passes in a flight, and the texts beside it.
enum RecordingSeeds {
    /// Scripts of traffic.
    static let scripts: [[UInt8]] = [
        piece(0, 0, Array(repeating: 7, count: 500)) + piece(1, 1, Array("AT*REF=1,290717696\r".utf8)),
        piece(2, 2, []) + piece(3, 2, Array(repeating: 3, count: 5000)) + piece(4, 2, [1]) + piece(5, 2, []),
        piece(2, 4 | 24, []) + piece(3, 4 | 24, Array(repeating: 9, count: 3000)) + piece(13, 4 | 24, []),
        piece(3, 3, [1, 2, 3], missing: 200) + piece(0, 8, [4]) + piece(0, 16, [5]),
    ]

    /// Lines and manifests.
    static let texts: [String] = {
        let events: [RecordedEvent.Content] = [
            .log(.alarm, "a \"word\""), .key("w"), .payload(PayloadOnBoard(mass: 0.088, position: SIMD3(0, 0.06, 0))),
            .step(name: "hover", state: "began"), .mark("here"), .link("live"), .dropped(packets: 3),
        ]
        var manifest = RecordingManifest(
            program: "stork", name: "n", simulated: true, seed: 1, drone: .init(model: "AR.Drone 2.0", host: "h"),
            clock: .init(utcNanoseconds: 1, monotonicNanoseconds: 2))
        manifest.end = .init(durationNanoseconds: 3, packets: 4, dropped: 5, problem: "the disk is full")
        let lines = events.compactMap { try? RecordedEvent(time: .seconds(1), content: $0).line() }
        return lines + [try? manifest.text()].compactMap { $0 }
    }()

    private static func piece(_ choice: UInt8, _ place: UInt8, _ block: [UInt8], missing: UInt8 = 0) -> [UInt8] {
        [choice, place, 5, missing] + ByteScript.block(block)
    }
}
