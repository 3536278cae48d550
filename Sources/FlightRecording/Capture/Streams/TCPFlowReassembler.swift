/// Puts one direction of a TCP connection in order.
///
///     waiting --SYN, or first bytes--> open --bytes in order--------------> data
///                                       |---bytes ahead--> pending --hole closed--> data
///                                       |                     |--over `pendingLimit`--> gap, data
///                                       |---FIN reached, or RST--> closed
///
/// Numbers are compared as RFC 9293 does, modulo 2^32, so that a stream may be longer than 4 GiB.
struct TCPFlowReassembler {
    /// What is known of the connection.
    private enum State: Equatable {
        case waiting
        case open
        case closed
    }

    /// A run of bytes that cannot be handed on yet.
    private struct Piece {
        var sequence: UInt32
        var time: Duration
        var bytes: [UInt8]
    }

    /// What a waiting piece costs besides its bytes, about: an array's head and an allocation's rounding.
    private static let pieceCost = 64

    /// How many bytes may wait behind a hole before it is given up, the cost of keeping them included.
    let pendingLimit: Int
    /// When a segment came last.
    private(set) var lastSeen: Duration
    /// Bytes that came again, or after their place had been given up.
    private(set) var repeatedBytes = 0

    private var state = State.waiting
    /// The number of the next byte to hand on.
    private var next: UInt32 = 0
    /// The first byte's number: by it a repeated SYN is told from a new connection.
    private var first: UInt32 = 0
    /// In the order of their numbers, without overlap, all ahead of `next`.
    private var pending: [Piece] = []
    private var pendingBytes = 0
    /// Where the stream ends, once a FIN came.
    private var last: UInt32?

    /// True between the first bytes and the end.
    var isOpen: Bool { state == .open }

    init(pendingLimit: Int, at time: Duration) {
        self.pendingLimit = pendingLimit
        lastSeen = time
    }

    /// Takes a segment and hands on what can be.
    mutating func receive(_ segment: TCPSegment, at time: Duration) -> [TCPStreamEvent.Content] {
        lastSeen = time
        var events: [TCPStreamEvent.Content] = []
        var start = segment.sequence
        if segment.flags.contains(.synchronize) {
            start &+= 1
            if state == .open, start != first { events += giveUpHoles() + [.closed(.replaced)] }
            if state != .open || start != first { open(at: start, .beginning, &events) }
        }
        if segment.flags.contains(.reset) {
            guard state == .open else { return events }
            events += giveUpHoles()
            return events + [close(.reset)]
        }
        if state == .waiting, !segment.payload.isEmpty || segment.flags.contains(.finish) {
            open(at: start, .middle, &events)
        }
        guard state == .open else { return events }
        if segment.flags.contains(.finish), last == nil {
            let end = start &+ UInt32(truncatingIfNeeded: segment.payload.count)
            // A FIN behind what was handed on already is a lie or a relic.
            if Self.distance(from: next, to: end) >= 0 { last = end }
        }
        keep(segment.payload, from: start, at: time)
        events += handOn()
        if pendingBytes > pendingLimit { events += giveUpHoles() }
        if let last, Self.distance(from: last, to: next) >= 0 { events.append(close(.finished)) }
        return events
    }

    /// Hands on everything that waits, with its holes: nothing follows.
    mutating func finish() -> [TCPStreamEvent.Content] {
        guard state == .open else { return [] }
        return giveUpHoles()
    }

    private mutating func open(
        at sequence: UInt32, _ place: TCPStreamEvent.Opening, _ events: inout [TCPStreamEvent.Content]
    ) {
        state = .open
        first = sequence
        next = sequence
        last = nil
        events.append(.opened(place))
    }

    private mutating func close(_ reason: TCPStreamEvent.Closing) -> TCPStreamEvent.Content {
        state = .closed
        pending.removeAll()
        pendingBytes = 0
        return .closed(reason)
    }

    /// How far `end` is ahead of `start`; negative where it is behind.
    private static func distance(from start: UInt32, to end: UInt32) -> Int {
        Int(Int32(bitPattern: end &- start))
    }

    /// Puts the bytes that are not there yet among the pending ones.
    private mutating func keep(_ bytes: [UInt8], from sequence: UInt32, at time: Duration) {
        var rest = bytes[...]
        var position = sequence
        func skip(_ count: Int) {
            repeatedBytes += min(count, rest.count)
            rest = rest.dropFirst(count)
            position &+= UInt32(truncatingIfNeeded: count)
        }
        let behind = Self.distance(from: position, to: next)
        if behind > 0 { skip(behind) }
        // Bytes behind the end of the stream do not exist.
        if let last { rest = rest.prefix(max(0, Self.distance(from: position, to: last))) }

        var index = 0
        while !rest.isEmpty {
            guard index < pending.count else {
                insert(Array(rest), from: position, at: time, index: index)
                return
            }
            let piece = pending[index]
            let room = Self.distance(from: position, to: piece.sequence)
            if room > 0 {
                let part = Array(rest.prefix(room))
                insert(part, from: position, at: time, index: index)
                rest = rest.dropFirst(part.count)
                position &+= UInt32(truncatingIfNeeded: part.count)
                index += 1
            } else {
                skip(max(0, piece.bytes.count + room))
                index += 1
            }
        }
    }

    private mutating func insert(_ bytes: [UInt8], from sequence: UInt32, at time: Duration, index: Int) {
        pending.insert(Piece(sequence: sequence, time: time, bytes: bytes), at: index)
        pendingBytes += bytes.count + Self.pieceCost
    }

    /// The pending bytes that follow what was handed on.
    private mutating func handOn() -> [TCPStreamEvent.Content] {
        let count = pending.prefix { piece in
            guard piece.sequence == next else { return false }
            next &+= UInt32(truncatingIfNeeded: piece.bytes.count)
            pendingBytes -= piece.bytes.count + Self.pieceCost
            return true
        }.count
        let ready = pending.prefix(count).map { TCPStreamEvent.Content.data($0.bytes, captured: $0.time) }
        pending.removeFirst(count)
        return ready
    }

    /// All pending bytes, with a gap wherever some are missing before them.
    private mutating func giveUpHoles() -> [TCPStreamEvent.Content] {
        var events: [TCPStreamEvent.Content] = []
        while let piece = pending.first {
            let missing = Self.distance(from: next, to: piece.sequence)
            if missing > 0 { events.append(.gap(byteCount: missing)) }
            next = piece.sequence
            events += handOn()
        }
        return events
    }
}
