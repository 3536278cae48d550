import DroneProtocol
import FlightRecording
import Foundation
import Testing
import Video

@testable import FlightExport

@Suite struct VideoExportTests {
    private func export(
        _ recording: String, _ format: ExportFormat = .mp4, in space: Workspace, stream: ExportStream = .live
    ) throws -> ExportSummary {
        var settings = ExportSettings(recording: recording, format: format)
        settings.output = space.path("out.\(format.rawValue)")
        settings.stream = stream
        return try FlightExport.run(settings)
    }

    /// What ffprobe says of the first stream and of the file.
    private func probe(_ path: String) throws -> (stream: [String: Any], tags: [String: String]) {
        let text = try OtherProgram.output(
            OtherProgram.ffprobe,
            ["-v", "error", "-count_frames", "-count_packets", "-show_streams", "-show_format", "-of", "json", path])
        let found = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let stream = try #require((found?["streams"] as? [[String: Any]])?.first)
        return (stream, (found?["format"] as? [String: Any])?["tags"] as? [String: String] ?? [:])
    }

    /// A digest of every decoded picture, without times.
    private func pictures(_ arguments: [String]) throws -> [String] {
        try OtherProgram.output(
            OtherProgram.ffmpeg, ["-v", "error"] + arguments + ["-fps_mode", "passthrough", "-f", "framemd5", "-"]
        ).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: ",").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "" }
    }

    @Test(
        .enabled(if: RealData.isHere, "\(RealData.notHere)"),
        .enabled(if: OtherProgram.ffprobe != nil, "\(OtherProgram.notInstalled)"))
    func `ffprobe counts the frames of a real recording, and ffmpeg decodes the same pictures`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        var parser = PaVEStreamParser()
        // Each frame arrives when its header says.
        let bytes = try RealData.bytes(RealData.video)
        var position = 0
        var first: UInt32?
        for case .frame(let frame) in parser.parse(bytes.span.bytes) {
            let length = Int(frame.header.headerSize) + frame.payload.count
            let start = first ?? frame.header.timestamp
            first = start
            flight.stream(
                Array(bytes[position..<position + length]),
                at: .milliseconds(Int64(frame.header.timestamp - start)))
            position += length
        }
        let summary = try export(try space.record(flight, manifest: FlightBuilder.simulated), in: space)
        #expect((summary["frames"], summary["key frames"]) == (517, 35))
        #expect(summary.remarks == [])
        let (stream, tags) = try probe(space.path("out.mp4"))
        #expect(stream["nb_read_frames"] as? String == "517")
        #expect(stream["nb_read_packets"] as? String == "517")
        #expect(stream["codec_name"] as? String == "h264")
        #expect((stream["width"] as? Int, stream["height"] as? Int) == (640, 360))
        // 16.855 s from the first picture to the last, and the last one's own 33 ms.
        #expect(abs((Double(stream["duration"] as? String ?? "") ?? 0) - 16.89) < 0.02)
        #expect(tags["title"] == "SIMULATED: hover & look")
        #expect(tags["comment"]?.hasPrefix("SIMULATED flight, seed 7") == true)
        #expect(tags["creation_time"] == "2026-01-31T12:00:00.000000Z")
        let original = RealData.path("ardrone2-video/ardrone2_video_example.h264")
        let decoded = try pictures(["-i", space.path("out.mp4")])
        #expect(decoded.count == 517)
        #expect(decoded == (try pictures(["-i", original])))
    }

    @Test(
        .enabled(if: RealData.isHere, "\(RealData.notHere)"),
        .enabled(if: OtherProgram.ffprobe != nil, "\(OtherProgram.notInstalled)"))
    func `a file of a video connection will do, and frames before the first key frame are told`() throws {
        let space = try Workspace()
        let summary = try export(RealData.path("ardrone2-video/pave.bin"), in: space)
        #expect((summary["frames"], summary["key frames"]) == (17, 2))
        #expect(summary.remarks.contains { $0.hasPrefix("3 frames before a key frame") })
        #expect(summary.remarks.contains { $0.hasPrefix("194 frames are missing") })
        #expect(try probe(space.path("out.mp4")).stream["nb_read_packets"] as? String == "17")
    }

    @Test(.enabled(if: OtherProgram.ffprobe != nil, "\(OtherProgram.notInstalled)"))
    func `a change of size begins a new file`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        flight.stream(try SyntheticVideo.stream(frames: 20, width: 64, height: 48), at: .zero)
        flight.stream(
            try SyntheticVideo.stream(frames: 17, width: 128, height: 96, streamID: 2, firstNumber: 20), at: .seconds(1)
        )
        let summary = try export(try space.write(flight), in: space)
        #expect(summary.files == [space.path("out.mp4"), space.path("out-2.mp4")])
        #expect(summary["frames"] == 37)
        #expect(summary.remarks.contains { $0.hasSuffix(": 2 files") })
        let (one, other) = (try probe(space.path("out.mp4")).stream, try probe(space.path("out-2.mp4")).stream)
        #expect((one["nb_read_frames"] as? String, other["nb_read_frames"] as? String) == ("20", "17"))
        #expect((one["width"] as? Int, other["width"] as? Int) == (64, 128))
        #expect(space.names == ["capture.pcap", "out.mp4", "out-2.mp4"])
    }

    @Test func `when the second file is there already, the first is not written either`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        flight.stream(try SyntheticVideo.stream(frames: 3, width: 64, height: 48), at: .zero)
        flight.stream(try SyntheticVideo.stream(frames: 3, width: 128, height: 96, streamID: 2), at: .seconds(1))
        try "mine".write(toFile: space.path("out-2.mp4"), atomically: true, encoding: .utf8)
        let capture = try space.write(flight)
        #expect(throws: ExportError.exists(path: space.path("out-2.mp4"))) { try export(capture, in: space) }
        #expect(space.names == ["capture.pcap", "out-2.mp4"])
    }

    @Test(.enabled(if: OtherProgram.ffprobe != nil, "\(OtherProgram.notInstalled)"))
    func `MPEG-4, which the drone sends while it records, is put into a file too`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        flight.stream(try SyntheticVideo.stream(frames: 31, width: 64, height: 48, codec: .mpeg4), at: .zero)
        // The third key frame, a second after the first, has another time code in front of it: no other stream.
        let summary = try export(try space.write(flight), in: space)
        #expect(summary["frames"] == 31)
        #expect(summary.files.count == 1)
        let (stream, _) = try probe(space.path("out.mp4"))
        #expect(stream["codec_name"] as? String == "mpeg4")
        #expect(stream["nb_read_packets"] as? String == "31")
        #expect(stream["nb_read_frames"] as? String == "31")
    }

    @Test(.enabled(if: OtherProgram.ffprobe != nil, "\(OtherProgram.notInstalled)"))
    func `lost bytes cost the frames they belong to, and are told`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        let stream = try SyntheticVideo.stream(frames: 60, width: 320, height: 240)
        flight.stream(stream, at: .zero, losing: [4])
        let summary = try export(try space.write(flight), in: space)
        #expect(summary["frames"] < 60)
        #expect(summary["frames"] > 25)
        #expect(summary.remarks.contains { $0.contains("damaged at 1 places") })
        let packets = try probe(space.path("out.mp4")).stream["nb_read_packets"] as? String
        #expect(packets == "\(summary["frames"])")
    }

    @Test func `the record stream is another video, and is named where the live one is missing`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        flight.stream(try SyntheticVideo.stream(frames: 5, width: 64, height: 48), from: 5553, at: .zero)
        let capture = try space.write(flight)
        let error = #expect(throws: ExportError.noVideo(recording: capture, .live, other: .record)) {
            try export(capture, in: space)
        }
        #expect(error.map { "\($0)".contains("--stream record") } == true)
        #expect(try export(capture, in: space, stream: .record)["frames"] == 5)
    }

    @Test(.enabled(if: RealData.isHere, "\(RealData.notHere)"))
    func `UVLC has no MP4 form, and the way out is named and works`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        let picture = try RealData.bytes("ardrone1-uvlc/uvlc-qvga-q6.bin")
        for index in 0..<16 { flight.datagram(picture, from: 5555, at: .milliseconds(66 * index)) }
        let capture = try space.write(flight)
        let error = #expect(throws: ExportError.self) { try export(capture, in: space) }
        #expect(error.map { "\($0)".contains("--format y4m") } == true)
        #expect(space.names == ["capture.pcap"])
        let summary = try export(capture, .y4m, in: space)
        #expect(summary["frames"] == 16)
        guard OtherProgram.ffprobe != nil else { return }
        let (stream, _) = try probe(space.path("out.y4m"))
        #expect((stream["width"] as? Int, stream["height"] as? Int) == (320, 240))
        #expect(stream["nb_read_frames"] as? String == "16")
        #expect(stream["r_frame_rate"] as? String == "15152/1000" || stream["r_frame_rate"] as? String == "1894/125")
    }

    @Test func `a size that changes with every frame ends in an error, not in a thousand files`() throws {
        let space = try Workspace()
        var flight = FlightBuilder()
        let key = try SyntheticVideo.pieces(frames: 1, width: 64, height: 48)[0]
        for index in 0..<200 {
            var frame = key
            frame[40] = UInt8(index & 0xFF)
            flight.stream(frame, at: .milliseconds(33 * index))
        }
        let capture = try space.write(flight)
        #expect(throws: ExportError.tooManyParts(most: 99)) { try export(capture, in: space) }
        #expect(space.names == ["capture.pcap"])
    }

    @Test(
        arguments: [
            (
                [0, 0, 0, 1, 0x67, 1, 2, 0, 0, 0, 1, 0x68, 3, 0, 0, 0, 1, 0x65, 9],
                [0, 0, 0, 1, 0x67, 1, 2, 0, 0, 0, 1, 0x68, 3]
            ),
            ([0, 0, 1, 0x67, 7, 0, 0, 1, 0x68, 8], [0, 0, 0, 1, 0x67, 7, 0, 0, 0, 1, 0x68, 8]),
            ([0, 0, 1, 0x65, 7], []), ([0, 0, 1], []), ([], []), ([0x67], []),
        ] as [([UInt8], [UInt8])])
    func `parameter sets are what stands before the first slice`(payload: [UInt8], sets: [UInt8]) {
        #expect(ParameterSetBytes.of(payload, codec: .h264) == sets)
    }
}

@Suite struct VideoClockTests {
    private func header(_ timestamp: UInt32) -> PaVEHeader {
        var header = PaVEHeader()
        header.timestamp = timestamp
        return header
    }

    @Test func `the drone's clock counts where arrival is uneven`() {
        var clock = VideoClock(hasArrivals: true)
        let times = zip([1000, 1033, 1067, 1100] as [UInt32], [0, 90, 95, 101]).map { stamp, arrival in
            clock.time(of: header(stamp), arrival: .milliseconds(arrival))
        }
        #expect(times == [.zero, .milliseconds(33), .milliseconds(67), .milliseconds(100)])
    }

    @Test func `a clock that jumps or stands still gives way to arrival`() {
        var clock = VideoClock(hasArrivals: true)
        _ = clock.time(of: header(1000), arrival: .seconds(5))
        #expect(clock.time(of: header(500_000), arrival: .milliseconds(5033)) == .milliseconds(33))
        #expect(clock.time(of: header(10), arrival: .milliseconds(5066)) == .milliseconds(66))
        #expect(clock.time(of: header(10), arrival: .milliseconds(9000)) == .seconds(4))
    }

    @Test func `it wraps, and never stands still or goes back`() {
        var clock = VideoClock(hasArrivals: false)
        let times = [UInt32.max - 10, 22, 22, 5].map { clock.time(of: header($0), arrival: .zero) }
        #expect(times[1] == .milliseconds(33))
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    }
}
