import NIOCore

/// The monotonic clock that stamps everything of a link.
public enum LinkClock {
    /// Time since an arbitrary moment in the past; never jumps.
    public static var now: Duration { .nanoseconds(Int64(clamping: NIODeadline.now().uptimeNanoseconds)) }
}
