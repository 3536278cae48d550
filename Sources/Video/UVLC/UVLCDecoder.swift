/// What came out of a UVLC picture.
public struct UVLCDecoding: Equatable, Sendable {
    /// What the picture says of itself.
    public var header: UVLCHeader
    /// The picture; black from the first macroblock on that could not be decoded.
    public var picture: YUVPicture
    /// How many macroblocks were decoded, from the top left in reading order.
    public var decodedMacroblocks: Int
    /// Why not all were, or what is wrong behind them; nil when all is well.
    public var error: UVLCError?
}

/// Decodes the pictures of the AR.Drone 1.0: JPEG-like, each by itself.
///
///     picture := header macroblocks { group-start(n) quantiser5 macroblocks } end-of-picture
///
/// Start codes stand at whole bytes. A group is a row of macroblocks, 16 lines of the picture.
public struct UVLCDecoder: Sendable {
    /// A decoder.
    public init() {}

    /// Decodes a picture as far as it goes; throws only when its header cannot be read.
    public func decode(_ bytes: RawSpan) throws(UVLCError) -> UVLCDecoding {
        var bits = UVLCBitReader(bytes)
        let header = try UVLCHeader(from: &bits)
        var reading = PictureReading(header: header, bits: bits)
        var problem: UVLCError?
        do throws(UVLCError) {
            try reading.readPicture()
        } catch {
            problem = error
        }
        let coded = reading.picture
        return UVLCDecoding(
            header: header, picture: coded.cropped(width: header.size.width, height: header.size.height),
            decodedMacroblocks: reading.macroblock, error: problem)
    }
}

/// A picture in the making.
private struct PictureReading {
    let header: UVLCHeader
    var bits: UVLCBitReader
    var picture: YUVPicture
    /// Macroblocks done.
    private(set) var macroblock = 0
    private var quantiser: Int
    private var steps: [Int32]
    private var block = [Int32](repeating: 0, count: 64)

    /// The longest run or level codes have this many leading zeros: levels fit 16 bits.
    private static let mostLeadingZeros = 15

    init(header: UVLCHeader, bits: UVLCBitReader) {
        self.header = header
        self.bits = bits
        picture = YUVPicture(width: header.size.columns * 16, height: header.size.rows * 16)
        quantiser = UVLCHeader.effective(header.quantiser)
        steps = UVLCCode.steps(quantiser: quantiser)
    }

    mutating func readPicture() throws(UVLCError) {
        for row in 0..<header.size.rows {
            if row > 0 { try readGroupStart(row) }
            for column in 0..<header.size.columns {
                try readMacroblock(column: column, row: row)
                macroblock += 1
            }
        }
        bits.alignToByte()
        guard bits.take(22) == UVLCCode.start(ofGroup: UVLCCode.endGroup), !bits.isExhausted else { throw .end }
    }

    private mutating func readGroupStart(_ number: Int) throws(UVLCError) {
        bits.alignToByte()
        // Sizes above 480 lines have more groups than five bits can number; the number wraps (inferred).
        guard bits.take(22) == UVLCCode.start(ofGroup: number) else {
            throw bits.isExhausted ? .truncated(macroblock: macroblock) : .group(number)
        }
        let field = Int(bits.take(5))
        guard field > 0 else { throw bits.isExhausted ? .truncated(macroblock: macroblock) : .quantiser }
        quantise(by: UVLCHeader.effective(field))
    }

    private mutating func quantise(by new: Int) {
        guard new != quantiser else { return }
        quantiser = new
        steps = UVLCCode.steps(quantiser: new)
    }

    private mutating func readMacroblock(column: Int, row: Int) throws(UVLCError) {
        // A macroblock that is not coded has no coefficients at all, so that its samples are zero.
        let isCoded = bits.take(1) == 0
        var descriptor: UInt32 = 0
        if isCoded {
            descriptor = bits.take(8)
            if descriptor & UVLCCode.Descriptor.quantiserChange != 0 {
                // As the maker's code reads it; its text and no drone's stream agree on anything else.
                let change = [-1, -2, 2, 3][Int(bits.take(2))]
                quantise(by: min(max(quantiser + change, 1), 31))
            }
        }
        for index in 0..<6 {
            if isCoded { try readBlock(hasDetail: descriptor & UVLCCode.Descriptor.hasDetail(index) != 0) }
            guard !bits.isExhausted else { throw .truncated(macroblock: macroblock) }
            switch index {
            case 4: picture.blueDifference.setBlock(block, left: column * 8, top: row * 8)
            case 5: picture.redDifference.setBlock(block, left: column * 8, top: row * 8)
            default:
                picture.luma.setBlock(block, left: column * 16 + index % 2 * 8, top: row * 16 + index / 2 * 8)
            }
        }
    }

    /// Reads a block's coefficients and makes samples of them.
    private mutating func readBlock(hasDetail: Bool) throws(UVLCError) {
        let average = Int32(bitPattern: bits.take(10)) &* steps[0]
        guard hasDetail else {
            for place in 0..<64 { block[place] = average >> 3 }
            return
        }
        for place in 0..<64 { block[place] = 0 }
        block[0] = average
        var index = 0
        while true {
            let run = try readRun()
            guard let level = try readLevel() else { break }
            index += run + 1
            guard index < 64 else { throw .coefficients(macroblock: macroblock) }
            let place = UVLCCode.zigzag[index]
            block[place] = level &* steps[place]
        }
        UVLCTransform.inverse(&block)
    }

    /// How many coefficients are zero: `1` none, `01` one, then with z zeros 2^(z−1) and the next z−1 bits.
    private mutating func readRun() throws(UVLCError) -> Int {
        let zeros = try skipZeros()
        return zeros == 0 ? 0 : Int(readMagnitude(zeros))
    }

    /// The next coefficient: `1` one, `01` no more, then as a run; a sign bit follows. Nil for no more.
    private mutating func readLevel() throws(UVLCError) -> Int32? {
        let zeros = try skipZeros()
        guard zeros != 1 else { return nil }
        let magnitude = zeros == 0 ? 1 : Int32(bitPattern: readMagnitude(zeros))
        return bits.take(1) == 1 ? -magnitude : magnitude
    }

    /// Moves over zeros and the one behind them; how many zeros.
    private mutating func skipZeros() throws(UVLCError) -> Int {
        let zeros = bits.next32.leadingZeroBitCount
        guard zeros <= Self.mostLeadingZeros else {
            throw bits.position + zeros >= bits.count
                ? .truncated(macroblock: macroblock) : .code(macroblock: macroblock)
        }
        bits.skip(zeros + 1)
        guard !bits.isExhausted else { throw .truncated(macroblock: macroblock) }
        return zeros
    }

    private mutating func readMagnitude(_ zeros: Int) -> UInt32 {
        zeros == 1 ? 1 : 1 << UInt32(zeros - 1) | bits.take(zeros - 1)
    }
}
