import DroneModel

/// The flights of a recording, each with its height and charge.
struct FlightLedger: Sendable {
    /// How many flights are kept.
    static let capacity = 500

    private(set) var omitted = 0
    private var past: [FlightLeg] = []
    private var leg: FlightLeg?
    private var wasFlying: Bool?

    /// The flights, the one that the recording ends in included.
    var flights: [FlightLeg] { past + (leg.map { [$0] } ?? []) }

    /// Whether the drone was in the air when last heard.
    var isFlying: Bool { leg != nil }

    /// Takes what is known after a packet.
    mutating func note(status: DroneStatus, telemetry: Telemetry, at time: Double) {
        let isFlying = status.contains(.flying)
        defer { wasFlying = isFlying }
        if isFlying, leg == nil {
            leg = FlightLeg(start: time, wasAirborneBefore: wasFlying == nil, lastSeen: time)
            leg?.startPercent = telemetry.batteryPercent?.value
        }
        guard var current = leg else { return }
        if let height = telemetry.altitude, height.time.inSeconds == time, isFlying {
            current.maximumHeight = max(current.maximumHeight ?? height.value, height.value)
        }
        current.endPercent = telemetry.batteryPercent?.value
        current.startPercent = current.startPercent ?? current.endPercent
        if isFlying {
            current.lastSeen = time
            leg = current
        } else {
            current.end = time
            if past.count < Self.capacity { past.append(current) } else { omitted += 1 }
            leg = nil
        }
    }
}
