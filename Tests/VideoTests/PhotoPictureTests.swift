import Testing

@testable import Video

struct PhotoPictureTests {
    /// Four quarters of a different brightness and colour: which one is where shows how a picture was turned.
    private static func quarters(_ width: Int, _ height: Int) -> YUVPicture {
        var picture = YUVPicture(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width { picture.luma[x: x, y: y] = luma[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)] }
        }
        for y in 0..<height / 2 {
            for x in 0..<width / 2 {
                picture.blueDifference[x: x, y: y] = x < width / 4 ? 90 : 170
                picture.redDifference[x: x, y: y] = y < height / 4 ? 80 : 200
            }
        }
        return picture
    }

    private static let luma: [UInt8] = [40, 90, 140, 210]

    /// The brightness in the middle of each quarter: above left and right, below left and right.
    private static func middles(_ picture: YUVPicture) -> [Int] {
        [(1, 1), (3, 1), (1, 3), (3, 3)].map {
            Int(picture.luma[x: picture.width * $0.0 / 4, y: picture.height * $0.1 / 4])
        }
    }

    @Test func `a photo has the brightness and colours that went in, in the range of video`() throws {
        let picture = try PhotoPicture.decode(PhotoPicture.jpeg(of: Self.quarters(320, 240)))
        #expect(picture.width == 320 && picture.height == 240)
        for (read, meant) in zip(Self.middles(picture), Self.luma) { #expect(abs(read - Int(meant)) <= 4) }
        #expect(abs(Int(picture.blueDifference[x: 20, y: 20]) - 90) <= 5)
        #expect(abs(Int(picture.redDifference[x: 140, y: 100]) - 200) <= 5)
    }

    @Test func `a large photo is decoded at the size that is needed`() throws {
        let photo = try PhotoPicture.jpeg(of: Self.quarters(1600, 1200))
        let picture = try PhotoPicture.decode(photo, leastSide: 300)
        #expect(picture.width == 400 && picture.height == 300)
        for (read, meant) in zip(Self.middles(picture), Self.luma) { #expect(abs(read - Int(meant)) <= 4) }
    }

    @Test(arguments: [
        (0, [0, 1, 2, 3]), (1, [2, 0, 3, 1]), (2, [3, 2, 1, 0]), (3, [1, 3, 0, 2]), (-1, [1, 3, 0, 2]),
    ])
    func `a small copy is turned as the phone was held`(turns: Int, order: [Int]) throws {
        let small = try PhotoPicture.thumbnail(
            of: PhotoPicture.jpeg(of: Self.quarters(640, 480)), side: 160, quarterTurns: turns)
        #expect(small.count < 8000)
        let picture = try PhotoPicture.decode(small)
        #expect([picture.width, picture.height] == (turns % 2 == 0 ? [160, 120] : [120, 160]))
        for (read, quarter) in zip(Self.middles(picture), order) { #expect(abs(read - Int(Self.luma[quarter])) <= 6) }
    }

    @Test func `every cut of a photo is a picture or an error`() throws {
        let photo = try PhotoPicture.jpeg(of: Self.quarters(64, 48))
        var errors = 0
        for length in 0..<photo.count {
            do { _ = try PhotoPicture.thumbnail(of: Array(photo[..<length]), side: 32) } catch { errors += 1 }
        }
        #expect(errors > 100)
    }

    @Test func `a header that claims more than any phone takes is refused before anything is decoded`() throws {
        var photo = try PhotoPicture.jpeg(of: Self.quarters(64, 48))
        let frame = try #require((0..<photo.count - 9).first { photo[$0] == 0xFF && photo[$0 + 1] == 0xC0 })
        for offset in 5...8 { photo[frame + offset] = 0xFF }
        #expect(throws: PhotoPictureError.tooLarge(width: 65_535, height: 65_535)) { try PhotoPicture.decode(photo) }
        #expect(throws: PhotoPictureError.unreadable("it is no JPEG")) { try PhotoPicture.decode([]) }
    }
}
