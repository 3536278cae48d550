/// What the phone on board tells, as far as a pilot looks at it. Times are on the cockpit's clock, in a replay on the
/// recording's.
public struct PayloadReadout: Equatable, Sendable {
    /// Which phone; nil before any told something.
    public var device: String?
    /// By which app.
    public var source: String?
    /// When its newest fix came; nil before the first.
    public var fixArrival: Duration?
    /// Radius that holds it with 68 %, metres.
    public var accuracy: Double?
    /// Metres from home, the first place it told.
    public var distance: Double?
    /// The course from home to it, degrees from true north.
    public var bearing: Double?
    /// Speed over ground, metres per second.
    public var speed: Double?
    /// Its battery, 0 to 1.
    public var battery: Double?
    /// Fixes that were new.
    public var fixes = 0
    /// Times without fixes.
    public var gaps = 0
    /// The longest of them.
    public var longestGap: Duration?
    /// Pictures that were new.
    public var photos = 0
    /// Octets of them.
    public var photoBytes = 0
    /// When the last picture came.
    public var photoArrival: Duration?
    /// Whether its last picture is there to be looked at: then the payload layout has a place for it.
    public var hasPicture = false
    /// How often something was not taken.
    public var refused = 0
    /// Where phones join, while none has told anything; nil where there is no such place.
    public var joinAddress: String?

    /// Nothing told.
    public init() {}
}
