import DroneProtocol
import Video

/// Video as drones send it.
enum VideoSeeds {
    /// The beginning of a coded picture: parameter sets and a slice, in H.264 and in MPEG-4.
    static let payloads: [[UInt8]] = [
        [0, 0, 0, 1, 0x67, 0x42, 0x80, 0x1E, 0, 0, 0, 1, 0x68, 0xCE, 0x31, 0, 0, 0, 1, 0x65, 0x88, 0x84, 9, 9, 9],
        [0, 0, 1, 0x61, 0x9A, 0x02, 7, 7], [0, 0, 1, 0x20, 1, 2, 3, 0, 0, 1, 0xB6, 0x10, 4, 4],
        [0, 0, 1, 0xB6, 0x50, 5, 5, 5], [0, 0, 0, 1, 0x67, 1, 0, 0, 0, 1, 0x68, 2], [0, 0, 1], [],
    ]

    /// Streams of a few frames in every form of the header, whole and with what goes wrong.
    static var streams: [[UInt8]] {
        var all: [[UInt8]] = []
        for form in PaVEStreamWriter.Form.allCases {
            for codec in [VideoCodec.h264, .mpeg4, .p264] {
                let frames = frames(form, codec)
                let whole = frames.flatMap { $0 }
                all.append(whole)
                all.append(Array(whole.dropFirst(30)))
                all.append((frames.prefix(2) + frames.dropFirst(3)).flatMap { $0 })
                all.append(Array(whole.prefix(whole.count / 2) + whole.dropFirst(whole.count / 2 + 1)))
            }
        }
        return all + [slices]
    }

    private static func frames(_ form: PaVEStreamWriter.Form, _ codec: VideoCodec) -> [[UInt8]] {
        var writer = PaVEStreamWriter(
            format: VideoFormat(codec: codec, width: 640, height: 360), form: form, firstFrameNumber: 7)
        let key = payloads[codec == .mpeg4 ? 2 : 0]
        let rest = payloads[codec == .mpeg4 ? 3 : 1]
        let flight = PaVEFlightState(controlState: 4)
        var frames = [
            writer.frame(key, kind: .refresh, timestamp: 1000, parameterSets: (8, 7), flight: flight),
            writer.frame(rest, kind: .predicted, timestamp: 1033),
            writer.frame(rest, kind: .predicted, timestamp: 1066),
            writer.frame([], kind: .unknown, timestamp: 1080, control: .announcement),
            writer.frame(payloads[4], kind: .parameterSets, timestamp: 1099),
            writer.frame(rest, kind: .intra, timestamp: 1099),
        ]
        writer.format.streamID = 2
        frames.append(writer.frame(key, kind: .refresh, timestamp: 1133, control: .lastFrame))
        frames.append(writer.frame(rest, kind: .predicted, timestamp: 1166))
        return frames
    }

    /// Two frames of three slices, the second without its middle.
    private static var slices: [UInt8] {
        var bytes: [UInt8] = []
        for (number, indices) in [(UInt32(1), [UInt8(0), 1, 2]), (2, [0, 2])] {
            for index in indices {
                var writer = PaVEStreamWriter(
                    format: VideoFormat(codec: .h264, width: 640, height: 360), firstFrameNumber: number)
                var slice = writer.frame(payloads[0], kind: .refresh, timestamp: 1)
                slice[42] = 3
                slice[43] = index
                bytes += slice
            }
        }
        return bytes
    }

    /// Streams of four small pictures that really decode, one for each codec that libavcodec can code here.
    static var coded: [[UInt8]] {
        [VideoCodec.h264, .mpeg4].compactMap { codec in
            let size = (width: 48, height: 32)
            guard let encoder = try? VideoEncoder(.init(codec: codec, width: size.width, height: size.height))
            else { return nil }
            var writer = PaVEStreamWriter(
                format: VideoFormat(codec: codec, width: UInt16(size.width), height: UInt16(size.height)))
            var picture = YUVPicture(width: size.width, height: size.height)
            var stream: [UInt8] = []
            for time in 0..<4 {
                for y in 0..<size.height {
                    for x in 0..<size.width { picture.luma[x: x, y: y] = UInt8((x * 5 + y * 3 + time * 16) & 0xFF) }
                }
                guard let coded = try? encoder.encode(picture) else { return nil }
                stream += writer.frame(
                    coded.payload, kind: coded.isKey ? .refresh : .predicted, timestamp: UInt32(33 * time),
                    parameterSets: (
                        UInt8(clamping: coded.sequenceParametersSize), UInt8(clamping: coded.pictureParametersSize)
                    ))
            }
            return stream
        }
    }

    /// Pictures of a 1.0: grey, stripes and noise, finely and coarsely coded.
    static var pictures: [[UInt8]] {
        var seeds: [[UInt8]] = []
        var numbers = InputNumbers(for: [1])
        for (width, height) in [(88, 72), (160, 120), (176, 144)] {
            for (index, quantiser) in [1, 6, 30, 31].enumerated() {
                var picture = YUVPicture(width: width, height: height)
                for y in 0..<height {
                    for x in 0..<width {
                        let noise = UInt8.random(in: 0...255, using: &numbers)
                        picture.luma[x: x, y: y] = index == 0 ? 100 : index == 1 ? noise & 15 : UInt8(x & 0xF8)
                    }
                }
                // The size is one of those that there are.
                guard let coded = try? UVLCEncoder(quantiser: quantiser).encode(picture, frameNumber: 9) else {
                    continue
                }
                seeds.append(coded)
                seeds.append(Array(coded.prefix(coded.count / 2)))
            }
        }
        return seeds
    }
}

/// What terminals answer.
enum TerminalSeeds {
    static let replies: [[UInt8]] = [
        "\u{1B}P>|kitty(0.35.2)\u{1B}\\\u{1B}[?2026;2$y\u{1B}[6;20;10t\u{1B}_Gi=21334;OK\u{1B}\\\u{1B}[?62;4;22c",
        "\u{1B}P>|XTerm(390)\u{1B}\\\u{1B}[?2026;0$y\u{1B}[6;16;8t\u{1B}[?64;1;2;4;6;9;15;18;21;22c",
        "\u{1B}[?1;2c", "\u{1B}[?6cwasd\u{1B}[A\u{1B}OA\u{1B}", "\u{1B}_Gi=21334;ENOTSUPPORTED:no\u{1B}\\\u{1B}[?62c",
        "keys only", "\u{1B}[6;0;0t\u{1B}[6;99999999999999999999;1t\u{1B}[?c",
        "\u{1B}P>|\u{1B}P>|x\u{1B}\u{1B}\\\u{1B}[c",
    ].map { Array($0.utf8) }
}
