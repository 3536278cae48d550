public import DroneModel

/// Decides of every valid packet whether it is news, by its sequence number.
///
/// The drone counts packets up from 1 and begins anew when it reboots or loses its client. A client that only ever
/// takes higher numbers is blind after a reboot until the counter passes its old value, which is as long as the
/// drone had been up. A client that takes every lower number shows the past. So a lower number is:
///
///     within the last 64 numbers          duplicate when seen, late when not
///     after a second without news         a restart, at once (near a high number still late or duplicate)
///     far below, and 1                    a restart, at once: the drone's first number
///     far below, status bit 30 or 13 set  a restart when a second one follows it upwards
///     far below otherwise                 a restart when two more follow it upwards
///
/// The bits alone prove nothing: bit 30 is set in every packet of a drone that nobody commands. A number further
/// ahead than any drone counts is treated like one far below.
public struct NavdataSequencer: Equatable, Sendable {
    /// What a packet is.
    public enum Verdict: Equatable, Sendable {
        /// News. `missing` numbers before it never came; they may still come late.
        case next(missing: Int)
        /// Seen before.
        case duplicate
        /// Behind newer ones, or a stray: not to be shown.
        case late
        /// News of a drone that counts anew.
        case restarted
    }

    /// The highest number taken since the last restart; nil before the first packet.
    public private(set) var newest: UInt32?

    /// Bit i is set when `newest - i` was seen.
    private var seen: UInt64 = 0
    /// When the last news came.
    private var lastNews: Duration = .zero
    /// The last number out of reach, and how many came in a row going up.
    private var stray: Stray?

    private struct Stray: Equatable, Sendable {
        var number: UInt32
        var count: Int
    }

    /// After this time without news any number is news: the drone maker's client waits one second.
    public static let silence: Duration = .seconds(1)
    /// How far back duplicates are recognised: 0.3 s at 200 packets a second, 4 s at 15.
    public static let window = 64
    /// Twice the rate of full navdata (200 packets a second): no drone counts faster.
    static let fastestRate = 400
    /// How far ahead a number may be however short the time: five seconds of full navdata held up on the way.
    static let burst = 1000

    /// Nothing seen yet.
    public init() {}

    /// Takes note of a packet.
    ///
    /// - Parameters:
    ///   - sequence: Its number.
    ///   - status: Its status bits.
    ///   - time: When it arrived, on the receiver's monotonic clock.
    public mutating func accept(sequence: UInt32, status: DroneStatus, at time: Duration) -> Verdict {
        guard let newest else {
            begin(at: sequence, time)
            return .next(missing: 0)
        }
        let quiet = max(.zero, time - lastNews)
        if sequence > newest, Int(sequence - newest) <= reach(after: quiet) {
            let step = Int(sequence - newest)
            seen = step < Self.window ? (seen << UInt64(step)) | 1 : 1
            self.newest = sequence
            lastNews = time
            stray = nil
            return .next(missing: step - 1)
        }
        let isNear = sequence <= newest && newest - sequence < UInt32(Self.window)
        // A drone back from a reboot begins with small numbers: near a high one there are only stragglers.
        if quiet >= Self.silence, !isNear || newest <= UInt32(2 * Self.window) {
            begin(at: sequence, time)
            return .restarted
        }
        if isNear {
            let bit: UInt64 = 1 << UInt64(newest - sequence)
            defer { seen |= bit }
            return seen & bit == 0 ? .late : .duplicate
        }
        if isRestart(sequence, status) {
            begin(at: sequence, time)
            return .restarted
        }
        return .late
    }

    /// How far ahead a number may be after `quiet` without news.
    private func reach(after quiet: Duration) -> Int {
        let seconds = min(quiet.components.seconds, 1_000_000)
        return Self.burst + Self.fastestRate * (Int(seconds) + 1)
    }

    /// Whether a number out of reach is the drone counting anew.
    private mutating func isRestart(_ sequence: UInt32, _ status: DroneStatus) -> Bool {
        if sequence == 1 { return true }
        if let before = stray, sequence == before.number { return false }
        let follows = stray.map { sequence > $0.number && sequence - $0.number <= UInt32(Self.window) } ?? false
        let count = follows ? (stray?.count ?? 0) + 1 : 1
        stray = Stray(number: sequence, count: count)
        let signalled = status.contains(.communicationWatchdog) || status.contains(.communicationLost)
        return count >= (signalled ? 2 : 3)
    }

    private mutating func begin(at sequence: UInt32, _ time: Duration) {
        newest = sequence
        seen = 1
        lastNews = time
        stray = nil
    }
}
