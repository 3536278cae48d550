/// Where the link to a drone stands.
public enum LinkPhase: Hashable, Sendable {
    /// No navdata yet, waking it up.
    case searching
    /// Navdata without options: the drone waits to be configured.
    case bootstrap
    /// Writing the configuration that makes the drone send what is wanted.
    case configuring
    /// Options arrive.
    case live
    /// Nothing for a second; waking it up again.
    case lost
}

extension LinkPhase: CustomStringConvertible {
    /// The word shown to people.
    public var description: String {
        switch self {
        case .searching: "searching"
        case .bootstrap: "bootstrap"
        case .configuring: "configuring"
        case .live: "live"
        case .lost: "lost"
        }
    }
}

/// How well the link works: rates, gaps and everything that was refused, dropped or late.
public struct LinkHealth: Equatable, Sendable {
    /// Where the link stands.
    public var phase: LinkPhase = .searching
    /// Arrival of the last valid navdata packet.
    public var lastNavdata: Duration?
    /// Valid navdata packets per second over the last second.
    public var navdataRate: Double = 0
    /// Longest time between two valid navdata packets in the last ten seconds.
    public var longestNavdataGap: Duration = .zero
    /// AT datagrams sent per second over the last second.
    public var atRate: Double = 0
    /// Longest time between two AT datagrams in the last ten seconds.
    public var longestATGap: Duration = .zero
    /// The gaps between valid navdata packets during the last sixteen seconds.
    public var jitter = JitterStrip()
    /// The rhythm of dips that a scanning host makes; nil where none is seen.
    public var suspectedScan: HostScan?
    /// Everything counted since the start.
    public var counters = LinkCounters()

    /// Nothing known yet.
    public init() {}

    /// How long ago the last valid navdata arrived; nil before the first.
    public func age(at now: Duration) -> Duration? { lastNavdata.map { max(.zero, now - $0) } }
}

/// What a link counted since its start.
public struct LinkCounters: Equatable, Sendable {
    /// Valid navdata packets taken.
    public var navdataValid = 0
    /// Navdata packets seen before, by their sequence number.
    public var navdataDuplicates = 0
    /// Valid navdata packets that arrived behind a newer one and were not used.
    public var navdataLate = 0
    /// Sequence numbers never seen, counted when a later one arrives.
    public var navdataMissing = 0
    /// Datagrams on the navdata port that are not valid navdata.
    public var navdataRefused = 0
    /// Valid packets with the second header word 0x55667789.
    public var navdataSecondHeader = 0
    /// Options with a tag that this program does not know.
    public var navdataUnknownOptions = 0
    /// Times the drone's sequence started anew: reboots and communication losses.
    public var navdataRestarts = 0
    /// AT datagrams handed to the system.
    public var atDatagrams = 0
    /// AT ticks more than 15 ms late.
    public var atLate = 0
    /// AT datagrams the system refused to send.
    public var atFailed = 0
    /// Set-points that expired without being renewed.
    public var setpointsExpired = 0
    /// Commands refused because they would have been unsafe or malformed.
    public var commandsRefused = 0
    /// Configuration writes given up after all retries.
    public var configurationFailed = 0
    /// Times the link was lost after it had been up.
    public var losses = 0

    /// Nothing counted yet.
    public init() {}
}
