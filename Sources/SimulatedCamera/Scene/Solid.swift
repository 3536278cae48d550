/// A flat convex side of something, in one colour, light already in it.
struct Face: Sendable {
    var corners: [ScenePoint]
    /// Points outwards.
    var normal: ScenePoint
    var color: SceneColor

    /// A side whose corners run counter-clockwise as seen from outside.
    init(_ corners: [ScenePoint], red: Float, green: Float, blue: Float) {
        self.corners = corners
        normal =
            corners.count > 2
            ? (corners[1] - corners[0]).cross(corners[2] - corners[0]).normalized : ScenePoint(0, 0, 1)
        // Half from the sky, half from the sun.
        let light = 0.58 + 0.48 * max(0, normal.dot(Sun.direction)) + 0.06 * normal.z
        color = SceneColor(red * light, green * light, blue * light)
    }
}

/// The sun stands in the south-west.
enum Sun {
    /// Towards the sun, length 1: azimuth 219°, elevation 43°.
    static let direction = ScenePoint(-0.46, -0.57, 0.68)
    /// Where the shadow of a point falls, metres from its foot for each metre of height.
    static let shadow = (x: Float(0.46 / 0.68), y: Float(0.57 / 0.68))
}

/// Something that stands on the ground: what hides it and what it hides is decided for all of it at once.
struct Solid: Sendable {
    /// Where it stands, metres east and north.
    var place: (x: Float, y: Float)
    /// Painted in this order; those that face away are left out.
    var faces: [Face] = []
    /// The outline of its shadow on the ground, convex, counter-clockwise.
    var shadow: [ScenePoint] = []

    init(x: Float, y: Float) { place = (x, y) }

    /// Adds an upright box.
    ///
    /// - Parameters:
    ///   - dx: East of the solid's place, metres; dy: north of it.
    mutating func addBox(
        dx: Float = 0, dy: Float = 0, width: Float, depth: Float, from bottom: Float, to top: Float,
        red: Float, green: Float, blue: Float
    ) {
        addFrustum(
            dx: dx, dy: dy, bottom: (width / 2, depth / 2, bottom), top: (width / 2, depth / 2, top),
            red: red, green: green, blue: blue)
    }

    /// Adds a box whose top is smaller or larger than its bottom; each is half width, half depth, height.
    mutating func addFrustum(
        dx: Float = 0, dy: Float = 0, bottom: (Float, Float, Float), top: (Float, Float, Float),
        red: Float, green: Float, blue: Float
    ) {
        let x = place.x + dx
        let y = place.y + dy
        func ring(_ size: (Float, Float, Float)) -> [ScenePoint] {
            [(-1, -1), (1, -1), (1, 1), (-1, 1)].map { side in
                ScenePoint(x + Float(side.0) * size.0, y + Float(side.1) * size.1, size.2)
            }
        }
        let low = ring(bottom)
        let high = ring(top)
        for side in 0..<4 {
            let next = (side + 1) % 4
            faces.append(Face([low[side], low[next], high[next], high[side]], red: red, green: green, blue: blue))
        }
        faces.append(Face(high, red: red, green: green, blue: blue))
    }

    /// Adds a pointed crown of six sides, as firs have; `radius` at height `bottom`.
    mutating func addCone(
        radius: Float, from bottom: Float, to top: Float, turned: Int, red: Float, green: Float, blue: Float
    ) {
        // The corners of a hexagon, every other time turned by 30°.
        let half: Float = 0.866
        let even: [(Float, Float)] = [(1, 0), (0.5, half), (-0.5, half), (-1, 0), (-0.5, -half), (0.5, -half)]
        let odd: [(Float, Float)] = [(half, 0.5), (0, 1), (-half, 0.5), (-half, -0.5), (0, -1), (half, -0.5)]
        let corners = turned % 2 == 0 ? even : odd
        let ring = corners.map { ScenePoint(place.x + $0.0 * radius, place.y + $0.1 * radius, bottom) }
        let tip = ScenePoint(place.x, place.y, top)
        faces.append(Face(ring.reversed(), red: red * 0.6, green: green * 0.6, blue: blue * 0.6))
        for side in 0..<6 {
            faces.append(Face([ring[side], ring[(side + 1) % 6], tip], red: red, green: green, blue: blue))
        }
    }

    /// Adds a roof whose ridge runs east and west, a little wider than the walls under it.
    mutating func addRoof(
        width: Float, depth: Float, from bottom: Float, to top: Float, red: Float, green: Float, blue: Float
    ) {
        let overhang: Float = 0.35
        let w = width / 2 + overhang
        let d = depth / 2 + overhang
        let (x, y) = place
        let southWest = ScenePoint(x - w, y - d, bottom)
        let southEast = ScenePoint(x + w, y - d, bottom)
        let northEast = ScenePoint(x + w, y + d, bottom)
        let northWest = ScenePoint(x - w, y + d, bottom)
        let west = ScenePoint(x - w, y, top)
        let east = ScenePoint(x + w, y, top)
        faces.append(Face([northEast, southEast, east], red: 0.86, green: 0.82, blue: 0.74))
        faces.append(Face([southWest, northWest, west], red: 0.86, green: 0.82, blue: 0.74))
        faces.append(Face([southWest, southEast, east, west], red: red, green: green, blue: blue))
        faces.append(Face([northEast, northWest, west, east], red: red, green: green, blue: blue))
    }

    /// Computes ``shadow`` from everything that was added.
    mutating func castShadow() {
        let points = faces.flatMap(\.corners).map { point in
            ScenePoint(point.x + point.z * Sun.shadow.x, point.y + point.z * Sun.shadow.y, 0)
        }
        shadow = Self.hull(points)
    }

    /// The convex outline of points on the ground, counter-clockwise (Andrew's monotone chain).
    static func hull(_ points: [ScenePoint]) -> [ScenePoint] {
        let sorted = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        guard sorted.count > 2 else { return sorted }
        func chain(_ points: some Sequence<ScenePoint>) -> [ScenePoint] {
            var chain: [ScenePoint] = []
            for point in points {
                while chain.count >= 2 {
                    let a = chain[chain.count - 2]
                    let b = chain[chain.count - 1]
                    if (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) > 1e-6 { break }
                    chain.removeLast()
                }
                chain.append(point)
            }
            chain.removeLast()
            return chain
        }
        return chain(sorted) + chain(sorted.reversed())
    }
}
