import DroneProtocol
import Testing

@testable import Video

@Suite(.enabled(if: VideoEncoder.isAvailable(.h264), "libavcodec has no H.264 encoder"))
struct VideoEncoderTests {
    private func picture(_ number: Int, width: Int = 64, height: Int = 40) -> YUVPicture {
        var picture = YUVPicture(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width { picture.luma[x: x, y: y] = UInt8((x * 3 + y * 2 + number * 4) % 200 + 20) }
        }
        return picture
    }

    @Test(arguments: [VideoCodec.h264, .mpeg4]) func `key pictures come every 15`(codec: VideoCodec) throws {
        let encoder = try VideoEncoder(.init(codec: codec, width: 64, height: 40))
        let keys = try (0..<40).map { try encoder.encode(picture($0)).isKey }
        #expect(keys.enumerated().filter(\.element).map(\.offset) == [0, 15, 30])
    }

    @Test(arguments: [VideoCodec.h264, .mpeg4]) func `each picture comes at once and decodes`(codec: VideoCodec) throws
    {
        let encoder = try VideoEncoder(.init(codec: codec, width: 64, height: 40, kilobitsPerSecond: 2000))
        let decoder = try LibavDecoder(codec: codec)
        for number in 0..<20 {
            let source = picture(number)
            let decoded = try #require(try decoder.decode(encoder.encode(source).payload, showing: (64, 40)))
            let error = zip(decoded.pixels.luma.samples, source.luma.samples).reduce(0) {
                $0 + abs(Int($1.0) - Int($1.1))
            }
            #expect(error / source.luma.samples.count < 10)
            #expect(decoded.damage == nil)
        }
    }

    @Test func `a key picture can be asked for`() throws {
        let encoder = try VideoEncoder(.init(codec: .h264, width: 64, height: 40))
        _ = try encoder.encode(picture(0))
        #expect(try !encoder.encode(picture(1)).isKey)
        let asked = try encoder.encode(picture(2), asKey: true)
        #expect(asked.isKey)
        #expect(asked.sequenceParametersSize > 0)
    }

    @Test func `the payload holds parameter sets and one slice, nothing else`() throws {
        let encoder = try VideoEncoder(.init(codec: .h264, width: 640, height: 360))
        let key = try encoder.encode(picture(0, width: 640, height: 360)).payload
        var kinds: [UInt8] = []
        for index in key.indices.dropLast(4) where Array(key[index..<index + 4]) == [0, 0, 0, 1] {
            kinds.append(key[index + 4] & 0x1F)
        }
        #expect(kinds == [7, 8, 5])
    }

    @Test(arguments: [
        VideoEncoder.Settings(codec: .h264, width: 0, height: 360),
        .init(codec: .h264, width: 640, height: 100_000), .init(codec: .h264, width: 640, height: 360, rate: 0),
        .init(codec: .mpeg4, width: 640, height: 360, kilobitsPerSecond: .max),
    ])
    func `impossible settings are refused`(settings: VideoEncoder.Settings) {
        #expect(throws: VideoEncodingError.self) { try VideoEncoder(settings) }
    }

    @Test func `a codec of the 1.0 is refused by name`() {
        let error = #expect(throws: VideoEncodingError.self) {
            try VideoEncoder(.init(codec: .uvlc, width: 320, height: 240))
        }
        #expect(error?.description == "UVLC is not encoded here")
    }

    @Test func `a picture of another size is refused`() throws {
        let encoder = try VideoEncoder(.init(codec: .h264, width: 64, height: 40))
        #expect(throws: VideoEncodingError.size(width: 32, height: 40)) {
            try encoder.encode(picture(0, width: 32, height: 40))
        }
    }

    @Test func `start codes of three bytes become four, and introductions go`() {
        let coded = EncodedPicture(
            annexB: [0, 0, 0, 1, 0x67, 1, 2, 0, 0, 1, 0x68, 3, 0, 0, 1, 0x06, 9, 9, 0, 0, 1, 0x65, 4, 5], isKey: true)
        #expect(coded.payload == [0, 0, 0, 1, 0x67, 1, 2, 0, 0, 0, 1, 0x68, 3, 0, 0, 0, 1, 0x65, 4, 5])
        #expect(coded.sequenceParametersSize == 7)
        #expect(coded.pictureParametersSize == 6)
    }
}
