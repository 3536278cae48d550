import DroneModel

extension DroneSession {
    /// Takes in a datagram that somebody sent to the drone's AT port, in a session that plays back a recording.
    ///
    /// What the pilot asked for is in the snapshot then, and what was commanded in the event log, as if this session
    /// had sent it.
    public mutating func observeCommands(_ bytes: RawSpan, at now: Duration) -> [Output] {
        if monitor.noteAT(at: now) { snapshot.link.counters.atLate += 1 }
        snapshot.link.counters.atDatagrams += 1
        var outputs: [Output] = []
        var ids: ATCommand?
        for case .success(let numbered) in ATDatagram.decode(bytes) {
            switch numbered.command {
            case .ref(let input): snapshot.wantsFlight = input.wantsFlight
            case .pcmd(let movement), .pcmdMag(let movement, _): snapshot.commanded = movement.setpoint
            case .flatTrim: snapshot.flatTrimmed = true
            case .configIDs:
                ids = numbered.command
                continue
            default: break
            }
            let group = [ids, numbered.command].compactMap { $0 }
            ids = nil
            if let text = logText(group) { outputs += note(.command, text, at: now) }
        }
        return outputs
    }

    /// Lets time pass without sending anything.
    mutating func playTick(at now: Duration) -> [Output] {
        var outputs: [Output] = []
        if monitor.tick(at: now).contains(.lost) { outputs += loseLink(at: now) }
        refreshLink(at: now)
        return outputs
    }
}
