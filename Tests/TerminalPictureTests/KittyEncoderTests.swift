import Foundation
import TerminalPicture
import Testing

struct KittyEncoderTests {
    /// The commands in a stream: keys and payload.
    private func commands(_ bytes: [UInt8]) throws -> [(keys: [String: String], payload: String)] {
        let parts = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\u{1B}\\")
        #expect(parts.last == "")
        return try parts.dropLast().map { part in
            let body = try #require(part.hasPrefix("\u{1B}_G") ? part.dropFirst(3) : nil)
            let halves = body.split(separator: ";", maxSplits: 1)
            let pairs = halves[0].split(separator: ",").map { $0.split(separator: "=") }
            let keys = Dictionary(uniqueKeysWithValues: pairs.map { (String($0[0]), String($0[1])) })
            return (keys, halves.count > 1 ? String(halves[1]) : "")
        }
    }

    @Test func `one pixel, to the byte`() throws {
        var encoder = KittyEncoder(firstImage: 7)
        let image = try #require(PixelImage(width: 1, height: 1, bytes: [1, 2, 3]))
        let text = String(decoding: encoder.encode(image, columns: 2, rows: 1), as: UTF8.self)
        #expect(text == "\u{1B}_Ga=T,f=24,q=2,C=1,p=1,i=8,s=1,v=1,c=2,r=1,m=0;AQID\u{1B}\\")
    }

    @Test(arguments: [1, 1023, 1024, 1025, 2048, 5000])
    func `chunks are at most 4096 characters and carry all pixels`(width: Int) throws {
        var dice = Dice(state: 2)
        let image = try dice.image(width, 1)
        var encoder = KittyEncoder()
        let commands = try commands(encoder.encode(image, columns: 80, rows: 1))
        #expect(commands.allSatisfy { $0.payload.utf8.count <= 4096 })
        #expect(commands.dropLast().allSatisfy { $0.keys["m"] == "1" && $0.payload.utf8.count % 4 == 0 })
        #expect(commands.last?.keys["m"] == "0")
        let data = try #require(Data(base64Encoded: commands.map(\.payload).joined()))
        #expect(Array(data) == image.bytes)
    }

    @Test func `two images take turns and the old one goes after the new one came`() throws {
        var encoder = KittyEncoder(firstImage: 10)
        let image = PixelImage(PixelSize(width: 1, height: 1))
        let found1 = try commands(encoder.encode(image, columns: 1, rows: 1)).map { $0.keys["i"] }
        #expect(found1 == ["11"])
        let second = try commands(encoder.encode(image, columns: 1, rows: 1))
        #expect(second.map { $0.keys["i"] } == ["10", "11"])
        #expect(second.map { $0.keys["a"] } == ["T", "d"])
        let found2 = try commands(encoder.encode(image, columns: 1, rows: 1)).map { $0.keys["i"] }
        #expect(found2 == ["11", "10"])
        let found3 = try commands(encoder.remove()).map { $0.keys["i"] }
        #expect(found3 == ["11"])
        let found4 = encoder.remove()
        #expect(found4 == [])
    }

    @Test func `compressed pixels are announced`() throws {
        var encoder = KittyEncoder { _ in [0x78, 0x9C, 0x01] }
        let found = try commands(encoder.encode(PixelImage(PixelSize(width: 9, height: 9)), columns: 1, rows: 1))
        #expect(found.map { $0.keys["o"] } == ["z"])
        #expect(found.first?.payload == "eJwB")
        var failing = KittyEncoder { _ in nil }
        let plain = try commands(failing.encode(PixelImage(PixelSize(width: 9, height: 9)), columns: 1, rows: 1))
        #expect(plain.first?.keys["o"] == nil)
    }

    @Test func `nothing to show, nothing sent`() {
        var encoder = KittyEncoder(firstImage: 0)
        let found5 = encoder.encode(PixelImage(PixelSize(width: 0, height: 3)), columns: 1, rows: 1)
        #expect(found5 == [])
        let found6 = encoder.encode(PixelImage(PixelSize(width: 1, height: 1)), columns: 0, rows: -1)
        #expect(found6 == [])
        let found7 = encoder.remove()
        #expect(found7 == [])
    }
}
