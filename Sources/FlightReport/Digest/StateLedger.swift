import DroneModel

/// Time in each state: bands for the plots, exact totals beside them.
struct StateLedger: Sendable {
    /// How many bands are kept; the totals go on behind them.
    static let capacity = 3000
    /// A longer silence is a band of its own, seconds: the link counts as lost then.
    static let silence = 1.0

    private(set) var spans: [StateSpan] = []
    private(set) var omitted = 0
    private var totals: [String: StateTotal] = [:]
    private var current: (name: String, kind: StateKind, start: Double)?
    private var lastTime = 0.0

    /// Notes that a packet told this state.
    mutating func note(_ state: FlightState?, status: DroneStatus, at time: Double) {
        let (name, kind) = Self.description(of: state, status: status)
        if time - lastTime > Self.silence {
            close(at: lastTime)
            append(StateSpan(name: Self.silenceName, kind: .silence, start: lastTime, end: time))
            current = (name, kind, time)
        } else if current == nil {
            // What comes in the first second counts from the beginning.
            current = (name, kind, lastTime)
        } else if current?.name != name {
            close(at: time)
            current = (name, kind, time)
        }
        lastTime = time
    }

    /// The end of the recording.
    mutating func finish(at end: Double) {
        if end - lastTime > Self.silence {
            close(at: lastTime)
            append(StateSpan(name: Self.silenceName, kind: .silence, start: lastTime, end: end))
        } else {
            close(at: end)
        }
        current = nil
    }

    /// The totals, the longest first.
    var timeInStates: [StateTotal] {
        totals.values.sorted { ($0.seconds, $1.name) > ($1.seconds, $0.name) }
    }

    static let silenceName = "no navdata"

    private mutating func close(at time: Double) {
        guard let band = current else { return }
        append(StateSpan(name: band.name, kind: band.kind, start: band.start, end: max(band.start, time)))
        current = nil
    }

    private mutating func append(_ span: StateSpan) {
        guard span.end > span.start else { return }
        totals[span.name, default: StateTotal(name: span.name, kind: span.kind, seconds: 0)].seconds +=
            span.end - span.start
        if spans.count < Self.capacity { spans.append(span) } else { omitted += 1 }
    }

    /// The state in words. Where the drone tells no state, its flying bit still does.
    private static func description(of state: FlightState?, status: DroneStatus) -> (String, StateKind) {
        if status.contains(.emergency) { return ("emergency", .emergency) }
        guard let state else {
            return status.contains(.flying)
                ? ("in the air, state n/a", .motion) : ("on the ground, state n/a", .ground)
        }
        return switch state {
        case .booting, .initializing, .landed: ("\(state)", .ground)
        case .takingOff, .landing: ("\(state)", .transition)
        case .hovering: ("\(state)", .hover)
        case .flying, .braking: ("\(state)", .motion)
        case .looping, .test: ("\(state)", .other)
        case .unknown: ("unknown state", .other)
        }
    }
}
