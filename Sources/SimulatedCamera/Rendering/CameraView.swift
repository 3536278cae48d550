import DroneSimulation

/// A camera's lens: straight lines stay straight.
public struct CameraLens: Equatable, Sendable {
    /// Angle from one corner of the picture to the opposite one, radians.
    public var diagonalFieldOfView: Double

    /// Front camera of the 2.0: 92° (maker's data sheet).
    public static let frontOfArdrone2 = CameraLens(degrees: 92)
    /// Front camera of the 1.0: 93° (maker's data sheet).
    public static let frontOfArdrone1 = CameraLens(degrees: 93)
    /// Ground camera of both: 64° (maker's data sheet).
    public static let ground = CameraLens(degrees: 64)

    private init(degrees: Double) { diagonalFieldOfView = degrees * .pi / 180 }

    /// Distance of the picture plane, pixels.
    func focalLength(width: Int, height: Int) -> Float {
        let diagonal = Double(width * width + height * height).squareRoot()
        return Float(diagonal / 2 / tangent(diagonalFieldOfView / 2))
    }
}

/// Which way a camera looks.
public enum CameraDirection: Hashable, Sendable, CaseIterable {
    /// Along the nose.
    case front
    /// Down; the upper edge of the picture is in front.
    case ground
}

/// A camera where it is: turns points of the scene into pixels, and pixels into rays.
struct CameraView {
    /// The camera, metres east, north and up.
    let eye: ScenePoint
    /// Where it looks, times the focal length in pixels.
    let forward: ScenePoint
    /// To the right in the picture, length 1.
    let right: ScenePoint
    /// Downwards in the picture, length 1.
    let down: ScenePoint
    let focalLength: Float
    let width: Int
    let height: Int

    /// The lens is this high above the feet, metres (estimate from pictures of the hull).
    private static let lensHeight = 0.06
    /// Beyond this the scene has nothing to show, metres.
    private static let farthest = 50_000.0

    init(
        position: Vector3, orientation: Quaternion, direction: CameraDirection, lens: CameraLens, width: Int,
        height: Int
    ) {
        // The columns of the rotation that turns body vectors (forward, left, up) into the world.
        let (w, x, y, z) = Self.unit(orientation)
        let nose = ScenePoint(
            Float(1 - 2 * (y * y + z * z)), Float(2 * (x * y + w * z)), Float(2 * (x * z - w * y)))
        let left = ScenePoint(
            Float(2 * (x * y - w * z)), Float(1 - 2 * (x * x + z * z)), Float(2 * (y * z + w * x)))
        let up = ScenePoint(
            Float(2 * (x * z + w * y)), Float(2 * (y * z - w * x)), Float(1 - 2 * (x * x + y * y)))
        focalLength = lens.focalLength(width: width, height: height)
        right = left * -1
        switch direction {
        case .front:
            forward = nose * focalLength
            down = up * -1
        case .ground:
            forward = up * -focalLength
            down = nose * -1
        }
        func place(_ value: Double) -> Float {
            value.isFinite ? Float(min(max(value, -Self.farthest), Self.farthest)) : 0
        }
        eye = ScenePoint(place(position.x), place(position.y), max(place(position.z + Self.lensHeight), 0.03))
        self.width = width
        self.height = height
    }

    /// The components at length 1; what has no direction looks level to the east.
    private static func unit(_ orientation: Quaternion) -> (Double, Double, Double, Double) {
        let (w, x, y, z) = (orientation.w, orientation.x, orientation.y, orientation.z)
        let length = (w * w + x * x + y * y + z * z).squareRoot()
        guard length.isFinite, length > 1e-6 else { return (1, 0, 0, 0) }
        return (w / length, x / length, y / length, z / length)
    }

    /// The ray through a point of the picture, in pixels from its upper left corner; its length is at least the focal
    /// length.
    func ray(_ column: Float, _ row: Float) -> ScenePoint {
        forward + right * (column - Float(width) / 2) + down * (row - Float(height) / 2)
    }

    /// The part of a flat convex outline in front of the camera, as points of the picture; empty where nothing is.
    func project(_ corners: [ScenePoint]) -> [PicturePoint] {
        let nearest: Float = 0.03
        var inFront: [ScenePoint] = []
        var previous: ScenePoint?
        func seen(_ corner: ScenePoint) -> ScenePoint {
            let offset = corner - eye
            return ScenePoint(offset.dot(right), offset.dot(down), offset.dot(forward) / focalLength)
        }
        guard let last = corners.last else { return [] }
        previous = seen(last)
        for corner in corners {
            let point = seen(corner)
            if let before = previous, (before.z < nearest) != (point.z < nearest) {
                let share = (nearest - before.z) / (point.z - before.z)
                inFront.append(before + (point - before) * share)
            }
            if point.z >= nearest { inFront.append(point) }
            previous = point
        }
        guard inFront.count > 2 else { return [] }
        return inFront.map { point in
            let scale = focalLength / point.z
            return PicturePoint(x: Float(width) / 2 + point.x * scale, y: Float(height) / 2 + point.y * scale)
        }
    }
}

/// A place in a picture, pixels from its upper left corner.
struct PicturePoint: Equatable {
    var x: Float
    var y: Float
}
