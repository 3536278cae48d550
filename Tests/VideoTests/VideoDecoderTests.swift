import DroneProtocol
import Foundation
import Testing
import Video

@Suite struct VideoDecoderTests {
    @Test(.enabled(if: RealVideo.isThere, "\(RealVideo.reason)"))
    func `each of the 517 frames gives its own picture at once`() throws {
        let decoder = VideoDecoder()
        var numbers: [UInt32] = []
        for frame in RealVideo.frames {
            let picture = try #require(try decoder.decode(frame))
            #expect(picture.width == 640)
            #expect(picture.height == 360)
            #expect(picture.damage == nil)
            #expect(picture.timestamp == frame.header.timestamp)
            numbers.append(picture.frameNumber)
        }
        #expect(numbers == Array(190195...190711))
    }

    @Test(.enabled(if: RealVideo.isThere && FFmpeg.isThere, "\(RealVideo.reason), or \(FFmpeg.reason)"))
    func `the pixels are those that ffmpeg shows, without the rows of filling`() throws {
        let decoder = VideoDecoder()
        var ours: [UInt8] = []
        for frame in RealVideo.frames.prefix(20) {
            let pixels = try #require(try decoder.decode(frame)).pixels
            ours += pixels.luma.samples + pixels.blueDifference.samples + pixels.redDifference.samples
        }
        let theirs = try FFmpeg.output([
            "-f", "h264", "-i", RealVideo.elementaryStream.path, "-frames:v", "20", "-vf", "crop=640:360:0:0",
            "-f", "rawvideo", "-pix_fmt", "yuv420p",
        ])
        #expect(ours.count == 20 * 345_600)
        #expect(ours == theirs)
    }

    @Test(.enabled(if: FFmpeg.isThere, "\(FFmpeg.reason)"))
    func `MPEG-4, as sent while the drone records, decodes too`() throws {
        let stream = try FFmpeg.output([
            "-f", "lavfi", "-i", "testsrc=size=640x368:rate=30:duration=1", "-c:v", "mpeg4", "-bf", "0", "-g", "15",
            "-b:v", "1500k", "-f", "m4v",
        ])
        var writer = PaVEStreamWriter(format: VideoFormat(codec: .mpeg4, width: 640, height: 360))
        var parser = PaVEStreamParser()
        var gate = VideoFrameGate(pace: .everyFrame)
        let decoder = VideoDecoder()
        var pictures = 0
        for payload in pictureUnits(ofMPEG4: stream) {
            let bytes = writer.frame(payload, kind: pictures % 15 == 0 ? .refresh : .predicted, timestamp: 0)
            for frame in gate.admit(parser.parse(bytes.span.bytes)) {
                let picture = try #require(try decoder.decode(frame))
                #expect(picture.width == 640)
                #expect(picture.height == 360)
                #expect(picture.damage == nil)
                pictures += 1
            }
        }
        #expect(pictures == 30)
    }

    /// The stream cut in front of each picture, what describes the stream staying with the picture behind it.
    private func pictureUnits(ofMPEG4 stream: [UInt8]) -> [[UInt8]] {
        var starts = [0]
        var hasPicture = false
        for place in 0..<max(0, stream.count - 3)
        where stream[place] == 0 && stream[place + 1] == 0 && stream[place + 2] == 1 {
            let isPicture = stream[place + 3] == 0xB6
            if hasPicture {
                starts.append(place)
                hasPicture = false
            }
            if isPicture { hasPicture = true }
        }
        return zip(starts, starts.dropFirst() + [stream.count]).map { Array(stream[$0..<$1]) }
    }

    @Test(.enabled(if: RealVideo.isThere, "\(RealVideo.reason)"), arguments: 0..<20 as Range<UInt64>)
    func `damaged frames give an error, a marked picture or a picture, and never more`(seed: UInt64) throws {
        var numbers = SeededNumbers(state: seed)
        let decoder = VideoDecoder()
        var told = 0
        for frame in RealVideo.frames.prefix(30) {
            var damaged = frame
            for _ in 0..<10 {
                let place = Int.random(in: 0..<damaged.payload.count, using: &numbers)
                damaged.payload[place] = .random(in: 0...255, using: &numbers)
            }
            do throws(VideoDecodingError) {
                if try decoder.decode(damaged)?.damage != nil { told += 1 }
            } catch {
                told += 1
                #expect(!"\(error)".isEmpty)
            }
        }
        #expect(told > 0)
        // A sound key frame puts everything right again.
        let next = try #require(try decoder.decode(RealVideo.frames[30]))
        #expect(next.damage == nil)
    }

    @Test func `an empty or senseless payload is an error in words`() {
        let decoder = VideoDecoder()
        for payload in [[], [0], [UInt8](repeating: 0x55, count: 3000)] {
            var header = PaVEHeader()
            header.format = VideoFormat(codec: .h264, width: 640, height: 360)
            #expect(throws: VideoDecodingError.self) {
                try decoder.decode(PaVEFrame(header: header, payload: payload))
            }
        }
    }

    @Test(arguments: [VideoCodec.p264, .unknown, VideoCodec(rawValue: 200)])
    func `codecs without a decoder are named`(codec: VideoCodec) {
        var header = PaVEHeader()
        header.format = VideoFormat(codec: codec, width: 640, height: 360)
        #expect(throws: VideoDecodingError.unsupported(codec)) {
            try VideoDecoder().decode(PaVEFrame(header: header, payload: [1, 2, 3]))
        }
    }

    @Test func `P264 is recognised, with what to do about it`() {
        #expect(throws: VideoDecodingError.unsupported(.p264)) {
            try VideoDecoder().decode(datagram: [0, 0, 1, 0, 9, 9, 9, 9])
        }
        #expect(
            "\(VideoDecodingError.unsupported(.p264))"
                == "the drone sends P264, which cannot be decoded. Set video:video_codec to 32 (UVLC).")
    }

    @Test func `a datagram without a start code is no picture`() {
        #expect(throws: VideoDecodingError.notAPicture(bytes: 3)) { try VideoDecoder().decode(datagram: [1, 2, 3]) }
    }

    @Test func `a UVLC datagram gives its picture with number and arrival`() throws {
        let bytes = try UVLCEncoder().encode(flatPicture(width: 320, height: 240, 100), frameNumber: 41)
        let picture = try VideoDecoder().decode(datagram: bytes, arrival: .seconds(5))
        #expect(picture.frameNumber == 41)
        #expect(picture.arrival == .seconds(5))
        #expect(picture.timestamp == nil)
        #expect(picture.format.codec == .uvlc)
        #expect(picture.format.shownHeight == 240)
        #expect(picture.damage == nil)
    }

    @Test func `a UVLC datagram cut short gives what is there, marked`() throws {
        let bytes = try UVLCEncoder().encode(drawnPicture(width: 320, height: 240), frameNumber: 41)
        let picture = try VideoDecoder().decode(datagram: Array(bytes[..<(bytes.count / 2)]))
        let damage = try #require(picture.damage)
        #expect(damage.hasPrefix("the data end in macroblock"))
        #expect(picture.pixels.luma[x: 319, y: 239] == 16)
    }
}
