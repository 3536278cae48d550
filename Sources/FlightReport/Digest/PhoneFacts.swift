/// What one phone on board told during a recording.
public struct PhoneFacts: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// The apps it told by.
    public var sources: [String]
    /// Fixes that came.
    public var received: Int
    /// Fixes that would have come at the usual interval; nil below three fixes.
    public var expected: Int?
    /// The usual time between two fixes, the median, seconds; nil below three fixes.
    public var usualInterval: Double?
    /// The longest time between two fixes, by the phone's clock; nil below two.
    public var longestGap: Gap?
    /// From the phone's receiver to this computer, the median, seconds, by both clocks; negative where the phone's is
    /// ahead.
    public var medianLatency: Double?
    /// How far fixes lie from their mean while the drone stood before its first flight; nil below
    /// ``PhoneLedger/leastForScatter`` of them.
    public var scatter: Scatter?
    /// Its pictures, in the order they came.
    public var pictures: [PhonePicture]
    /// Pictures beyond ``PhoneLedger/mostPictures``.
    public var omittedPictures: Int
    /// Its fixes as metres from the first, in the order they came.
    public var track: FlightTrack

    /// A time without fixes.
    public struct Gap: Equatable, Sendable {
        /// When it began, seconds since the recording began; nil where that has no UTC.
        public var start: Double?
        /// How long it was, seconds.
        public var length: Double
    }

    /// Fixes of a phone that stands.
    public struct Scatter: Equatable, Sendable {
        /// 95 % of them lie within this distance from their mean, metres.
        public var radius: Double
        /// How many there were.
        public var count: Int
    }
}

/// A picture of a phone on board.
public struct PhonePicture: Equatable, Sendable {
    /// Its file, beside the phone's fixes.
    public var name: String
    /// When it came, seconds since the recording began.
    public var arrival: Double
    /// When it was taken, seconds since the recording began, to the second that its name tells; nil where it tells none.
    public var taken: Double?
    /// How much later the nearest fix is than the picture, seconds; nil without fixes.
    public var fixGap: Double?
    /// The file's length, bytes.
    public var bytes: Int
    /// A small copy as a `data:` address; nil where the file is not at hand.
    public var thumbnail: String?
}
