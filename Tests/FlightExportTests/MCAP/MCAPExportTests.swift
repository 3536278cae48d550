import DroneModel
import DroneProtocol
import FlightRecording
import Foundation
import Testing

@testable import FlightExport

@Suite(.enabled(if: OtherProgram.python != nil, "\(OtherProgram.notInstalled)"))
struct MCAPExportTests {
    private func export(_ recording: String, in space: Workspace) throws -> [String: Any] {
        var settings = ExportSettings(recording: recording, format: .mcap)
        settings.output = space.path("out.mcap")
        let summary = try FlightExport.run(settings)
        let found = try OtherProgram.read("read_mcap.py", space.path("out.mcap"))
        #expect(found["message_count"] as? Int == summary["messages"])
        #expect(found["streamed"] as? Int == summary["messages"])
        return found
    }

    @Test func `the maker's reader finds every message, every CRC and index right`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        for index in 0..<100 {
            flight.navdata(at: .milliseconds(20 * index), position: (48.5, 11.25, 520)) { packet in
                packet.demo?.pitchMillidegrees = 30_000
                packet.demo?.yawMillidegrees = 0
                packet.demo?.rollMillidegrees = 0
            }
        }
        flight.commands("AT*REF=1,290717696\r", at: .seconds(3))
        let events = """
            {"kind":"payload","mass_g":88,"t_ns":500000000}
            {"kind":"log","severity":"alarm","text":"battery low","t_ns":600000000}

            """
        let found = try export(
            try space.record(flight, manifest: FlightBuilder.simulated, events: events), in: space)
        let topics = try #require(found["topics"] as? [String: Int])
        #expect(
            topics == [
                "/telemetry": 100, "/attitude": 100, "/position": 100, "/navdata": 100, "/commands": 1, "/log": 2,
            ])
        let schemas = try #require(found["schemas"] as? [String: Any])
        #expect(schemas["/attitude"] as? String == "foxglove.PoseInFrame")
        #expect(schemas["/position"] as? String == "foxglove.LocationFix")
        #expect(schemas["/log"] as? String == "foxglove.Log")
        #expect(found["start"] as? Int == Int(FlightBuilder.start))
        #expect(found["statistics_start"] as? Int == Int(FlightBuilder.start))
        #expect(found["end"] as? Int == Int(FlightBuilder.start) + 3_000_000_000)
        let metadata = try #require((found["metadata"] as? [[String: String]])?.first)
        #expect(metadata["simulated"] == "true")
        #expect(metadata["seed"] == "7")

        let first = try #require(found["first"] as? [String: [String: Any]])
        let telemetry = try #require(first["/telemetry"])
        #expect(telemetry["simulated"] as? Bool == true)
        #expect(telemetry["altitude_m"] as? Double == 0.75)
        #expect(telemetry["motor_front_left_pwm"] as? Int == 171)
        #expect(telemetry["payload_g"] == nil, "unknown members are absent")
        let pose = try #require(first["/attitude"]?["pose"] as? [String: [String: Double]])
        // 30° nose up is −30° about y to the left: a quaternion with sin 15° and cos 15°.
        #expect(pose["orientation"] == ["x": 0, "y": -0.258819, "z": 0, "w": 0.965926])
        #expect(pose["position"]?["z"] == 0.75)
        let log = try #require((found["last"] as? [String: [String: Any]])?["/log"])
        #expect(log["level"] as? Int == 4)
        #expect(log["message"] as? String == "battery low")
    }

    @Test(.enabled(if: RealData.isHere, "\(RealData.notHere)"))
    func `a real flight is there in several chunks, with the session's events`() throws {
        let space = try Workspace()
        let found = try export(RealData.path(RealData.flight5), in: space)
        let topics = try #require(found["topics"] as? [String: Int])
        #expect(topics["/navdata"] == 3991)
        #expect(topics["/telemetry"] == 3300)
        #expect(topics["/commands"] == 27_262)
        #expect(topics["/position"] == nil)
        #expect(try #require(topics["/log"]) > 10)
        #expect(try #require(found["chunk_count"] as? Int) >= 5)
        let metadata = try #require((found["metadata"] as? [[String: String]])?.first)
        #expect(metadata["simulated"] == "unknown")
    }

    @Test(.enabled(if: RealData.isHere, "\(RealData.notHere)"))
    func `the video in it is byte for byte what the drone sent`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        flight.navdata(at: .zero)
        flight.stream(try RealData.bytes(RealData.video), at: .milliseconds(10))
        let found = try export(try space.write(flight), in: space)
        #expect((found["topics"] as? [String: Int])?["/video"] == 517)
        let first = try #require((found["first"] as? [String: [String: Any]])?["/video"])
        #expect(first["format"] as? String == "h264")
        let sum = try OtherProgram.output(
            "/usr/bin/sha256sum", [RealData.path("ardrone2-video/ardrone2_video_example.h264")])
        #expect((found["digests"] as? [String: String])?["/video"] == String(sum.prefix(64)))
    }

    @Test(arguments: [0.0, 0.4, -1.2], [0.0, 0.7, -0.3])
    func `an orientation turns the axes as the three angles say`(yaw: Double, pitch: Double) {
        let turn = Orientation(roll: 0, pitch: pitch, yaw: yaw)
        // The x axis, turned: first down by the pitch, then to the left by the yaw.
        let x = 1 - 2 * (turn.y * turn.y + turn.z * turn.z)
        let y = 2 * (turn.x * turn.y + turn.z * turn.w)
        let z = 2 * (turn.x * turn.z - turn.y * turn.w)
        #expect(abs(x - cos(yaw) * cos(pitch)) < 1e-12)
        #expect(abs(y - sin(yaw) * cos(pitch)) < 1e-12)
        #expect(abs(z + sin(pitch)) < 1e-12)
    }
}
