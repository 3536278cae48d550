import DroneProtocol
import Foundation
import Video

/// Recordings of real drones' video, and a picture that the maker's encoder made.
enum RealVideo {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/data")

    private static func bytes(_ name: String) -> [UInt8] {
        (try? Data(contentsOf: folder.appending(path: name))).map { [UInt8]($0) } ?? []
    }

    static let isThere = FileManager.default.fileExists(atPath: folder.path)
    static let reason = "the recordings are not beside the package (../shared/data)"

    /// What the parser gives of the AR.Drone 2.0 capture.
    static let events: [PaVEStreamEvent] = {
        var parser = PaVEStreamParser()
        return parser.parse(bytes("ardrone2-video/ardrone2_video_example.capture").span.bytes)
    }()

    /// The 517 frames of the AR.Drone 2.0 capture.
    static let frames: [PaVEFrame] = {
        var gate = VideoFrameGate(pace: .everyFrame)
        return gate.admit(events)
    }()

    /// The file with the elementary stream of the same frames, for other programs.
    static let elementaryStream = folder.appending(path: "ardrone2-video/ardrone2_video_example.h264")

    /// One AR.Drone 1.0 picture, 320×240, quantiser 6, from the maker's encoder.
    static let uvlc = bytes("ardrone1-uvlc/uvlc-qvga-q6.bin")

    /// The picture it was encoded from.
    static let uvlcSource: YUVPicture? = {
        let all = bytes("ardrone1-uvlc/uvlc-qvga-q6-source.yuv")
        guard all.count == 115_200,
            let luma = PicturePlane(width: 320, height: 240, samples: Array(all[..<76_800])),
            let blue = PicturePlane(width: 160, height: 120, samples: Array(all[76_800..<96_000])),
            let red = PicturePlane(width: 160, height: 120, samples: Array(all[96_000...]))
        else { return nil }
        return YUVPicture(luma: luma, blueDifference: blue, redDifference: red)
    }()
}

/// The ffmpeg program, where it is installed: another reader and writer of the same formats.
enum FFmpeg {
    static let isThere = FileManager.default.isExecutableFile(atPath: path)
    static let reason = "ffmpeg is not installed"
    private static let path = "/usr/bin/ffmpeg"

    /// What ffmpeg writes to its standard output.
    static func output(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = ["-v", "error"] + arguments + ["-"]
        let file = FileManager.default.temporaryDirectory.appending(path: "stork-video-\(UUID())")
        try Data(input).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let pipe = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = pipe
        try process.run()
        let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return [UInt8](bytes)
    }
}

/// How near two planes are, decibels; infinite for equal ones.
func peakSignalToNoise(_ one: PicturePlane, _ other: PicturePlane) -> Double {
    let squares = zip(one.samples, other.samples).reduce(0.0) { sum, pair in
        let difference = Double(pair.0) - Double(pair.1)
        return sum + difference * difference
    }
    return 10 * log10(255 * 255 * Double(one.samples.count) / squares)
}

/// A soft picture with some detail, different for each seed.
func drawnPicture(width: Int, height: Int, seed: Int = 0) -> YUVPicture {
    var picture = YUVPicture(width: width, height: height)
    for y in 0..<height {
        for x in 0..<width {
            let wave = 50 * sin(Double(x + seed * 7) / 9) + 40 * cos(Double(y) / 13)
            picture.luma[x: x, y: y] = UInt8(120 + wave + Double((x / 32 + y / 16) % 2 * 20))
        }
    }
    for y in 0..<picture.blueDifference.height {
        for x in 0..<picture.blueDifference.width {
            picture.blueDifference[x: x, y: y] = UInt8(128 + 60 * sin(Double(x) / 21))
            picture.redDifference[x: x, y: y] = UInt8(128 + 60 * cos(Double(y + seed) / 17))
        }
    }
    return picture
}

/// A picture of one colour.
func flatPicture(width: Int, height: Int, _ luma: UInt8, _ blue: UInt8 = 128, _ red: UInt8 = 128) -> YUVPicture {
    var picture = YUVPicture(width: width, height: height)
    picture.luma = PicturePlane(width: width, height: height, filledWith: luma)
    picture.blueDifference = PicturePlane(width: (width + 1) / 2, height: (height + 1) / 2, filledWith: blue)
    picture.redDifference = PicturePlane(width: (width + 1) / 2, height: (height + 1) / 2, filledWith: red)
    return picture
}

/// The same numbers in every run.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
