/// Paints textured horizontal planes, below or above the camera, by casting a ray through the end of every 16 pixels
/// of a row and going evenly from one to the next between them.
struct PlanePainter {
    let view: CameraView
    let canvas: PictureCanvas

    /// Pixels between two exact rays: at 84° across 640 pixels the error is below a tenth of a texel at 0.75 m.
    private static let stride = 16
    /// The lowest angle below the horizon, as its sine, that a ray is taken to have: 700 m away at 0.7 m height.
    private static let grazing: Float = 0.001
    /// Where half of a colour has become haze, metres.
    static let hazeDistance: Float = 420

    /// Where a ray meets the plane.
    private struct Hit {
        /// Metres east and north.
        var x: Float
        var y: Float
        /// Metres of the plane that a pixel covers, the mean of both directions.
        var footprint: Float
        /// How much haze lies before it, 0–256.
        var haze: Int
    }

    private func hit(_ ray: ScenePoint) -> Hit {
        let length = ray.length
        let drop = max(-ray.z, length * Self.grazing)
        let distance = view.eye.z / drop
        let metres = distance * length
        let square = metres * metres
        let slant = min(length / drop, 16).squareRoot()
        return Hit(
            x: view.eye.x + ray.x * distance, y: view.eye.y + ray.y * distance, footprint: distance * slant,
            haze: Int(256 * square / (square + Self.hazeDistance * Self.hazeDistance)))
    }

    // MARK: - Ground

    /// Paints the brightness of a row of ground.
    func paintLuma(_ texture: SurfaceTexture, grain: SurfaceTexture, row: Int, _ columns: Range<Int>) {
        let line = canvas.luma + row * canvas.width
        let y = Float(row) + 0.5
        var start = columns.lowerBound
        var from = hit(view.ray(Float(start) + 0.5, y))
        texture.luma.withUnsafeBufferPointer { texels in
            grain.luma.withUnsafeBufferPointer { grains in
                while start < columns.upperBound {
                    let count = min(Self.stride, columns.upperBound - start)
                    let to = hit(view.ray(Float(start + count) + 0.5, y))
                    var walk = TextureWalk(texture, from, to, count: count, coarser: 0)
                    let haze = from.haze
                    let mist = Int(SceneColor.haze.luma) * haze
                    let clear = 256 - haze
                    let pixels = line + start
                    var detail = TextureWalk(grain, from, to, count: count, coarser: 0)
                    if texture.grain > 0, detail.level < 3 {
                        let gain = texture.grain >> detail.level
                        // Sharp edges only show where a texel covers several pixels.
                        let isMagnified = from.footprint < grain.texel / 4
                        for index in 0..<count {
                            let base = walk.next(texels)
                            let speck = isMagnified ? detail.next(grains) : detail.nextNearest(grains)
                            let fine = ((speck &- 128) &* gain) &>> 8
                            // Grain is a share of the light, so that dark joints stay dark.
                            let value = min(max(base &+ (fine &* base) &>> 7, 16), 235)
                            pixels[index] = UInt8(truncatingIfNeeded: (value &* clear &+ mist) &>> 8)
                        }
                    } else {
                        for index in 0..<count {
                            pixels[index] = UInt8(truncatingIfNeeded: (walk.next(texels) &* clear &+ mist) &>> 8)
                        }
                    }
                    start += count
                    from = to
                }
            }
        }
    }

    /// Paints the colour of a row of ground; row and columns are those of the colour planes.
    func paintChroma(_ texture: SurfaceTexture, row: Int, _ columns: Range<Int>) {
        let offset = row * canvas.halfWidth
        let y = Float(row) * 2 + 1
        var start = columns.lowerBound
        var from = hit(view.ray(Float(start) * 2 + 1, y))
        texture.chroma.withUnsafeBufferPointer { texels in
            while start < columns.upperBound {
                let count = min(Self.stride / 2, columns.upperBound - start)
                let to = hit(view.ray(Float(start + count) * 2 + 1, y))
                var walk = TextureWalk(texture, from, to, count: count, coarser: 1)
                let clear = 256 - from.haze
                let blueMist = Int(SceneColor.haze.blueDifference) * from.haze
                let redMist = Int(SceneColor.haze.redDifference) * from.haze
                for index in 0..<count {
                    let (blue, red) = walk.nextChroma(texels)
                    let place = offset + start + index
                    canvas.blueDifference[place] = UInt8(truncatingIfNeeded: (blue &* clear &+ blueMist) &>> 8)
                    canvas.redDifference[place] = UInt8(truncatingIfNeeded: (red &* clear &+ redMist) &>> 8)
                }
                start += count
                from = to
            }
        }
    }

    /// An even walk over a texture, at the level that fits the size of the pixels.
    private struct TextureWalk {
        let level: Int
        private let offset: Int
        private let shift: Int
        private let mask: Int
        private var u: Int
        private var v: Int
        private let du: Int
        private let dv: Int

        init(_ texture: SurfaceTexture, _ from: Hit, _ to: Hit, count: Int, coarser: Int) {
            let ratio = min(from.footprint, to.footprint) / texture.texel
            // The exponent is the whole part of log2; a half more than 1 texel per pixel is still the finest level.
            let fitting = ratio.isFinite ? Int((ratio * 1.2).exponent) : 0
            level = min(max(fitting + coarser, 0), texture.lastLevel)
            offset = texture.levelOffsets[level]
            shift = texture.sizeLog2 - level
            mask = (1 << shift) - 1
            let scale = 65536 / (texture.texel * Float(1 << level))
            func place(_ value: Float) -> Int { Int(min(max(value * scale, -1e15), 1e15)) }
            u = place(from.x - texture.origin.x)
            v = place(from.y - texture.origin.y)
            du = (place(to.x - texture.origin.x) - u) / count
            dv = (place(to.y - texture.origin.y) - v) / count
            // The middle of a texel is where its value holds.
            u -= 32768
            v -= 32768
        }

        /// The next brightness, between the four nearest texels.
        @inline(__always)
        mutating func next(_ texels: UnsafeBufferPointer<UInt8>) -> Int {
            let column = u &>> 16 & mask
            let right = (column &+ 1) & mask
            let row = offset &+ (v &>> 16 & mask) &<< shift
            let below = offset &+ ((v &>> 16 &+ 1) & mask) &<< shift
            let fu = u &>> 8 & 255
            let fv = v &>> 8 & 255
            u &+= du
            v &+= dv
            let (a, b) = (Int(texels[row &+ column]), Int(texels[row &+ right]))
            let (c, d) = (Int(texels[below &+ column]), Int(texels[below &+ right]))
            let top = a &<< 8 &+ (b &- a) &* fu
            let bottom = c &<< 8 &+ (d &- c) &* fu
            return (top &<< 8 &+ (bottom &- top) &* fv) &>> 16
        }

        /// The next brightness, of the nearest texel.
        @inline(__always)
        mutating func nextNearest(_ texels: UnsafeBufferPointer<UInt8>) -> Int {
            let column = (u &+ 32768) &>> 16 & mask
            let row = offset &+ ((v &+ 32768) &>> 16 & mask) &<< shift
            u &+= du
            v &+= dv
            return Int(texels[row &+ column])
        }

        /// The next colour, of the nearest texel.
        @inline(__always)
        mutating func nextChroma(_ texels: UnsafeBufferPointer<UInt16>) -> (blue: Int, red: Int) {
            let column = (u &+ 32768) &>> 16 & mask
            let row = offset &+ ((v &+ 32768) &>> 16 & mask) &<< shift
            u &+= du
            v &+= dv
            let texel = texels[row &+ column]
            return (Int(texel & 255), Int(texel >> 8))
        }
    }

    // MARK: - Sky

    /// The clouds hang this high above the camera, metres.
    private static let cloudHeight: Float = 500

    /// What a ray into the sky meets.
    private struct SkyHit {
        /// How blue it is, 0–256.
        var height: Int
        /// How much of the cloud shows, 0–256: none at the horizon.
        var cloud: Int
        var x: Float
        var y: Float
        var footprint: Float
    }

    private func skyHit(_ ray: ScenePoint) -> SkyHit {
        let length = ray.length
        let climb = max(ray.z / length, 0)
        let distance = Self.cloudHeight / max(ray.z, length * 0.02)
        return SkyHit(
            height: Int(256 * min(climb * 1.7, 1).squareRoot()), cloud: Int(min(max((climb - 0.03) * 6, 0), 1) * 230),
            x: view.eye.x + ray.x * distance, y: view.eye.y + ray.y * distance,
            footprint: distance * min(1 / max(climb, 0.02), 16).squareRoot())
    }

    /// Paints a row of sky; `scale` 1 is brightness, 2 the colour planes.
    func paintSky(_ clouds: SurfaceTexture, row: Int, _ columns: Range<Int>, scale: Int) {
        let y = (Float(row) + 0.5) * Float(scale)
        let (haze, zenith) = (SceneColor.haze, SceneColor.zenith)
        var start = columns.lowerBound
        var from = skyHit(view.ray((Float(start) + 0.5) * Float(scale), y))
        clouds.luma.withUnsafeBufferPointer { texels in
            while start < columns.upperBound {
                let count = min(Self.stride, columns.upperBound - start)
                let to = skyHit(view.ray((Float(start + count) + 0.5) * Float(scale), y))
                let ends = (
                    Hit(x: from.x, y: from.y, footprint: from.footprint * Float(scale), haze: 0),
                    Hit(x: to.x, y: to.y, footprint: to.footprint * Float(scale), haze: 0)
                )
                var walk = TextureWalk(clouds, ends.0, ends.1, count: count, coarser: 0)
                // 8 more bits than the colours, so that the sky has no steps.
                var height = from.height << 8
                let rise = (to.height - from.height) << 8 / count
                for index in 0..<count {
                    let cloud = (walk.next(texels) &* from.cloud) &>> 8
                    func mix(_ low: UInt8, _ high: UInt8, _ white: Int) -> UInt8 {
                        let clear = Int(low) &<< 16 &+ (Int(high) &- Int(low)) &* height
                        let lit = clear &+ ((white &<< 16 &- clear) &>> 8) &* cloud
                        return UInt8(truncatingIfNeeded: lit &>> 16)
                    }
                    let place = start + index
                    if scale == 1 {
                        canvas.luma[row * canvas.width + place] = mix(haze.luma, zenith.luma, 232)
                    } else {
                        let half = row * canvas.halfWidth + place
                        canvas.blueDifference[half] = mix(haze.blueDifference, zenith.blueDifference, 128)
                        canvas.redDifference[half] = mix(haze.redDifference, zenith.redDifference, 128)
                    }
                    height += rise
                }
                start += count
                from = to
            }
        }
    }
}
