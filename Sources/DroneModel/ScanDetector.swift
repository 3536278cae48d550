/// The computer's own Wi-Fi seems to look for other networks every so often, and the drone's link pays for it.
public struct HostScan: Equatable, Sendable {
    /// Time from the beginning of one dip to that of the next.
    public var period: Duration
    /// How many dips were seen in this rhythm; two at least.
    public var dips: Int
    /// When the newest dip began, on the program's monotonic clock.
    public var lastDip: Duration

    /// A suspicion.
    public init(period: Duration, dips: Int, lastDip: Duration) {
        self.period = period
        self.dips = dips
        self.lastDip = lastDip
    }

    /// What ends it: a connection bound to one access point is not searched for others in the background.
    public static let remedy = "nmcli connection modify <drone's network> wifi.bssid <its MAC address>"
}

/// Recognises the trace of a host that scans for Wi-Fi networks while it is connected to the drone.
///
/// NetworkManager does so every one to two minutes; for five to six seconds the navdata rate then falls from
/// 200 to between 4 and 20 per second (users of the ROS driver, issues 118 and 153). The detector counts packets
/// per whole second and looks for such dips that return in such a rhythm. Interference has no rhythm, a reboot no
/// packets, and a link that is slow anyway (demo navdata, 15 Hz) shows no dip and is never suspected.
public struct ScanDetector: Equatable, Sendable {
    /// Packets in a second of a dip: the reported 4–20, and fewer while the dip begins or ends.
    public static let dipRate = 1...20
    /// Whole seconds below ``dipRate``: a dip of 5–6 s covers four to six, and one more for a late packet.
    public static let dipSeconds = 4...7
    /// Time between dips: the reported one to two minutes and a quarter to either side.
    public static let periods: ClosedRange<Duration> = .seconds(45)...(.seconds(150))
    /// The rate that counts as healthy: twice what a dip may have.
    public static let healthyRate = 40
    /// How far two periods of one rhythm may differ: a dip's length.
    public static let tolerance: Duration = .seconds(10)

    /// The second that is being counted.
    private var second: Int64?
    private var count = 0
    /// The seconds of the running dip.
    private var low = 0
    private var lowSince: Int64 = 0
    /// Whether the second before the running dip was healthy.
    private var beganHealthy = false
    private var wasHealthy = false
    private var lastDip: Duration?
    private var found: HostScan?

    /// A detector that has heard nothing.
    public init() {}

    /// Notes a packet that arrived at `now`.
    public mutating func note(at now: Duration) {
        let running = max(0, now.components.seconds)
        guard let second else {
            self.second = running
            count = 1
            return
        }
        if running > second {
            close(second, count: count)
            // A second without any packet is no part of a dip: nothing at all is another trouble.
            if running > second + 1 { close(second + 1, count: 0) }
            self.second = running
            count = 0
        }
        count += 1
    }

    /// What is suspected at `now`; nil when nothing is, or when the rhythm has stopped for two periods.
    public func suspicion(at now: Duration) -> HostScan? {
        guard let found, now - found.lastDip <= found.period * 2 else { return nil }
        return found
    }

    private mutating func close(_ second: Int64, count: Int) {
        if Self.dipRate.contains(count) {
            if low == 0 {
                lowSince = second
                beganHealthy = wasHealthy
            }
            low += 1
        } else {
            // The first and the last second of a dip hold healthy packets too; they end it without counting.
            if count > 0, beganHealthy, Self.dipSeconds.contains(low) { noteDip(at: .seconds(lowSince)) }
            low = 0
        }
        wasHealthy = count >= Self.healthyRate || (wasHealthy && count > Self.dipRate.upperBound)
    }

    private mutating func noteDip(at begin: Duration) {
        defer { lastDip = begin }
        guard let lastDip else { return }
        let period = begin - lastDip
        guard Self.periods.contains(period) else {
            found = nil
            return
        }
        if let rhythm = found, abs((period - rhythm.period) / .seconds(1)) <= Self.tolerance / .seconds(1) {
            found = HostScan(period: period, dips: rhythm.dips + 1, lastDip: begin)
        } else {
            found = HostScan(period: period, dips: 2, lastDip: begin)
        }
    }
}
