import DroneModel
import DroneProtocol

/// What happened when: control states, flights with their delays, charge and height.
///
/// Control states are kept by their numbers and named at the end, when all evidence for the drone's numbering is in.
struct FlightTimeline {
    /// How many changes of state, and how many flights, are kept: ten an hour for weeks.
    static let capacity = 10_000

    private(set) var battery: BatterySummary?
    private(set) var altitude: AltitudeSummary?
    private(set) var hoverPWM: HoverPWM?
    private(set) var omittedStates = 0

    private var changes: [(time: Duration, major: Int)] = []
    private var lastMajor: Int?
    private var lastPacket: Duration?
    private var pastFlights: [FlightSummary] = []
    private var flight: FlightSummary?
    /// Whether the last packet said that the motors turn; nil before the first.
    private var isFlying: Bool?
    /// Whether the client asked for flight last; nil before the first command.
    private var wantsFlight: Bool?
    /// When that changed, and was not yet followed by the drone.
    private var takeOffCommand: Duration?
    private var landCommand: Duration?

    /// The number of the hovering state, the same for every firmware.
    private static let hovering = ControlStateNumbering.shifted.major(of: .hovering)

    /// The flights, the one that the file ends in included.
    var flights: [FlightSummary] { pastFlights + (flight.map { [$0] } ?? []) }

    /// The states with the names they have in `numbering`.
    func states(numbering: ControlStateNumbering) -> [StateChange] {
        changes.map { StateChange(time: $0.time, state: numbering.state(major: $0.major)) }
    }

    /// Takes what the pilot asks for.
    mutating func receive(_ input: REFInput, at time: Duration) {
        defer { wantsFlight = input.wantsFlight }
        guard let wantsFlight, wantsFlight != input.wantsFlight else { return }
        if input.wantsFlight { takeOffCommand = time } else { landCommand = time }
    }

    /// Takes a packet that is newer than all before, and what is known after it.
    mutating func receive(_ packet: borrowing Navdata, telemetry: Telemetry, at time: Duration) {
        let isUp = packet.status.contains(.flying)
        if isUp, flight == nil { beginFlight(at: time) }
        if let demo = packet.demo, demo.reaches(8) { note(major: demo.majorState, at: time) }
        if telemetry.batteryPercent?.time == time { noteBattery(telemetry) }
        if packet.status.contains(.batteryLow) { noteLowBattery(telemetry, at: time) }
        if let demo = packet.demo, demo.reaches(28) { noteAltitude(Int(demo.altitudeMillimetres)) }
        if lastMajor == Self.hovering, isUp, telemetry.state?.time == time, let motors = telemetry.motors,
            motors.time == time
        {
            noteHover(motors.value)
        }
        if !isUp { endFlight(at: time) }
        isFlying = isUp
        lastPacket = time
    }

    private func delay(from start: Duration, to time: Duration) -> ObservedDelay? {
        guard let lastPacket, time >= start else { return nil }
        let duration = time - start
        return ObservedDelay(duration: duration, uncertainty: min(duration, max(.zero, time - lastPacket)))
    }

    private mutating func note(major: Int, at time: Duration) {
        if major == Self.hovering, var current = flight, current.hovering == nil {
            current.hovering = time
            if current.wasOnGroundBefore { current.flightToHover = delay(from: current.airborne, to: time) }
            flight = current
        }
        guard major != lastMajor else { return }
        lastMajor = major
        if changes.count < Self.capacity { changes.append((time, major)) } else { omittedStates += 1 }
    }

    private mutating func beginFlight(at time: Duration) {
        var new = FlightSummary(airborne: time, wasOnGroundBefore: isFlying == false)
        if let command = takeOffCommand {
            new.takeOffCommand = command
            if isFlying == false { new.commandToFlight = delay(from: command, to: time) }
        }
        flight = new
        takeOffCommand = nil
        landCommand = nil
    }

    private mutating func endFlight(at time: Duration) {
        guard var ended = flight else { return }
        ended.landed = time
        ended.landCommand = landCommand
        if let landCommand { ended.commandToGround = delay(from: landCommand, to: time) }
        if pastFlights.count < Self.capacity { pastFlights.append(ended) }
        flight = nil
        takeOffCommand = nil
        landCommand = nil
    }

    private mutating func noteBattery(_ telemetry: Telemetry) {
        guard let percent = telemetry.batteryPercent?.value else { return }
        var summary = battery ?? BatterySummary(first: percent, last: percent, lowest: percent, highest: percent)
        summary.last = percent
        summary.lowest = min(summary.lowest, percent)
        summary.highest = max(summary.highest, percent)
        battery = summary
    }

    private mutating func noteLowBattery(_ telemetry: Telemetry, at time: Duration) {
        guard battery != nil, battery?.lowSince == nil else { return }
        battery?.lowSince = time
        battery?.lowAt = telemetry.batteryPercent?.value
    }

    private mutating func noteAltitude(_ millimetres: Int) {
        let before = altitude ?? AltitudeSummary(lowest: millimetres, highest: millimetres)
        altitude = AltitudeSummary(
            lowest: min(before.lowest, millimetres), highest: max(before.highest, millimetres))
    }

    private mutating func noteHover(_ motors: MotorPWM) {
        hoverPWM = (hoverPWM ?? HoverPWM()).adding(motors)
        if var current = flight {
            current.hoverPWM = (current.hoverPWM ?? HoverPWM()).adding(motors)
            flight = current
        }
    }
}

extension HoverPWM {
    /// The same with the set-points of one more packet.
    fileprivate func adding(_ motors: MotorPWM) -> HoverPWM {
        HoverPWM(packets: packets + 1, sum: sum + motors.mean)
    }
}
