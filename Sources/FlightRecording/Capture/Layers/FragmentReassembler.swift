/// Puts the fragments of datagrams together, with a bound on what it keeps.
///
///     first fragment --> collecting --all bytes there--> datagram
///                            |--overlap, or beyond 65,535 bytes--> refused
///                            |--30 s, or 64 newer datagrams------> abandoned
///
/// The AR.Drone 1.0 sends each picture as one datagram, which is several fragments on the air.
struct FragmentReassembler {
    /// How long the first fragment of a datagram waits for the others: as long as Linux does (net.ipv4.ipfrag_time).
    static let patience = Duration.seconds(30)
    /// How many datagrams are collected at once; with 64 KiB each, that bounds memory at 4 MiB and a little.
    static let capacity = 64
    /// The largest payload an IP packet can have.
    static let largestPayload = 65_535

    /// Which datagram a fragment belongs to.
    struct Key: Hashable {
        var source: IPAddress
        var destination: IPAddress
        var transport: UInt8
        var identification: UInt32
    }

    /// What became of a fragment.
    enum Outcome: Equatable {
        /// The others are still to come, or it was there already.
        case held
        /// The whole payload.
        case complete([UInt8])
        /// It contradicts itself or the others; what was collected of the datagram is thrown away.
        case refused
    }

    /// Datagrams given up for want of fragments.
    private(set) var abandoned = 0
    private var collections: [Key: Collection] = [:]

    /// Takes the fragment `bytes`, captured at `time`.
    mutating func add(_ bytes: [UInt8], at place: FragmentPlace, of key: Key, time: Duration) -> Outcome {
        giveUp(before: time - Self.patience)
        var collection = collections[key] ?? Collection(started: time)
        // Out of the dictionary while it changes, so that its arrays are not copied.
        collections[key] = nil
        guard collection.insert(bytes, at: place) else { return .refused }
        if let whole = collection.whole { return .complete(whole) }
        if collections.count >= Self.capacity { giveUpOldest() }
        collections[key] = collection
        return .held
    }

    /// Gives up everything: the capture has ended.
    mutating func finish() {
        abandoned += collections.count
        collections.removeAll()
    }

    private mutating func giveUp(before time: Duration) {
        for (key, collection) in collections where collection.started < time {
            collections[key] = nil
            abandoned += 1
        }
    }

    private mutating func giveUpOldest() {
        guard let oldest = collections.min(by: { $0.value.started < $1.value.started }) else { return }
        collections[oldest.key] = nil
        abandoned += 1
    }

    /// The fragments of one datagram.
    private struct Collection {
        let started: Duration
        /// In the order of their offsets, without overlap.
        var pieces: [(offset: Int, bytes: [UInt8])] = []
        var total: Int?
        var collected = 0

        init(started: Duration) {
            self.started = started
        }

        /// False where the fragment cannot belong to this datagram; an exact repetition changes nothing.
        mutating func insert(_ bytes: [UInt8], at place: FragmentPlace) -> Bool {
            let end = place.offset + bytes.count
            guard end <= FragmentReassembler.largestPayload, !bytes.isEmpty else { return false }
            guard place.isLast || bytes.count % 8 == 0 else { return false }
            if place.isLast {
                guard total == nil || total == end else { return false }
                total = end
            }
            if let total, end > total { return false }

            let index = pieces.firstIndex { $0.offset >= place.offset } ?? pieces.endIndex
            if index < pieces.endIndex, pieces[index].offset == place.offset { return pieces[index].bytes == bytes }
            if index > pieces.startIndex {
                let previous = pieces[index - 1]
                if previous.offset + previous.bytes.count > place.offset { return false }
            }
            if index < pieces.endIndex, end > pieces[index].offset { return false }
            if let total, let last = pieces.last, last.offset + last.bytes.count > total { return false }
            pieces.insert((place.offset, bytes), at: index)
            collected += bytes.count
            return true
        }

        /// The payload, once every byte is there.
        var whole: [UInt8]? {
            guard let total, collected == total else { return nil }
            return pieces.flatMap(\.bytes)
        }
    }
}
