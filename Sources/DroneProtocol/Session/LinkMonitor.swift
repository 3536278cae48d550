import DroneModel

/// Decides when the drone must be woken and when it is lost, and measures how regularly both sides talk.
///
///     searching --navdata--> up --silent for 1 s--> lost --navdata--> up
///
/// While silent the wake-up goes out at least every 100 ms: a drone that rebooted answers the first one it hears.
struct LinkMonitor: Equatable, Sendable {
    enum Limit {
        /// Wake-ups while silent: with AT ticks of 30 ms this makes one every 90 ms, under the 100 ms promised.
        static let wakeUp: Duration = .milliseconds(80)
        /// Silence before the first wake-up: more than the 65 ms between packets of the slowest navdata mode.
        static let silence: Duration = .milliseconds(85)
        /// Silence after which the link counts as lost, the maker's own time-out.
        static let loss: Duration = .seconds(1)
        /// An AT tick is late when it comes this long after its predecessor: the period and a half.
        static let lateTick: Duration = .milliseconds(45)
    }

    enum Order: Equatable { case wakeUp, lost }

    private var navdata = ArrivalMeter()
    private var at = ArrivalMeter()
    private var jitter = JitterStrip()
    private var scans = ScanDetector()
    private var lastWakeUp: Duration?
    private(set) var isLost = false

    /// Arrival of the newest valid navdata.
    var lastNavdata: Duration? { navdata.last }

    /// Notes a valid, new navdata packet. True when it ends a loss.
    mutating func noteNavdata(at now: Duration) -> Bool {
        navdata.note(at: now)
        jitter.note(at: now)
        scans.note(at: now)
        defer { isLost = false }
        return isLost
    }

    /// Notes an AT datagram of the regular tick. True when it was late.
    mutating func noteAT(at now: Duration) -> Bool {
        let late = at.last.map { now - $0 > Limit.lateTick } ?? false
        at.note(at: now)
        return late
    }

    /// What the silence at `now` asks for.
    mutating func tick(at now: Duration) -> [Order] {
        let silence = navdata.last.map { now - $0 }
        var orders: [Order] = []
        if let silence, silence >= Limit.loss, !isLost {
            isLost = true
            orders.append(.lost)
        }
        let quiet = silence.map { $0 >= Limit.silence } ?? true
        if quiet, lastWakeUp.map({ now - $0 >= Limit.wakeUp }) ?? true {
            lastWakeUp = now
            orders.append(.wakeUp)
        }
        return orders
    }

    /// Fills in the rates and gaps.
    func fill(_ health: inout LinkHealth, at now: Duration) {
        health.lastNavdata = navdata.last
        health.navdataRate = navdata.rate(at: now)
        health.longestNavdataGap = navdata.longestGap(at: now)
        health.jitter = jitter
        health.suspectedScan = scans.suspicion(at: now)
        health.atRate = at.rate(at: now)
        health.longestATGap = at.longestGap(at: now)
    }
}
