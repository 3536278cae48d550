public import DroneModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Distances on the earth, for fields and not for continents.
public enum Geodesy {
    /// The mean radius of the earth (IUGG), metres: distances are within 0.6 % of those on the ellipsoid.
    public static let earthRadius = 6_371_008.8

    /// Metres from one fix to another along the great circle (haversine).
    public static func distance(from start: PhoneFix, to end: PhoneFix) -> Double {
        let (one, two) = (start.latitude * .pi / 180, end.latitude * .pi / 180)
        let north = sin((two - one) / 2)
        let east = sin((end.longitude - start.longitude) * .pi / 360)
        return 2 * earthRadius * asin(min(1, (north * north + cos(one) * cos(two) * east * east).squareRoot()))
    }

    /// The course at `start` towards `end`, degrees from true north, 0..<360; 0 where they are the same.
    public static func bearing(from start: PhoneFix, to end: PhoneFix) -> Double {
        let (one, two) = (start.latitude * .pi / 180, end.latitude * .pi / 180)
        let across = (end.longitude - start.longitude) * .pi / 180
        let angle = atan2(sin(across) * cos(two), cos(one) * sin(two) - sin(one) * cos(two) * cos(across))
        let degrees = angle * 180 / .pi
        return degrees < 0 ? degrees + 360 : degrees
    }
}
