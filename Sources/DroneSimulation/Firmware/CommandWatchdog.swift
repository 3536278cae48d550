/// Watches over the silence on the command port.
///
///     waiting --command--> alive --more than 50 ms--> late --more than `timeout`--> lost
///                            ^--------------- command --------------/--------------/
///
/// Before the first command the drone is late, but has lost nobody: a landed drone without a client shows bit 30
/// and not bit 13 (captures). Any command ends the silence, `COMWDG` being just one of them: in every capture bit 30
/// clears although no client ever sent `COMWDG`.
struct CommandWatchdog: Equatable, Sendable {
    /// How long the client has been silent.
    enum Silence: Equatable, Sendable {
        /// Nobody has sent a command since the drone started.
        case waiting
        /// Commands come.
        case alive
        /// More than 50 ms without a command.
        case late
        /// More than `general:com_watchdog` without a command.
        case lost
    }

    /// Silence after which bit 30 is set (documented).
    static let lateness: Duration = .milliseconds(50)

    private(set) var lastCommand: Duration?

    /// A command was accepted.
    mutating func command(at time: Duration) { lastCommand = time }

    /// The state at `time`, with the configured time-out.
    func silence(at time: Duration, timeout: Duration) -> Silence {
        guard let lastCommand else { return .waiting }
        let silent = time - lastCommand
        if silent > timeout { return .lost }
        return silent > Self.lateness ? .late : .alive
    }
}
