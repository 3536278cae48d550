/// Where the ferry's stations are when a mission is flown on a simulated drone, and how far their radio reaches.
///
/// A real flight does not read it: there the stations are where people put them.
public struct FerryField: Equatable, Sendable {
    /// The most stations in a field.
    public static let mostStations = 8

    /// How far the drone and a station hear each other, metres, in a straight line.
    public var range: Double
    /// The stations by name, in the order of the file.
    public var stations: [Station] = []

    /// A station on the ground.
    public struct Station: Equatable, Sendable {
        /// Its node's short name: `A` for `dtn://A/`.
        public var name: String
        /// Metres forward of where the drone takes off, as it stands there.
        public var forward: Double
        /// Metres right of it.
        public var right: Double

        /// A station.
        public init(name: String, forward: Double, right: Double) {
            self.name = name
            self.forward = forward
            self.right = right
        }

        /// Metres from here to a place that many metres forward, right and up of the take-off.
        public func distance(to place: SIMD3<Double>) -> Double {
            let way = place - SIMD3(forward, right, 0)
            return (way * way).sum().squareRoot()
        }
    }

    /// A field without stations.
    public init(range: Double) { self.range = range }
}
