/// One thing that stops a take-off, or that the pilot should know before it.
public struct PreflightItem: Hashable, Sendable {
    /// What is wrong, in a few words with the number: `battery 14 %`.
    public var problem: String
    /// What to do about it.
    public var remedy: String
    /// True when the drone would refuse or this program does.
    public var blocks: Bool

    /// An item of the list.
    public init(problem: String, remedy: String, blocks: Bool) {
        self.problem = problem
        self.remedy = remedy
        self.blocks = blocks
    }
}

/// Works out why a drone will not take off, before somebody presses the key.
public enum Preflight {
    /// Below this the firmware sets its low-battery bit and refuses take-off: 19–20 % in real captures.
    public static let minimumBatteryPercent = 20

    /// Everything that speaks against taking off at `now`, the blocking items first.
    public static func items(for snapshot: DroneSnapshot, at now: Duration) -> [PreflightItem] {
        var items: [PreflightItem] = []
        func block(_ problem: String, _ remedy: String) {
            items.append(PreflightItem(problem: problem, remedy: remedy, blocks: true))
        }
        func warn(_ problem: String, _ remedy: String) {
            items.append(PreflightItem(problem: problem, remedy: remedy, blocks: false))
        }
        guard let status = snapshot.telemetry.status.current(at: now) else {
            block("no navdata", "join the drone's Wi-Fi, then run: stork doctor")
            return items
        }
        if snapshot.link.phase != .live {
            warn("link \(snapshot.link.phase)", "wait until the link is live; if it stays so, run: stork doctor")
        }
        if let scan = snapshot.link.suspectedScan {
            let period = Int(min(600, scan.period / .seconds(1)).rounded())
            warn("this computer seems to scan for Wi-Fi every \(period) s", HostScan.remedy)
        }
        let causes: [(DroneStatus, String, String)] = [
            (.motorProblem, "motor problem", "unplug the battery, free the propellers, check the gears"),
            (.cutout, "cut-out detected", "put the drone upright and free the propellers, then recover"),
            (.anglesOutOfRange, "angles out of range", "put the drone level on its feet, then recover"),
            (.ultrasoundDeaf, "ultrasound deaf", "clean the sensors below, avoid carpet and grass"),
            (.softwareFault, "software fault", "restart the drone by its battery"),
            (.tooMuchWind, "too much wind", "wait for less wind"),
            (.userEmergency, "motors were cut by the pilot", "recover when the drone stands level"),
            (.communicationLost, "the drone hears no commands", "check range and interference"),
        ]
        if status.contains(.emergency) {
            block("emergency state", "put the drone upright, then recover (key e)")
        }
        for (bit, problem, remedy) in causes where status.contains(bit) { block(problem, remedy) }
        if status.contains(.batteryLow) {
            let percent = snapshot.telemetry.batteryPercent.current(at: now).map { " \($0) %" } ?? ""
            block("battery low\(percent)", "charge or change the battery")
        } else if let percent = snapshot.telemetry.batteryPercent.current(at: now), percent < minimumBatteryPercent {
            block("battery \(percent) %", "charge or change the battery; below 20 % the drone refuses")
        } else if snapshot.telemetry.batteryPercent.current(at: now) == nil {
            warn("battery unknown", "the drone sends no battery level yet")
        }
        if snapshot.telemetry.isFlying(at: now) != true {
            if !snapshot.flatTrimmed { warn("no flat trim", "level ground: press f before the first take-off") }
            if status.contains(.magnetometerNeedsCalibration) {
                warn("magnetometer uncalibrated", "calibrate in flight before using absolute headings")
            }
            if let attitude = snapshot.telemetry.attitude.current(at: now) {
                let tilt = max(abs(attitude.pitch.degrees), abs(attitude.roll.degrees))
                if tilt > levelTolerance.degrees {
                    // A radio may say anything; beyond a full turn the number means nothing.
                    warn("tilted by \(Int(min(tilt, 360).rounded()))°", "stand it level, then flat trim")
                }
            }
        }
        return items.sorted { $0.blocks && !$1.blocks }
    }

    /// A drone on level feet reports less than this: flat trim leaves up to 1° of bias (lift physics 2.2), and
    /// 5° is far outside it.
    public static let levelTolerance = Angle(degrees: 5)
}
