import Foundation
import Testing

@testable import Video

@Suite struct PictureScalerTests {
    @Test(
        arguments: [
            (16, 128, 128, 0, 0, 0), (235, 128, 128, 255, 255, 255), (81, 90, 240, 255, 0, 0),
            (145, 54, 34, 0, 255, 1), (41, 240, 110, 0, 0, 255), (126, 128, 128, 128, 128, 128),
            (0, 128, 128, 0, 0, 0), (255, 255, 255, 255, 125, 255), (0, 0, 0, 0, 135, 0),
        ] as [(UInt8, UInt8, UInt8, UInt8, UInt8, UInt8)])
    func `colours are those of BT 601`(luma: UInt8, blue: UInt8, red: UInt8, r: UInt8, g: UInt8, b: UInt8) {
        var scaler = PictureScaler()
        let image = scaler.convert(flatPicture(width: 4, height: 2, luma, blue, red))
        #expect(image.width == 4)
        #expect(image.bytes == (0..<8).flatMap { _ in [r, g, b] })
    }

    @Test(arguments: [(160, 96), (1, 1), (639, 359), (640, 360), (1000, 700), (7, 333)])
    func `a plain picture stays plain at any size`(width: Int, height: Int) {
        var scaler = PictureScaler()
        let image = scaler.scale(flatPicture(width: 640, height: 360, 126), width: width, height: height)
        #expect(image.bytes.count == width * height * 3)
        #expect(image.bytes.allSatisfy { $0 == 128 })
    }

    @Test func `halving averages four pixels`() {
        var picture = flatPicture(width: 4, height: 2, 16)
        picture.luma[x: 0, y: 0] = 216
        picture.luma[x: 3, y: 1] = 96
        var scaler = PictureScaler()
        let image = scaler.scale(picture, width: 2, height: 1)
        // 16 + 200 ÷ 4 = 66 and 16 + 80 ÷ 4 = 36: 298 × (Y − 16) ÷ 256.
        #expect(image[x: 0, y: 0].red == 58)
        #expect(image[x: 1, y: 0].green == 23)
    }

    @Test func `a fine chequer becomes grey, not stripes`() {
        var picture = flatPicture(width: 640, height: 360, 16)
        for y in 0..<360 {
            for x in 0..<640 where (x + y) % 2 == 0 { picture.luma[x: x, y: y] = 216 }
        }
        var scaler = PictureScaler()
        let image = scaler.scale(picture, width: 160, height: 96)
        // The average is 116; 3.75 rows under a target row leave it one luma step of a fraction off.
        #expect(image.bytes.allSatisfy { (115...118).contains($0) })
    }

    @Test func `enlarging repeats pixels`() {
        var picture = flatPicture(width: 2, height: 1, 16)
        picture.luma[x: 1, y: 0] = 235
        var scaler = PictureScaler()
        let image = scaler.scale(picture, width: 4, height: 2)
        #expect(
            image.bytes == [0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0].prefix(12)
                + [0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255])
    }

    @Test(arguments: [(0, 5), (5, 0), (-3, 4)]) func `sizes without pixels give none`(width: Int, height: Int) {
        var scaler = PictureScaler()
        let image = scaler.scale(flatPicture(width: 8, height: 8, 50), width: width, height: height)
        #expect(image.bytes.isEmpty)
    }

    @Test func `a picture without pixels becomes black`() {
        var scaler = PictureScaler()
        let image = scaler.scale(YUVPicture(width: 0, height: 0), width: 2, height: 1)
        #expect(image.bytes == [0, 0, 0, 0, 0, 0])
    }

    @Test func `a kept scaler follows changes of both sizes`() {
        var kept = PictureScaler()
        for (source, target) in [(64, 10), (32, 10), (32, 20), (64, 20)] {
            var fresh = PictureScaler()
            let picture = drawnPicture(width: source, height: source / 2)
            #expect(
                kept.scale(picture, width: target, height: target)
                    == fresh.scale(picture, width: target, height: target))
        }
    }

    @Test func `weights make 256 and stay inside the source`() {
        for source in [1, 2, 3, 15, 180, 360, 640, 1280] {
            for target in [1, 2, 7, 48, 96, 160, 361, 2000] {
                let weights = AreaWeights(source: source, target: target)
                for index in 0..<target {
                    let range = weights.starts[index]..<weights.starts[index + 1]
                    #expect(range.reduce(0) { $0 + Int(weights.weights[$1]) } == 256)
                    #expect(weights.first[index] + range.count <= source)
                }
            }
        }
    }
}

@Suite struct YUVPictureTests {
    @Test func `planes that do not fit together are refused`() {
        let plane = PicturePlane(width: 4, height: 4, filledWith: 0)
        let half = PicturePlane(width: 2, height: 2, filledWith: 0)
        #expect(YUVPicture(luma: plane, blueDifference: half, redDifference: half) != nil)
        #expect(YUVPicture(luma: plane, blueDifference: plane, redDifference: half) == nil)
        #expect(PicturePlane(width: 2, height: 2, samples: [1, 2, 3]) == nil)
        #expect(PicturePlane(width: .max, height: 2, samples: []) == nil)
    }

    @Test func `odd sizes have colour for the last column and row`() {
        let picture = YUVPicture(width: 5, height: 3)
        #expect(picture.blueDifference.width == 3)
        #expect(picture.redDifference.height == 2)
    }

    @Test func `cropping keeps the upper left corner`() {
        let picture = drawnPicture(width: 32, height: 16)
        let corner = picture.cropped(width: 5, height: 40)
        #expect(corner.width == 5)
        #expect(corner.height == 16)
        #expect(corner.luma[x: 4, y: 15] == picture.luma[x: 4, y: 15])
        #expect(corner.redDifference.width == 3)
    }
}

@Suite struct PNGFileTests {
    @Test func `a file has PNG's signature and the picture's size`() throws {
        var scaler = PictureScaler()
        let bytes = try PNGFile.bytes(of: scaler.convert(drawnPicture(width: 640, height: 360)))
        #expect(Array(bytes[..<8]) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        #expect(Array(bytes[16..<24]) == [0, 0, 2, 0x80, 0, 0, 1, 0x68])
    }

    @Test(.enabled(if: FFmpeg.isThere, "\(FFmpeg.reason)"), arguments: [(320, 240), (33, 7), (1, 1)])
    func `another program reads the very pixels`(width: Int, height: Int) throws {
        var scaler = PictureScaler()
        let image = scaler.convert(drawnPicture(width: width, height: height))
        let read = try FFmpeg.output(
            ["-f", "png_pipe", "-i", "-", "-f", "rawvideo", "-pix_fmt", "rgb24"], input: PNGFile.bytes(of: image))
        #expect(read == image.bytes)
    }

    @Test func `a picture without pixels is refused`() throws {
        let image = try #require(RGBImage(width: 0, height: 0, bytes: []))
        #expect(throws: PNGError.empty) { try PNGFile.bytes(of: image) }
    }

    @Test func `images whose bytes are not three for each pixel are refused`() {
        #expect(RGBImage(width: 2, height: 1, bytes: [1, 2, 3]) == nil)
        #expect(RGBImage(width: -1, height: -1, bytes: [1, 2, 3]) == nil)
        #expect(RGBImage(width: .max, height: .max, bytes: []) == nil)
    }
}
