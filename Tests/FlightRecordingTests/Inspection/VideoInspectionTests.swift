import DroneProtocol
import Foundation
import Testing
import WireBytes

@testable import FlightRecording

/// Where the recordings of video are, as seen from the package.
enum RealVideoFiles {
    static let folder = RealCaptures.folder.deletingLastPathComponent().appending(path: "ardrone2-video")
    static let capture = folder.appending(path: "ardrone2_video_example.capture").path
    static let areThere = FileManager.default.fileExists(atPath: capture)
}

@Suite struct VideoInspectionTests {
    private static let drone = FrameBuilder.drone
    private static let client = FrameBuilder.client

    /// TCP segments from the drone's `port`, a hundredth of a second apart.
    private func capture(_ bytes: [UInt8], port: UInt16 = 5555, losing: Set<Int> = []) -> [UInt8] {
        var frames: [[UInt8]] = []
        var position = 0
        while position < bytes.count {
            let piece = Array(bytes[position..<min(bytes.count, position + 1000)])
            if !losing.contains(position / 1000) {
                frames.append(
                    FrameBuilder.ipv4(
                        FrameBuilder.tcp(
                            piece, from: port, sequence: UInt32(1 + position), flags: [.acknowledge, .push]),
                        transport: 6))
            }
            position += piece.count
        }
        let records = frames.enumerated().map {
            CaptureBuilder.Record(nanoseconds: CaptureBuilder.start + UInt64($0) * 10_000_000, frame: $1)
        }
        return CaptureBuilder.pcap(records, link: .rawIP)
    }

    /// Ten frames of 1,500 bytes, the first and the sixth key frames, 33 ms apart.
    private func stream(width: UInt16 = 640, height: UInt16 = 360) -> [UInt8] {
        var writer = PaVEStreamWriter(format: VideoFormat(codec: .h264, width: width, height: height))
        return (0..<10).flatMap { index in
            writer.frame(
                [UInt8](repeating: 0x11, count: 1500), kind: index % 5 == 0 ? .refresh : .predicted,
                timestamp: UInt32(index * 33))
        }
    }

    @Test(.enabled(if: RealVideoFiles.areThere, "../shared/data/ardrone2-video is not there"))
    func `a real video stream has 517 frames, 35 of them key frames, and no gap`() throws {
        let inspection = try FlightInspection.inspect(path: RealVideoFiles.capture)
        #expect(inspection.source == .video(byteCount: 2_188_115, damage: nil))
        let video = try #require(inspection.video.first)
        #expect(video.frames == 517)
        #expect(video.keyFrames == 35)
        #expect(video.bytes == 2_152_959)
        #expect((video.firstNumber, video.lastNumber) == (190195, 190711))
        #expect((video.missing, video.damages, video.skippedBytes) == (0, 0, 0))
        #expect(video.codecs.counts == ["H.264": 517])
        #expect(video.sizes.counts == ["640×360": 517])
        #expect(video.rate == nil, "the file has no times of arrival")
        #expect(abs(try #require(video.droneRate) - 30.5) < 0.5)
    }

    @Test(.enabled(if: RealVideoFiles.areThere, "../shared/data/ardrone2-video is not there"))
    func `a real video stream in TCP segments is counted the same`() throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: RealVideoFiles.capture)))
        let inspection = try FlightInspection.inspect(bytes: capture(bytes), name: "segments")
        let video = try #require(inspection.video.first)
        #expect(video.carrier == .connection(.video))
        #expect((video.frames, video.keyFrames, video.bytes) == (517, 35, 2_152_959))
        // 2,189 segments, 10 ms apart.
        let last = try #require(video.last)
        #expect(last == .milliseconds(21_880))
        #expect(inspection.streams.first?.bytesFromPort == bytes.count)
    }

    @Test(.enabled(if: RealVideoFiles.areThere, "../shared/data/ardrone2-video is not there"))
    func `frames that a real camera dropped are missing by their numbers`() throws {
        let path = RealVideoFiles.folder.appending(path: "pave.bin").path
        let video = try #require(try FlightInspection.inspect(path: path).video.first)
        #expect((video.frames, video.keyFrames) == (20, 2))
        #expect((video.missing, video.gaps) == (194, 1))
    }

    @Test func `a lost segment costs the frame it belongs to, and is counted`() throws {
        let bytes = stream()
        // Frames are 1,568 bytes long: segment 4 lies within frames 2 and 3.
        let inspection = try FlightInspection.inspect(bytes: capture(bytes, losing: [4]), name: "lossy")
        let video = try #require(inspection.video.first)
        #expect(video.frames == 8)
        #expect((video.missing, video.gaps) == (2, 1))
        #expect(video.damages == 1)
        #expect(video.skippedBytes > 0)
        #expect(inspection.streams.first?.missingBytes == 1000)
    }

    @Test func `the record stream stands by itself`() throws {
        let inspection = try FlightInspection.inspect(bytes: capture(stream(), port: 5553), name: "record")
        #expect(inspection.video.map(\.carrier) == [.connection(.videoRecord)])
        #expect(inspection.video.first?.frames == 10)
        #expect(inspection.text.contains("Video record stream, TCP 5553"))
    }

    @Test func `a change of size is counted, and both sizes are named`() throws {
        let bytes = stream() + stream(width: 1280, height: 720)
        let video = try #require(try FlightInspection.inspect(bytes: capture(bytes), name: "two").video.first)
        #expect(video.streamChanges == 1)
        #expect(video.sizes.counts == ["640×360": 10, "1280×720": 10])
    }

    @Test func `a picture of the 1.0 is told from other datagrams of its port`() throws {
        // The start code, VGA family, resolution 2, quantiser 6, number 77: bits from the top of little-endian words.
        func picture(_ number: UInt32) -> [UInt8] {
            var writer = WireWriter()
            writer.write(UInt32(0x20) << 10 | UInt32(2) << 8 | UInt32(2) << 5 | UInt32(6) >> 3)
            writer.write(UInt32(6) << 29 | number >> 3)
            writer.write(number << 29)
            writer.write(zeros: 100)
            return writer.bytes
        }
        let datagrams = [picture(77), picture(78), picture(81), [1, 2, 3], []]
        let frames = datagrams.map { FrameBuilder.ipv4(FrameBuilder.udp($0, from: 5555, to: 5555)) }
        let inspection = try FlightInspection.inspect(
            bytes: CaptureBuilder.pcap(CaptureBuilder.records(frames), link: .rawIP), name: "1.0")
        let video = try #require(inspection.video.first)
        #expect(video.carrier == .datagrams)
        #expect((video.frames, video.refused, video.missing) == (3, 2, 2))
        #expect((video.firstNumber, video.lastNumber) == (77, 81))
        #expect(video.sizes.counts == ["320×240": 3])
        #expect(inspection.otherDatagrams[5555] == 5)
    }

    @Test(arguments: 0..<12) func `a picture head that ends early is none`(length: Int) {
        let bytes = Array([UInt8](repeating: 0, count: 2) + [1, 0] + [UInt8](repeating: 0xFF, count: 8)).prefix(length)
        let cut = Array(bytes)
        #expect(UVLCPictureHead(of: cut.span.bytes) == nil)
    }

    @Test func `rubbish behind the signature is damage, not an error`() throws {
        let bytes = PaVEHeader.signature + [UInt8](repeating: 0xA5, count: 100_000)
        let video = try #require(try FlightInspection.inspect(bytes: bytes, name: "rubbish").video.first)
        #expect(video.frames == 0)
        #expect(video.damages == 1)
    }
}
