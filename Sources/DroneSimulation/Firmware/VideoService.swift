import DroneModel

/// Whom video goes to, when the camera looks, and what becomes of a picture on its way.
///
/// 2.0: one client is served at a time, whoever connected first. Real drones refuse a second one or let it wait; here
/// it is accepted and gets nothing until the first has left. 1.0: whoever woke port 5555 last is served, until neither
/// wake-ups nor commands come any more.
///
///     free --opened, woken--> serving --closed, silence--> next in line, or free
///
/// A client that does not read loses whole pictures up to the next key picture. While the link stalls, pictures wait
/// and then come in a burst, as clients report it; what does not fit the queue is lost in the same way.
struct VideoService: Sendable {
    private var connections: [VideoConnection] = []
    private var address: ClientAddress?
    private var keepAlive: Duration = .zero
    private var phase = 0.0
    private var stream: (settings: VideoSettings, recipient: VideoRecipient)?
    private var streamCount: UInt16 = 0
    private var streamID: UInt16 = 0
    private var waiting: [CodedPicture] = []
    private var waitingBytes = 0
    private var isSkipping = false
    private var generator: SeededGenerator

    /// Connections that are accepted; more are closed at once.
    static let connectionLimit = 4
    /// What waits while the link stalls, bytes: two seconds at the usual 1 Mbit/s.
    static let queueLimit = 256 * 1024

    init(seed: UInt64) { generator = SeededGenerator(seed: seed, purpose: .video) }

    // MARK: - Clients

    /// Whom the pictures go to.
    var recipient: VideoRecipient? {
        connections.first.map { .connection($0) } ?? address.map { .datagrams($0) }
    }

    /// Takes a connection; false where there are too many.
    mutating func open(_ connection: VideoConnection) -> Bool {
        guard connections.count < Self.connectionLimit else { return false }
        connections.append(connection)
        return true
    }

    mutating func close(_ connection: VideoConnection) {
        connections.removeAll { $0 == connection }
        forgetStrangers()
    }

    /// A datagram came to the video port of a 1.0.
    mutating func wake(by address: ClientAddress, at time: Duration) {
        self.address = address
        keepAlive = time
        forgetStrangers()
    }

    /// A command was accepted: somebody is there.
    mutating func command(at time: Duration) { keepAlive = time }

    /// Every client is gone.
    mutating func disconnect() {
        connections = []
        address = nil
        forgetStrangers()
    }

    /// What waits for somebody who is not served any more is of no use.
    private mutating func forgetStrangers() {
        guard let first = waiting.first, first.order.recipient != recipient else { return }
        waiting = []
        waitingBytes = 0
    }

    // MARK: - Camera

    /// Whether the camera looks in this step of `step` seconds; for whom, and in which stream.
    mutating func isDue(
        _ settings: VideoSettings?, step: Double, timeout: Duration, at time: Duration
    ) -> (recipient: VideoRecipient, streamID: UInt16)? {
        if address != nil, time - keepAlive > timeout + NavdataFeed.patience {
            address = nil
            forgetStrangers()
        }
        guard let settings, let recipient else {
            phase = 1
            stream = nil
            return nil
        }
        phase += Double(settings.rate) * step
        guard phase >= 1 else { return nil }
        phase = min(phase - 1, 1)
        if stream?.recipient != recipient || stream.map({ Self.breaks($0.settings, settings) }) ?? true {
            streamCount = streamCount % 6000 + 1
            streamID = streamCount * 10 + settings.streamDigit
        }
        stream = (settings, recipient)
        return (recipient, streamID)
    }

    /// Whether what was decoded with `old` says nothing about `new`: rate and bitrate alone do not matter.
    private static func breaks(_ old: VideoSettings, _ new: VideoSettings) -> Bool {
        (old.codec, old.width, old.height, old.channel) != (new.codec, new.width, new.height, new.channel)
    }

    // MARK: - Pictures

    /// Takes a coded picture; returns what is sent now.
    mutating func take(_ picture: CodedPicture, isClientSlow: Bool, faults: VideoFaults) -> [CodedPicture] {
        guard picture.order.recipient == recipient else { return [] }
        if picture.isKey { isSkipping = false }
        let isFull = waitingBytes + picture.bytes.count > Self.queueLimit
        if isSkipping || isClientSlow || isFull {
            isSkipping = true
            return release(faults: faults)
        }
        var damaged = picture
        faults.apply(to: &damaged.bytes, generator: &generator)
        waiting.append(damaged)
        waitingBytes += damaged.bytes.count
        return release(faults: faults)
    }

    /// What waited, where the link moves again. Datagrams do not wait: they are lost.
    mutating func release(faults: VideoFaults) -> [CodedPicture] {
        if faults.isStalled, case .connection = recipient { return [] }
        defer {
            waiting = []
            waitingBytes = 0
        }
        return faults.isStalled ? [] : waiting.filter { !$0.bytes.isEmpty }
    }
}
