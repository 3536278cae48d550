import DroneProtocol
import DroneSimulation
import SimulatedCamera
import Testing
import Video

@Suite struct FrameStampTests {
    static let numbers: [UInt32] = [0, 1, 29, 0x7FFF_FFFF, 0x8000_0000, 0xDEAD_BEEF, .max]
    static let widths = [160, 176, 320, 640, 1280]

    @Test(arguments: widths, numbers)
    func `what is stamped is read`(width: Int, number: UInt32) {
        var picture = YUVPicture(width: width, height: 144)
        let stamp = FrameStamp(frameNumber: number, milliseconds: number ^ 0x1234_5678)
        stamp.stamp(&picture)
        #expect(FrameStamp.read(picture) == stamp)
        #expect(FrameStamp.read(luma: picture.luma.samples, width: width, height: 144) == stamp)
    }

    @Test(arguments: widths) func `the strip leaves the picture under it alone`(width: Int) {
        let before = YUVPicture(width: width, height: 144)
        var after = before
        FrameStamp(frameNumber: .max, milliseconds: .max).stamp(&after)
        let strip = FrameStamp.height(pictureWidth: width) * width
        #expect(after.luma.samples[strip...] == before.luma.samples[strip...])
        #expect(after.luma.samples[..<strip] != before.luma.samples[..<strip])
    }

    @Test func `a picture without a strip has no stamp`() {
        #expect(FrameStamp.read(YUVPicture(width: 640, height: 360)) == nil)
        #expect(FrameStamp.read(YUVPicture(width: 0, height: 0)) == nil)
        #expect(FrameStamp.read(luma: [1, 2, 3], width: 640, height: 360) == nil)
    }

    @Test func `a picture too small for the strip stays as it is`() {
        let before = YUVPicture(width: 16, height: 16)
        var after = before
        FrameStamp(frameNumber: 1, milliseconds: 2).stamp(&after)
        #expect(after == before)
    }

    @Test(arguments: 0..<80) func `one wrong block and the check says so`(block: Int) {
        var picture = YUVPicture(width: 640, height: 16)
        FrameStamp(frameNumber: 77, milliseconds: 123_456).stamp(&picture)
        for y in 0..<8 {
            for x in block * 8..<block * 8 + 8 { picture.luma[x: x, y: y] = 248 - picture.luma[x: x, y: y] }
        }
        #expect(FrameStamp.read(picture) == nil)
    }

    @Test func `counting on changes one block besides the check`() {
        func strip(_ number: UInt32) -> [UInt8] {
            var picture = YUVPicture(width: 640, height: 16)
            FrameStamp(frameNumber: number, milliseconds: 0).stamp(&picture)
            return (0..<64).map { picture.luma[x: $0 * 8 + 4, y: 4] }
        }
        for number in [0, 1, 7, 255, 0x7FFF_FFFF] as [UInt32] {
            #expect(zip(strip(number), strip(number + 1)).count { $0 != $1 } == 1)
        }
    }

    @Test func `noise and a weak contrast do no harm`() {
        var generator = SeededGenerator(seed: 3)
        var picture = YUVPicture(width: 640, height: 16)
        let stamp = FrameStamp(frameNumber: 4711, milliseconds: 99)
        stamp.stamp(&picture)
        for index in 0..<640 * 8 {
            let (x, y) = (index % 640, index / 640)
            let faded = (Int(picture.luma[x: x, y: y]) - 124) / 3 + 124 + Int(generator.uniform() * 40 - 20)
            picture.luma[x: x, y: y] = UInt8(min(max(faded, 0), 255))
        }
        #expect(FrameStamp.read(picture) == stamp)
    }
}
