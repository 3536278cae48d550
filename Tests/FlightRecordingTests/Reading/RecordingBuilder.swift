import DroneProtocol
import Foundation
import WireBytes

@testable import FlightRecording

/// Makes recordings for tests, in the folder for temporary files.
enum RecordingBuilder {
    /// Time 0 of what is made.
    static let clock = RecordingManifest.Clock(utcNanoseconds: 1_767_225_600_000_000_000, monotonicNanoseconds: 0)
    private static let client = SocketEnd(.v4(0xC0A8_0102), port: 40_000)
    private static let drone = SocketEnd(.v4(0xC0A8_0101), port: 5554)

    /// A navdata datagram with a number and nothing else.
    static func datagram(_ number: Int) -> [UInt8] {
        var navdata = Navdata()
        navdata.sequence = UInt32(number)
        navdata.status = []
        return navdata.encoded()
    }

    /// The bytes of `flight.pcap`.
    static func capture(_ traffic: [DroneTraffic]) -> [UInt8] {
        var encoder = TrafficEncoder(clock: clock)
        var writer = WireWriter(capacity: 1 << 16)
        for item in traffic { encoder.encode(item, to: &writer) }
        return TrafficEncoder.fileHeader + writer.bytes
    }

    /// So many datagrams, one every `period`.
    static func navdata(count: Int, every period: Duration, from first: Int = 1) -> [DroneTraffic] {
        (0..<count).map { step in
            DroneTraffic(
                time: period * step, service: .navdata, client: client, drone: drone,
                content: .received(datagram(first + step)))
        }
    }

    /// Writes a capture into a file of its own.
    static func file(_ traffic: [DroneTraffic], suffix: String = ".pcap") throws -> String {
        try file(bytes: capture(traffic), suffix: suffix)
    }

    static func file(bytes: [UInt8], suffix: String = ".pcap") throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "stork-test-\(UUID().uuidString)\(suffix)")
        try Data(bytes).write(to: path)
        return path.path
    }
}
