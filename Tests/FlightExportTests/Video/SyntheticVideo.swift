import DroneProtocol
import Video

/// Video as a drone sends it.
enum SyntheticVideo {
    /// PaVE frames of moving stripes, 33 ms apart.
    static func stream(
        frames: Int, width: Int, height: Int, codec: VideoCodec = .h264, streamID: UInt16 = 1, firstNumber: UInt32 = 0,
        firstTimestamp: UInt32 = 1000
    ) throws -> [UInt8] {
        try pieces(
            frames: frames, width: width, height: height, codec: codec, streamID: streamID, firstNumber: firstNumber,
            firstTimestamp: firstTimestamp
        ).flatMap { $0 }
    }

    /// The same, frame by frame.
    static func pieces(
        frames: Int, width: Int, height: Int, codec: VideoCodec = .h264, streamID: UInt16 = 1, firstNumber: UInt32 = 0,
        firstTimestamp: UInt32 = 1000
    ) throws -> [[UInt8]] {
        let encoder = try VideoEncoder(.init(codec: codec, width: width, height: height))
        var writer = PaVEStreamWriter(
            format: VideoFormat(codec: codec, width: UInt16(width), height: UInt16(height), streamID: streamID),
            firstFrameNumber: firstNumber)
        return try (0..<frames).map { index in
            var picture = YUVPicture(width: width, height: height)
            for y in 0..<height {
                for x in 0..<width { picture.luma[x: x, y: y] = UInt8((x * 3 + y + index * 5) & 0xFF) }
            }
            let coded = try encoder.encode(picture)
            return writer.frame(
                coded.payload, kind: coded.isKey ? .refresh : .predicted,
                timestamp: firstTimestamp &+ UInt32(index * 33))
        }
    }
}
