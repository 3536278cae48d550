import DroneSimulation

/// The surfaces of the park: grass without end, a road, a paved square, the landing mark, and the clouds above.
struct ParkSurfaces: Sendable {
    /// Mown grass with clover and bare patches, repeating every 51.2 m; 10 cm per texel.
    let grass: SurfaceTexture
    /// Asphalt with a dashed line; the road runs east and west.
    let road: SurfaceTexture
    /// Slabs of 0.8 m around the take-off point; 2.10 cm per texel.
    let square: SurfaceTexture
    /// An H in a circle, 1.28 m wide, at the take-off point; 5 mm per texel.
    let landingMark: SurfaceTexture
    /// Fine grain for what is near, as brightness around 128; 8 mm per texel, repeating every 2 m.
    let grain: SurfaceTexture
    /// How much cloud there is, as brightness 0–255, repeating every 2.4 km.
    let clouds: SurfaceTexture

    /// Half the edge of the paved square, metres.
    static let squareReach: Float = 6.4
    /// Half the edge of the landing mark, metres.
    static let markReach: Float = 0.64
    /// South and north edge of the road, metres north of the take-off point.
    static let roadEdges: ClosedRange<Float> = 19.2...25.6
    /// Half the length of the road, metres.
    static let roadReach: Float = 400

    init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed, purpose: .scenery)
        grass = Self.grass(&generator)
        road = Self.road(&generator)
        square = Self.square(&generator)
        landingMark = Self.landingMark(&generator)
        let fine = CloudNoise.values(size: 256, coarsest: 32, persistence: 0.85, &generator)
        grain = SurfaceTexture(sizeLog2: 8, length: 2.048, origin: (0, 0)) { column, row in
            Self.brightness(128 + 90 * fine[row * 256 + column])
        }
        let vapour = CloudNoise.values(size: 256, coarsest: 8, persistence: 0.55, &generator)
        clouds = SurfaceTexture(sizeLog2: 8, length: 2400, origin: (0, 0)) { column, row in
            Self.brightness(255 * min(max(vapour[row * 256 + column] * 3.2 + 0.1, 0), 1))
        }
    }

    private static func brightness(_ value: Float) -> SceneColor {
        var color = SceneColor(0.5, 0.5, 0.5)
        color.luma = UInt8(min(max(value, 0), 255))
        return color
    }

    private static func grass(_ generator: inout SeededGenerator) -> SurfaceTexture {
        let size = 512
        let tone = CloudNoise.values(size: size, coarsest: 16, persistence: 0.72, &generator)
        let dryness = CloudNoise.values(size: size, coarsest: 8, persistence: 0.5, &generator)
        let flowers = CloudNoise.values(size: size, coarsest: 256, persistence: 0.5, &generator)
        return SurfaceTexture(sizeLog2: 9, length: 51.2, origin: (-25.6, -25.6), grain: 150) { column, row in
            let place = row * size + column
            // The mower turned every 1.6 m.
            let stripe: Float = column / 16 % 2 == 0 ? 0.025 : -0.025
            let light = 0.9 + 0.42 * tone[place] + stripe
            let dry = min(max(dryness[place] * 1.5 - 0.1, 0), 1)
            if flowers[place] > 0.86, dry < 0.3 { return SceneColor(0.92, 0.9, 0.72) }
            return SceneColor((0.27 + 0.26 * dry) * light, (0.43 + 0.05 * dry) * light, (0.16 + 0.1 * dry) * light)
        }
    }

    private static func road(_ generator: inout SeededGenerator) -> SurfaceTexture {
        let size = 256
        let tone = CloudNoise.values(size: size, coarsest: 16, persistence: 0.8, &generator)
        return SurfaceTexture(
            sizeLog2: 8, length: 6.4, origin: (0, roadEdges.lowerBound), grain: 110
        ) { column, row in
            let isEdge = (6..<11).contains(row) || (245..<250).contains(row)
            let isDash = (125..<131).contains(row) && column < 128
            if isEdge || isDash { return SceneColor(0.88, 0.88, 0.84) }
            let light = 0.36 + 0.1 * tone[row * size + column]
            return SceneColor(light, light, light * 1.04)
        }
    }

    private static func square(_ generator: inout SeededGenerator) -> SurfaceTexture {
        let size = 512
        let slab = 32
        let tone = CloudNoise.values(size: size, coarsest: 32, persistence: 0.7, &generator)
        let shades = (0..<(size / slab) * (size / slab)).map { _ in Float(generator.uniform()) }
        return SurfaceTexture(
            sizeLog2: 9, length: 2 * squareReach, origin: (-squareReach, -squareReach), grain: 110
        ) { column, row in
            let shade = shades[row / slab * (size / slab) + column / slab]
            let isJoint = column % slab < 2 || row % slab < 2
            let light = (isJoint ? 0.36 : 0.56 + 0.16 * shade) + 0.09 * tone[row * size + column]
            // A few slabs are red brick.
            if !isJoint, shade > 0.86 { return SceneColor(light * 0.95, light * 0.62, light * 0.5) }
            return SceneColor(light, light * 0.97, light * 0.9)
        }
    }

    private static func landingMark(_ generator: inout SeededGenerator) -> SurfaceTexture {
        let size = 256
        let wear = CloudNoise.values(size: size, coarsest: 32, persistence: 0.75, &generator)
        return SurfaceTexture(
            sizeLog2: 8, length: 2 * markReach, origin: (-markReach, -markReach), grain: 70
        ) { column, row in
            let x = (Float(column) + 0.5) / 128 - 1
            let y = (Float(row) + 0.5) / 128 - 1
            let distance = (x * x + y * y).squareRoot()
            let light = 1 + 0.16 * wear[row * size + column]
            let isRing = (0.74...0.88).contains(distance)
            let isLetter = abs(y) < 0.46 && (abs(abs(x) - 0.29) < 0.085 || (abs(y) < 0.085 && abs(x) < 0.3))
            if isRing || isLetter { return SceneColor(0.93 * light, 0.93 * light, 0.9 * light) }
            let isFrame = max(abs(x), abs(y)) > 0.94
            if isFrame { return SceneColor(0.95 * light, 0.72 * light, 0.12 * light) }
            return SceneColor(0.16 * light, 0.27 * light, 0.42 * light)
        }
    }
}
