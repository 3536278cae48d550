public import DroneModel

/// The whole conversation with one drone as a value: bytes and time in, orders out. It never reads a clock or a socket.
///
///     searching --navdata--> bootstrap --configuration acknowledged--> live --silent for 1 s--> lost
///                                ^                                       |                       |
///                                +--------- bit 11 again (reboot) -------+----- navdata ---------+
///
/// The shell calls ``tick(at:)`` every 30 ms whatever else happens, hands in what arrives, and performs the
/// ``Output``s in order. Everything a face shows is in ``snapshot``.
public struct DroneSession: Sendable {
    /// What the session is to make of the drone.
    public struct Settings: Equatable, Sendable {
        /// Which navdata the drone is asked to send.
        public var navdata: NavdataMode
        /// The multiconfiguration sets to activate; nil leaves the drone's default set active.
        public var ids: MulticonfigurationIDs?
        /// Whether what is on the other side can hurt somebody.
        public var reality: DroneIdentity.Reality
        /// Whether this session flies the drone.
        public var role: Role
        /// Whether the configuration is read once the drone is set up: limits, firmware, and whether it is simulated.
        public var readsConfiguration: Bool
        /// What is asked of the camera once the drone is set up, and verified by reading it back; nil for nothing.
        public var video: VideoRequest?

        /// Settings; full navdata, the default set and a pilot unless said otherwise.
        public init(
            navdata: NavdataMode = .full, ids: MulticonfigurationIDs? = nil, reality: DroneIdentity.Reality = .real,
            role: Role = .pilot, readsConfiguration: Bool = false, video: VideoRequest? = nil
        ) {
            self.video = video
            self.readsConfiguration = readsConfiguration
            self.navdata = navdata
            self.ids = ids
            self.reality = reality
            self.role = role
        }
    }

    /// Whether a session flies the drone.
    public enum Role: Equatable, Sendable {
        /// It says every 30 ms what the drone is to do.
        case pilot
        /// It reads, and may write the configuration. To a flying drone it sends nothing by itself: neither may it
        /// take the stick from another pilot, nor keep a drone in the air whose pilot is gone.
        case observer
        /// It follows a recording: what both sides sent is handed in, and nothing is sent.
        case playback
    }

    /// Which navdata the drone is asked to send.
    public enum NavdataMode: Equatable, Sendable {
        /// Every option, about 200 Hz.
        case full
        /// The chosen options, about 15 Hz.
        case demo(NavdataOptionSet)
        /// Whatever the drone sends: nothing is configured.
        case asIs
    }

    /// What the shell has to do.
    public enum Output: Equatable, Sendable {
        /// Send these bytes to the AT port.
        case sendAT([UInt8])
        /// Send ``wakeUpDatagram`` to the navdata port.
        case wakeNavdata
        /// Connect to the control port; report with ``controlOpened(at:)`` or ``controlClosed(at:)``.
        case openControl
        /// Close the control port.
        case closeControl
        /// A configuration job ended.
        case finished(job: Int, ConfigurationOutcome)
        /// Something happened that a person may want to read; it is in the snapshot too.
        case event(DroneEvent)
        /// The session is over, as asked for with ``leave(at:)``.
        case left(Departure)
    }

    /// How the drone was left.
    public enum Departure: Equatable, Sendable {
        /// On the ground, or never found.
        case landed
        /// It may still fly: the landing was not confirmed.
        case stillFlying
        /// As it was: the session only observed.
        case asFound
    }

    /// Wakes navdata: the 32-bit number 1, unicast.
    public static let wakeUpDatagram: [UInt8] = [1, 0, 0, 0]
    /// The AT period (the maker's developer guide).
    public static let tickPeriod: Duration = .milliseconds(30)
    /// A changed movement is sent at once, but not sooner than this after the datagram before: a program that orders
    /// a thousand movements a second must not flood the drone.
    static let shortestGap: Duration = .milliseconds(10)
    /// Bit 30 set for this long, although commands go out, means that the drone drops them as outdated.
    static let deafness: Duration = .milliseconds(400)
    /// Between two tries to set the drone up.
    static let setupRetry: Duration = .seconds(1)

    /// Everything known of the drone.
    public internal(set) var snapshot: DroneSnapshot
    /// The configuration as last read; nil before.
    public internal(set) var configuration: DroneConfiguration?

    let settings: Settings
    var sequence = ATSequence()
    var sequencer = NavdataSequencer()
    var decoder = TelemetryDecoder()
    /// The newest packet that could be read, also one that was no news.
    public internal(set) var navdata = Navdata()
    var monitor = LinkMonitor()
    var commander = FlightCommander()
    var channel = ConfigurationChannel()
    var setup = SetupProgress()
    var leaving: LeaveSequence?
    var hasLeft = false
    var feedWatchdog = false
    var lastDatagram: Duration = .zero
    var deafSince: Duration?
    var lastREF: UInt32?
    var lastStatus: DroneStatus?
    var lastState: FlightState?
    var isMoving = false

    /// A session that has not sent anything yet.
    public init(settings: Settings = Settings()) {
        self.settings = settings
        snapshot = DroneSnapshot(identity: DroneIdentity(reality: settings.reality))
    }

    /// How far the drone has been set up since it last (re)appeared.
    struct SetupProgress: Sendable {
        enum Stage: Equatable {
            case waitingForNavdata
            case writing(Set<Int>)
            case done
            case failed(retryAt: Duration)
        }
        var stage = Stage.waitingForNavdata
        /// Active since the drone acknowledged them; writes carry them from then on.
        var activeIDs: MulticonfigurationIDs?
        /// Whether the camera's settings were queued since the drone was set up.
        var hasAskedForVideo = false
        /// The reading that verifies them.
        var videoReading: Int?

        /// The drone is new, or has forgotten everything.
        mutating func restart() { self = SetupProgress() }
    }

    // MARK: Time

    /// The regular beat: the AT datagram of this tick, wake-ups, time-outs.
    public mutating func tick(at now: Duration) -> [Output] {
        if hasLeft { return [] }
        if settings.role == .playback { return playTick(at: now) }
        var outputs: [Output] = []
        for order in monitor.tick(at: now) {
            switch order {
            case .wakeUp: outputs.append(.wakeNavdata)
            case .lost: outputs += loseLink(at: now)
            }
        }
        outputs += stepLeaving(at: now)
        let (groups, channelOutputs) = channel.tick(at: now)
        if monitor.noteAT(at: now) { snapshot.link.counters.atLate += 1 }
        outputs += datagrams(with: groups, at: now)
        outputs += translate(channelOutputs, at: now)
        if case .failed(let retry) = setup.stage, now >= retry { outputs += startSetup(at: now) }
        askForVideo()
        refreshLink(at: now)
        return outputs
    }

    /// Builds what is sent now: movement and REF, what is sent once, and configuration.
    mutating func datagrams(with groups: [[ATCommand]], at now: Duration) -> [Output] {
        var events: [Output] = []
        let before = commander.expirations
        var single = commander.commands(at: now)
        if settings.role == .observer {
            // Without any AT command the drone stops navdata; a flying one has a pilot who sends them.
            single = lastStatus?.contains(.flying) == true ? [] : [.communicationWatchdog]
            feedWatchdog = false
        }
        if feedWatchdog, !single.contains(.communicationWatchdog) { single.append(.communicationWatchdog) }
        feedWatchdog = false
        lastDatagram = now
        snapshot.link.counters.setpointsExpired += commander.expirations - before
        snapshot.commanded = commander.commanded(at: now)
        snapshot.wantsFlight = commander.wantsFlight
        var writer = ATDatagramWriter(sequence: sequence)
        for group in single.map({ [$0] }) + groups {
            do throws(CommandError) {
                try writer.append(together: group)
                if let text = logText(group) { events += note(.command, text, at: now) }
            } catch {
                snapshot.link.counters.commandsRefused += 1
                events += note(.warning, "\(error)", at: now)
            }
        }
        let (datagrams, continued) = writer.finish()
        sequence = continued
        snapshot.link.counters.atDatagrams += datagrams.count
        return datagrams.map { .sendAT($0) } + events
    }

    mutating func refreshLink(at now: Duration) {
        monitor.fill(&snapshot.link, at: now)
        snapshot.link.phase = phase
    }

    var phase: LinkPhase {
        if monitor.lastNavdata == nil { return .searching }
        if monitor.isLost { return .lost }
        let isBootstrap = lastStatus?.contains(.navdataBootstrap) ?? true
        switch setup.stage {
        case .writing: return .configuring
        case .waitingForNavdata, .failed: return isBootstrap ? .bootstrap : .live
        case .done: return isBootstrap && settings.navdata != .asIs ? .bootstrap : .live
        }
    }

    mutating func loseLink(at now: Duration) -> [Output] {
        snapshot.link.counters.losses += 1
        setup.restart()
        commander.forgetDrone()
        let failures = translate(channel.abandon(), at: now)
        return note(.alarm, "link lost: no navdata for 1 s; waking the drone up", at: now) + failures
    }

    // MARK: Events

    mutating func note(_ severity: DroneEvent.Severity, _ text: String, at now: Duration) -> [Output] {
        let event = DroneEvent(time: now, severity: severity, text: text)
        if snapshot.events.count >= DroneSnapshot.eventCapacity {
            snapshot.events.removeFirst(snapshot.events.count - DroneSnapshot.eventCapacity + 1)
        }
        snapshot.events.append(event)
        return [.event(event)]
    }

    /// The line for the event log; nil for what repeats every tick unchanged.
    mutating func logText(_ group: [ATCommand]) -> String? {
        switch group.last {
        case .ref(let input)?:
            defer { lastREF = input.bits }
            guard input.bits != lastREF else { return nil }
            let meaning = input.emergency ? "emergency" : input.wantsFlight ? "fly" : "land"
            return "AT*REF \(input.bits) (\(meaning))"
        case .pcmd(let move)?, .pcmdMag(let move, _)?:
            let moves = move.flags != 0
            defer { isMoving = moves }
            guard moves != isMoving else { return nil }
            return moves ? "AT*\(group.last?.name ?? "") move" : "AT*PCMD hover"
        case .communicationWatchdog?, .control(.acknowledge, _)?, nil: return nil
        case .control(.getConfiguration, _)?: return "AT*CTRL 4 (read the configuration)"
        case .control(.getCustomConfigurationIDs, _)?: return "AT*CTRL 6 (read the id lists)"
        case .config(let key, let value)?: return "AT*CONFIG \(key) = \(value)"
        case let command?: return "AT*\(command.name)"
        }
    }
}

extension DroneSession {
    /// Notes that the system refused to send a datagram.
    public mutating func noteATFailure() { snapshot.link.counters.atFailed += 1 }
}
