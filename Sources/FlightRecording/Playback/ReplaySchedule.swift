public import DroneModel

/// Which moment of a recording belongs to which moment of the host's clock.
///
///     paused --play--> playing --pause--> paused       seek, speed: in both, without a jump of the other
///
/// A value; the host's time is an argument.
public struct ReplaySchedule: Equatable, Sendable {
    /// The speeds that can be asked for, times as fast as it was flown.
    public static let speeds = 0.1...50.0

    /// Times as fast as it was flown.
    public private(set) var speed: Double
    /// Whether time stands still.
    public private(set) var isPaused = true

    /// A moment of both.
    private var host: Duration = .zero
    private var recording: Duration = .zero

    /// A schedule that stands at the beginning.
    ///
    /// - Parameter speed: Held to ``speeds``.
    public init(speed: Double = 1) { self.speed = Self.held(speed) }

    private static func held(_ speed: Double) -> Double {
        speed.isNaN ? 1 : min(speeds.upperBound, max(speeds.lowerBound, speed))
    }

    /// The time of the recording at `now`.
    public func position(at now: Duration) -> Duration {
        isPaused ? recording : recording + max(.zero, now - host) * speed
    }

    /// When `time` of the recording is due on the host's clock; nil while paused.
    public func due(_ time: Duration) -> Duration? {
        isPaused ? nil : host + (time - recording) * (1 / speed)
    }

    /// Stops.
    public mutating func pause(at now: Duration) {
        seek(to: position(at: now), at: now)
        isPaused = true
    }

    /// Goes on.
    public mutating func play(at now: Duration) {
        seek(to: position(at: now), at: now)
        isPaused = false
    }

    /// Goes to `time` of the recording.
    public mutating func seek(to time: Duration, at now: Duration) {
        host = now
        recording = max(.zero, time)
    }

    /// Goes on with another speed, held to ``speeds``.
    public mutating func setSpeed(_ new: Double, at now: Duration) {
        seek(to: position(at: now), at: now)
        speed = Self.held(new)
    }

    /// Goes on with the next of the usual speeds.
    public mutating func changeSpeed(_ direction: ReplayIntent.Direction, at now: Duration) {
        let usual = ReplayProgress.speeds
        let next =
            switch direction {
            // A little more or less: decimal fractions are not exact.
            case .forward: usual.first { $0 > speed * 1.001 } ?? speed
            case .backward: usual.last { $0 < speed * 0.999 } ?? speed
            }
        setSpeed(next, at: now)
    }
}
