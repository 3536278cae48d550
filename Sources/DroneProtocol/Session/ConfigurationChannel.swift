import DroneModel

/// Something to do with the drone's configuration. One at a time: the drone has a single acknowledge bit.
public enum ConfigurationJob: Equatable, Sendable {
    /// Write one key; with ids where a multiconfiguration set is active.
    case write(key: String, value: String, ids: MulticonfigurationIDs?)
    /// Read the whole configuration over the control port.
    case readConfiguration
    /// Read the lists of application, user and session ids over the control port.
    case readIDs
}

/// How a configuration job ended.
public enum ConfigurationOutcome: Equatable, Sendable {
    /// The drone acknowledged the write. Only reading back tells whether it took the value.
    case acknowledged
    /// The answer to a read, byte for byte as it came, without the zero byte at its end.
    case received([UInt8])
    /// Given up.
    case failed(ConfigurationFailure)
}

/// Why a configuration job was given up.
public enum ConfigurationFailure: Error, Equatable, Sendable {
    /// The drone never set its acknowledge bit.
    case notAcknowledged(tries: Int)
    /// The acknowledge bit, left by this or another program, never cleared.
    case acknowledgeStuck
    /// The control port could not be reached.
    case controlPortClosed(tries: Int)
    /// The answer stopped before its end.
    case answerIncomplete(bytes: Int)
    /// The answer is longer than any configuration.
    case answerTooLong
    /// The text cannot be sent.
    case unsendable(CommandError)
    /// The drone restarted or the link was lost meanwhile.
    case linkLost
}

extension ConfigurationFailure: CustomStringConvertible {
    /// What went wrong, and what to do.
    public var description: String {
        switch self {
        case .notAcknowledged(let tries):
            "no acknowledgement after \(tries) tries; check the link, or whether another program controls the drone"
        case .acknowledgeStuck:
            "the drone's acknowledge bit never clears; restart the drone by its battery"
        case .controlPortClosed(let tries):
            "the control port (TCP 5559) did not answer in \(tries) tries; another program may hold it"
        case .answerIncomplete(let bytes): "the answer stopped after \(bytes) bytes; try again nearer to the drone"
        case .answerTooLong: "the answer is longer than any configuration; this is no AR.Drone"
        case .unsendable(let error): error.description
        case .linkLost: "the link was lost meanwhile; try again when it is live"
        }
    }
}

/// The acknowledge dance: writes keys and reads dumps, one after the other, against loss and leftovers.
///
///     idle --job--> clearing --bit 6 clear--> sent --bit 6 set--> releasing --bit 6 clear--> idle
///                     (CTRL 5 until clear)    (again on time-out)  (CTRL 5 until clear)
///
/// A read opens the control port first, sends CTRL 4 or 6 as `sent`, and collects bytes until the zero byte.
struct ConfigurationChannel: Sendable {
    /// What the shell or the AT loop has to do.
    enum Output: Equatable, Sendable {
        case openControl
        case closeControl
        case finished(id: Int, job: ConfigurationJob, outcome: ConfigurationOutcome)
    }

    /// Time limits, each with its source.
    enum Limit {
        /// Repeat an unacknowledged setting: two packets of the slowest navdata mode (15.3 Hz) fit in between.
        static let settingRetry: Duration = .milliseconds(150)
        /// Repeat a write that starts something (an animation, a recording): the reference's 500 ms, because a
        /// second arrival would start it again.
        static let startingRetry: Duration = .milliseconds(500)
        /// Tries of one write (reference 3.3).
        static let tries = 10
        /// Patience with a set acknowledge bit: ten of the 500 ms in which a real drone clears it.
        static let clearing: Duration = .seconds(5)
        /// Ask again when the control port is silent (reference 3.4).
        static let answerRetry: Duration = .seconds(1)
        /// Tries of one read.
        static let readTries = 5
        /// A dump has 4 to 8 kB; a quarter of a megabyte is no drone.
        static let answerCapacity = 256 * 1024
        /// The drone copies defaults into a new set after a `custom:` id was written (reference 3.5).
        static let settle: Duration = .milliseconds(100)
    }

    private struct Entry {
        var id: Int
        var job: ConfigurationJob
    }

    private enum State {
        case idle
        case clearing(Entry, since: Duration)
        case sent(Entry, lastSend: Duration?, tries: Int)
        case releasing(Entry, ConfigurationOutcome, since: Duration)
        case settling(until: Duration)
    }

    private var state = State.idle
    private var queue: [Entry] = []
    private var nextID = 1
    private var acknowledge: Bool?
    private var control = ControlPort()

    /// True while nothing is queued or under way.
    var isIdle: Bool {
        if case .idle = state { return queue.isEmpty }
        return false
    }

    /// Appends a job; returns the number under which its outcome is reported.
    mutating func enqueue(_ job: ConfigurationJob) -> Int {
        let id = nextID
        nextID += 1
        queue.append(Entry(id: id, job: job))
        return id
    }

    /// The acknowledge bit of a navdata packet.
    mutating func receive(acknowledge bit: Bool, at now: Duration) -> [Output] {
        acknowledge = bit
        switch state {
        case .clearing(let entry, _) where !bit:
            // A read waits for the connection first, a write is sent with the next datagram.
            state = .sent(entry, lastSend: entry.job.readsControlPort ? now : nil, tries: 0)
            return entry.job.readsControlPort ? control.open() : []
        case .sent(let entry, _?, _) where bit && !entry.job.readsControlPort:
            state = .releasing(entry, .acknowledged, since: now)
        case .releasing(let entry, let outcome, _) where !bit:
            return finish(entry, outcome, at: now)
        default: break
        }
        return []
    }

    /// The commands for the AT datagram of this tick: each group stays in one datagram.
    mutating func tick(at now: Duration) -> (commands: [[ATCommand]], outputs: [Output]) {
        switch state {
        case .idle:
            guard !queue.isEmpty else { return ([], []) }
            let entry = queue.removeFirst()
            state = .clearing(entry, since: now)
            // A leftover bit must not be taken for our own acknowledgement.
            return acknowledge == false ? ([], receive(acknowledge: false, at: now)) : (Self.release, [])
        case .settling(let until):
            if now >= until { state = .idle }
            return ([], [])
        case .clearing(let entry, let since):
            if now - since >= Limit.clearing { return ([], finish(entry, .failed(.acknowledgeStuck), at: now)) }
            return (Self.release, [])
        case .releasing(let entry, _, let since):
            if now - since >= Limit.clearing { return ([], finish(entry, .failed(.acknowledgeStuck), at: now)) }
            return (Self.release, [])
        case .sent(let entry, let lastSend, let tries):
            return resend(entry, lastSend: lastSend, tries: tries, at: now)
        }
    }

    /// The control port is connected.
    mutating func controlOpened(at now: Duration) {
        control.isOpen = true
        if case .sent(let entry, _, let tries) = state, entry.job.readsControlPort {
            state = .sent(entry, lastSend: nil, tries: tries)
        }
    }

    /// The control port could not be reached or was closed by the drone.
    mutating func controlClosed(at now: Duration) -> [Output] {
        control.isOpen = false
        guard case .sent(let entry, _, let tries) = state, entry.job.readsControlPort else { return [] }
        let received = control.discard()
        if tries >= Limit.readTries {
            let failure: ConfigurationFailure =
                received > 0 ? .answerIncomplete(bytes: received) : .controlPortClosed(tries: tries)
            return finish(entry, .failed(failure), at: now)
        }
        // Connecting again waits for the next tick's time-out, so that a refusing port is not hammered.
        state = .sent(entry, lastSend: now, tries: tries + 1)
        return []
    }

    /// Bytes of the control port, in any split.
    mutating func receive(control bytes: [UInt8], at now: Duration) -> [Output] {
        guard case .sent(let entry, _, let tries) = state, entry.job.readsControlPort else { return [] }
        state = .sent(entry, lastSend: now, tries: tries)
        switch control.collect(bytes) {
        case .more: return []
        case .complete(let answer):
            state = .releasing(entry, .received(answer), since: now)
            return []
        case .overflow: return finish(entry, .failed(.answerTooLong), at: now)
        }
    }

    /// The link was lost or the drone restarted: everything under way fails, the control port is closed.
    mutating func abandon() -> [Output] {
        var entries = queue
        switch state {
        case .clearing(let entry, _), .sent(let entry, _, _), .releasing(let entry, _, _): entries.insert(entry, at: 0)
        case .idle, .settling: break
        }
        queue = []
        state = .idle
        acknowledge = nil
        _ = control.discard()
        let failures = entries.map { Output.finished(id: $0.id, job: $0.job, outcome: .failed(.linkLost)) }
        return control.close() + failures
    }

    private static let release: [[ATCommand]] = [[.control(.acknowledge, argument: 0)]]

    private mutating func resend(
        _ entry: Entry, lastSend: Duration?, tries: Int, at now: Duration
    ) -> (commands: [[ATCommand]], outputs: [Output]) {
        if let lastSend, now - lastSend < entry.job.retryInterval { return ([], []) }
        let limit = entry.job.readsControlPort ? Limit.readTries : Limit.tries
        if tries >= limit { return ([], finish(entry, .failed(exhausted(entry, tries: tries)), at: now)) }
        if entry.job.readsControlPort, !control.isOpen {
            state = .sent(entry, lastSend: now, tries: tries + 1)
            return ([], control.open())
        }
        state = .sent(entry, lastSend: now, tries: tries + 1)
        _ = control.discard()
        return ([entry.job.commands], [])
    }

    private mutating func exhausted(_ entry: Entry, tries: Int) -> ConfigurationFailure {
        guard entry.job.readsControlPort else { return .notAcknowledged(tries: tries) }
        let received = control.discard()
        return received > 0 ? .answerIncomplete(bytes: received) : .controlPortClosed(tries: tries)
    }

    private mutating func finish(_ entry: Entry, _ outcome: ConfigurationOutcome, at now: Duration) -> [Output] {
        state = entry.job.createsSet ? .settling(until: now + Limit.settle) : .idle
        return [.finished(id: entry.id, job: entry.job, outcome: outcome)]
            + (entry.job.readsControlPort ? control.close() : [])
    }
}

/// What has come over the control port since the last request.
private struct ControlPort: Sendable {
    enum Collected {
        case more
        case complete([UInt8])
        case overflow
    }

    var isOpen = false
    private var isRequested = false
    private var bytes: [UInt8] = []

    mutating func open() -> [ConfigurationChannel.Output] {
        isRequested = true
        return [.openControl]
    }

    mutating func close() -> [ConfigurationChannel.Output] {
        guard isRequested else { return [] }
        isRequested = false
        isOpen = false
        return [.closeControl]
    }

    mutating func collect(_ new: [UInt8]) -> Collected {
        if let end = new.firstIndex(of: 0) {
            bytes += new[..<end]
            defer { bytes = [] }
            return bytes.count > ConfigurationChannel.Limit.answerCapacity ? .overflow : .complete(bytes)
        }
        bytes += new
        if bytes.count <= ConfigurationChannel.Limit.answerCapacity { return .more }
        bytes = []
        return .overflow
    }

    /// Forgets what came; returns how many bytes that was.
    mutating func discard() -> Int {
        defer { bytes = [] }
        return bytes.count
    }
}

extension ConfigurationJob {
    var readsControlPort: Bool {
        switch self {
        case .write: false
        case .readConfiguration, .readIDs: true
        }
    }

    /// Whether the drone makes or switches a multiconfiguration set, which takes it a moment.
    var createsSet: Bool {
        guard case .write(let key, _, _) = self else { return false }
        return key.hasPrefix("custom:") && key.hasSuffix("_id")
    }

    var retryInterval: Duration {
        switch self {
        case .write(let key, _, _):
            // Writing these starts something; arriving twice they would start it twice.
            ["control:flight_anim", "leds:leds_anim", "userbox:userbox_cmd", "rescue:rescue"].contains(key)
                ? ConfigurationChannel.Limit.startingRetry : ConfigurationChannel.Limit.settingRetry
        case .readConfiguration, .readIDs: ConfigurationChannel.Limit.answerRetry
        }
    }

    /// What is sent, in one datagram.
    var commands: [ATCommand] {
        switch self {
        case .write(let key, let value, let ids):
            (ids.map { [$0.command] } ?? []) + [.config(key: key, value: value)]
        case .readConfiguration: [.control(.getConfiguration, argument: 0)]
        case .readIDs: [.control(.getCustomConfigurationIDs, argument: 0)]
        }
    }
}

extension MulticonfigurationIDs {
    /// The command that names the active sets; the user stands before the application.
    var command: ATCommand {
        .configIDs(session: "\(session)", user: "\(user)", application: "\(application)")
    }
}
