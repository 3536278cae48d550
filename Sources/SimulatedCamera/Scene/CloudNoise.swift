import DroneSimulation

/// Smooth seeded noise that continues over its edges: the stuff of grass, concrete and clouds.
///
/// Random values on a coarse grid, then again and again: twice as many points, between the old ones, and smaller
/// random values on top.
enum CloudNoise {
    /// `size` × `size` values around 0, mostly within ±1.
    ///
    /// - Parameters:
    ///   - size: Values along an edge, a power of two.
    ///   - coarsest: Points along an edge of the first grid, a power of two.
    ///   - persistence: How much smaller the values of each next grid are, 0–1.
    static func values(
        size: Int, coarsest: Int, persistence: Float, _ generator: inout SeededGenerator
    ) -> [Float] {
        var points = coarsest
        var amplitude: Float = 1 - persistence
        var values = random(points, amplitude, &generator)
        while points < size {
            values = doubled(values, points)
            points *= 2
            amplitude *= persistence
            let detail = random(points, amplitude, &generator)
            for index in values.indices { values[index] += detail[index] }
        }
        return values
    }

    private static func random(_ points: Int, _ amplitude: Float, _ generator: inout SeededGenerator) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity(points * points)
        while values.count < points * points {
            // Four values of 16 bits from each word.
            var word = generator.next()
            for _ in 0..<4 {
                values.append((Float(word & 0xFFFF) / 32768 - 1) * amplitude)
                word >>= 16
            }
        }
        values.removeLast(values.count - points * points)
        return values
    }

    /// Twice as many points in both directions, the new ones half way between the old ones.
    private static func doubled(_ values: [Float], _ points: Int) -> [Float] {
        var result = [Float](repeating: 0, count: values.count * 4)
        for row in 0..<points {
            let below = (row + 1) % points
            for column in 0..<points {
                let right = (column + 1) % points
                let a = values[row * points + column]
                let b = values[row * points + right]
                let c = values[below * points + column]
                let d = values[below * points + right]
                let place = row * 2 * points * 2 + column * 2
                result[place] = a
                result[place + 1] = (a + b) / 2
                result[place + points * 2] = (a + c) / 2
                result[place + points * 2 + 1] = (a + b + c + d) / 4
            }
        }
        return result
    }
}
