import DroneModel

/// Reads the samples of one flight in their order; memory does not grow with the flight beyond half an hour of hover.
///
///     var analyzer = LiftRunAnalyzer()
///     for sample in samples { analyzer.receive(sample) }
///     let run = analyzer.finish(conditions)
public struct LiftRunAnalyzer: Sendable {
    /// Below so much steady hover a flight does not count, s.
    public static let leastSteadyTime = 10.0
    /// The height that ends a take-off, m, and how long its peak is looked for, s.
    private static let takeOffHeight = 0.7
    private static let takeOffWatch = 10.0
    /// For so long after a flight it lies as it fell, s.
    private static let aftermath = 2.0
    /// What never comes above this has not taken off, m.
    private static let leastHeight = 0.3

    private let law: ThrustLaw
    /// The climb that full stick asks for, m/s; nil while unknown.
    public var climbScale: Double?
    private var window: [SteadyWindow.Point] = []
    private var hover: HoverLedger
    private var climbs = ClimbWatch()
    private var lastTime: Double?
    private var spinUp: Double?
    private var beginsInAir: Bool?
    private var busiest = [Int](repeating: 0, count: 256)
    private var saturated = 0
    private var flown = 0
    private var wasFlying = false
    private var highest: Double?
    private var lastFlying = -Double.infinity
    private var result = LiftRun(LiftConditions(name: "", order: 1))

    /// An analyzer.
    ///
    /// - Parameters:
    ///   - law: Turns counts into thrust.
    ///   - climbScale: The climb that full stick asks for, m/s; nil while unknown.
    public init(law: ThrustLaw = ThrustLaw(), climbScale: Double? = nil) {
        self.law = law
        self.climbScale = climbScale
        hover = HoverLedger(law: law)
    }

    /// Takes the next sample; one that is not later than the last is passed over.
    public mutating func receive(_ sample: LiftSample) {
        guard sample.time.isFinite, sample.time > (lastTime ?? -.infinity) else { return }
        let step = lastTime.map { sample.time - $0 } ?? 0
        lastTime = sample.time
        noteTakeOff(sample)
        noteFlight(sample, step: step)
        climbs.receive(sample, scale: climbScale)
        guard sample.isHovering, sample.climb == 0, step <= SteadyWindow.longestGap, let height = sample.height,
            let attitude = sample.attitude, height.isFinite
        else {
            window = []
            return
        }
        if let last = window.last, sample.time - last.time < 0.019 { return }
        let motors = sample.motors
        window.append(
            SteadyWindow.Point(
                time: sample.time, height: height, roll: attitude.roll.radians, pitch: attitude.pitch.radians,
                yaw: attitude.yaw.radians,
                motors: SIMD4(
                    Double(motors.frontLeft), Double(motors.frontRight), Double(motors.rearRight),
                    Double(motors.rearLeft)), voltage: sample.voltage, speed: sample.velocity?.magnitude,
                vibration: sample.vibration))
        guard let first = window.first, sample.time - first.time >= SteadyWindow.length else { return }
        if SteadyWindow.isSteady(window[...]) { hover.accept(window) }
        let half = first.time + SteadyWindow.length / 2
        window.removeAll { $0.time < half }
    }

    private mutating func noteTakeOff(_ sample: LiftSample) {
        // What begins in the air has no take-off: the first sample decides.
        if beginsInAir == nil { beginsInAir = sample.isFlying && sample.height ?? 0 > Self.leastHeight }
        guard beginsInAir == false else { return }
        let turns = sample.motors.frontLeft > 0 || sample.motors.rearRight > 0
        if spinUp == nil, turns {
            spinUp = sample.time
            result.takeOff = TakeOff()
        }
        guard let spinUp, var takeOff = result.takeOff, let height = sample.height,
            sample.time - spinUp <= 2 * Self.takeOffWatch
        else { return }
        if takeOff.time == nil, height >= Self.takeOffHeight { takeOff.time = sample.time - spinUp }
        if sample.time - spinUp <= Self.takeOffWatch { takeOff.peak = max(takeOff.peak ?? height, height) }
        if takeOff.liftOffCounts == nil, height > 0.05 { takeOff.liftOffCounts = sample.collective }
        result.takeOff = takeOff
    }

    private mutating func noteFlight(_ sample: LiftSample, step: Double) {
        if wasFlying, sample.isEmergency { result.wasCut = true }
        wasFlying = sample.isFlying
        let lean = sample.attitude.map { max(abs($0.roll.radians), abs($0.pitch.radians)) }.flatMap {
            $0.isFinite ? $0 : nil
        }
        guard sample.isFlying else {
            // Soon after: later somebody may have picked it up.
            if flown > 0, let lean, sample.time - lastFlying <= Self.aftermath { result.restingLean = lean }
            return
        }
        flown += 1
        lastFlying = sample.time
        result.restingLean = nil
        if let lean { result.greatestLean = max(result.greatestLean ?? 0, lean) }
        if let height = sample.height, height.isFinite { highest = max(highest ?? height, height) }
        let motors = sample.motors
        let most = max(max(motors.frontLeft, motors.frontRight), max(motors.rearRight, motors.rearLeft))
        busiest[Int(most)] += 1
        let ceiling = sample.voltage.map { law.ceilingCounts(voltage: $0) - 3 } ?? 250
        if Double(most) >= min(250, ceiling) { saturated += 1 }
        if let voltage = sample.voltage {
            if result.firstVoltage == nil { result.firstVoltage = voltage }
            result.lastVoltage = voltage
        }
        if let gap = sample.commandGap, gap.isFinite {
            result.longestCommandGap = max(result.longestCommandGap ?? 0, gap)
        }
        if let charge = sample.charge {
            if result.firstCharge == nil { result.firstCharge = charge }
            result.lastCharge = charge
        }
        guard step <= 1 else { return }
        result.airTime += step
        var power = law.electronicsPower
        for motor in [motors.frontLeft, motors.frontRight, motors.rearRight, motors.rearLeft] where motor > 0 {
            power += law.motorPower(
                thrust: law.thrust(square: law.square(counts: Double(motor)), density: law.coefficientDensity))
        }
        result.energy += step * power
    }

    /// What the flight says.
    public consuming func finish(_ conditions: LiftConditions) -> LiftRun {
        climbs.close(scale: climbScale)
        result.conditions = conditions
        result.climbs = climbs.steps
        result.steadyTime = hover.steadyTime
        if flown > 0 {
            result.saturatedShare = Double(saturated) / Double(flown)
            var rest = flown / 100
            let top = busiest.indices.reversed().first { index in
                rest -= busiest[index]
                return rest < 0
            }
            result.headroom = 255 - Double(top ?? 0)
        }
        // Nobody has to say so: motors that turned and a height that was never told above the ultrasound's least.
        if flown > 0, spinUp != nil, let highest, highest < Self.leastHeight {
            result.conditions.hasFailedTakeOff = true
        }
        result.hover = hover.finish(density: conditions.density)
        result.exclusion = exclusion()
        return result
    }

    private func exclusion() -> String? {
        if result.hasRolledOver { return "it rolled over" }
        if result.hasTippedOver {
            let degrees = WholeNumber.nearest((result.greatestLean ?? 0) * 180 / .pi)
            return "failed take-off: it tipped by \(degrees)°"
        }
        if result.conditions.hasFailedTakeOff { return "failed take-off" }
        if result.wasCut { return "the motors were cut in the air" }
        if let objection = result.conditions.objection { return objection }
        if flown == 0 { return "it never flew" }
        if result.hover == nil || result.steadyTime < Self.leastSteadyTime {
            return
                "insufficient: \(WholeNumber.below(result.steadyTime)) s of steady hover, \(WholeNumber.below(Self.leastSteadyTime)) s are needed"
        }
        guard let payload = result.conditions.payload else { return "nobody said what was on board" }
        if !(0...20).contains(payload.mass) { return "the payload's mass can be no such mass" }
        return nil
    }
}
