/// Makes a mapping by asking for one movement or button after the other: what happens on the pad in, questions out.
///
///     resting --a button--> roll → pitch → climb → yaw → land → take-off → … → picture --> done
///
/// A stick counts when it was pushed and came back. Of buttons only land must be there; the others may be left out.
public struct MappingWizard: Sendable {
    /// What happens.
    public enum Input: Equatable, Sendable {
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        case event(PadEvent)
        /// The person wants no button for this.
        case skip
    }

    /// What is to be said or was made.
    public enum Output: Equatable, Sendable {
        /// What the person is to do next.
        case ask(String)
        /// What was understood, or why not.
        case say(String)
        /// All was asked.
        case done(PadMapping)
    }

    private enum Step: Equatable {
        case resting
        case stick(FlightAxis)
        case button(PadAction)
        case done
    }

    private let pad: PadDescription
    private let name: String
    private var state: PadState
    private var rest = PadState()
    private var step = Step.resting
    private var pushed: (axis: PadAxis, isPositive: Bool)?
    private var sticks: [FlightAxis: PadMapping.Stick] = [:]
    private var controls: [PadControl: PadAction] = [:]

    /// How far a stick is to be pushed, and how near it has to come back, of its way to one side.
    private static let far = 0.7
    private static let near = 0.35

    /// A wizard for a pad whose mapping shall have this name.
    public init(_ pad: PadDescription, _ state: PadState, name: String) {
        self.pad = pad
        self.state = state
        self.name = name
    }

    /// The first question.
    public var start: [Output] { [.ask("Let all sticks go, then press any button of \(pad.name)")] }

    /// Takes in what happened.
    public mutating func handle(_ input: Input) -> [Output] {
        if case .event(let event) = input { state.apply(event) }
        switch (step, input) {
        case (.resting, .event(.button(_, isPressed: true))):
            rest = state
            return go(to: .stick(.roll))
        case (.stick(let flight), .event(.axis(let axis, let value))): return push(axis, value, flight)
        case (.button(let action), .event(.button(let button, isPressed: true))): return take(.button(button), action)
        case (.button(let action), .event(.axis(let axis, let value))): return take(axis, value, action)
        case (.button(.land), .skip): return [.say("a pad that flies has to be able to land")]
        case (.button(let action), .skip): return after(action)
        case (.resting, _), (.stick, _), (.button, _), (.done, _): return []
        }
    }

    private mutating func push(_ axis: PadAxis, _ value: Int, _ flight: FlightAxis) -> [Output] {
        guard let range = pad.axes[axis] else { return [] }
        let position = range.position(of: value)
        if let pushed {
            guard pushed.axis == axis, abs(position) < Self.near else { return [] }
            self.pushed = nil
            // The person pushed right, forward, up, right; forward is negative pitch.
            let isReversed = pushed.isPositive == (flight == .pitch)
            sticks[flight] = PadMapping.Stick(axis, isReversed: isReversed)
            let next = FlightAxis.allCases.drop { $0 != flight }.dropFirst().first
            let said = Output.say("\(flight.rawValue) is \(axis.name)\(isReversed ? ", reversed" : "")")
            return [said] + go(to: next.map { .stick($0) } ?? .button(.land))
        }
        guard abs(position) > Self.far else { return [] }
        // A diagonal push, or the last stick still on its way back.
        if sticks.values.contains(where: { $0.axis == axis }) { return [] }
        guard let resting = rest.axes[axis], abs(range.position(of: resting)) < Self.near else {
            // A trigger rests at its end; told only when it was moved from there.
            let moved = abs(position - (rest.axes[axis].map { range.position(of: $0) } ?? position)) > 1
            return moved ? [.say("\(axis.name) does not rest in its middle: use a stick")] : []
        }
        pushed = (axis, position > 0)
        return [.say("\(axis.name): now let it go")]
    }

    private mutating func take(_ axis: PadAxis, _ value: Int, _ action: PadAction) -> [Output] {
        // A directional pad; a stick that is only nudged is none.
        guard !sticks.values.contains(where: { $0.axis == axis }), let range = pad.axes[axis] else { return [] }
        let position = range.position(of: value)
        let resting = rest.axes[axis].map { range.position(of: $0) } ?? 0
        guard abs(position) > Self.far, abs(position - resting) > Self.far else { return [] }
        let control = PadControl.axis(axis, position > 0 ? .positive : .negative)
        // It stays pressed for a while and tells so again.
        return controls[control] == nil ? take(control, action) : []
    }

    private mutating func take(_ control: PadControl, _ action: PadAction) -> [Output] {
        if let other = controls[control] {
            return [.say("\(control.name) is \(other.rawValue) already: press another")]
        }
        controls[control] = action
        return [.say("\(action.rawValue) is \(control.name)")] + after(action)
    }

    private mutating func after(_ action: PadAction) -> [Output] {
        var rest = PadAction.allCases.drop { $0 != action }.dropFirst()
        // Without its first step there is no second.
        if action == .cut, !controls.values.contains(.cut) { rest = rest.dropFirst() }
        if action == .confirmCut, !controls.values.contains(.confirmCut) {
            controls = controls.filter { $0.value != .cut }
        }
        return go(to: rest.first.map { .button($0) } ?? .done)
    }

    private mutating func go(to next: Step) -> [Output] {
        step = next
        switch next {
        case .resting: return start
        case .stick(let axis): return [.ask(Self.question(axis))]
        case .button(let action): return [.ask(Self.question(action))]
        case .done:
            // A pad without numbers of its own is known by its name.
            let isNumbered = pad.vendor != 0 || pad.product != 0
            let match = PadMapping.Match(
                vendor: isNumbered ? pad.vendor : nil, product: isNumbered ? pad.product : nil,
                name: isNumbered ? nil : pad.name)
            return [.done(PadMapping(name: name, match: match, sticks: sticks, controls: controls))]
        }
    }

    private static func question(_ axis: FlightAxis) -> String {
        switch axis {
        case .roll: "Roll: push its stick fully to the RIGHT and let it go"
        case .pitch: "Pitch: push its stick fully FORWARD and let it go"
        case .climb: "Climb: push its stick fully UP (forward) and let it go"
        case .yaw: "Turn: push its stick fully to the RIGHT and let it go"
        }
    }

    private static func question(_ action: PadAction) -> String {
        let none = "; return for none"
        return switch action {
        case .land: "Press the button that LANDS"
        case .takeOff: "Press the button for take-off\(none)"
        case .hover: "Press the button for hover\(none)"
        case .cut: "Press the button that asks for a motor cut\(none)"
        case .confirmCut: "Press another button, which confirms the motor cut: the drone falls\(none)"
        case .recover: "Press the button that recovers from an emergency\(none)"
        case .slower: "Press the button for slower\(none)"
        case .faster: "Press the button for faster\(none)"
        case .camera: "Press the button for the other camera\(none)"
        case .picture: "Press the button that takes a picture\(none)"
        }
    }
}
