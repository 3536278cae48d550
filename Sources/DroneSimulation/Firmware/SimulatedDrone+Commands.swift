import DroneModel
import DroneProtocol

extension SimulatedDrone {
    /// The ids that a CONFIG_IDS names for the CONFIG directly behind it.
    private enum NamedIDs {
        case none
        case ids(MulticonfigurationIDs)
        case malformed
    }

    /// Carries out the commands of a datagram.
    mutating func obey(_ datagram: [UInt8], at now: Duration) {
        var named = NamedIDs.none
        for result in ATDatagram.decode(datagram.span.bytes) {
            switch result {
            case .failure:
                counters.malformedCommands &+= 1
                named = .none
            case .success(let numbered):
                guard commandSequence.accepts(numbered.sequence) else {
                    counters.droppedCommands &+= 1
                    continue
                }
                counters.acceptedCommands &+= 1
                commandGap = commandWatchdog.lastCommand.map { now - $0 } ?? .zero
                commandWatchdog.command(at: now)
                feed.command(at: now)
                video.command(at: now)
                isClientLost = false
                aircraft.pilot.isLinkLost = false
                if case .configIDs(let session, let user, let application) = numbered.command {
                    named = Self.ids(session, user, application)
                } else {
                    obey(numbered, named: named, at: now)
                    named = .none
                }
            }
        }
    }

    private mutating func obey(_ numbered: NumberedCommand, named: NamedIDs, at now: Duration) {
        switch numbered.command {
        case .ref(let input):
            if pilot.take(input, sequence: numbered.sequence) { aircraft.emergency() }
            aircraft.pilot.wantsFlight = pilot.wantsFlight
        case .pcmd(let movement):
            pilot.take(movement, sequence: numbered.sequence)
            steer()
        case .pcmdMag(let movement, let heading):
            pilot.take(movement, heading: heading, sequence: numbered.sequence)
            steer()
        case .flatTrim:
            aircraft.flatTrim()
        case .calibrate(device: 0):
            aircraft.calibrateMagnetometer()
        case .config(let key, let value):
            configure(key, value, named: named, at: now)
        case .control(let mode, _):
            control(mode, at: now)
        case .led(let animation, let frequency, let seconds):
            light = LightRequest(
                animation: Int(animation), frequency: frequency, seconds: Int(seconds), time: now)
        case .animate(let animation, let duration):
            // Firmware before 1.6 takes seconds (SDK 1.5), later ones milliseconds.
            let factor = settings.firmware < FirmwareVersion(1, 6, 0) ? 1000 : 1
            animate(Int(animation), milliseconds: Int(duration) * factor)
        case .configIDs, .calibrate, .communicationWatchdog, .pmode, .misc, .zap, .cad, .visp, .viso, .capture,
            .manualTrim, .gain, .position, .autonomousFlight, .other:
            // COMWDG has done its work by arriving; the others have no effect on a drone that is only flown.
            break
        }
    }

    private mutating func steer() {
        aircraft.pilot.setpoint = pilot.setpoint(
            allowsCombinedYaw: configuration.allowsCombinedYaw, droneHeading: aircraft.sensors.heading)
    }

    /// A CONFIG is always acknowledged, also where it has no effect.
    private mutating func configure(_ key: String, _ value: String, named: NamedIDs, at now: Duration) {
        raiseCommandBit()
        let ids: MulticonfigurationIDs?
        switch named {
        case .none: ids = nil
        case .ids(let named): ids = named
        case .malformed: return
        }
        let trigger = configuration.write(value, to: key, named: ids)
        aircraft.pilot.limits = configuration.limits
        switch trigger {
        case .light(let animation, let frequency, let seconds):
            light = LightRequest(animation: animation, frequency: frequency, seconds: seconds, time: now)
        case .flight(let animation, let milliseconds): animate(animation, milliseconds: milliseconds)
        case .box(let command): record.command(command)
        case nil: break
        }
    }

    private mutating func control(_ mode: ControlMode, at now: Duration) {
        switch mode {
        case .acknowledge:
            if faults.acknowledge != .neverClears { isCommandPending = false }
        case .getConfiguration:
            raiseCommandBit()
            let dump = ConfigurationDump.bytes(of: configuration.store.effective)
            control.write(dump, at: now)
        case .getCustomConfigurationIDs:
            raiseCommandBit()
            control.write(configuration.store.list.bytes, at: now)
        default:
            break
        }
    }

    private mutating func raiseCommandBit() {
        if faults.acknowledge != .neverSets { isCommandPending = true }
    }

    private mutating func animate(_ animation: Int, milliseconds: Int) {
        aircraft.animate(animation, for: .milliseconds(min(max(milliseconds, 0), 60_000)))
    }

    private static func ids(_ session: String, _ user: String, _ application: String) -> NamedIDs {
        guard let session = MulticonfigurationID(session), let user = MulticonfigurationID(user),
            let application = MulticonfigurationID(application)
        else { return .malformed }
        return .ids(MulticonfigurationIDs(session: session, user: user, application: application))
    }

    // MARK: - Silence

    /// Acts on the client's silence.
    mutating func watch() {
        let silence = commandWatchdog.silence(at: time, timeout: configuration.commandTimeout)
        guard silence == .lost, !isClientLost else { return }
        isClientLost = true
        commandSequence.forget()
        feed.restartSequence()
        pilot.take(Movement(.hover), sequence: pilot.sequence)
        aircraft.pilot.setpoint = .hover
        aircraft.pilot.isLinkLost = true
    }
}
