/// Which parts of the screen a frame draws.
public struct ScreenParts: OptionSet, Hashable, Sendable {
    /// One bit for each part.
    public var rawValue: UInt8

    /// Parts from their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The artificial horizon and the heading above it.
    public static let horizon = ScreenParts(rawValue: 1)
    /// Everything else.
    public static let text = ScreenParts(rawValue: 2)
    /// The whole screen.
    public static let all: ScreenParts = [.horizon, .text]
}

/// Decides what to draw when: the horizon 20 times a second, so that it moves smoothly; text 10 times,
/// because digits that change faster cannot be read; everything at once after a key.
///
/// Frames lie on a fixed grid of ``horizonPeriod``. A frame that comes late is drawn once and the missed
/// ones are dropped.
public struct RedrawSchedule: Equatable, Sendable {
    /// Time between two frames of the horizon: 20 Hz.
    public static let horizonPeriod: Duration = .milliseconds(50)
    /// Time between two frames of the text: 10 Hz.
    public static let textPeriod: Duration = .milliseconds(100)

    private var nextHorizon: Duration?
    private var nextText: Duration?

    /// A schedule whose first frame is due at once and complete.
    public init() {}

    /// The next frame must come at once and be complete: a key was pressed, the size changed.
    public mutating func invalidate() {
        nextHorizon = nil
        nextText = nil
    }

    /// When the next frame is due; nil when at once.
    public var nextFrame: Duration? {
        guard let nextHorizon, let nextText else { return nil }
        return min(nextHorizon, nextText)
    }

    /// What to draw at `now`; empty when nothing is due.
    ///
    /// What is returned counts as drawn.
    public mutating func due(at now: Duration) -> ScreenParts {
        var parts: ScreenParts = []
        if nextText.map({ now >= $0 }) ?? true {
            parts.insert(.text)
            nextText = Self.slot(after: now, period: Self.textPeriod)
        }
        if nextHorizon.map({ now >= $0 }) ?? true {
            parts.insert(.horizon)
            nextHorizon = Self.slot(after: now, period: Self.horizonPeriod)
        }
        return parts
    }

    /// The first multiple of `period` after `now`.
    private static func slot(after now: Duration, period: Duration) -> Duration {
        period * (Int(min(1e15, now / period).rounded(.down)) + 1)
    }
}
