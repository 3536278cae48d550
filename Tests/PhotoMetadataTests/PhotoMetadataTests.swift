import DroneModel
import PhotoMetadata
import Testing

struct PhotoMetadataTests {
    /// A picture of which only the shell is one: what comes after the metadata is not looked at.
    private static let bare: [UInt8] = [0xFF, 0xD8, 0xFF, 0xDB, 0, 4, 1, 2, 0xFF, 0xDA, 0, 2, 9, 9, 0xFF, 0xD9]

    private static var fix: PhoneFix {
        let time = UTCTime(nanoseconds: 1_700_000_000_250_000_000)
        var fix = PhoneFix(
            device: "side", source: "ulogger", time: time, arrival: time, latitude: -59.97, longitude: 11.0500001)
        fix.altitude = 143.25
        return fix
    }

    /// The metadata of a camera: big-endian, a clock with its zone, a maker.
    private static let camera: [UInt8] = {
        func entry(_ tag: UInt16, _ kind: UInt8, _ count: UInt8, _ value: [UInt8]) -> [UInt8] {
            [UInt8(tag >> 8), UInt8(tag & 0xFF), 0, kind, 0, 0, 0, count] + value
        }
        var tiff: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 2]
        tiff += entry(0x010F, 2, 4, Array("Cam\0".utf8)) + entry(0x8769, 4, 1, [0, 0, 0, 38]) + [0, 0, 0, 0]
        tiff += [0, 2] + entry(0x9003, 2, 20, [0, 0, 0, 68]) + entry(0x9011, 2, 7, [0, 0, 0, 88]) + [0, 0, 0, 0]
        tiff += Array("2023:11:14 23:13:20\0".utf8) + Array("+01:00\0".utf8)
        let segment = Array("Exif\0\0".utf8) + tiff
        let length = segment.count + 2
        return [0xFF, 0xD8, 0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + segment + bare[2...]
    }()

    @Test func `a camera's clock counts with its zone`() throws {
        let read = try #require(PhotoMetadata(jpeg: Self.camera))
        #expect(read.localTime == "2023:11:14 23:13:20")
        #expect(read.time?.text == "2023-11-14T22:13:20Z")
        #expect(read.camera == "Cam")
        #expect(read.latitude == nil)
    }

    @Test(arguments: [bare, camera]) func `a tagged copy says where and when, and the rest is as it was`(
        picture: [UInt8]
    ) throws {
        let tagged = try Geotag.tagged(picture, with: Self.fix)
        let read = try #require(PhotoMetadata(jpeg: tagged))
        #expect(abs(try #require(read.latitude) + 59.97) < 1e-7)
        #expect(abs(try #require(read.longitude) - 11.0500001) < 1e-7)
        #expect(read.altitude == 143.25)
        #expect(read.time?.text == "2023-11-14T22:13:20.250Z")
        #expect(read.camera == (picture == Self.camera ? "Cam" : nil))
        #expect(Array(tagged.suffix(Self.bare.count - 2)) == Array(Self.bare[2...]))
        // Again: the new place instead of the old one.
        var moved = Self.fix
        moved.latitude = 1
        let again = try #require(PhotoMetadata(jpeg: Geotag.tagged(tagged, with: moved)))
        #expect(again.latitude == 1 && again.longitude == read.longitude && again.camera == read.camera)
    }

    @Test func `a picture without metadata has none`() {
        #expect(PhotoMetadata(jpeg: Self.bare) == nil)
        #expect(PhotoMetadata(jpeg: []) == nil)
        #expect(PhotoMetadata(jpeg: [0xFF, 0xD8]) == nil)
    }

    @Test func `every cut and every changed byte is read, or not, and never traps`() throws {
        let tagged = try Geotag.tagged(Self.camera, with: Self.fix)
        for length in 0..<tagged.count {
            let cut = Array(tagged[..<length])
            _ = PhotoMetadata(jpeg: cut)
            _ = try? Geotag.tagged(cut, with: Self.fix)
        }
        for index in tagged.indices {
            for change: UInt8 in [0x01, 0x80, 0xFF] {
                var changed = tagged
                changed[index] ^= change
                _ = PhotoMetadata(jpeg: changed)
                _ = try? Geotag.tagged(changed, with: Self.fix)
            }
        }
    }

    @Test func `what is no JPEG is not tagged`() {
        #expect(throws: Geotag.Problem.noJPEG) { try Geotag.tagged([1, 2, 3], with: Self.fix) }
        #expect(throws: Geotag.Problem.noJPEG) {
            try Geotag.tagged([0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF], with: Self.fix)
        }
    }
}
