/// An angle. Stored in radians; degrees are for people and for the wire.
public struct Angle: Hashable, Comparable, Sendable {
    /// The angle in radians.
    public var radians: Double

    /// An angle given in radians.
    public init(radians: Double) { self.radians = radians }

    /// An angle given in degrees.
    public init(degrees: Double) { self.radians = degrees * .pi / 180 }

    /// An angle given in thousandths of a degree, as navdata does.
    public init(millidegrees: Double) { self.init(degrees: millidegrees / 1000) }

    /// The angle in degrees.
    public var degrees: Double { radians * 180 / .pi }

    /// The angle in thousandths of a degree.
    public var millidegrees: Double { degrees * 1000 }

    /// No angle at all.
    public static let zero = Angle(radians: 0)

    /// Smaller means fewer radians.
    public static func < (left: Angle, right: Angle) -> Bool { left.radians < right.radians }
}
