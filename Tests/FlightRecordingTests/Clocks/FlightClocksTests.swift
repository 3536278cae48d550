import DroneModel
import DroneProtocol
import Foundation
import Testing

@testable import FlightRecording

/// The clocks in a recording, from its bytes on.
@Suite struct FlightClocksTests {
    private static let client = SocketEnd(.v4(0xC0A8_0102), port: 40_000)

    private static func index(_ traffic: [DroneTraffic]) throws -> FlightIndex {
        let path = try RecordingBuilder.file(traffic)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try FlightIndexTests.index(RecordingSource(path: path))
    }

    @Test func `the drone's clock is read from its navdata`() throws {
        let traffic = (0..<4000).map { step in
            var navdata = Navdata(layout: .sdk24, options: .everything)
            navdata.sequence = UInt32(step + 1)
            // It began 100 s earlier than the recording, and gains 50 millionths on the host.
            let reading = 100 + Double(step) * 0.005 * (1 + 50e-6)
            navdata.time?.ticks = UInt32(reading) << 21 | UInt32((reading - reading.rounded(.down)) * 1e6)
            return DroneTraffic(
                time: .milliseconds(5 * step), service: .navdata, client: Self.client,
                drone: SocketEnd(.v4(0xC0A8_0101), port: 5554), content: .received(navdata.encoded()))
        }
        let clocks = try Self.index(traffic).clocks
        let drone = try #require(clocks.drone)
        #expect(abs(drone.offset + 100) < 1e-4)
        #expect(abs(drone.drift + 50) < 1)
        #expect(drone.residual < 1e-5)
        #expect(drone.readings == 4000)
        #expect(clocks.video == nil)
    }

    private static let video = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/data/ardrone2-video/ardrone2_video_example.capture").standardizedFileURL

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: video.path), "../shared/data/ardrone2-video is not there"))
    func `the camera's clock is read from a real drone's video`() throws {
        let bytes = [UInt8](try Data(contentsOf: Self.video))
        var parser = PaVEStreamParser()
        var traffic: [DroneTraffic] = []
        func pass(_ content: DroneTraffic.Content, at time: Duration) {
            traffic.append(
                DroneTraffic(
                    time: time, service: .video, client: Self.client,
                    drone: SocketEnd(.v4(0xC0A8_0101), port: 5555), content: content))
        }
        pass(.opened, at: .zero)
        var first: UInt32?
        var frames = 0
        // Each piece comes when its last frame says it was taken, and 20 ms later.
        for start in stride(from: 0, to: bytes.count, by: 1000) {
            let piece = Array(bytes[start..<min(bytes.count, start + 1000)])
            var time = traffic.last?.time ?? .zero
            for case .frame(let frame) in parser.parse(piece.span.bytes) {
                frames += 1
                first = first ?? frame.header.timestamp
                time = .milliseconds(Int64(frame.header.timestamp - (first ?? 0)) + 20)
            }
            pass(.streamReceived(piece), at: time)
        }
        let index = try Self.index(traffic)
        let camera = try #require(index.clocks.video)
        #expect(camera.readings == frames && frames == 517)
        #expect(abs(camera.offset + Double(first ?? 0) / 1000 - 0.020) < 0.001)
        #expect(abs(camera.drift) < 50)
        #expect(camera.residual < 0.001)
        #expect(index.clocks.drone == nil)
    }
}
