/// How much a recording may take, and when to speak of it.
public struct RecordingLimits: Equatable, Sendable {
    /// Below so many free bytes on the disk the pilot is warned; nil for never. By default 1 GiB: an hour of full navdata
    /// and video at 1.5 Mbit/s takes 2.3 GB, so that this is half an hour's warning.
    public var lowSpace: Int? = 1 << 30
    /// A recording that has so many bytes ends; nil for no limit.
    public var largest: Int?

    /// The defaults.
    public init() {}
}
