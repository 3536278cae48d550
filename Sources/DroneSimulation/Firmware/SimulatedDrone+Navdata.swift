public import DroneModel
import DroneProtocol

extension SimulatedDrone {
    /// The 32 status bits of the next packet.
    public var status: DroneStatus {
        var status = aircraft.status
        status.formUnion(Self.runningThreads)
        if isVisionOn { status.insert(.visionEnabled) }
        if pilot.wantsFlight { status.insert(.userFeedback) }
        if isCommandPending { status.insert(.commandAcknowledge) }
        switch configuration.isDemo {
        case nil: status.formUnion([.navdataDemo, .navdataBootstrap])
        case true: status.insert(.navdataDemo)
        default: break
        }
        if isClientLost { status.insert(.communicationLost) }
        if commandWatchdog.silence(at: time, timeout: configuration.commandTimeout) != .alive {
            status.insert(.communicationWatchdog)
        }
        return status
    }

    /// What every recorded packet shows besides: 0x0f800080.
    private static let runningThreads: DroneStatus = [
        .cameraReady, .navigationBoardVersionOK, .atThreadRuns, .navdataThreadRuns, .videoThreadRuns,
        .acquisitionThreadRuns,
    ]

    /// Sends a packet where one is due.
    mutating func sendNavdata() {
        let isFull = configuration.isDemo == false
        let rate = isFull ? NavdataFeed.fullRate : NavdataFeed.demoRate
        let timeout = configuration.commandTimeout
        guard let client = feed.isDue(rate: rate, step: Self.stepSeconds, timeout: timeout, at: time) else { return }
        var packet = composer.compose(moment(sequence: feed.nextSequence()))
        for (defect, share) in faults.navdataDefects where share >= 1 || defectGenerator.uniform() < share {
            defect.apply(to: &packet, generator: &defectGenerator)
        }
        counters.navdataPackets &+= 1
        link.send(packet, direction: .navdata, endpoint: .navdata(client), at: time)
    }

    private func moment(sequence: UInt32) -> NavdataComposer.Moment {
        var options: NavdataOptionSet?
        switch configuration.isDemo {
        case nil: options = nil
        // The demo option is always there (documented).
        case true: options = configuration.navdataOptions.union(NavdataOptionSet(.demo))
        default: options = composer.allOptions
        }
        return NavdataComposer.Moment(
            status: status, sequence: sequence, options: options, time: time - bootTime, tick: tick,
            flightState: aircraft.flightState, minorState: aircraft.minorState, sensors: aircraft.sensors,
            pilot: aircraft.pilot, movement: pilot.movement, heading: pilot.heading,
            movementSequence: pilot.sequence, detection: configuration.detection, commandGap: commandGap,
            isStalled: faults.stalledMotors, recorder: record.state)
    }
}
