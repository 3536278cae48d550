import NIOCore

/// The monotonic clock that stamps everything of a link.
public enum LinkClock {
    private static let start = NIODeadline.now()

    /// Time since the clock was first read in this process; never jumps.
    public static var now: Duration {
        // The start is read first: it must not lie behind the present.
        let start = start
        return .nanoseconds((NIODeadline.now() - start).nanoseconds)
    }
}
