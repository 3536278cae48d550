/// A time on the wire: milliseconds since 2000-01-01T00:00:00Z, without leap seconds (RFC 9171, 4.2.6).
public struct DTNTime: Hashable, Comparable, Sendable {
    /// Milliseconds since 2000-01-01T00:00:00Z; 0 stands for a clock that nobody trusts.
    public var milliseconds: UInt64

    /// A time as it is on the wire.
    public init(milliseconds: UInt64) { self.milliseconds = milliseconds }

    /// Seconds from 1970 to 2000.
    private static let epoch: Int64 = 946_684_800

    /// A time as the system's clock gives it, milliseconds since 1970; the ones before 2000 are unknown.
    public init(unixMilliseconds: Int64) {
        let (since, overflow) = unixMilliseconds.subtractingReportingOverflow(Self.epoch * 1000)
        milliseconds = overflow ? 0 : UInt64(max(0, since))
    }

    /// Milliseconds since 1970; the largest number for times that it cannot hold.
    public var unixMilliseconds: Int64 {
        let (since, overflow) = Int64(clamping: milliseconds).addingReportingOverflow(Self.epoch * 1000)
        return overflow ? .max : since
    }

    /// No clock, or none that is trusted.
    public static let unknown = DTNTime(milliseconds: 0)

    /// True unless this is ``unknown``.
    public var isKnown: Bool { milliseconds != 0 }

    /// Earlier is smaller.
    public static func < (left: DTNTime, right: DTNTime) -> Bool { left.milliseconds < right.milliseconds }
}

/// When a bundle was created, and which of those created then it is.
///
/// With the source it names the bundle, so a node never gives the same twice, also after a restart or a clock that was
/// put back.
public struct CreationTimestamp: Hashable, Sendable {
    /// The time, or ``DTNTime/unknown``; then the bundle carries its age in a block.
    public var time: DTNTime
    /// A counter.
    public var sequence: UInt64

    /// A timestamp.
    public init(time: DTNTime, sequence: UInt64) {
        self.time = time
        self.sequence = sequence
    }
}

extension CreationTimestamp {
    /// The timestamp for the next bundle of a source: later than `last` whatever the clock does.
    ///
    /// When the clock was put back, the time of the last bundle goes on to be given, with higher counts, until the clock
    /// has caught up. The result is to be stored before the bundle is sent, and given as `last` after a restart.
    ///
    /// - Parameters:
    ///   - last: What was given to the last bundle made with the kind of clock at hand, nil for the first: those with a
    ///     time and those without are counted apart.
    ///   - now: The time by a trusted clock; nil without one.
    public static func next(after last: CreationTimestamp?, now: DTNTime?) -> CreationTimestamp {
        let time = now ?? .unknown
        guard let last else { return CreationTimestamp(time: time, sequence: 0) }
        if time.isKnown, time > last.time { return CreationTimestamp(time: time, sequence: 0) }
        let held = time.isKnown ? last.time : .unknown
        // After 2⁶⁴ bundles in a millisecond the next one begins early.
        guard last.sequence < .max else {
            return CreationTimestamp(time: DTNTime(milliseconds: held.milliseconds &+ 1), sequence: 0)
        }
        return CreationTimestamp(time: held, sequence: last.sequence + 1)
    }
}

extension Duration {
    /// Whole milliseconds, rounded down, from 0 to the largest number.
    var wholeMilliseconds: UInt64 {
        if self <= .zero { return 0 }
        let (seconds, attoseconds) = components
        let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1000)
        let (sum, tooMuch) = product.addingReportingOverflow(UInt64(attoseconds) / 1_000_000_000_000_000)
        return overflow || tooMuch ? .max : sum
    }

    /// A duration of so many milliseconds, as far as 2⁶³ − 1.
    init(milliseconds: UInt64) { self = .milliseconds(Int64(clamping: milliseconds)) }
}
