import Cockpit
import DroneModel
import Gamepad
import GamepadDevices

/// The game pads of a cockpit: what happens on them becomes orders.
struct CockpitPads {
    private let watcher: PadWatcher?
    private var pilot: PadPilot

    /// No pads: an observer has none, nor has who wants none.
    init() {
        watcher = nil
        pilot = PadPilot(mappings: [])
    }

    /// Pads with these mappings besides the built-in ones.
    init(_ choice: PadChoice, mappings: [PadMapping], notify: @escaping @Sendable () -> Void) {
        watcher = PadWatcher(choice, notify: notify)
        pilot = PadPilot(mappings: mappings)
    }

    /// Stops to watch.
    func stop() { watcher?.stop() }

    /// Hands over to the cockpit what happened; its orders are to be carried out in their order.
    mutating func fly(_ cockpit: inout Cockpit, _ snapshot: DroneSnapshot, at now: Duration) -> [Cockpit.Order] {
        guard let watcher else { return [] }
        var orders: [Cockpit.Order] = []
        var outputs: [PadPilot.Output] = []
        for update in watcher.take() { outputs += pilot.handle(update, at: now) }
        for output in outputs + pilot.tick(at: now) {
            switch output {
            case .steer(let value): orders += cockpit.steer(value, snapshot, at: now)
            case .press(let action): orders += cockpit.press(action, snapshot, at: now)
            case .say(let text): cockpit.show(text, at: now)
            case .warn(let text): cockpit.warn(text, at: now)
            }
        }
        if !outputs.isEmpty {
            cockpit.pad = pilot.seat.map { seat in
                let confirmation = seat.mapping.controlName(for: .confirmCut)
                return PadStatus(
                    name: seat.pad.name, mapping: seat.mapping.title,
                    confirmation: confirmation?.replacing("BTN_", with: ""))
            }
        }
        return orders
    }
}
