import DroneModel

/// Decides what every AT tick tells the drone about flying: REF, PCMD, and the commands sent once.
///
///     unknown --first navdata--> grounded --take-off--> flying --land, or landed by itself--> grounded
///                \--FLY bit set--> flying (adopted)
///
/// While the drone's state is unknown neither landing nor flight is asked for: it is told to hold its position and
/// the communication watchdog is fed, so that a drone that already flies is adopted and not brought down. A flight
/// that ends without our asking (link loss, low battery, emergency) takes back the wish to fly; otherwise the drone
/// would take off again by itself as soon as it hears us.
struct FlightCommander: Sendable {
    /// Time limits, each with its source.
    enum Limit {
        /// A set-point without fresh input expires to hover: the project's safety rule 1.
        static let setpoint: Duration = .milliseconds(250)
        /// From the take-off command to the FLY bit real drones take 40 to 60 ms; after 2 s it was refused.
        static let takeOffAnswer: Duration = .seconds(2)
        /// The emergency bit is pressed at most this long before a new edge is tried.
        static let emergencyPress: Duration = .seconds(1)
        /// Between two edges the bit is released for three AT ticks, so that one of them arrives.
        static let emergencyRelease: Duration = .milliseconds(90)
        /// Edges tried before giving up.
        static let emergencyTries = 5
    }

    private enum Flight: Equatable {
        case unknown
        case grounded
        /// Take-off was asked for; the FLY bit has not come yet.
        case startingSince(Duration)
        case flying
    }

    /// What the emergency loop is after: bit 31 set, or bit 31 clear.
    enum EmergencyGoal: Equatable { case cut, recover }

    private enum Emergency: Equatable {
        case idle
        case pressing(EmergencyGoal, since: Duration, tries: Int)
        case pausing(EmergencyGoal, until: Duration, tries: Int)
    }

    private var flight = Flight.unknown
    /// The FLY bit of the newest navdata.
    private var droneFlies = false
    private var emergency = Emergency.idle
    private var setpoint = Setpoint.hover
    private var setpointExpiry: Duration = .zero
    private var once: [ATCommand] = []
    /// How often a moving set-point ran out.
    private(set) var expirations = 0

    /// Whether the drone is asked to be in the air.
    var wantsFlight: Bool {
        switch flight {
        case .unknown, .grounded: false
        case .startingSince, .flying: true
        }
    }

    /// Whether the drone's own state is known and REF may be sent.
    var isAdopted: Bool { flight != .unknown }

    /// What is sent as movement at `now`.
    func commanded(at now: Duration) -> Setpoint { now < setpointExpiry ? setpoint : .hover }

    /// Asks for flight.
    mutating func takeOff(at now: Duration) {
        if !wantsFlight { flight = .startingSince(now) }
    }

    /// Asks for landing, also of a drone not heard of yet, and stops every movement.
    mutating func land() {
        flight = .grounded
        hover()
    }

    /// Stops every movement.
    mutating func hover() {
        setpoint = .hover
        setpointExpiry = .zero
    }

    /// Moves until ``Limit/setpoint`` has passed.
    mutating func move(_ new: Setpoint, at now: Duration) {
        if new.mode == .hover { return hover() }
        setpoint = new
        setpointExpiry = now + Limit.setpoint
    }

    /// Starts the emergency loop.
    mutating func press(_ goal: EmergencyGoal, at now: Duration) {
        land()
        emergency = .pressing(goal, since: now, tries: 1)
    }

    /// Sends a command with the next datagram, once.
    mutating func send(once command: ATCommand) { once.append(command) }

    /// Forgets what is known of the drone's state, because the link was lost: the next navdata adopts it anew.
    ///
    /// Meanwhile the drone may have landed, been caught or been restarted, so flight is no longer asked for. A landing
    /// or a motor cut that is under way is still asked for.
    mutating func forgetDrone() {
        hover()
        once = []
        if case .pressing(.cut, _, _) = emergency { return }
        emergency = .idle
        if !(flight == .grounded && droneFlies) { flight = .unknown }
    }

    /// Takes in the status of a navdata packet. Returns what a person should read.
    mutating func receive(status: DroneStatus, state: FlightState?, at now: Duration) -> [CommanderEvent] {
        var events: [CommanderEvent] = []
        let flies = status.contains(.flying)
        droneFlies = flies
        switch flight {
        case .unknown:
            // A drone that is landing is left to land.
            flight = flies && state != .landing ? .flying : .grounded
            if flies { events.append(.adopted(landing: state == .landing)) }
        case .startingSince(let since):
            if flies {
                flight = .flying
            } else if now - since >= Limit.takeOffAnswer || status.contains(.emergency) {
                flight = .grounded
                events.append(.takeOffRefused)
            }
        case .flying:
            if !flies {
                flight = .grounded
                hover()
                events.append(.landedByItself)
            } else if status.contains(.emergency) {
                flight = .grounded
                hover()
            }
        case .grounded: break
        }
        if let event = advanceEmergency(isSet: status.contains(.emergency), at: now) { events.append(event) }
        return events
    }

    /// The commands of this tick, movement before REF as the maker's programs send them.
    mutating func commands(at now: Duration) -> [ATCommand] {
        defer { once = [] }
        guard isAdopted else { return [.pcmd(Movement(.hover)), .communicationWatchdog] + once }
        if setpoint.mode != .hover, now >= setpointExpiry {
            hover()
            expirations += 1
        }
        var pressed = false
        if case .pressing = emergency { pressed = true }
        return [movement, .ref(REFInput(flight: wantsFlight, emergency: pressed))] + once
    }

    private var movement: ATCommand {
        if case .absolute(let heading) = setpoint.mode {
            // ±1 is ±180°; an accuracy of 0.1 (18°) is what a hand-held compass is good for.
            let turns = (heading.degrees / 360).truncatingRemainder(dividingBy: 1)
            let psi = 2 * (turns > 0.5 ? turns - 1 : turns < -0.5 ? turns + 1 : turns)
            return .pcmdMag(Movement(setpoint), heading: PilotHeading(psi: Float(psi), accuracy: 0.1))
        }
        return .pcmd(Movement(setpoint))
    }

    /// The emergency bit is an edge: it is held until bit 31 has changed, and pressed anew only on fresh evidence
    /// that it has not.
    private mutating func advanceEmergency(isSet: Bool, at now: Duration) -> CommanderEvent? {
        switch emergency {
        case .idle: return nil
        case .pressing(let goal, let since, let tries):
            if isSet == (goal == .cut) {
                emergency = .idle
                return goal == .cut ? .motorsCut : .recovered
            }
            if now - since >= Limit.emergencyPress {
                if tries >= Limit.emergencyTries {
                    emergency = .idle
                    return .emergencyGivenUp(goal)
                }
                emergency = .pausing(goal, until: now + Limit.emergencyRelease, tries: tries)
            }
            return nil
        case .pausing(let goal, let until, let tries):
            if isSet == (goal == .cut) {
                emergency = .idle
                return goal == .cut ? .motorsCut : .recovered
            }
            if now >= until { emergency = .pressing(goal, since: now, tries: tries + 1) }
            return nil
        }
    }
}

/// What the commander found out and a person should read.
enum CommanderEvent: Equatable, Sendable {
    /// The drone already flew when the link came up; it goes on flying, or landing.
    case adopted(landing: Bool)
    /// The drone did not set its FLY bit.
    case takeOffRefused
    /// The drone landed although flight was asked for.
    case landedByItself
    /// Bit 31 is set, as asked for.
    case motorsCut
    /// Bit 31 is clear, as asked for.
    case recovered
    /// Bit 31 did not change.
    case emergencyGivenUp(FlightCommander.EmergencyGoal)

    var severity: DroneEvent.Severity {
        switch self {
        case .adopted, .recovered: .notice
        case .takeOffRefused, .landedByItself: .warning
        case .motorsCut, .emergencyGivenUp: .alarm
        }
    }

    var text: String {
        switch self {
        case .adopted(landing: true): "the drone is landing already; it is left to land"
        case .adopted(landing: false): "the drone flies already; adopted, it hovers"
        case .takeOffRefused: "the drone refused to take off"
        case .landedByItself: "the drone has landed by itself; take off again by hand"
        case .motorsCut: "motors cut"
        case .recovered: "recovered from emergency"
        case .emergencyGivenUp(.cut): "THE MOTORS WERE NOT CUT: the drone does not answer the emergency bit"
        case .emergencyGivenUp(.recover): "the drone stays in emergency; stand it upright and try again"
        }
    }
}
