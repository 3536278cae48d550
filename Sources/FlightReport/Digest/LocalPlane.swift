#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The earth around a place as a plane: metres east and north of it.
struct LocalPlane: Sendable {
    /// Metres in a degree on a sphere of 6,371 km; centimetres off within a kilometre.
    static let metresPerDegree = 111_195.0

    private let latitude: Double
    private let longitude: Double
    private let shrink: Double

    /// Around a place, degrees.
    init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
        shrink = cos(latitude * .pi / 180)
    }

    func place(latitude: Double, longitude: Double) -> (east: Double, north: Double) {
        (
            (longitude - self.longitude) * Self.metresPerDegree * shrink,
            (latitude - self.latitude) * Self.metresPerDegree
        )
    }
}
