import DroneModel
import DroneProtocol
import Foundation
import WireBytes

@testable import FlightRecording

/// Traffic as a link would tell it, and where it is recorded.
enum RecordedFlight {
    static let clock = RecordingManifest.Clock(
        utcNanoseconds: 1_769_904_000_123_456_789, monotonicNanoseconds: 5_000_000_000)
    static let drone = SocketEnd(.v4(0xC0A8_0101), port: 41_000)
    static let client = SocketEnd(.v4(0xC0A8_0102), port: 50_000)
    static let drone6 = SocketEnd(.v6(high: 0xFE80 << 48, low: 1), port: 41_000)
    static let client6 = SocketEnd(.v6(high: 0xFE80 << 48, low: 2), port: 50_000)

    static func traffic(
        _ content: DroneTraffic.Content, _ service: DroneService, at milliseconds: Int = 0,
        client: SocketEnd = client, drone: SocketEnd = drone
    ) -> DroneTraffic {
        DroneTraffic(
            time: .seconds(5) + .milliseconds(milliseconds), service: service, client: client, drone: drone,
            content: content)
    }

    static func manifest(_ name: String = "test") -> RecordingManifest {
        RecordingManifest(
            program: "stork test", name: name, simulated: true, seed: 7,
            drone: RecordingManifest.Drone(host: "192.168.1.1"), clock: clock)
    }

    /// The file of all this traffic.
    static func file(_ traffic: [DroneTraffic]) -> [UInt8] {
        var encoder = TrafficEncoder(clock: clock)
        var writer = WireWriter()
        for item in traffic { encoder.encode(item, to: &writer) }
        return TrafficEncoder.fileHeader + writer.bytes
    }

    static func packets(_ file: [UInt8]) throws -> [CapturedPacket] {
        let reader = try CaptureReader(bytes: file)
        let packets = Array(reader)
        guard reader.end == .complete, reader.statistics.frames == packets.count else {
            throw Unreadable(end: "\(String(describing: reader.end)), \(reader.statistics.omissions)")
        }
        return packets
    }

    struct Unreadable: Error { var end: String }

    /// Bytes that are the same in no two places.
    static func bytes(_ count: Int, from first: Int = 0) -> [UInt8] {
        (first..<first + count).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) }
    }

    /// What the drone sent over a service's connections, one after the other; gaps as nil.
    static func streams(_ packets: [CapturedPacket], _ service: DroneService) -> [[UInt8]?] {
        var reassembler = TCPStreamReassembler()
        var events = packets.flatMap { reassembler.receive($0) }
        events += reassembler.finish()
        var streams: [[UInt8]?] = []
        for event in events where event.flow.source.port == service.rawValue {
            switch event.content {
            case .opened: streams.append([])
            case .data(let bytes, _): streams[streams.count - 1]? += bytes
            case .gap: streams[streams.count - 1] = nil
            case .closed: break
            }
        }
        return streams
    }

    /// Runs `body` with a folder of its own, which is gone afterwards.
    static func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }
}
