/// A square picture that lies on a horizontal plane and repeats, with smaller versions of itself for the distance.
struct SurfaceTexture: Sendable {
    /// log2 of the texels along an edge.
    let sizeLog2: Int
    /// Length of a texel on the plane, metres.
    let texel: Float
    /// Where its lower left corner is, metres east and north.
    let origin: (x: Float, y: Float)
    /// How much of the fine grain of ``ParkSurfaces/grain`` shows, 0–256.
    let grain: Int
    /// Brightness, all levels behind each other.
    let luma: [UInt8]
    /// Cb in the low byte, Cr in the high byte, all levels behind each other.
    let chroma: [UInt16]
    /// Where each level begins.
    let levelOffsets: [Int]

    /// The coarsest level.
    var lastLevel: Int { sizeLog2 }

    /// A texture from its colours, rows from south to north.
    init(
        sizeLog2: Int, length: Float, origin: (x: Float, y: Float), grain: Int = 0,
        color: (_ column: Int, _ row: Int) -> SceneColor
    ) {
        self.sizeLog2 = sizeLog2
        self.origin = origin
        self.grain = grain
        let size = 1 << sizeLog2
        texel = length / Float(size)
        var luma: [UInt8] = []
        var blue: [UInt8] = []
        var red: [UInt8] = []
        for row in 0..<size {
            for column in 0..<size {
                let color = color(column, row)
                luma.append(color.luma)
                blue.append(color.blueDifference)
                red.append(color.redDifference)
            }
        }
        var offsets = [0]
        var start = 0
        var width = size
        while width > 1 {
            for row in 0..<width / 2 {
                for column in 0..<width / 2 {
                    let place = start + row * 2 * width + column * 2
                    func average(_ plane: [UInt8]) -> UInt8 {
                        let sum = Int(plane[place]) + Int(plane[place + 1]) + Int(plane[place + width])
                        return UInt8((sum + Int(plane[place + width + 1]) + 2) / 4)
                    }
                    luma.append(average(luma))
                    blue.append(average(blue))
                    red.append(average(red))
                }
            }
            start += width * width
            width /= 2
            offsets.append(start)
        }
        levelOffsets = offsets
        self.luma = luma
        chroma = zip(blue, red).map { UInt16($0) | UInt16($1) << 8 }
    }
}
