public import DroneModel

/// Finds out how a drone numbers its control states, and says how it knows.
///
/// Strongest first:
///
/// 1. The firmware's version, once known.
/// 2. What the numbers did. Only two of them never mean two things: 6 is taking off as in the header, 10 is a flip
///    in the shifted numbering. The others tell by their neighbours: what follows landed is taking off; what comes
///    before landed is landing; what lies between two states of free flight is braking, not landing; and 7 with
///    minor 2 is braking, as taking off has only minors 0 and 1.
/// 3. The option sizes: 2.4 is shifted, older firmware is as in the header.
/// 4. Nothing: as a 2.4.x, the last firmware there was and the one in every capture of 2015 and later. So the landing
///    of a 2.4.x reads "landing" also for a client that joined in mid-flight and gets nothing but demo packets.
///    An older 2.0, met in flight, reads "braking" for its landing until it brakes or lands once; whether it flies
///    is told by the status bit and never by this number.
///
/// One odd observation does not turn a settled opinion: observations for either side cancel each other.
public struct ControlStateEvidence: Equatable, Sendable {
    /// How the numbering is known.
    public enum Basis: Hashable, Sendable {
        /// Nothing speaks for either: the last firmware is assumed.
        case assumed
        /// By the sizes and tags of the options.
        case layout
        /// By what the control states did.
        case observed
        /// By the version of the firmware.
        case firmware
    }

    /// The firmware where known by other means; overrules everything.
    public var firmware: FirmwareVersion?
    private var layout: NavdataLayout?
    /// Observations for the shifted numbering minus those for the header's, kept within ±``settled``.
    private var balance = 0
    private var last: Observation?

    private struct Observation: Equatable, Sendable {
        var major: Int
        var minor: Int
        var time: Duration
    }

    private static let settled = 4
    /// Longest time between two packets whose states are taken as neighbours: taking off lasts six seconds,
    /// braking at least half a second.
    private static let neighbourhood: Duration = .milliseconds(500)

    /// Nothing known yet.
    public init(firmware: FirmwareVersion? = nil) { self.firmware = firmware }

    /// The numbering that the evidence speaks for.
    public var numbering: ControlStateNumbering {
        if let firmware { return ControlStateNumbering(firmware: firmware) }
        if balance != 0 { return balance > 0 ? .shifted : .header }
        return layout.map { $0 == .sdk24 ? .shifted : .header } ?? .shifted
    }

    /// How the numbering is known.
    public var basis: Basis {
        if firmware != nil { return .firmware }
        if balance != 0 { return .observed }
        return layout == nil ? .assumed : .layout
    }

    /// Takes note of what the options of a packet tell; 2.4 is kept once seen, as packets may leave options out.
    public mutating func note(_ evidence: NavdataEvidence?) {
        guard case .layout(let seen)? = evidence, layout != .sdk24 else { return }
        layout = seen
    }

    /// Takes note of a control state.
    ///
    /// - Parameters:
    ///   - major: Its major number.
    ///   - minor: Its minor number.
    ///   - status: The status bits of the same packet. An emergency ends any state in landed and proves nothing.
    ///   - time: When it arrived.
    public mutating func note(major: Int, minor: Int, status: DroneStatus, at time: Duration) {
        let now = Observation(major: major, minor: minor, time: time)
        let previous = last
        last = now
        guard previous?.major != major || previous?.minor != minor else { return }
        switch (major, minor) {
        case (6, _) where previous?.major != 6: add(-2)
        case (7, 2): add(-1)
        case (10, _) where previous?.major != 10: add(+2)
        default: break
        }
        guard let previous, time - previous.time <= Self.neighbourhood else { return }
        if status.contains(.emergency) || status.contains(.userEmergency) { return }
        switch (previous.major, major) {
        case (2, 7) where minor < 2 && status.contains(.flying): add(+2)
        case (3, 7), (4, 7): add(-1)
        case (8, 2): add(-2)
        case (8, 3), (8, 4): add(+1)
        case (9, 2): add(+2)
        default: break
        }
    }

    private mutating func add(_ votes: Int) {
        balance = min(Self.settled, max(-Self.settled, balance + votes))
    }
}
