import DroneModel
import DroneProtocol

/// What waits to be written, bounded in bytes.
///
/// What finds no room is counted, and the bytes that a stream lost so are told to its next piece, so that a reader sees
/// how many are missing and where. Events, and the beginning and end of connections, have a reserve of their own: they
/// are few, and what follows makes no sense without them.
struct RecordingQueue {
    /// What waits.
    enum Item {
        /// Traffic, and how many bytes of its stream were lost before it.
        case traffic(DroneTraffic, missing: Int)
        case event(RecordedEvent)
        case manifest(@Sendable (inout RecordingManifest) -> Void)
    }

    /// Everything that waited, taken out.
    struct Batch {
        var items: [Item] = []
        /// All told, since the beginning.
        var droppedPackets = 0
        /// The bytes of those.
        var droppedBytes = 0
        /// Events lost, all told.
        var droppedEvents = 0
    }

    /// The most bytes of traffic that wait, 8 MiB: a drone that sends all navdata and video at 3 Mbit/s fills them in ten
    /// seconds, longer than a memory card takes to come to itself.
    static let capacity = 8 << 20
    /// The bytes beyond it that events and connections may take.
    static let reserve = 1 << 20
    /// As many bytes are worth waking the writer for.
    static let plenty = 256 << 10
    /// What an item costs besides its bytes, about.
    private static let itemCost = 96
    /// How many streams are remembered to have lost something; a drone has three.
    private static let mostStreams = 64

    private struct StreamName: Hashable {
        var client: SocketEnd
        var service: DroneService
        var isFromDrone: Bool
    }

    private var batch = Batch()
    private var bytes = 0
    private var missing: [StreamName: Int] = [:]

    /// Whether enough waits to be worth a write.
    var isPlenty: Bool { bytes >= Self.plenty }
    /// Whether nothing waits.
    var isEmpty: Bool { batch.items.isEmpty }
    /// What was lost here, all told.
    var dropped: (packets: Int, bytes: Int) { (batch.droppedPackets, batch.droppedBytes) }

    /// Takes traffic, or counts it.
    mutating func add(_ traffic: DroneTraffic) {
        let count = traffic.content.byteCount
        switch traffic.content {
        case .opened, .closed:
            forget(traffic)
            if admit(0, limit: Self.capacity + Self.reserve) { batch.items.append(.traffic(traffic, missing: 0)) }
        case .received, .sent:
            if admit(count, limit: Self.capacity) { batch.items.append(.traffic(traffic, missing: 0)) }
        case .streamReceived, .streamSent:
            let name = Self.stream(of: traffic)
            guard admit(count, limit: Self.capacity) else {
                if missing.count >= Self.mostStreams { missing.removeAll() }
                missing[name, default: 0] += count
                return
            }
            // Almost always empty: no hash is computed then.
            let lost = missing.isEmpty ? 0 : missing.removeValue(forKey: name) ?? 0
            batch.items.append(.traffic(traffic, missing: lost))
        }
    }

    /// Takes an event, or counts it.
    mutating func add(_ event: RecordedEvent) {
        let cost = event.content.textBytes + Self.itemCost
        guard bytes + cost <= Self.capacity + Self.reserve else {
            batch.droppedEvents += 1
            return
        }
        bytes += cost
        batch.items.append(.event(event))
    }

    /// Takes a change of the manifest; there are a handful in a flight.
    mutating func add(_ change: @escaping @Sendable (inout RecordingManifest) -> Void) {
        guard bytes + Self.itemCost <= Self.capacity + Self.reserve else { return }
        bytes += Self.itemCost
        batch.items.append(.manifest(change))
    }

    /// Hands over all that waits.
    mutating func take() -> Batch {
        defer {
            batch.items = []
            bytes = 0
        }
        return batch
    }

    private mutating func admit(_ count: Int, limit: Int) -> Bool {
        guard bytes + count + Self.itemCost <= limit else {
            batch.droppedPackets += 1
            batch.droppedBytes += count
            return false
        }
        bytes += count + Self.itemCost
        return true
    }

    private mutating func forget(_ traffic: DroneTraffic) {
        if missing.isEmpty { return }
        for isFromDrone in [true, false] {
            missing[StreamName(client: traffic.client, service: traffic.service, isFromDrone: isFromDrone)] = nil
        }
    }

    private static func stream(of traffic: DroneTraffic) -> StreamName {
        var isFromDrone = false
        if case .streamReceived = traffic.content { isFromDrone = true }
        return StreamName(client: traffic.client, service: traffic.service, isFromDrone: isFromDrone)
    }
}

extension RecordedEvent.Content {
    /// The bytes of its texts.
    fileprivate var textBytes: Int {
        switch self {
        case .log(_, let text), .key(let text), .mark(let text), .link(let text): text.utf8.count
        case .step(let name, let state): name.utf8.count + state.utf8.count
        case .other(let kind, let line): kind.utf8.count + line.utf8.count
        case .fix(let fix): fix.device.utf8.count + fix.source.utf8.count
        case .photo(let device, let name, _): device.utf8.count + name.utf8.count
        case .payload, .dropped: 0
        }
    }
}
