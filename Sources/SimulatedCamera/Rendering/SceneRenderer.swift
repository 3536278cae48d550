public import DroneSimulation
public import Video

/// The park around the take-off point, as the cameras of a drone see it.
///
/// Grass, a road, a paved square with a landing mark, houses, trees, crates and cones, hills and clouds; all of it
/// follows from the seed. The same place, attitude and size give the same bytes. No text, no clock, no file.
public struct SceneRenderer: Sendable {
    private let surfaces: ParkSurfaces
    private let landmarks: Landmarks

    /// Builds the park: a tenth of a second, and 4 MB.
    public init(seed: UInt64) {
        surfaces = ParkSurfaces(seed: seed)
        landmarks = Landmarks(seed: seed)
    }

    /// A picture.
    ///
    /// - Parameters:
    ///   - position: The drone's feet, metres east, north and up of the take-off point; what is no number counts as 0.
    ///   - orientation: Turns body vectors (forward, left, up) into the world; of length 1.
    ///   - direction: Which camera looks.
    ///   - lens: Its lens.
    ///   - width: Pixels, at least 16; an odd number is made even. Height as well.
    public func picture(
        position: Vector3, orientation: Quaternion, direction: CameraDirection, lens: CameraLens, width: Int,
        height: Int
    ) -> YUVPicture {
        let width = max(16, width & ~1)
        let height = max(16, height & ~1)
        let view = CameraView(
            position: position, orientation: orientation, direction: direction, lens: lens, width: width,
            height: height)
        var luma = [UInt8](repeating: 16, count: width * height)
        var blue = [UInt8](repeating: 128, count: width * height / 4)
        var red = blue
        luma.withUnsafeMutableBufferPointer { luma in
            blue.withUnsafeMutableBufferPointer { blue in
                red.withUnsafeMutableBufferPointer { red in
                    guard let y = luma.baseAddress, let b = blue.baseAddress, let r = red.baseAddress else { return }
                    let canvas = PictureCanvas(
                        luma: y, blueDifference: b, redDifference: r, width: width, height: height)
                    paint(canvas, view, drone: position)
                }
            }
        }
        let half = (width: width / 2, height: height / 2)
        guard
            let lumaPlane = PicturePlane(width: width, height: height, samples: luma),
            let bluePlane = PicturePlane(width: half.width, height: half.height, samples: blue),
            let redPlane = PicturePlane(width: half.width, height: half.height, samples: red),
            let picture = YUVPicture(luma: lumaPlane, blueDifference: bluePlane, redDifference: redPlane)
        else { return YUVPicture(width: width, height: height) }
        return picture
    }

    private func paint(_ canvas: PictureCanvas, _ view: CameraView, drone: Vector3) {
        let painter = PlanePainter(view: view, canvas: canvas)
        paintPlanes(painter, scale: 1)
        paintPlanes(painter, scale: 2)
        for face in landmarks.horizon { fill(face, canvas, view) }
        let near = landmarks.solids.map { solid in
            let dx = solid.place.x - view.eye.x
            let dy = solid.place.y - view.eye.y
            return (solid: solid, square: dx * dx + dy * dy)
        }.sorted { $0.square > $1.square }
        for (solid, _) in near { canvas.darken(view.project(solid.shadow), light: 150) }
        paintOwnShadow(canvas, view, drone)
        for (solid, _) in near {
            for face in solid.faces { fill(face, canvas, view) }
        }
    }

    /// Paints sky and ground, each pixel once: what lies on top takes its part of a row, the rest is left to what lies
    /// below it. `scale` 1 is brightness, 2 the colour planes.
    private func paintPlanes(_ painter: PlanePainter, scale: Int) {
        let (columns, rows) = (painter.canvas.width / scale, painter.canvas.height / scale)
        let covers = Self.areas.map { area in
            Outline(painter.view.project(area), columns: columns, rows: rows, scale: Float(scale))
        }
        let textures = [surfaces.landingMark, surfaces.square, surfaces.road]
        var open: [Range<Int>] = []
        var left: [Range<Int>] = []
        for row in 0..<rows {
            let parts = Self.parts(painter.view, columns: columns, row: row, scale: scale)
            if !parts.sky.isEmpty { painter.paintSky(surfaces.clouds, row: row, parts.sky, scale: scale) }
            guard !parts.ground.isEmpty else { continue }
            open = [parts.ground]
            for (cover, texture) in zip(covers, textures) {
                guard cover.rows.contains(row), let span = cover.span(row: row) else { continue }
                left.removeAll(keepingCapacity: true)
                for range in open {
                    let covered = range.clamped(to: span)
                    if covered.isEmpty {
                        left.append(range)
                        continue
                    }
                    paintGround(texture, painter, row: row, covered, scale: scale)
                    if range.lowerBound < covered.lowerBound { left.append(range.lowerBound..<covered.lowerBound) }
                    if covered.upperBound < range.upperBound { left.append(covered.upperBound..<range.upperBound) }
                }
                swap(&open, &left)
            }
            for range in open { paintGround(surfaces.grass, painter, row: row, range, scale: scale) }
        }
    }

    private func paintGround(
        _ texture: SurfaceTexture, _ painter: PlanePainter, row: Int, _ columns: Range<Int>, scale: Int
    ) {
        if scale == 1 {
            painter.paintLuma(texture, grain: surfaces.grain, row: row, columns)
        } else {
            painter.paintChroma(texture, row: row, columns)
        }
    }

    /// Where landing mark, square and road lie, the uppermost first.
    private static let areas: [[ScenePoint]] = {
        let square = -ParkSurfaces.squareReach...ParkSurfaces.squareReach
        let mark = -ParkSurfaces.markReach...ParkSurfaces.markReach
        let road = -ParkSurfaces.roadReach...ParkSurfaces.roadReach
        return [rectangle(mark, mark), rectangle(square, square), rectangle(road, ParkSurfaces.roadEdges)]
    }()

    /// Which columns of a row show sky, and which ground: the horizon is a straight line.
    private static func parts(
        _ view: CameraView, columns: Int, row: Int, scale: Int
    ) -> (sky: Range<Int>, ground: Range<Int>) {
        let y = (Float(row) + 0.5) * Float(scale)
        let first = view.ray(0.5 * Float(scale), y).z
        let last = view.ray((Float(columns) - 0.5) * Float(scale), y).z
        if first >= 0, last >= 0 { return (0..<columns, 0..<0) }
        if first < 0, last < 0 { return (0..<0, 0..<columns) }
        // One end is above and one below, so that they differ.
        let crossing = first / (first - last) * Float(columns - 1)
        let border = Int(min(max(crossing, 0), Float(columns - 1)).rounded(.down)) + 1
        return first >= 0 ? (0..<border, border..<columns) : (border..<columns, 0..<border)
    }

    private static func rectangle(_ x: ClosedRange<Float>, _ y: ClosedRange<Float>) -> [ScenePoint] {
        [
            ScenePoint(x.lowerBound, y.lowerBound, 0), ScenePoint(x.upperBound, y.lowerBound, 0),
            ScenePoint(x.upperBound, y.upperBound, 0), ScenePoint(x.lowerBound, y.upperBound, 0),
        ]
    }

    /// Paints a side that faces the camera, with the haze before it.
    private func fill(_ face: Face, _ canvas: PictureCanvas, _ view: CameraView) {
        guard let corner = face.corners.first else { return }
        let offset = corner - view.eye
        guard face.normal.dot(offset) < 0 else { return }
        let points = view.project(face.corners)
        guard !points.isEmpty else { return }
        let square = offset.dot(offset)
        let reach = PlanePainter.hazeDistance
        canvas.fill(points, face.color.mixed(with: .haze, square / (square + reach * reach) * 0.85))
    }

    /// The drone's own shadow: four propellers; it grows paler with height, as the sun is no point.
    private func paintOwnShadow(_ canvas: PictureCanvas, _ view: CameraView, _ drone: Vector3) {
        let height = view.eye.z
        guard height < 12 else { return }
        let x = view.eye.x + height * Sun.shadow.x
        let y = view.eye.y + height * Sun.shadow.y
        let light = 150 + Int(height * 8)
        for (dx, dy) in [(-0.18, 0.18), (0.18, 0.18), (-0.18, -0.18), (0.18, -0.18)] as [(Float, Float)] {
            let corners = (0..<8).map { index in
                let angle = Double(index) * .pi / 4
                return ScenePoint(x + dx + 0.13 * Float(cosine(angle)), y + dy + 0.13 * Float(sine(angle)), 0)
            }
            canvas.darken(view.project(corners), light: light)
        }
    }
}
