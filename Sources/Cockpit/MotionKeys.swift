import CellCanvas
import DroneModel

/// The movement keys that count as held.
///
/// A terminal that tells of presses alone reports a key when it is pressed and again while it repeats. Such a key
/// counts for ``hold`` after it was last reported. A terminal that tells of releases, too, has a key count from its
/// press to its release, and three things end it before:
///
/// - the terminal's window loses the focus: the release will go elsewhere;
/// - nothing is heard of the terminal for ``silence``: it is asked for a sign of life every ``signPeriod`` while a key
///   is held, and answers behind all releases, so that a release can be late by no more than that;
/// - no movement key is reported for ``longestHold``: a keyboard that went away, a program that swallowed the release.
struct MotionKeys: Equatable, Sendable {
    /// How long a report of a key counts where releases are not told: the life of a set-point, 250 ms.
    ///
    /// Keyboards repeat every 25–50 ms.
    static let hold: Duration = .milliseconds(250)

    /// How long a terminal may be silent while a key is held, 500 ms: four questions unanswered, one of them after
    /// a round trip of 200 ms.
    static let silence: Duration = .milliseconds(500)
    /// Time between two questions for a sign of life, 100 ms.
    static let signPeriod: Duration = .milliseconds(100)
    /// How long held keys count without any report, 5 s. A held key repeats, and so renews this, unless another was
    /// pressed after it.
    static let longestHold: Duration = .seconds(5)

    /// What a movement key changes.
    enum Axis: Hashable, Sendable, CaseIterable {
        case roll, pitch, climb, yaw
    }

    /// The direction a key pushes an axis in, with the signs of ``Setpoint``.
    enum Direction: Double, Sendable {
        case negative = -1
        case positive = 1
    }

    /// Why held keys stopped to count.
    enum Lapse: Equatable, Sendable {
        case silence
        case longestHold
    }

    private struct Held: Equatable {
        var axis: Axis
        var direction: Direction
        var reports: KeyReports
        var last: Duration
    }

    /// In the order they were pressed; of two keys of an axis the later one counts.
    private var held: [Held] = []
    private var heard: Duration = .zero
    private var asked: Duration?

    /// A key was reported.
    ///
    /// - Parameter reports: Whether its release will be told. Where not, the opposite key of the axis no longer counts.
    mutating func press(_ axis: Axis, _ direction: Direction, reports: KeyReports = .presses, at now: Duration) {
        heard = now
        for index in held.indices where held[index].reports == .releases { held[index].last = now }
        if let index = held.firstIndex(where: { $0.axis == axis && $0.direction == direction }),
            held[index].reports == reports, counts(held[index], at: now)
        {
            held[index].last = now
            return
        }
        held.removeAll { $0.axis == axis && ($0.direction == direction || $0.reports == .presses) }
        held.append(Held(axis: axis, direction: direction, reports: reports, last: now))
    }

    /// A key was let go.
    mutating func release(_ axis: Axis, _ direction: Direction) {
        held.removeAll { $0.axis == axis && $0.direction == direction }
    }

    /// No key counts any more.
    mutating func release() { held = [] }

    /// The terminal sent something.
    mutating func hear(at now: Duration) { heard = now }

    /// Whether a key is held whose release is awaited.
    var awaitsRelease: Bool { held.contains { $0.reports == .releases } }

    /// Whether the terminal is to be asked for a sign of life now; counts as asked then.
    mutating func asksForSign(at now: Duration) -> Bool {
        guard awaitsRelease else {
            asked = nil
            return false
        }
        if let asked, now - asked < Self.signPeriod { return false }
        asked = now
        return true
    }

    /// Forgets the keys that do not count any more; why, where that is not their usual end.
    mutating func expire(at now: Duration) -> Lapse? {
        let gone = held.filter { !counts($0, at: now) }
        held = held.filter { counts($0, at: now) }
        guard gone.contains(where: { $0.reports == .releases }) else { return nil }
        return now - heard >= Self.silence ? .silence : .longestHold
    }

    private func counts(_ key: Held, at now: Duration) -> Bool {
        switch key.reports {
        case .presses: now - key.last < Self.hold
        case .releases: now - key.last < Self.longestHold && now - heard < Self.silence
        }
    }

    /// What the held keys ask for at `now` with axes at `fraction` (0–1) of their limits; nil when none is held.
    func setpoint(at now: Duration, fraction: Double) -> Setpoint? {
        var values: [Axis: Double] = [:]
        for key in held where counts(key, at: now) { values[key.axis] = key.direction.rawValue * fraction }
        if values.isEmpty { return nil }
        return Setpoint(
            roll: values[.roll] ?? 0, pitch: values[.pitch] ?? 0, climb: values[.climb] ?? 0, yaw: values[.yaw] ?? 0)
    }
}
