/// How often a recording's writer does what.
enum RecordingPace {
    /// The longest that a packet waits for its write, a tenth of a second: a fifth of what may be lost by `kill -9`, so
    /// that a busy machine does not lose more either.
    static let flush: Duration = .milliseconds(100)
    /// Bytes written at once.
    static let piece = 256 << 10
    /// Between two times the disk itself is waited for: a machine that loses its power loses so much of the flight.
    static let sync: Duration = .seconds(5)
    /// Between two looks at the free space and at whether the files are still there.
    static let look: Duration = .seconds(1)
    /// Between two tries to write on a full disk.
    static let retry: Duration = .seconds(1)
    /// Free bytes that make such a try worth while: a second of everything.
    static let roomToResume = 1 << 20
    /// Between two times a person is told that nothing is recorded.
    static let reminder: Duration = .seconds(30)
    /// Between two times a person is told that space gets low; the screen shows it all the time.
    static let spaceWarning: Duration = .seconds(300)
    /// The most bytes of events that wait for a disk.
    static let mostWaitingLines = 256 << 10
}
