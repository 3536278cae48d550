public import DroneModel

/// The pads of a pilot: turns what changes on them into what they order. Inputs carry time; no device, no clock.
///
///     no pad --connected, mapped--> flying --disconnected--> (hover) the next pad, or no pad
///                                   flying --a stick held, nothing told for `longestHold`--> (hover) sticks locked
///
/// One pad flies, the first with a mapping. A stick counts once it was seen centred, so that a pad that lies on its
/// sticks, or has not told yet where they are, moves nothing.
public struct PadPilot: Sendable {
    /// What a pad wants.
    public enum Output: Equatable, Sendable {
        /// Move so, as shares of the chosen speed; nil when all sticks are centred.
        case steer(Setpoint?)
        /// A button was pressed.
        case press(PadAction)
        /// Something for the pilot to read.
        case say(String)
        /// What the pilot has to know at once: the pad that flew is gone.
        case warn(String)
    }

    /// The pad that flies.
    public struct Seat: Equatable, Sendable {
        /// Where it is.
        public var path: String
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        public var pad: PadDescription
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        public var mapping: PadMapping
    }

    /// How long a stick counts that tells nothing new, 5 s, as a held key does: a pad that is out of reach looks like
    /// a pad whose stick is held still.
    public static let longestHold: Duration = .seconds(5)

    private let mappings: [PadMapping]
    private var pads: [Known] = []
    /// The pad that flies.
    public private(set) var seat: Seat?
    private var armed: Set<FlightAxis> = []
    private var active: Set<PadControl> = []
    private var lastEvent: Duration = .zero
    private var steering: Setpoint?

    private struct Known: Sendable {
        var path: String
        var pad: PadDescription
        var state: PadState
    }

    /// No pad yet.
    ///
    /// - Parameter mappings: Those of the user; the built-in ones are added.
    public init(mappings: [PadMapping]) { self.mappings = mappings + PadMapping.builtIn }

    /// The pad to look at, and how it is: the one that flies, else the first.
    public var shown: (path: String, pad: PadDescription, state: PadState)? {
        let known = pads.first { $0.path == seat?.path } ?? pads.first
        return known.map { ($0.path, $0.pad, $0.state) }
    }

    /// Takes in what became known.
    public mutating func handle(_ update: PadUpdate, at now: Duration) -> [Output] {
        switch update {
        case .connected(let path, let pad, let state):
            let gone = disconnect(path, "connected anew", at: now)
            pads.append(Known(path: path, pad: pad, state: state))
            guard seat == nil else { return gone + [.say("another game pad: \(pad.name), not used")] }
            return gone + takeSeat(at: now, looking: path)
        case .changed(let path, let event):
            guard let index = pads.firstIndex(where: { $0.path == path }) else { return [] }
            pads[index].state.apply(event)
            guard let seat, seat.path == path else { return [] }
            lastEvent = now
            switch event {
            case .button(let button, let isPressed): return press(.button(button), isPressed)
            case .axis(let axis, _): return move(axis, pads[index], seat)
            }
        case .disconnected(let path, let reason): return disconnect(path, reason, at: now)
        case .unusable(let path, let reason): return [.warn("game pad \(path): \(reason)")]
        }
    }

    /// Lets time pass.
    public mutating func tick(at now: Duration) -> [Output] {
        guard let seat, steering != nil, now - lastEvent >= Self.longestHold else { return [] }
        armed = []
        steering = nil
        return [.steer(nil), .warn("\(seat.pad.name) told nothing for 5 s: hover. Centre the sticks")]
    }

    private mutating func disconnect(_ path: String, _ reason: String, at now: Duration) -> [Output] {
        pads.removeAll { $0.path == path }
        guard let seat, seat.path == path else { return [] }
        self.seat = nil
        steering = nil
        // Always, not only when it steers: who takes the pad away wants it to stop.
        return [.steer(nil), .warn("game pad gone (\(reason)): hover")] + takeSeat(at: now, looking: nil)
    }

    /// Gives the seat to the first pad that has a mapping.
    private mutating func takeSeat(at now: Duration, looking newcomer: String?) -> [Output] {
        var reasons: [Output] = []
        for known in pads {
            guard let mapping = PadMapping.best(for: known.pad, among: mappings) else {
                if known.path == newcomer {
                    reasons.append(.warn("\(known.pad.name) has no mapping: stork gamepad map makes one"))
                }
                continue
            }
            let missing = mapping.missing(on: known.pad)
            guard missing.isEmpty else {
                if known.path == newcomer {
                    let names = missing.joined(separator: ", ")
                    reasons.append(.warn("mapping \(mapping.name) names \(names): \(known.pad.name) lacks that"))
                }
                continue
            }
            seat = Seat(path: known.path, pad: known.pad, mapping: mapping)
            armed = Set(
                FlightAxis.allCases.filter { mapping.value(of: $0, known.state, on: known.pad) == 0 })
            active = Set(mapping.controls.keys.filter { position($0, known) ?? 0 > Self.pressPoint })
            lastEvent = now
            return reasons + [.say("game pad \(known.pad.name), mapping \(mapping.title)")]
        }
        return reasons
    }

    private mutating func press(_ control: PadControl, _ isPressed: Bool) -> [Output] {
        guard let action = seat?.mapping.controls[control] else { return [] }
        guard isPressed else {
            active.remove(control)
            return []
        }
        return active.insert(control).inserted ? [.press(action)] : []
    }

    /// How far to its side an axis counts as pressed, and below which it is let go: a stick that trembles on one
    /// point presses once.
    private static let pressPoint = 0.6
    private static let releasePoint = 0.4

    private func position(_ control: PadControl, _ known: Known) -> Double? {
        guard case .axis(let axis, let side) = control, let range = known.pad.axes[axis],
            let value = known.state.axes[axis]
        else { return nil }
        return range.position(of: value) * (side == .positive ? 1 : -1)
    }

    private mutating func move(_ axis: PadAxis, _ known: Known, _ seat: Seat) -> [Output] {
        var outputs: [Output] = []
        for side in [PadControl.Side.negative, .positive] {
            let control = PadControl.axis(axis, side)
            guard let position = position(control, known) else { continue }
            if position > Self.pressPoint { outputs += press(control, true) }
            if position < Self.releasePoint { outputs += press(control, false) }
        }
        guard seat.mapping.sticks.contains(where: { $0.value.axis == axis }) else { return outputs }
        var values: [FlightAxis: Double] = [:]
        for axis in FlightAxis.allCases {
            guard let value = seat.mapping.value(of: axis, known.state, on: known.pad) else { continue }
            if value == 0 { armed.insert(axis) }
            if armed.contains(axis), value != 0 { values[axis] = value }
        }
        let wanted =
            values.isEmpty
            ? nil
            : Setpoint(
                roll: values[.roll] ?? 0, pitch: values[.pitch] ?? 0, climb: values[.climb] ?? 0, yaw: values[.yaw] ?? 0
            )
        if wanted != steering {
            steering = wanted
            outputs.append(.steer(wanted))
        }
        return outputs
    }
}
