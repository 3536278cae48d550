/// What a UVLC picture begins with:
///
///      0  22 bits  picture start code: 16 zeros, a one, five zeros
///     22   2 bits  format: 1 the CIF family, 2 the VGA family
///     24   3 bits  resolution within the family
///     27   3 bits  type: 0 coded by itself
///     30   5 bits  quantiser
///     35  32 bits  frame number
public struct UVLCHeader: Equatable, Sendable {
    /// The sizes that the header can name. Front pictures are 320×240, ground pictures 176×144.
    public enum Size: Sendable, CaseIterable {
        /// 88×72 pixels; named by the header, sent by no drone.
        case cif88x72
        /// 176×144 pixels: the ground camera.
        case cif176x144
        /// 352×288 pixels; sent by no drone.
        case cif352x288
        /// 704×576 pixels; sent by no drone.
        case cif704x576
        /// 160×120 pixels; sent by no drone.
        case vga160x120
        /// 320×240 pixels: the front camera.
        case vga320x240
        /// 640×480 pixels; sent by no drone.
        case vga640x480
        /// 1280×960 pixels; sent by no drone.
        case vga1280x960

        /// Width in pixels.
        public var width: Int { [88, 176, 352, 704, 160, 320, 640, 1280][index] }
        /// Height in pixels.
        public var height: Int { [72, 144, 288, 576, 120, 240, 480, 960][index] }
        /// Macroblocks in a row; the smallest sizes are not whole macroblocks, and are rounded up (inferred).
        var columns: Int { (width + 15) / 16 }
        /// Rows of macroblocks.
        var rows: Int { (height + 15) / 16 }

        private var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
        var format: UInt8 { index < 4 ? 1 : 2 }
        var resolution: UInt8 { UInt8(index % 4 + 1) }

        /// The size of that many pixels, if there is one.
        public init?(width: Int, height: Int) {
            guard let size = Self.allCases.first(where: { $0.width == width && $0.height == height }) else {
                return nil
            }
            self = size
        }

        init?(format: UInt8, resolution: UInt8) {
            guard let size = Self.allCases.first(where: { $0.format == format && $0.resolution == resolution }) else {
                return nil
            }
            self = size
        }
    }

    /// The picture's size.
    public var size: Size
    /// Coarseness of the first group of macroblocks: 1 to 30, or 31, which means 2 (see ``effective(_:)``).
    public var quantiser: Int
    /// Goes up by one with each picture.
    public var frameNumber: UInt32

    /// A header of a picture coded by itself.
    public init(size: Size, quantiser: Int, frameNumber: UInt32) {
        self.size = size
        self.quantiser = quantiser
        self.frameNumber = frameNumber
    }

    /// The quantiser that a field of 1 to 31 means: the older encoder's 31 stands for its only table, which is that of 2.
    public static func effective(_ field: Int) -> Int { field == 31 ? 2 : field }

    init(from bits: inout UVLCBitReader) throws(UVLCError) {
        guard bits.take(22) == UVLCCode.start(ofGroup: 0), bits.count >= 67 else { throw .pictureStart }
        let format = UInt8(truncatingIfNeeded: bits.take(2))
        let resolution = UInt8(truncatingIfNeeded: bits.take(3))
        guard let size = Size(format: format, resolution: resolution) else {
            throw .size(format: format, resolution: resolution)
        }
        let kind = UInt8(truncatingIfNeeded: bits.take(3))
        guard kind == 0 else { throw .pictureKind(kind) }
        self.size = size
        quantiser = Int(bits.take(5))
        guard quantiser > 0 else { throw .quantiser }
        frameNumber = bits.take(32)
    }

    func write(to bits: inout UVLCBitWriter) {
        bits.put(UVLCCode.start(ofGroup: 0), 22)
        bits.put(UInt32(size.format), 2)
        bits.put(UInt32(size.resolution), 3)
        bits.put(0, 3)
        bits.put(UInt32(quantiser), 5)
        bits.put(frameNumber, 32)
    }
}

/// Numbers that reader and writer share.
enum UVLCCode {
    /// The group number that marks the end of the picture.
    static let endGroup = 31

    /// The 22 bits that stand in front of a group of macroblocks: 16 zeros, a one and the number in five bits.
    static func start(ofGroup number: Int) -> UInt32 { 0x20 | UInt32(number & 0x1F) }

    /// The order in which coefficients are sent: place in the row-major 8×8 block.
    static let zigzag: [Int] = [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63,
    ]

    /// What each coefficient's level is multiplied by, row-major.
    static func steps(quantiser: Int) -> [Int32] {
        (0..<64).map { place in Int32(1 + (1 + place / 8 + place % 8) * quantiser) }
    }

    /// Bits of the descriptor that stands in front of a macroblock's six blocks.
    enum Descriptor {
        /// Bits 0 to 5: this block has more than its first coefficient.
        static func hasDetail(_ block: Int) -> UInt32 { 1 << UInt32(block) }
        /// Bit 6: a change of the quantiser follows.
        static let quantiserChange: UInt32 = 0x40
        /// Bit 7: always set.
        static let always: UInt32 = 0x80
    }
}
