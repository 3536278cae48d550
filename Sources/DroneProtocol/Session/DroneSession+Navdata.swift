public import DroneModel

extension DroneSession {
    /// Takes in a datagram from the navdata port.
    public mutating func receiveNavdata(_ bytes: RawSpan, at now: Duration) -> [Output] {
        do throws(NavdataError) {
            try navdata.decode(bytes)
        } catch {
            snapshot.link.counters.navdataRefused += 1
            // One line for the first, then the counter tells.
            guard snapshot.link.counters.navdataRefused == 1 else { return [] }
            return note(.warning, "a datagram on the navdata port was refused: \(error)", at: now)
        }
        let status = navdata.status
        var outputs: [Output] = []
        switch sequencer.accept(sequence: navdata.sequence, status: status, at: now) {
        case .duplicate:
            snapshot.link.counters.navdataDuplicates += 1
            return []
        case .late:
            snapshot.link.counters.navdataLate += 1
            return []
        case .restarted:
            snapshot.link.counters.navdataRestarts += 1
            outputs += restart(at: now)
        case .next(let missing):
            snapshot.link.counters.navdataMissing += missing
        }
        snapshot.link.counters.navdataValid += 1
        if navdata.header == .second { snapshot.link.counters.navdataSecondHeader += 1 }
        snapshot.link.counters.navdataUnknownOptions += navdata.unknown.count
        let isFirst = monitor.lastNavdata == nil
        let isBack = monitor.noteNavdata(at: now)
        decoder.update(&snapshot.telemetry, with: navdata, at: now)
        snapshot.flight.note(snapshot.telemetry, at: now)
        adoptEvidence()
        if isFirst || isBack { outputs += note(.notice, isBack ? "the drone is back" : "the drone answers", at: now) }
        outputs += receive(status: status, at: now)
        return outputs
    }

    /// The drone's firmware, as its `version.txt` or its configuration says.
    public mutating func identify(firmware: FirmwareVersion, by evidence: DroneIdentity.Evidence, at now: Duration)
        -> [Output]
    {
        guard snapshot.identity.firmware != firmware else { return [] }
        snapshot.identity.firmware = firmware
        snapshot.identity.generation = firmware.generation ?? snapshot.identity.generation
        snapshot.identity.evidence = evidence
        decoder.firmware = firmware
        let drone = firmware.generation.map { "\($0)" } ?? "unknown drone"
        return note(.notice, "\(drone), firmware \(firmware)", at: now)
    }

    private mutating func adoptEvidence() {
        guard snapshot.identity.firmware == nil, let generation = decoder.generation else { return }
        snapshot.identity.generation = generation
        snapshot.identity.evidence = .navdata
    }

    private mutating func receive(status: DroneStatus, at now: Duration) -> [Output] {
        var outputs: [Output] = []
        let before = lastStatus
        lastStatus = status
        let raised = status.subtracting(before ?? [])
        if raised.contains(.communicationLost) { sequence.restart() }
        if status.contains(.communicationWatchdog) {
            feedWatchdog = feedWatchdog || !status.contains(.navdataBootstrap)
            let since = deafSince ?? now
            deafSince = since
            if now - since >= Self.deafness {
                deafSince = now
                sequence.restart()
                let text = "the drone takes no commands; AT sequence restarted (is another program sending?)"
                outputs += note(.warning, text, at: now)
            }
        } else {
            deafSince = nil
        }
        if before != nil, raised.contains(.navdataBootstrap) {
            setup.restart()
            outputs += translate(channel.abandon(), at: now)
        }
        outputs += noteAlarms(raised: raised, at: now)
        if let state = snapshot.telemetry.state?.value, state != lastState {
            lastState = state
            outputs += note(.notice, "\(state)", at: now)
        }
        let found = commander.receive(status: status, state: snapshot.telemetry.state?.value, at: now)
        for event in found where settings.role == .pilot {
            outputs += note(event.severity, explain(event, status: status, at: now), at: now)
        }
        outputs += translate(channel.receive(acknowledge: status.contains(.commandAcknowledge), at: now), at: now)
        if setup.stage == .waitingForNavdata { outputs += startSetup(at: now) }
        return outputs
    }

    /// The bits that a person has to read about when they come on.
    private static let alarms: DroneStatus = [
        .emergency, .cutout, .motorProblem, .anglesOutOfRange, .userEmergency, .ultrasoundDeaf, .batteryLow,
        .tooMuchWind, .softwareFault, .communicationLost,
    ]

    private mutating func noteAlarms(raised: DroneStatus, at now: Duration) -> [Output] {
        let names = raised.intersection(Self.alarms).setNames
        return names.isEmpty ? [] : note(.alarm, "the drone reports: " + names.joined(separator: ", "), at: now)
    }

    private func explain(_ event: CommanderEvent, status: DroneStatus, at now: Duration) -> String {
        guard event == .takeOffRefused else { return event.text }
        let causes = Preflight.items(for: snapshot, at: now).filter(\.blocks).map(\.problem)
        return causes.isEmpty ? event.text : event.text + ": " + causes.joined(separator: ", ")
    }

    /// The drone's counters started anew: it rebooted, or it lost us and forgot.
    private mutating func restart(at now: Duration) -> [Output] {
        sequence.restart()
        return note(.warning, "the drone's navdata started anew: it restarted, or it had lost us", at: now)
    }
}
