/// Whom navdata go to, how often, and with which number.
struct NavdataFeed: Equatable, Sendable {
    /// The client that woke the feed last; nil while nobody is served.
    private(set) var client: ClientAddress?
    /// The number of the last packet; the next has one more.
    private(set) var sequence: UInt32 = 0
    private var keepAlive: Duration = .zero
    private var phase = 0.0

    /// Packets per second in full mode (recorded: 196–198).
    static let fullRate = 197.0
    /// Packets per second in demo mode and before configuration (recorded: 15.3).
    static let demoRate = 15.3
    /// How long navdata go on without any AT command once the client counts as lost: "a few seconds" in all as
    /// clients report; 3 s, which makes 5 s with the usual watchdog, is a choice.
    static let patience: Duration = .seconds(3)

    /// A datagram came to the navdata port: its sender is served from now on, whoever was before.
    mutating func wake(by address: ClientAddress, at time: Duration) {
        client = address
        keepAlive = time
    }

    /// A command was accepted.
    mutating func command(at time: Duration) { keepAlive = time }

    /// Whether a packet is due in this step of `step` seconds, and to whom. `timeout` is that of the command watchdog.
    mutating func isDue(rate: Double, step: Double, timeout: Duration, at time: Duration) -> ClientAddress? {
        phase += rate * step
        guard phase >= 1 else { return nil }
        phase -= 1
        if time - keepAlive > timeout + Self.patience { client = nil }
        return client
    }

    /// The number of the packet that is sent now.
    mutating func nextSequence() -> UInt32 {
        sequence &+= 1
        return sequence
    }

    /// The next packet is number 1: after a communication loss.
    mutating func restartSequence() { sequence = 0 }

    /// The numbers fall back by `count`, at most to 1.
    mutating func fallBack(by count: UInt32) { sequence = sequence > count ? sequence - count : 0 }
}
