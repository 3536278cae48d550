/// Decides whether the next frame may be sent over a connection: when it is slow, frames are left out and nothing
/// else waits.
///
/// A bucket of bytes that fills at the budget's rate. A frame may go while the bucket is not in debt, and may take
/// it into debt; so the rate holds over time for frames of any size. And none goes while the terminal has not taken
/// all of the last one. Keys and instruments do not pass here.
///
///     may show --sent--> in debt or not taken --time, terminal reads--> may show
public struct FrameBudget: Sendable {
    /// What a connection is to carry, bytes per second; nil for no other limit than what the terminal takes.
    public var bytesPerSecond: Int? {
        didSet { bytesPerSecond = bytesPerSecond.map { max(1, $0) } }
    }
    /// Frames that were sent.
    public private(set) var shownFrames = 0
    /// Frames that were there and left out.
    public private(set) var droppedFrames = 0
    /// Bytes of all frames that were sent.
    public private(set) var bytes = 0

    /// Bytes that may be sent; negative in debt.
    private var balance: Double = 0
    private var lastFilled: Duration?

    /// How long the bucket fills: a quarter of a second after a pause may go at once.
    private static let burst = 0.25

    /// A budget; rates below 1 become 1.
    public init(bytesPerSecond: Int? = nil) { self.bytesPerSecond = bytesPerSecond.map { max(1, $0) } }

    /// Whether a frame that is there now may be made and sent; counts it as left out otherwise.
    ///
    /// - Parameters:
    ///   - now: The present on any clock that goes forward; a step back is no time.
    ///   - pendingBytes: What the terminal has not taken yet.
    public mutating func admitsFrame(at now: Duration, pendingBytes: Int) -> Bool {
        fill(at: now)
        if pendingBytes > 0 || (bytesPerSecond != nil && balance < 0) {
            droppedFrames &+= 1
            return false
        }
        return true
    }

    /// Takes a sent frame off the budget.
    public mutating func frameWasSent(bytes count: Int, at now: Duration) {
        fill(at: now)
        let sent = max(0, count)
        shownFrames &+= 1
        bytes &+= sent
        if bytesPerSecond != nil { balance -= Double(sent) }
    }

    /// When the budget admits a frame again; nil where it does now. What the terminal still has to take comes on top.
    public func nextFrame(after now: Duration) -> Duration? {
        guard let bytesPerSecond else { return nil }
        let elapsed = lastFilled.map { max(.zero, now - $0) } ?? .zero
        let missing = -balance - elapsed / .seconds(1) * Double(bytesPerSecond)
        guard missing > 0 else { return nil }
        // A tick later than exactly, so that rounding cannot wake anyone for nothing.
        return now + .seconds(missing / Double(bytesPerSecond)) + .microseconds(1)
    }

    private mutating func fill(at now: Duration) {
        defer { lastFilled = max(now, lastFilled ?? now) }
        guard let bytesPerSecond, let lastFilled, now > lastFilled else { return }
        let rate = Double(bytesPerSecond)
        balance = min(rate * Self.burst, balance + (now - lastFilled) / .seconds(1) * rate)
    }
}
