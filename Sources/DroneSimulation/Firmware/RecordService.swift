import DroneModel

/// The recorder of a 2.0 that has no USB key: its pictures wait in the drone's memory and leave over TCP 5553.
///
///     idle --userbox 1, codec 130 or 136--> recording --userbox 0 or 3, another codec--> idle, when the last picture,
///                                                                                      which says so, was taken
///
/// Nothing is left out because a client reads slowly or the link stalls: pictures wait. Only a full queue loses some,
/// whole ones up to the next key picture, and navdata say that it is full. The faults that cut pictures and lose bytes
/// are the live link's alone. One client is served at a time, whoever connected first.
struct RecordService: Sendable {
    private var connections: [VideoConnection] = []
    /// Whether the client that is served takes more.
    private var takesMore = true
    private var isBoxOpen = false
    private var phase = 0.0
    private var stream: (settings: VideoSettings, id: UInt16)?
    private var streamCount: UInt16 = 0
    private var queue: [CodedPicture] = []
    private var head = 0
    private var queuedBytes = 0
    private var isSkipping = false
    private var pictures: UInt32 = 0

    /// The queue, kilobytes: `video:video_storage_space` of a recorded configuration.
    static let queueKilobytes = 15_360
    /// Connections that are accepted; more are closed at once.
    static let connectionLimit = 4

    // MARK: - Clients

    /// Takes a connection; false where there are too many.
    mutating func open(_ connection: VideoConnection) -> Bool {
        guard connections.count < Self.connectionLimit else { return false }
        connections.append(connection)
        if connections.count == 1 { takesMore = true }
        return true
    }

    mutating func close(_ connection: VideoConnection) {
        if connections.first == connection { takesMore = true }
        connections.removeAll { $0 == connection }
    }

    /// A client began or ceased to take what is sent to it.
    mutating func flow(_ connection: VideoConnection, takesMore: Bool) {
        if connections.first == connection { self.takesMore = takesMore }
    }

    /// The drone's computer stops: every client is gone, and what waited with it.
    mutating func shutDown() {
        let count = streamCount
        self = RecordService()
        streamCount = count
    }

    // MARK: - Camera

    /// Takes a `userbox:userbox_cmd`: 0 stops, 1 starts, 3 cancels; 2 takes single pictures, which are not for this
    /// stream (numbers of the SDK).
    mutating func command(_ text: String) {
        switch text.split(separator: ",").first.flatMap({ Int($0.filter { $0 != " " }) }) {
        case 1: isBoxOpen = true
        case 0, 3: isBoxOpen = false
        default: break
        }
    }

    /// Whether the configuration has to be looked at: a recording is wanted, or one has to be ended.
    var isAwake: Bool { isBoxOpen || stream != nil }

    /// Whether the camera looks for the recorder in this step of `step` seconds; in which stream, and whether this is
    /// its last picture.
    mutating func isDue(_ settings: VideoSettings?, step: Double) -> (settings: VideoSettings, id: UInt16, last: Bool)?
    {
        guard let wanted = isBoxOpen ? settings : nil else {
            defer { stream = nil }
            phase = 1
            return stream.map { ($0.settings, $0.id, true) }
        }
        phase += Double(wanted.rate) * step
        guard phase >= 1 else { return nil }
        phase = min(phase - 1, 1)
        // Another camera or size: another stream, which begins with a key picture.
        if stream?.settings != wanted {
            streamCount = streamCount % 6000 + 1
            stream = (wanted, streamCount * 10 + wanted.streamDigit)
        }
        return stream.map { ($0.settings, $0.id, false) }
    }

    // MARK: - Pictures

    /// Takes a coded picture into the queue.
    mutating func take(_ picture: CodedPicture) {
        if picture.isKey { isSkipping = false }
        let isFull = queuedBytes + picture.bytes.count > Self.queueKilobytes * 1024
        if isFull { isSkipping = true }
        // The last one ends the stream, and so has to come whatever was lost.
        if isSkipping, !picture.order.isLast { return }
        queue.append(picture)
        queuedBytes += picture.bytes.count
        pictures &+= 1
    }

    /// What leaves in this step: one picture, where there is a client who takes it.
    mutating func release(isStalled: Bool) -> (bytes: [UInt8], connection: VideoConnection)? {
        guard !isStalled, takesMore, let connection = connections.first, head < queue.count else { return nil }
        let bytes = queue[head].bytes
        head += 1
        queuedBytes -= bytes.count
        if head == queue.count || head >= 256 {
            queue.removeFirst(head)
            head = 0
        }
        return (bytes, connection)
    }

    /// How it fares, for navdata.
    var state: State {
        State(
            isFull: isSkipping, waitingPictures: UInt32(clamping: queue.count - head),
            waitingKilobytes: UInt32(clamping: (queuedBytes + 1023) / 1024), pictures: pictures)
    }

    /// What `hdvideo_stream` tells of it.
    struct State: Equatable, Sendable {
        var isFull = false
        var waitingPictures: UInt32 = 0
        var waitingKilobytes: UInt32 = 0
        /// Pictures that were recorded since the drone was switched on.
        var pictures: UInt32 = 0
    }
}
