import DroneModel
import DroneProtocol

extension SimulatedDrone {
    /// How video is made at present; nil where the configuration wants none.
    public var videoSettings: VideoSettings? {
        VideoSettings(configuration.store.effective, generation: settings.aircraft.generation)
    }

    /// Orders pictures where they are due, and sends those whose time has come.
    mutating func lookAround() {
        lookForViewers()
        if record.isAwake { lookForRecorder() }
        if let (bytes, connection) = record.release(isStalled: faults.video.isStalled) {
            counters.recordedPictures &+= 1
            emit(.video(bytes, to: .connection(connection)), at: time)
        }
    }

    private mutating func lookForViewers() {
        // Asked only while somebody watches: reading the configuration 200 times a second is for nothing otherwise.
        let wanted = video.recipient == nil ? nil : videoSettings
        let due = video.isDue(wanted, step: Self.stepSeconds, timeout: configuration.commandTimeout, at: time)
        for picture in video.release(faults: faults.video) { emit(picture, at: time) }
        guard let due, let wanted else { return }
        order(wanted, streamID: due.streamID, recipient: due.recipient)
    }

    private mutating func lookForRecorder() {
        let wanted = VideoSettings(recordingBy: configuration.store.effective)
        guard let due = record.isDue(wanted, step: Self.stepSeconds) else { return }
        order(due.settings, streamID: due.id, recipient: .recorder, isLast: due.last)
    }

    private mutating func order(
        _ settings: VideoSettings, streamID: UInt16, recipient: VideoRecipient, isLast: Bool = false
    ) {
        let truth = aircraft.truth
        counters.orderedPictures &+= 1
        emit(
            .pictureOrder(
                PictureOrder(
                    time: time, timestamp: UInt32(truncatingIfNeeded: (time - bootTime).wholeMilliseconds),
                    settings: settings, streamID: streamID, recipient: recipient, position: truth.position,
                    orientation: truth.orientation, attitude: truth.attitude,
                    controlState: UInt32(truncatingIfNeeded: composer.numbering.major(of: aircraft.flightState)),
                    isLast: isLast)),
            at: time)
    }

    mutating func openRecord(_ connection: VideoConnection, at now: Duration) {
        guard isResponding, settings.aircraft.generation == .ardrone2, record.open(connection) else {
            return emit(.videoClose(connection), at: now)
        }
    }

    mutating func openVideo(_ connection: VideoConnection, at now: Duration) {
        guard isResponding, video.open(connection) else { return emit(.videoClose(connection), at: now) }
    }

    /// A wake-up is on the radio, so that a blackout swallows it.
    mutating func wakeVideo(by client: ClientAddress, at now: Duration) {
        guard isResponding, !faults.isBlackout else { return counters.unheardDatagrams &+= 1 }
        video.wake(by: client, at: now)
    }

    /// Sends a picture that was ordered, where its client is still there and takes it.
    mutating func send(_ picture: CodedPicture, isClientSlow: Bool, at now: Duration) {
        guard isResponding else { return }
        if picture.order.recipient == .recorder { return record.take(picture) }
        let sent = video.take(picture, isClientSlow: isClientSlow, faults: faults.video)
        for picture in sent { emit(picture, at: now) }
    }

    private mutating func emit(_ picture: CodedPicture, at now: Duration) {
        counters.sentPictures &+= 1
        emit(.video(picture.bytes, to: picture.order.recipient), at: now)
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    fileprivate var wholeMilliseconds: Int64 {
        components.seconds &* 1000 &+ components.attoseconds / 1_000_000_000_000_000
    }
}
