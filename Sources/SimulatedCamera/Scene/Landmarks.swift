import DroneSimulation

/// What stands in the park. The places of the large things are fixed, those of most trees follow from the seed.
struct Landmarks: Sendable {
    /// Everything that stands on the ground.
    let solids: [Solid]
    /// Tree line and hills around everything, farthest first.
    let horizon: [Face]

    init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed &+ 1, purpose: .scenery)
        var solids = Self.furniture + [Self.mast, Self.waterTower]
        solids.append(Self.house(x: -10, y: 34, width: 9, depth: 7, wall: (0.93, 0.88, 0.76), roof: (0.72, 0.25, 0.17)))
        solids.append(Self.house(x: 11, y: 36, width: 8, depth: 7, wall: (0.8, 0.86, 0.9), roof: (0.33, 0.36, 0.44)))
        solids.append(Self.house(x: 27, y: 34, width: 8, depth: 6, wall: (0.94, 0.8, 0.55), roof: (0.5, 0.3, 0.2)))
        solids.append(Self.house(x: -31, y: -8, width: 7, depth: 9, wall: (0.75, 0.34, 0.26), roof: (0.32, 0.3, 0.3)))
        solids.append(Self.house(x: 14, y: -30, width: 12, depth: 8, wall: (0.62, 0.2, 0.16), roof: (0.42, 0.42, 0.44)))
        for place in [(-8, 15), (9, 16.5), (-15, 12), (16, 8), (-13, -9), (12, -12)] as [(Float, Float)] {
            solids.append(Self.fir(x: place.0, y: place.1, &generator))
        }
        var trees = 0
        while trees < 70 {
            let x = Float(generator.uniform() * 240 - 120)
            let y = Float(generator.uniform() * 240 - 120)
            // Not where people walk, not on the road, not in a house.
            let isOpen = x * x + y * y < 22 * 22 || (16...29).contains(y)
            let isInHouse = solids.contains { abs($0.place.x - x) < 7 && abs($0.place.y - y) < 7 }
            if isOpen || isInHouse { continue }
            solids.append(Self.fir(x: x, y: y, &generator))
            trees += 1
        }
        self.solids = solids.map { solid in
            var solid = solid
            solid.castShadow()
            return solid
        }
        horizon =
            Self.ring(radius: 1400, heights: 50...150, count: 40, (0.50, 0.58, 0.68), &generator)
            + Self.ring(radius: 700, heights: 18...55, count: 56, (0.36, 0.48, 0.48), &generator)
            + Self.ring(radius: 260, heights: 5...14, count: 120, (0.20, 0.32, 0.17), &generator)
    }

    // MARK: - Near things

    /// Crates and cones around the take-off point.
    private static var furniture: [Solid] {
        var solids: [Solid] = []
        for (x, y, edge, red, green, blue) in [
            (2.6, 5.2, 0.9, 0.82, 0.17, 0.13), (-3.3, 5.6, 0.8, 0.13, 0.33, 0.72), (-2.3, 6.1, 0.6, 0.95, 0.78, 0.15),
            (5.4, -3, 1.0, 0.2, 0.55, 0.3), (-5.2, -4.4, 0.9, 0.5, 0.25, 0.6),
        ] as [(Float, Float, Float, Float, Float, Float)] {
            var crate = Solid(x: x, y: y)
            crate.addBox(width: edge, depth: edge, from: 0, to: edge, red: red, green: green, blue: blue)
            crate.addBox(
                width: edge * 1.04, depth: edge * 1.04, from: edge * 0.42, to: edge * 0.58,
                red: 0.9, green: 0.9, blue: 0.88)
            solids.append(crate)
        }
        for (x, y) in [(-6.2, 6.2), (6.2, 6.2), (-6.2, -6.2), (6.2, -6.2), (0, 11), (-1.6, 14), (1.6, 14)]
            as [(Float, Float)]
        {
            solids.append(pylon(x: x, y: y))
        }
        return solids
    }

    /// A traffic cone of 1.2 m, orange and white.
    private static func pylon(x: Float, y: Float) -> Solid {
        var pylon = Solid(x: x, y: y)
        pylon.addBox(width: 0.6, depth: 0.6, from: 0, to: 0.06, red: 0.15, green: 0.15, blue: 0.16)
        for band in 0..<5 {
            let low = Float(band) * 0.23 + 0.06
            let radius = 0.24 - Float(band) * 0.04
            let isOrange = band % 2 == 0
            pylon.addFrustum(
                bottom: (radius, radius, low), top: (radius - 0.04, radius - 0.04, low + 0.23),
                red: isOrange ? 0.95 : 0.95, green: isOrange ? 0.42 : 0.95, blue: isOrange ? 0.08 : 0.93)
        }
        return pylon
    }

    private static func house(
        x: Float, y: Float, width: Float, depth: Float, wall: (Float, Float, Float), roof: (Float, Float, Float)
    ) -> Solid {
        var house = Solid(x: x, y: y)
        let height: Float = 3.6
        house.addBox(width: width, depth: depth, from: 0, to: height, red: wall.0, green: wall.1, blue: wall.2)
        // Doors and windows stand out by 3 cm, so that they are painted over the walls.
        for side in [-1, 1] as [Float] {
            let y = y + side * (depth / 2 + 0.03)
            for column in 0..<3 {
                let centre = x + (Float(column) - 1) * width * 0.31
                let isDoor = column == 1
                let half: Float = isDoor ? 0.5 : 0.65
                let (low, high): (Float, Float) = isDoor ? (0, 2.2) : (1.1, 2.4)
                let corners = [
                    ScenePoint(centre - half, y, low), ScenePoint(centre + half, y, low),
                    ScenePoint(centre + half, y, high), ScenePoint(centre - half, y, high),
                ]
                house.faces.append(
                    Face(
                        side < 0 ? corners : corners.reversed(), red: isDoor ? 0.35 : 0.25,
                        green: isDoor ? 0.22 : 0.33, blue: isDoor ? 0.14 : 0.42))
            }
        }
        house.addRoof(
            width: width, depth: depth, from: height, to: height + depth * 0.36, red: roof.0, green: roof.1,
            blue: roof.2)
        return house
    }

    private static func fir(x: Float, y: Float, _ generator: inout SeededGenerator) -> Solid {
        var fir = Solid(x: x, y: y)
        let height = 3.5 + Float(generator.uniform()) * 5
        let tone = 0.85 + Float(generator.uniform()) * 0.4
        let width = height * (0.2 + Float(generator.uniform()) * 0.06)
        fir.addBox(
            width: 0.28, depth: 0.28, from: 0, to: height * 0.2, red: 0.36, green: 0.25, blue: 0.16)
        for storey in 0..<3 {
            let share = Float(storey)
            fir.addCone(
                radius: width * (1 - share * 0.24), from: height * (0.16 + share * 0.22),
                to: height * (0.58 + share * 0.21), turned: storey, red: 0.15 * tone,
                green: (0.36 + share * 0.03) * tone, blue: 0.17 * tone)
        }
        return fir
    }

    /// A radio mast of 24 m, red and white.
    private static var mast: Solid {
        var mast = Solid(x: 3.5, y: 58)
        for band in 0..<8 {
            let low = Float(band) * 3
            let radius = 0.75 - Float(band) * 0.08
            let isRed = band % 2 == 0
            mast.addFrustum(
                bottom: (radius, radius, low), top: (radius - 0.08, radius - 0.08, low + 3),
                red: isRed ? 0.85 : 0.95, green: isRed ? 0.12 : 0.95, blue: isRed ? 0.1 : 0.93)
        }
        return mast
    }

    private static var waterTower: Solid {
        var tower = Solid(x: -22, y: -34)
        tower.addFrustum(bottom: (1.6, 1.6, 0), top: (1.2, 1.2, 9), red: 0.8, green: 0.78, blue: 0.72)
        tower.addFrustum(bottom: (1.2, 1.2, 9), top: (3.2, 3.2, 11), red: 0.55, green: 0.7, blue: 0.75)
        tower.addFrustum(bottom: (3.2, 3.2, 11), top: (3.2, 3.2, 13.5), red: 0.6, green: 0.76, blue: 0.82)
        tower.addFrustum(bottom: (3.4, 3.4, 13.5), top: (0.2, 0.2, 15.5), red: 0.5, green: 0.3, blue: 0.26)
        return tower
    }

    // MARK: - Horizon

    /// A wall of uneven height all around, seen from inside.
    private static func ring(
        radius: Float, heights: ClosedRange<Float>, count: Int, _ color: (Float, Float, Float),
        _ generator: inout SeededGenerator
    ) -> [Face] {
        let step = 2 * Double.pi / Double(count)
        var walk: Float = 0.5
        var tops: [Float] = []
        for _ in 0..<count {
            walk = min(max(walk + Float(generator.uniform() - 0.5) * 0.7, 0), 1)
            tops.append(heights.lowerBound + (heights.upperBound - heights.lowerBound) * walk)
        }
        return (0..<count).map { index in
            func point(_ index: Int, _ height: Float) -> ScenePoint {
                let angle = Double(index) * step
                return ScenePoint(radius * Float(sine(angle)), radius * Float(cosine(angle)), height)
            }
            let next = (index + 1) % count
            let light = 0.94 + 0.12 * Float(generator.uniform())
            return Face(
                [point(index, 0), point(index + 1, 0), point(index + 1, tops[next]), point(index, tops[index])],
                red: color.0 * light, green: color.1 * light, blue: color.2 * light)
        }
    }
}
