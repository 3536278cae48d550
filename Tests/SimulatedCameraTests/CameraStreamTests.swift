import DroneModel
import DroneProtocol
import DroneSimulation
import Foundation
import SimulatedCamera
import Testing
import Video

private let hasEncoder = VideoEncoder.isAvailable(.h264)
private let ffprobe = ["/usr/bin/ffprobe", "/usr/local/bin/ffprobe", "/opt/homebrew/bin/ffprobe"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

@Suite(.enabled(if: hasEncoder, "libavcodec has no H.264 encoder"))
struct CameraStreamTests {
    @Test func `the stream of a 2.0 has the drone's form`() throws {
        var flight = FilmedFlight()
        try flight.connect()
        try flight.film(until: .milliseconds(1100))
        let frames = flight.frames
        #expect((32...34).contains(frames.count))
        for (index, frame) in frames.enumerated() {
            let header = frame.header
            #expect(header.headerSize == 68)
            #expect(header.frameNumber == UInt32(index))
            #expect(header.kind == (index % 15 == 0 ? .refresh : .predicted))
            #expect((header.format.codedWidth, header.format.codedHeight) == (640, 368))
            #expect((header.format.shownWidth, header.format.shownHeight) == (640, 360))
            #expect(header.flight?.controlState == 2)
            #expect(Array(frame.payload.prefix(5)) == [0, 0, 0, 1, index % 15 == 0 ? 0x67 : 0x61] || index % 15 != 0)
            #expect(frame.beginsStream == (index % 15 == 0))
            if index % 15 == 0 {
                let place = Int(header.sequenceParametersSize)
                #expect(frame.payload[4] == 0x67)
                #expect(frame.payload[5] == 66, "baseline profile")
                #expect(frame.payload[place + 4] & 0x1F == 8)
                #expect(frame.payload[place + Int(header.pictureParametersSize) + 4] & 0x1F == 5)
            }
        }
    }

    @Test func `stamps read back from decoded pictures are consecutive`() throws {
        var flight = FilmedFlight()
        try flight.connect()
        try flight.film(until: .seconds(1))
        let stamps = try flight.pictures().map { FrameStamp.read($0.pixels) }
        #expect((29...30).contains(stamps.count))
        for (index, stamp) in stamps.enumerated() {
            #expect(stamp?.frameNumber == UInt32(index))
            #expect(stamp?.milliseconds == UInt32(flight.orders[index].time / .milliseconds(1)))
        }
    }

    @Test(arguments: [250, 1000, 4000]) func `the bitrate is kept`(kilobits: Int) throws {
        var flight = FilmedFlight()
        try flight.configure("video:max_bitrate", "\(kilobits)")
        try flight.connect()
        try flight.film(until: .seconds(3))
        let perSecond = flight.sent.reduce(0) { $0 + $1.count } * 8 / 3000
        #expect(perSecond < kilobits * 5 / 4)
    }

    @Test(arguments: [
        (129, VideoCodec.h264, 360, 1), (131, .h264, 720, 2), (128, .mpeg4, 360, 0), (136, .mpeg4, 360, 0),
    ])
    func `video_codec decides about codec and size`(
        number: Int, codec: VideoCodec, height: Int, digit: UInt16
    ) throws {
        var flight = FilmedFlight()
        try flight.configure("video:video_codec", "\(number)")
        try flight.connect()
        try flight.film(until: .milliseconds(200))
        let frames = flight.frames
        #expect(frames.count >= 5)
        #expect(frames.allSatisfy { $0.header.format.codec == codec && $0.header.format.streamID % 10 == digit })
        let pictures = try flight.pictures()
        #expect(pictures.count == frames.count)
        #expect(pictures.allSatisfy { $0.height == height && FrameStamp.read($0.pixels) != nil })
    }

    @Test func `another camera is another stream that begins with a key picture`() throws {
        var flight = FilmedFlight()
        try flight.connect()
        try flight.film(until: .milliseconds(200))
        let count = flight.frames.count
        try flight.configure("video:video_channel", "1")
        try flight.film(until: .milliseconds(400))
        let frames = flight.frames
        #expect(frames[count - 1].header.format.streamID != frames[count].header.format.streamID)
        #expect(frames[count].beginsStream)
        #expect(flight.orders.last?.settings.channel == .ground)
        try flight.configure("video:video_channel", "4")
        try flight.film(until: .milliseconds(500))
        #expect(flight.orders.last?.settings.channel == .front)
    }

    @Test func `the same flight gives the same bytes`() throws {
        func film() throws -> [[UInt8]] {
            var flight = FilmedFlight(faults: Fault(.videoCut(share: 0.3)), Fault(.videoLoss(share: 0.001)))
            try flight.connect()
            try flight.film(until: .milliseconds(500))
            return flight.sent
        }
        let first = try film()
        #expect((14...15).contains(first.count))
        #expect(try first == film())
    }

    @Test func `the pictures of a 1.0 are datagrams that our decoder reads`() throws {
        var flight = FilmedFlight(DroneSettings(aircraft: .ardrone1, seed: 7))
        let client = ClientAddress(host: 0x7F00_0001, port: 6000)
        try flight.perform(flight.drone.handle(.videoRequest([1], from: client), at: .zero))
        try flight.film(until: .seconds(1))
        #expect((14...15).contains(flight.sent.count))
        let decoder = VideoDecoder()
        for (index, datagram) in flight.sent.enumerated() {
            #expect(datagram.count <= 65_507)
            let picture = try decoder.decode(datagram: datagram)
            #expect((picture.width, picture.height) == (320, 240))
            #expect(picture.damage == nil)
            #expect(FrameStamp.read(picture.pixels)?.frameNumber == UInt32(index))
        }
    }

    @Test(arguments: [(1, 176, 144), (2, 320, 240), (3, 176, 144)])
    func `the channels of a 1.0 have their sizes, and the stamp in each`(
        channel: Int, width: Int, height: Int
    ) throws {
        var flight = FilmedFlight(DroneSettings(aircraft: .ardrone1, seed: 7))
        try flight.configure("video:video_channel", "\(channel)")
        let client = ClientAddress(host: 0x7F00_0001, port: 6000)
        try flight.perform(flight.drone.handle(.videoRequest([1], from: client), at: .zero))
        try flight.film(until: .milliseconds(100))
        let datagram = try #require(flight.sent.first)
        let picture = try VideoDecoder().decode(datagram: datagram)
        #expect((picture.width, picture.height) == (width, height))
        #expect(FrameStamp.read(picture.pixels) != nil)
    }

    @Test(.enabled(if: ffprobe != nil, "ffprobe is not installed"), arguments: [129, 131, 128])
    func `ffprobe accepts every picture`(codec: Int) throws {
        var flight = FilmedFlight()
        try flight.configure("video:video_codec", "\(codec)")
        try flight.connect()
        try flight.film(until: .seconds(codec == 131 ? 1 : 2))
        let frames = flight.frames
        let text = try probe(frames, named: codec == 128 ? "m4v" : "h264")
        let fields = text.split(whereSeparator: { $0 == "," || $0.isNewline })
        #expect(fields.last == "\(frames.count)")
        if codec != 128 { #expect(text.contains("Baseline")) }
        #expect(text.contains(codec == 131 ? "1280,720" : "640,368"))
    }

    @Test(.enabled(if: ffprobe != nil, "ffprobe is not installed"), arguments: [(130, 1280, 720), (136, 640, 360)])
    func `a recording is H_264 with a key picture every 30, and ffprobe accepts all of it`(
        codec: Int, width: UInt16, height: UInt16
    ) throws {
        var flight = FilmedFlight()
        try flight.perform(flight.drone.handle(.recordOpened(flight.client), at: .zero))
        try flight.configure("video:video_codec", "\(codec)")
        try flight.configure("userbox:userbox_cmd", "1,20260131_235959")
        try flight.film(until: .milliseconds(1200))
        try flight.configure("video:video_codec", "129")
        try flight.configure("userbox:userbox_cmd", "0")
        try flight.film(until: .milliseconds(1400))
        let frames = flight.frames
        #expect((35...38).contains(frames.count))
        for (index, frame) in frames.enumerated() {
            let header = frame.header
            #expect(header.frameNumber == UInt32(index))
            #expect(header.kind == (index % 30 == 0 ? .refresh : .predicted))
            #expect((header.format.shownWidth, header.format.shownHeight) == (width, height))
            #expect(header.control.contains(.lastFrame) == (index == frames.count - 1))
        }
        let stamps = try flight.pictures().map { FrameStamp.read($0.pixels)?.frameNumber }
        #expect(stamps == stamps.indices.map { UInt32($0) })
        let text = try probe(frames, named: "h264")
        #expect(text.contains("Baseline,\(width),\(height == 360 ? 368 : height),\(frames.count)"), "\(text)")
    }

    /// What ffprobe says of the pictures; it may complain of nothing.
    private func probe(_ frames: [PaVEFrame], named ending: String) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString).\(ending)")
        try Data(frames.flatMap(\.payload)).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: try #require(ffprobe))
        process.arguments = [
            "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries",
            "stream=nb_read_frames,profile,width,height", "-of", "csv=p=0", file.path,
        ]
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(complaints == "")
        return text
    }
}
