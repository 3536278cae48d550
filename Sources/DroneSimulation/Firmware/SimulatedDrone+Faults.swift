import DroneModel
import DroneProtocol

extension SimulatedDrone {
    /// Lets faults begin and end.
    mutating func applyFaults() {
        guard faults.isChangeDue(by: time) else { return }
        let wasRebooting = faults.isRebooting
        for kind in faults.advance(to: time) { strike(kind) }
        for motor in Motor.allCases { aircraft.setStalled(faults.stalledMotors[motor], motor: motor) }
        aircraft.motorStrength = PerMotor(repeating: faults.thrustShare)
        aircraft.surroundings.wind = faults.wind ?? settings.surroundings.wind
        if !wasRebooting, faults.isRebooting { shutDown() }
        if wasRebooting, !faults.isRebooting { boot() }
    }

    /// Fastens this, and nothing else; at any time.
    public mutating func carry(_ payloads: [PayloadMass]) { aircraft.payloads = payloads }

    /// Puts a full battery in.
    public mutating func changeBattery() { aircraft.setBattery(stateOfCharge: 1) }

    /// What a fault does once, when it begins.
    private mutating func strike(_ kind: Fault.Kind) {
        switch kind {
        case .sequenceFallback(let count):
            feed.fallBack(by: count)
        case .batteryCliff(let percent):
            aircraft.setBattery(stateOfCharge: (percent / 100).limited(to: 0...1))
        case .payload(let mass, let x, let y, let z):
            aircraft.payloads = mass > 0 ? [PayloadMass(mass: mass, at: Vector3(x: x, y: y, z: z))] : []
        case .loss, .delay, .jitter, .duplication, .reordering, .blackout, .reboot, .acknowledge, .navdata, .motorStall,
            .tiredMotors, .wind, .videoCut, .videoLoss, .videoStall:
            break
        }
    }

    /// The computer stops: the motors with it, and every connection.
    private mutating func shutDown() {
        if aircraft.status.contains(.flying) { aircraft.emergency() }
        aircraft.pilot = PilotInput(limits: aircraft.pilot.limits)
        breakConnections()
    }

    /// The computer starts: everything it knew is gone but what the configuration file holds.
    private mutating func boot() {
        // The flight controller that stopped the motors knows of no emergency any more.
        if aircraft.status.contains(.emergency) { aircraft.emergency() }
        configuration.restart()
        commandSequence.forget()
        commandWatchdog = CommandWatchdog()
        isClientLost = false
        pilot = PilotSide()
        isCommandPending = false
        feed = NavdataFeed()
        light = nil
        isVisionOn = false
        bootTime = time
        aircraft.pilot = PilotInput(limits: configuration.limits)
    }

    /// An empty battery is as good as a pulled plug; a fresh one starts the computer again.
    mutating func noticePower() {
        guard isPowered == aircraft.isPoweredOff else { return }
        isPowered.toggle()
        if isPowered { boot() } else { breakConnections() }
    }

    private mutating func breakConnections() {
        _ = control.closeAll()
        video.disconnect()
        record.shutDown()
        emit(.connectionsBroken, at: time)
    }
}
