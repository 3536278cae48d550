import DroneModel
import DroneProtocol

/// What the firmware remembers of its pilot's commands between two datagrams.
struct PilotSide: Equatable, Sendable {
    /// The start bit as it was last sent.
    private(set) var wantsFlight = false
    /// The emergency bit as it was last sent: its edge counts.
    private(set) var emergencyLevel = false
    /// The movement as it was last sent.
    private(set) var movement = Movement(flags: 0, roll: 0, pitch: 0, climb: 0, yaw: 0)
    /// The pilot's heading of the last `PCMD_MAG`.
    private(set) var heading = PilotHeading.none
    /// The number of the last REF or PCMD.
    private(set) var sequence: UInt32 = 0

    /// Takes a REF; true where its emergency bit makes an edge from 0 to 1.
    mutating func take(_ input: REFInput, sequence: UInt32) -> Bool {
        defer { emergencyLevel = input.emergency }
        wantsFlight = input.wantsFlight
        self.sequence = sequence
        return input.emergency && !emergencyLevel
    }

    /// Takes a PCMD or PCMD_MAG.
    mutating func take(_ movement: Movement, heading: PilotHeading = .none, sequence: UInt32) {
        self.movement = movement
        self.heading = heading
        self.sequence = sequence
    }

    /// What the flight controller is to do: combined yaw only where the configuration allows it, absolute movements
    /// turned from the pilot's heading to the drone's.
    func setpoint(allowsCombinedYaw: Bool, droneHeading: Angle?) -> Setpoint {
        var setpoint = movement.setpoint
        if setpoint.mode == .combinedYaw, !allowsCombinedYaw { setpoint.mode = .progressive }
        guard setpoint.mode != .hover, movement.flags & Movement.absolute != 0, heading.accuracy >= 0,
            let droneHeading, heading.psi.isFinite
        else { return setpoint }
        let turn = droneHeading.radians - Double(heading.psi) * .pi
        let (forward, right) = (-setpoint.pitch, setpoint.roll)
        return Setpoint(
            roll: right * cosine(turn) - forward * sine(turn),
            pitch: -(forward * cosine(turn) + right * sine(turn)),
            climb: setpoint.climb, yaw: setpoint.yaw, mode: setpoint.mode)
    }
}
