/// Encodes pictures as an AR.Drone 1.0 does: for the simulator, and to test the decoder.
public struct UVLCEncoder: Sendable {
    /// Why a picture cannot be encoded.
    public enum Refusal: Error, Equatable, Sendable {
        /// The header cannot name this size.
        case size(width: Int, height: Int)
        /// The quantiser is not 1 to 31.
        case quantiser(Int)
    }

    /// Coarseness, 1 (finest) to 30; 31 means 2.
    public var quantiser: Int

    /// An encoder with a fixed quantiser; 6 gives about 6 kB for 320×240.
    public init(quantiser: Int = 6) { self.quantiser = quantiser }

    /// The bytes of a datagram with the picture.
    public func encode(_ picture: YUVPicture, frameNumber: UInt32) throws(Refusal) -> [UInt8] {
        guard let size = UVLCHeader.Size(width: picture.width, height: picture.height) else {
            throw .size(width: picture.width, height: picture.height)
        }
        guard (1...31).contains(quantiser) else { throw .quantiser(quantiser) }
        let steps = UVLCCode.steps(quantiser: UVLCHeader.effective(quantiser)).map { Float($0) }
        var bits = UVLCBitWriter()
        UVLCHeader(size: size, quantiser: quantiser, frameNumber: frameNumber).write(to: &bits)
        for row in 0..<size.rows {
            if row > 0 {
                bits.alignToByte()
                bits.put(UVLCCode.start(ofGroup: row), 22)
                bits.put(UInt32(quantiser), 5)
            }
            for column in 0..<size.columns {
                let blocks = Self.blocks(of: picture, column: column, row: row)
                    .map { Self.levels(of: UVLCTransform.forward($0), steps: steps) }
                Self.write(blocks, to: &bits)
            }
        }
        bits.alignToByte()
        bits.put(UVLCCode.start(ofGroup: UVLCCode.endGroup), 22)
        return bits.finish()
    }

    /// The six blocks of a macroblock in the order in which they are sent: four of luma, Cb, Cr.
    private static func blocks(of picture: YUVPicture, column: Int, row: Int) -> [[Float]] {
        (0..<6).map { index in
            switch index {
            case 4: block(of: picture.blueDifference, column * 8, row * 8)
            case 5: block(of: picture.redDifference, column * 8, row * 8)
            default: block(of: picture.luma, column * 16 + index % 2 * 8, row * 16 + index / 2 * 8)
            }
        }
    }

    /// 8×8 samples; beyond the edges the last ones are repeated.
    private static func block(of plane: PicturePlane, _ left: Int, _ top: Int) -> [Float] {
        var samples = [Float](repeating: 0, count: 64)
        for y in 0..<8 {
            for x in 0..<8 {
                samples[y * 8 + x] = Float(plane[x: min(left + x, plane.width - 1), y: min(top + y, plane.height - 1)])
            }
        }
        return samples
    }

    /// Quantised coefficients in the order in which they are sent.
    private static func levels(of coefficients: [Float], steps: [Float]) -> [Int32] {
        var levels = [Int32](repeating: 0, count: 64)
        for index in 0..<64 {
            let place = UVLCCode.zigzag[index]
            // At most 2040 in magnitude: far inside what a level can say.
            levels[index] = Int32((coefficients[place] / steps[place]).rounded())
        }
        levels[0] = min(max(levels[0], 0), 1023)
        return levels
    }

    private static func write(_ blocks: [[Int32]], to bits: inout UVLCBitWriter) {
        var descriptor = UVLCCode.Descriptor.always
        for (index, block) in blocks.enumerated() where (1..<64).contains(where: { block[$0] != 0 }) {
            descriptor |= UVLCCode.Descriptor.hasDetail(index)
        }
        bits.put(0, 1)
        bits.put(descriptor, 8)
        for (index, block) in blocks.enumerated() {
            bits.put(UInt32(bitPattern: block[0]), 10)
            guard descriptor & UVLCCode.Descriptor.hasDetail(index) != 0 else { continue }
            var run: UInt32 = 0
            for place in 1..<64 {
                guard block[place] != 0 else {
                    run += 1
                    continue
                }
                putRun(run, to: &bits)
                putMagnitude(block[place].magnitude, to: &bits)
                bits.put(block[place] < 0 ? 1 : 0, 1)
                run = 0
            }
            // No zeros, then the code for the end.
            bits.put(0b101, 3)
        }
    }

    /// A run: none as `1`, one as `01`, more as z zeros, where z is its number of bits, then its bits.
    private static func putRun(_ run: UInt32, to bits: inout UVLCBitWriter) {
        let length = 32 - run.leadingZeroBitCount
        bits.put(run == 0 ? 1 : run, run <= 1 ? Int(run) + 1 : 2 * length)
    }

    /// A level without its sign: one as `1`, more as a run.
    private static func putMagnitude(_ value: UInt32, to bits: inout UVLCBitWriter) {
        if value == 1 { bits.put(1, 1) } else { putRun(value, to: &bits) }
    }
}
