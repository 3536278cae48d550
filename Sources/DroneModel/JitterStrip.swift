/// How regularly navdata came during the last sixteen seconds: the longest gap of every quarter of a second.
///
/// A strip of gaps shows at a glance what a rate hides: a host that scans, a hiccup, a steady limp. It holds
/// ``slots`` numbers in place, so that a packet costs no memory and a copy of it is only bytes.
public struct JitterStrip: Equatable, Sendable {
    /// How many slots the strip has.
    public static let slots = 64
    /// The time that a slot stands for, 250 ms: the slowest navdata mode (15 Hz) fills each with three or four packets.
    public static let slotWidth: Duration = .milliseconds(250)

    /// When the newest packet came.
    private var last: Duration?
    /// The running slot, counted from time zero.
    private var running: Int64 = 0
    /// The longest gap of each slot in tenths of a millisecond; slot n is at n modulo ``slots``.
    private var gaps = SIMD64<UInt16>(repeating: 0)

    /// A strip without packets.
    public init() {}

    /// Notes a packet that arrived at `now`; a time before the last packet's counts as the last packet's.
    public mutating func note(at now: Duration) {
        guard let before = last else {
            last = now
            running = Self.slot(at: now)
            return
        }
        guard now > before else { return }
        advance(to: now)
        raise(by: now - before, from: Self.slot(at: before), to: running)
        last = now
    }

    /// The longest gap of each slot, the oldest first, the running one last; zero where nothing was heard yet.
    ///
    /// A silence counts in every slot it lies in, the silence that lasts at `now` as well.
    public func gaps(at now: Duration) -> [Duration] {
        var strip = self
        if let last, now > last {
            strip.advance(to: now)
            let first = Self.slot(at: last)
            // Between two packets of a healthy link there is always a little silence: it is no gap of its own
            // until a slot has gone by without any.
            if strip.running > first { strip.raise(by: now - last, from: first, to: strip.running) }
        }
        return (1...Int64(Self.slots)).map { step in
            .microseconds(Int64(strip.gaps[Self.index(strip.running &+ step)]) * 100)
        }
    }

    /// Empties the slots that lie between the running one and that of `now`.
    private mutating func advance(to now: Duration) {
        let slot = Self.slot(at: now)
        guard slot > running else { return }
        for step in 0..<min(slot - running, Int64(Self.slots)) { gaps[Self.index(slot - step)] = 0 }
        running = slot
    }

    private mutating func raise(by gap: Duration, from first: Int64, to end: Int64) {
        let tenths = UInt16(clamping: Self.microseconds(gap) / 100)
        for slot in max(first, end - Int64(Self.slots) + 1)...end {
            let index = Self.index(slot)
            gaps[index] = max(gaps[index], tenths)
        }
    }

    private static func slot(at now: Duration) -> Int64 { max(0, microseconds(now)) / microseconds(slotWidth) }

    private static func index(_ slot: Int64) -> Int { Int(slot % Int64(slots)) }

    private static func microseconds(_ time: Duration) -> Int64 {
        // A clock of ten thousand years is no clock; the bound keeps the product from overflowing.
        let parts = time.components
        return min(300_000_000_000, max(0, parts.seconds)) * 1_000_000 + parts.attoseconds / 1_000_000_000_000
    }
}
