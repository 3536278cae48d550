/// What shall go wrong, and when: on the radio link, in the firmware, in the aircraft and in the air around it.
public struct FaultPlan: Equatable, Sendable {
    /// The faults, in any order; several may be at work at once.
    public var faults: [Fault]

    /// A plan.
    public init(_ faults: [Fault] = []) { self.faults = faults }

    /// Nothing goes wrong.
    public static let none = FaultPlan()

    /// The faults at work at `time`.
    func active(at time: Duration) -> some Sequence<Fault.Kind> {
        faults.lazy.filter { $0.isActive(at: time) }.map(\.kind)
    }
}

/// One thing that goes wrong for a while.
public struct Fault: Equatable, Sendable {
    /// What goes wrong.
    public var kind: Kind
    /// When it begins, counted from the start of the simulation.
    public var start: Duration
    /// How long it lasts; nil is to the end.
    ///
    /// A reboot lasts as long as the drone is silent. What happens in a moment, as a battery cliff or another
    /// payload, stays as it is after its duration.
    public var duration: Duration?

    /// A fault.
    public init(_ kind: Kind, at start: Duration = .zero, for duration: Duration? = nil) {
        self.kind = kind
        self.start = start
        self.duration = duration
    }

    /// Whether it is at work at `time`: from its start on, until just before its end.
    public func isActive(at time: Duration) -> Bool {
        guard time >= start else { return false }
        guard let duration else { return true }
        return time - start < duration
    }

    /// What can go wrong.
    public enum Kind: Equatable, Sendable {
        /// A share of the datagrams (0…1) never arrives.
        case loss(share: Double, Path)
        /// Every datagram arrives later by this.
        case delay(Duration, Path)
        /// Every datagram arrives later by something between nothing and this; their order stays.
        case jitter(Duration, Path)
        /// A share of the datagrams (0…1) arrives twice.
        case duplication(share: Double, Path)
        /// A share of the datagrams (0…1) is held back by this, so that later ones overtake them.
        case reordering(share: Double, by: Duration, Path)
        /// Nothing arrives, neither way.
        case blackout
        /// The drone's computer restarts: silence (2 s where no duration is given), then bootstrap with navdata
        /// number 1; motors stop at once.
        case reboot
        /// The navdata numbers go back by so many, once.
        case sequenceFallback(by: UInt32)
        /// The command-acknowledge bit does not do what it should.
        case acknowledge(AcknowledgeDefect)
        /// A share of the navdata packets (0…1) has this defect.
        case navdata(NavdataDefect, share: Double)
        /// The battery's true charge drops to this percentage; what the drone shows follows its voltage.
        case batteryCliff(percent: Double)
        /// A motor stops as if blocked.
        case motorStall(Motor)
        /// All propellers give less thrust: this share (0…1) is missing.
        case tiredMotors(missing: Double)
        /// The mean wind changes, metres per second; `towards` is clockwise from north.
        case wind(speed: Double, towards: Double, gusts: Double)
        /// The payload changes; kilograms and metres (body frame: x forward, y right, z down) from the centre of mass.
        case payload(mass: Double, x: Double, y: Double, z: Double)
        /// A share of the pictures (0…1) of the video breaks off somewhere in the middle; the next follows at once.
        case videoCut(share: Double)
        /// A share of the bytes (0…1) of the video is missing, each by itself.
        case videoLoss(share: Double)
        /// The video stands still. What fits the queue comes in a burst afterwards; datagrams are lost.
        case videoStall
    }

    /// Which way datagrams go.
    public enum Path: Hashable, Sendable, CaseIterable {
        /// From the client to the drone: AT commands.
        case commands
        /// From the drone to the client.
        case navdata
        /// Both.
        case both

        /// Whether a datagram on `direction` is meant.
        func includes(_ direction: LinkDirection) -> Bool {
            switch self {
            case .both: true
            case .commands: direction == .commands
            case .navdata: direction == .navdata
            }
        }
    }

    /// What the command-acknowledge bit does wrong.
    public enum AcknowledgeDefect: Hashable, Sendable {
        /// Once set it stays, whatever the client sends.
        case neverClears
        /// It is not set although the command was carried out.
        case neverSets
    }

    /// How long a reboot keeps the drone silent where nothing else is said: 2 s, as in the published comparison of
    /// client libraries.
    public static let rebootDuration: Duration = .seconds(2)
}

/// The way one datagram takes.
public enum LinkDirection: Hashable, Sendable, CaseIterable {
    /// From the client to the drone.
    case commands
    /// From the drone to the client.
    case navdata
}
