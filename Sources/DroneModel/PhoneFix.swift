/// Where a phone was, as it says itself: one fix of its receiver, in SI units whatever the app sends.
public struct PhoneFix: Equatable, Sendable {
    /// Which phone: the name its token was given to, or what it calls itself.
    public var device: String
    /// Which app, or file, told it: `owntracks`, `traccar`, `gpx`, …
    public var source: String
    /// When the receiver had it, by the phone.
    public var time: UTCTime
    /// When it came here, by this computer.
    public var arrival: UTCTime
    /// Latitude, degrees of WGS 84, -90…90, north positive.
    public var latitude: Double
    /// Longitude, degrees of WGS 84, -180…180, east positive.
    public var longitude: Double
    /// Altitude, metres, above what the phone chose (the ellipsoid or the sea); nil where it is not told.
    public var altitude: Double?
    /// Radius that holds it with 68 %, metres, by the phone; nil where it is not told.
    public var accuracy: Double?
    /// Speed over ground, metres per second, not negative; nil where it is not told.
    public var speed: Double?
    /// Course over ground, degrees from true north, 0..<360; nil where it is not told.
    public var course: Double?
    /// The phone's battery, 0…1; nil where it is not told.
    public var battery: Double?

    /// A fix of which nothing but time and place is known.
    public init(
        device: String, source: String, time: UTCTime, arrival: UTCTime, latitude: Double, longitude: Double
    ) {
        self.device = device
        self.source = source
        self.time = time
        self.arrival = arrival
        self.latitude = latitude
        self.longitude = longitude
    }

    /// How long it took from the receiver to this computer, by both clocks; negative where the phone's is ahead.
    public var latency: Duration { arrival - time }

    /// Fixes that took longer than this are marked late: they were stored on the phone meanwhile.
    public static let lateAfter: Duration = .seconds(10)

    /// Whether it came later than fixes come that are sent at once.
    public var isLate: Bool { latency > Self.lateAfter }
}
