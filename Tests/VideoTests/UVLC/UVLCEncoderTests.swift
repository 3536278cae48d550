import Foundation
import Testing

@testable import Video

@Suite struct UVLCEncoderTests {
    @Test(arguments: UVLCHeader.Size.allCases) func `pictures of every size come back`(size: UVLCHeader.Size) throws {
        // The largest are half a million samples in a debug build: only a corner of the sizes has to be detailed.
        let isLarge = size.width > 352
        let source =
            isLarge
            ? flatPicture(width: size.width, height: size.height, 99, 120, 140)
            : drawnPicture(width: size.width, height: size.height)
        let bytes = try UVLCEncoder(quantiser: 2).encode(source, frameNumber: 0xFFFF_FFFE)
        let decoding = try decodedUVLC(bytes).get()
        #expect(decoding.error == nil)
        #expect(decoding.header == UVLCHeader(size: size, quantiser: 2, frameNumber: 0xFFFF_FFFE))
        #expect(decoding.picture.width == size.width)
        #expect(decoding.picture.height == size.height)
        #expect(peakSignalToNoise(decoding.picture.luma, source.luma) > 40)
        #expect(peakSignalToNoise(decoding.picture.redDifference, source.redDifference) > 40)
    }

    @Test(arguments: [(1, 43), (2, 41), (6, 36), (15, 31), (30, 27), (31, 41)] as [(Int, Double)])
    func `coarser quantisers cost quality and save bytes`(quantiser: Int, decibels: Double) throws {
        let source = drawnPicture(width: 176, height: 144)
        let bytes = try UVLCEncoder(quantiser: quantiser).encode(source, frameNumber: 1)
        let decoding = try decodedUVLC(bytes).get()
        #expect(decoding.error == nil)
        #expect(decoding.header.quantiser == quantiser)
        #expect(peakSignalToNoise(decoding.picture.luma, source.luma) > decibels)
        let finest = try UVLCEncoder(quantiser: 1).encode(source, frameNumber: 1)
        #expect(bytes.count <= finest.count)
    }

    @Test func `what the encoder writes begins and ends as on the wire`() throws {
        let bytes = try UVLCEncoder(quantiser: 6).encode(flatPicture(width: 320, height: 240, 90), frameNumber: 0)
        #expect(Array(bytes[..<8]) == [0x40, 0x82, 0, 0, 0, 0, 0, 0xC0])
        #expect(bytes.count % 4 == 0)
    }

    @Test(.enabled(if: RealVideo.isThere, "\(RealVideo.reason)"))
    func `our picture of the sample is no worse than the maker's`() throws {
        let source = try #require(RealVideo.uvlcSource)
        let decoding = try decodedUVLC(UVLCEncoder(quantiser: 6).encode(source, frameNumber: 0)).get()
        #expect(decoding.error == nil)
        #expect(peakSignalToNoise(decoding.picture.luma, source.luma) > 39)
    }

    @Test func `sizes and quantisers that cannot be sent are refused`() {
        #expect(throws: UVLCEncoder.Refusal.size(width: 640, height: 360)) {
            try UVLCEncoder().encode(YUVPicture(width: 640, height: 360), frameNumber: 0)
        }
        for quantiser in [0, 32, -1] {
            #expect(throws: UVLCEncoder.Refusal.quantiser(quantiser)) {
                try UVLCEncoder(quantiser: quantiser).encode(YUVPicture(width: 176, height: 144), frameNumber: 0)
            }
        }
    }
}

@Suite struct UVLCTransformTests {
    @Test(arguments: 0..<100 as Range<UInt64>) func `the inverse is the exact one rounded down, within one`(
        seed: UInt64
    ) {
        var numbers = SeededNumbers(state: seed)
        var block = (0..<64).map { place in
            Int.random(in: 0..<4, using: &numbers) == 0 ? Int32.random(in: -200...200, using: &numbers) : 0
        }
        block[0] = .random(in: 0...2040, using: &numbers)
        let exact = exactInverse(block)
        UVLCTransform.inverse(&block)
        for place in 0..<64 { #expect(abs(Double(block[place]) - exact[place].rounded(.down)) <= 1) }
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `forward and back is the same within one`(seed: UInt64) {
        var numbers = SeededNumbers(state: seed)
        let samples = (0..<64).map { _ in Float(Int.random(in: 0...255, using: &numbers)) }
        var block = UVLCTransform.forward(samples).map { Int32($0.rounded()) }
        UVLCTransform.inverse(&block)
        for place in 0..<64 { #expect(abs(Float(block[place]) - samples[place]) <= 2) }
    }

    @Test func `extreme coefficients wrap and do not trap`() {
        var block = [Int32](repeating: .max, count: 64)
        UVLCTransform.inverse(&block)
        block = [Int32](repeating: .min, count: 64)
        UVLCTransform.inverse(&block)
        #expect(block.count == 64)
    }

    @Test func `the zigzag visits every place once`() {
        #expect(Set(UVLCCode.zigzag) == Set(0..<64))
    }

    @Test func `steps of quantiser 2 are those of the reference`() {
        #expect(UVLCCode.steps(quantiser: 2).prefix(10) == [3, 5, 7, 9, 11, 13, 15, 17, 5, 7])
    }
}
