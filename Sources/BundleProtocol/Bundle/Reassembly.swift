/// Puts fragments together (RFC 9171, 5.9).
///
/// Pieces may come in any order, twice, and cut differently: what is there already is not taken again. Memory is
/// limited to what has come, and that to a limit; nothing is allocated for what a fragment merely claims.
public struct Reassembly: Sendable {
    /// How much may wait for its missing pieces.
    public struct Limits: Hashable, Sendable {
        /// Octets of payload, of all bundles together; each separate piece and each block counts as 64 more.
        public var octets: Int
        /// Bundles.
        public var bundles: Int

        /// Limits of one's own.
        public init(octets: Int = 256 << 20, bundles: Int = 1000) {
            self.octets = octets
            self.bundles = bundles
        }
    }

    /// What became of a fragment.
    public enum Outcome: Equatable, Sendable {
        /// Others are missing; so many octets are there.
        case waiting(have: UInt64, of: UInt64)
        /// This was the last one.
        case complete(Bundle)
        /// It was not taken.
        case refused(Refusal)
    }

    /// Why a fragment was not taken.
    public enum Refusal: Equatable, Sendable {
        /// It is a whole bundle.
        case whole
        /// Earlier ones said that the whole has another length.
        case otherTotal(UInt64, earlier: UInt64)
        /// The whole is larger than everything that may wait.
        case tooLarge(UInt64)
        /// Too much waits already.
        case full
    }

    private struct Piece {
        var offset: UInt64
        var bytes: [UInt8]
        var end: UInt64 { offset + UInt64(bytes.count) }
    }

    private struct Assembly {
        var total: UInt64
        var pieces: [Piece] = []
        var octets = 0
        var cost = 0
        var first: Bundle?
        /// When the pieces are dropped, in the time of the caller.
        var deadline: Duration
    }

    private let limits: Limits
    private var waiting: [BundleID: Assembly] = [:]

    /// What counts against ``Limits/octets``.
    public private(set) var octets = 0

    /// The most separate pieces of one bundle: more come only from somebody who wants to keep us busy.
    private static let pieceLimit = 65_536
    /// What a piece takes besides its octets.
    private static let pieceCost = 64

    /// Nothing waits.
    public init(limits: Limits = Limits()) { self.limits = limits }

    /// How many bundles wait for pieces.
    public var count: Int { waiting.count }

    /// Takes a fragment.
    ///
    /// - Parameters:
    ///   - fragment: A bundle that is one.
    ///   - deadline: When the fragment expires, in the same time as ``expire(at:)``. The pieces of a bundle are kept
    ///     until the earliest of them does.
    public mutating func insert(_ fragment: Bundle, deadline: Duration) -> Outcome {
        guard let position = fragment.primary.fragment else { return .refused(.whole) }
        let total = position.totalLength
        guard total <= UInt64(limits.octets) else { return .refused(.tooLarge(total)) }
        let id = fragment.id.whole
        if waiting[id] == nil, waiting.count >= limits.bundles { return .refused(.full) }
        // Taken out while it is worked on, so that its pieces are not copied.
        var known = waiting.removeValue(forKey: id)
        if let known, known.total != total {
            waiting[id] = known
            return .refused(.otherTotal(total, earlier: known.total))
        }
        let isFront = position.offset == 0 && known?.first == nil
        let fresh = missing(in: known?.pieces ?? [], of: Piece(offset: position.offset, bytes: fragment.payload))
        let size = fresh.reduce(0) { $0 + $1.bytes.count }
        var cost = size + fresh.count * Self.pieceCost
        if isFront { cost += fragment.extensions.reduce(0) { $0 + $1.data.count + Self.pieceCost } }
        guard octets + cost <= limits.octets, (known?.pieces.count ?? 0) + fresh.count <= Self.pieceLimit else {
            waiting[id] = known
            return .refused(.full)
        }
        var assembly = known.take() ?? Assembly(total: total, deadline: deadline)
        for piece in fresh {
            let place = place(of: piece.offset, in: assembly.pieces)
            assembly.pieces.insert(piece, at: place)
        }
        assembly.octets += size
        assembly.cost += cost
        assembly.deadline = min(assembly.deadline, deadline)
        if isFront {
            assembly.first = fragment
            assembly.first?.payload = []
        }
        if UInt64(assembly.octets) == total, let first = assembly.first {
            octets -= assembly.cost - cost
            return .complete(whole(first, assembly))
        }
        octets += cost
        waiting[id] = assembly
        return .waiting(have: UInt64(assembly.octets), of: total)
    }

    /// Drops the pieces whose time is over; the names of the bundles they were of.
    public mutating func expire(at now: Duration) -> [BundleID] {
        let late = waiting.filter { $0.value.deadline < now }
        for (id, assembly) in late {
            octets -= assembly.cost
            waiting[id] = nil
        }
        return Array(late.keys)
    }

    /// The extension blocks are those of the fragment at the front.
    private func whole(_ first: Bundle, _ assembly: Assembly) -> Bundle {
        var bundle = first
        bundle.primary.fragment = nil
        var payload: [UInt8] = []
        payload.reserveCapacity(assembly.octets)
        for piece in assembly.pieces { payload += piece.bytes }
        bundle.payload = payload
        return bundle
    }

    /// The parts of a piece that are not there yet. Pieces never overlap.
    private func missing(in pieces: [Piece], of piece: Piece) -> [Piece] {
        var parts: [Piece] = []
        var next = piece.offset
        var index = place(of: piece.offset, in: pieces)
        if index > 0, pieces[index - 1].end > next { next = pieces[index - 1].end }
        func take(to end: UInt64) {
            if end <= next { return }
            let range = Int(next - piece.offset)..<Int(end - piece.offset)
            parts.append(Piece(offset: next, bytes: Array(piece.bytes[range])))
        }
        while index < pieces.count, pieces[index].offset < piece.end {
            take(to: pieces[index].offset)
            next = max(next, pieces[index].end)
            index += 1
        }
        take(to: piece.end)
        return parts
    }

    /// The index of the first piece that begins behind `offset`.
    private func place(of offset: UInt64, in pieces: [Piece]) -> Int {
        var (low, high) = (0, pieces.count)
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].offset > offset { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
