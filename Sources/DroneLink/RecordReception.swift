import DroneModel
import DroneProtocol

/// Decides when the record stream is asked for, and when it is over; counts what comes.
///
///     resting --retry due--> connecting --opened--> connected --closed, 1 s silent while recording--> resting
///     any --stopped, then the last picture--> over (finished);  any --10 s without a byte--> over (failed)
///
/// The drone keeps its pictures until they are taken, so a connection that breaks costs at most the picture that was
/// under way. A value: events and time in, orders out.
struct RecordReception: Sendable {
    enum Limit {
        /// How long nothing may come before it is given up (the SDK's patience).
        static let patience: Duration = .seconds(10)
        /// Silence after which a connection is made anew, as for live video, but slower: a queue has no age.
        static let stall: Duration = .seconds(3)
        /// Between two tries.
        static let retry: Duration = .seconds(1)
    }

    enum Order: Equatable, Sendable {
        /// Connect; report under this number.
        case connect(Int)
        /// Close that connection.
        case disconnect(Int)
        /// What came, and what it held.
        case deliver([UInt8], [PaVEStreamEvent])
        /// Nothing more comes.
        case end
    }

    private enum State: Equatable {
        case resting(until: Duration)
        case connecting
        case connected(silentSince: Duration)
        case over
    }

    private(set) var health: VideoRecordHealth
    private var state: State
    private var connection = 0
    private var isStopped = false
    private var hopeSince: Duration
    private var parser = PaVEStreamParser()
    private var last: (stream: UInt16, number: UInt32)?

    /// A recording that is asked for at `now`.
    init(at now: Duration) {
        health = VideoRecordHealth(start: now)
        state = .resting(until: now)
        hopeSince = now
    }

    /// Lets time pass.
    mutating func tick(at now: Duration) -> [Order] {
        if state == .over { return [] }
        if now - hopeSince >= Limit.patience {
            return finish(
                .failed, "nothing came on the record port for \(Limit.patience.components.seconds) s", at: now)
        }
        switch state {
        case .resting(let until):
            guard now >= until else { return [] }
            connection += 1
            state = .connecting
            return [.connect(connection)]
        case .connected(let since) where now - since >= Limit.stall && health.pictures > 0:
            interrupt("nothing came for \(Limit.stall.components.seconds) s", at: now)
            return [.disconnect(connection)]
        case .connecting, .connected, .over:
            return []
        }
    }

    /// The pilot has stopped it: the last picture ends it.
    mutating func stop(at now: Duration) -> [Order] {
        if state == .over { return [] }
        isStopped = true
        hopeSince = now
        health.phase = .finishing
        return []
    }

    /// It is over at once, whatever the drone still keeps.
    mutating func abandon(_ reason: String, at now: Duration) -> [Order] {
        state == .over ? [] : finish(.failed, reason, at: now)
    }

    /// The connection is there.
    mutating func opened(_ number: Int, at now: Duration) -> [Order] {
        guard number == connection, state == .connecting else { return [.disconnect(number)] }
        state = .connected(silentSince: now)
        parser = PaVEStreamParser()
        return []
    }

    /// The connection could not be made, or its other end closed it.
    mutating func closed(_ number: Int, _ reason: String, at now: Duration) {
        guard number == connection else { return }
        switch state {
        case .connecting, .connected: interrupt(reason, at: now)
        case .resting, .over: break
        }
    }

    private mutating func interrupt(_ reason: String, at now: Duration) {
        health.lastProblem = reason
        if health.phase == .recording { health.phase = .interrupted }
        state = .resting(until: now + Limit.retry)
    }

    /// Bytes of the connection.
    mutating func receive(_ bytes: [UInt8], on number: Int, at now: Duration) -> [Order] {
        guard number == connection, case .connected = state, !bytes.isEmpty else { return [] }
        state = .connected(silentSince: now)
        hopeSince = now
        health.lastData = now
        health.bytes &+= bytes.count
        if !isStopped { health.phase = .recording }
        let events = parser.parse(bytes.span.bytes, at: now)
        var hasLast = false
        for event in events {
            switch event {
            case .frame(let frame):
                health.pictures += 1
                countMissing(before: frame.header)
                if frame.header.control.contains(.lastFrame) { hasLast = true }
            case .damage(let damage):
                health.damages += 1
                health.lastProblem = "\(damage)"
            case .announcement: break
            }
        }
        let delivery = [Order.deliver(bytes, events)]
        return hasLast && isStopped ? delivery + finish(.finished, nil, at: now) : delivery
    }

    private mutating func finish(_ phase: VideoRecordPhase, _ problem: String?, at now: Duration) -> [Order] {
        health.phase = phase
        if let problem { health.lastProblem = problem }
        state = .over
        return [.disconnect(connection), .end]
    }

    private mutating func countMissing(before header: PaVEHeader) {
        let number = header.frameNumber
        defer { last = (header.format.streamID, number) }
        // Another stream counts by itself; a step back is a drone that started again.
        guard let last, last.stream == header.format.streamID, case let step = number &- last.number,
            (2...UInt32(Int32.max)).contains(step)
        else { return }
        health.missingPictures += Int(step) - 1
    }
}
