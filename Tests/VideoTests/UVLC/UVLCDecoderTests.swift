import Foundation
import Testing

@testable import Video

@Suite struct UVLCDecoderTests {
    @Test(.enabled(if: RealVideo.isThere, "\(RealVideo.reason)"))
    func `the picture of the maker's encoder comes out within 36 dB of its source`() throws {
        let source = try #require(RealVideo.uvlcSource)
        let decoding = try decodedUVLC(RealVideo.uvlc).get()
        #expect(decoding.error == nil)
        #expect(decoding.decodedMacroblocks == 300)
        #expect(decoding.header == UVLCHeader(size: .vga320x240, quantiser: 6, frameNumber: 0))
        #expect(peakSignalToNoise(decoding.picture.luma, source.luma) > 37)
        #expect(peakSignalToNoise(decoding.picture.blueDifference, source.blueDifference) > 44)
        #expect(peakSignalToNoise(decoding.picture.redDifference, source.redDifference) > 44)
    }

    @Test func `a picture written bit by bit is read`() throws {
        var text = BitText.header()
        text.fillUp(after: 0)
        let decoding = try decodedUVLC(text.bytes).get()
        #expect(decoding.error == nil)
        #expect(decoding.header == UVLCHeader(size: .cif176x144, quantiser: 6, frameNumber: 77))
        // 18 × 7 ÷ 8, rounded down.
        #expect(decoding.picture == flatPicture(width: 176, height: 144, 15, 15, 15))
    }

    @Test func `the worked block has the coefficients of the reference`() throws {
        // Y0 only: 286; no zeros, −3; two zeros, +1; one zero, end.
        var text = BitText.header()
        text.put("0 10000001 0100011110 1 001 1 1 001 0 1 0 1 01")
        for _ in 0..<5 { text.put(18, bits: 10) }
        text.fillUp(after: 1)
        let decoding = try decodedUVLC(text.bytes).get()
        #expect(decoding.error == nil)
        var expected = [Int32](repeating: 0, count: 64)
        expected[0] = 2002
        expected[1] = -39
        expected[9] = 19
        let exact = exactInverse(expected)
        for y in 0..<8 {
            for x in 0..<8 {
                let sample = Double(decoding.picture.luma[x: x, y: y])
                #expect(abs(sample - min(exact[y * 8 + x], 255)) <= 1.5, "at \(x), \(y)")
            }
        }
    }

    @Test func `quantiser 31 is the old table, which is that of 2`() throws {
        for quantiser in [2, 31] {
            var text = BitText.header(quantiser: quantiser)
            text.fillUp(after: 0, quantiser: quantiser)
            let decoding = try decodedUVLC(text.bytes).get()
            #expect(decoding.error == nil)
            // 18 × 3 ÷ 8, rounded down.
            #expect(decoding.picture.luma == PicturePlane(width: 176, height: 144, filledWith: 6))
        }
    }

    @Test(arguments: [("00", 5), ("01", 4), ("10", 8), ("11", 9)])
    func `a change of the quantiser holds from its macroblock on`(code: String, quantiser: Int) throws {
        var text = BitText.header()
        text.flatMacroblock(level: 100)
        text.put("0 11000000 \(code)")
        for _ in 0..<6 { text.put(100, bits: 10) }
        text.flatMacroblock(level: 100)
        text.fillUp(after: 3)
        let picture = try decodedUVLC(text.bytes).get().picture
        #expect(picture.luma[x: 0, y: 0] == 87, "100 × 7 ÷ 8")
        #expect(Int(picture.luma[x: 16, y: 0]) == 100 * (1 + quantiser) / 8)
        #expect(Int(picture.luma[x: 32, y: 0]) == 100 * (1 + quantiser) / 8)
        #expect(picture.luma[x: 0, y: 16] == 15, "the next group begins with its own quantiser")
    }

    @Test func `changes of the quantiser never leave 1 to 31`() throws {
        var text = BitText.header(quantiser: 1)
        text.put("0 11000000 01")
        for _ in 0..<6 { text.put(100, bits: 10) }
        text.fillUp(after: 1)
        #expect(try decodedUVLC(text.bytes).get().picture.luma[x: 0, y: 0] == 25, "100 × 2 ÷ 8")
    }

    @Test func `a macroblock that is not coded has samples of zero`() throws {
        var text = BitText.header()
        text.put("1")
        text.fillUp(after: 1)
        let decoding = try decodedUVLC(text.bytes).get()
        #expect(decoding.error == nil)
        #expect(decoding.picture.luma[x: 15, y: 15] == 0)
        #expect(decoding.picture.blueDifference[x: 7, y: 7] == 0)
        #expect(decoding.picture.luma[x: 16, y: 0] == 15)
    }

    @Test func `bright samples are clamped`() throws {
        var text = BitText.header(quantiser: 30)
        text.flatMacroblock(level: 1023)
        text.fillUp(after: 1, quantiser: 30)
        #expect(try decodedUVLC(text.bytes).get().picture.luma[x: 0, y: 0] == 255)
    }

    @Test func `headers that cannot be are refused with what is wrong`() {
        #expect(decodedUVLC([]) == .failure(.pictureStart))
        #expect(decodedUVLC([0x40, 0x82, 0, 0]) == .failure(.pictureStart))
        #expect(decodedUVLC([UInt8](repeating: 0xFF, count: 64)) == .failure(.pictureStart))
        #expect(decodedUVLC(BitText.header(format: 3).bytes) == .failure(.size(format: 3, resolution: 2)))
        #expect(decodedUVLC(BitText.header(resolution: 5).bytes) == .failure(.size(format: 1, resolution: 5)))
        #expect(decodedUVLC(BitText.header(kind: 1).bytes) == .failure(.pictureKind(1)))
        #expect(decodedUVLC(BitText.header(quantiser: 0).bytes) == .failure(.quantiser))
    }

    @Test func `a missing group start ends the picture there`() throws {
        var text = BitText.header()
        for _ in 0..<11 { text.flatMacroblock(level: 18) }
        text.align()
        text.put("0000 0000 0000 0000 1 00010 00110")
        text.put(0, bits: 64)
        let decoding = try decodedUVLC(text.bytes).get()
        #expect(decoding.error == .group(1))
        #expect(decoding.decodedMacroblocks == 11)
        #expect(decoding.picture.luma[x: 175, y: 15] == 15)
        #expect(decoding.picture.luma[x: 0, y: 16] == 16, "black")
    }

    @Test func `codes longer than any are refused`() throws {
        var text = BitText.header()
        text.put("0 10000001 0100011110 0000 0000 0000 0000 1")
        text.put(0, bits: 64)
        #expect(try decodedUVLC(text.bytes).get().error == .code(macroblock: 0))
    }

    @Test func `more than 64 coefficients are refused`() throws {
        var text = BitText.header()
        text.put("0 10000001 0100011110 0000001 11111 1 0 1 1 0")
        text.put(0xFFFF, bits: 16)
        #expect(try decodedUVLC(text.bytes).get().error == .coefficients(macroblock: 0))
    }

    @Test func `a picture without its end is whole, and says so`() throws {
        var text = BitText.header()
        text.fillUp(after: 0)
        let decoding = try decodedUVLC(text.bytes.dropLast(4)).get()
        #expect(decoding.error == .end)
        #expect(decoding.decodedMacroblocks == 99)
    }

    @Test func `every cut gives what was there and says where it ends`() throws {
        let whole = try UVLCEncoder().encode(drawnPicture(width: 176, height: 144), frameNumber: 3)
        let all = try decodedUVLC(whole).get()
        var most = 0
        for length in stride(from: 0, to: whole.count, by: 1) {
            switch decodedUVLC(Array(whole[..<length])) {
            case .failure(let error):
                #expect(error == .pictureStart)
                #expect(length < 12)
            case .success(let decoding):
                #expect(decoding.error != nil, "\(length) of \(whole.count) bytes")
                #expect(decoding.decodedMacroblocks >= most)
                most = decoding.decodedMacroblocks
                if most > 11 {
                    #expect(decoding.picture.luma[x: 100, y: 8] == all.picture.luma[x: 100, y: 8])
                }
            }
        }
        #expect(most >= 98)
    }

    @Test(arguments: 0..<300 as Range<UInt64>) func `mutated pictures never trap`(seed: UInt64) throws {
        var numbers = SeededNumbers(state: seed)
        var bytes = try UVLCEncoder(quantiser: 12).encode(drawnPicture(width: 176, height: 144), frameNumber: 3)
        for _ in 0..<Int.random(in: 1...12, using: &numbers) {
            bytes[Int.random(in: 0..<bytes.count, using: &numbers)] = .random(in: 0...255, using: &numbers)
        }
        if case .success(let decoding) = decodedUVLC(bytes) {
            #expect(decoding.decodedMacroblocks <= decoding.header.size.columns * decoding.header.size.rows)
        }
    }

    @Test(arguments: 0..<300 as Range<UInt64>) func `noise behind a header never traps`(seed: UInt64) {
        var numbers = SeededNumbers(state: seed)
        let header = BitText.header(resolution: Int(seed % 4) + 1).bytes
        let noise = (0..<Int(seed * 5)).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        let decoding = decodedUVLC(header + noise)
        #expect(throws: Never.self) { try decoding.get() }
    }
}

/// The exact inverse transform, from its definition.
func exactInverse(_ coefficients: [Int32]) -> [Double] {
    (0..<64).map { place in
        let (x, y) = (Double(place % 8), Double(place / 8))
        var sum = 0.0
        for (index, coefficient) in coefficients.enumerated() where coefficient != 0 {
            let (u, v) = (Double(index % 8), Double(index / 8))
            let scale = (u == 0 ? 0.5.squareRoot() : 1) * (v == 0 ? 0.5.squareRoot() : 1) / 4
            sum += scale * Double(coefficient) * cos((2 * x + 1) * u * .pi / 16) * cos((2 * y + 1) * v * .pi / 16)
        }
        return sum
    }
}
