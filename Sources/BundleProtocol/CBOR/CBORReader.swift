public import WireBytes

/// Reads deterministic CBOR: shortest heads, definite lengths, no tags and no floating point except where an item is
/// only passed over.
///
/// Lengths are compared with what is there before anything is allocated or read; nesting is limited. A failed read
/// leaves the reader where it is then: the bytes are refused as a whole.
public struct CBORReader: ~Escapable {
    /// How deep the items of a message may nest.
    public static let depthLimit = 16

    private var cursor: WireCursor

    /// A reader at the first of `bytes`.
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { cursor = WireCursor(bytes) }

    /// A reader over what a cursor has left; offsets count as the cursor's do.
    @_lifetime(copy cursor)
    public init(_ cursor: WireCursor) { self.cursor = cursor }

    /// The place of the next byte, counted from the start of the outermost buffer.
    public var offset: Int { cursor.offset }

    /// How many bytes are left.
    public var remaining: Int { cursor.remaining }

    /// The head of the next item, which stays where it is; nil at the end.
    public var nextHead: UInt8? { cursor.nextByte }

    /// The kind of the next item; nil at the end.
    public var nextKind: CBORProblem.Kind? { cursor.nextByte.map(CBORProblem.Kind.init(head:)) }

    /// True if the next byte ends an indefinite array.
    public var isAtBreak: Bool { cursor.nextByte == 0xFF }

    /// An unsigned number.
    ///
    /// - Parameter limit: The largest that is allowed.
    @_lifetime(self: copy self)
    public mutating func readUnsigned(limit: UInt64 = .max) throws(BundleError) -> UInt64 {
        let start = offset
        let value = try readArgument(of: .unsigned)
        if value > limit { throw .cbor(.tooLarge(value, limit: limit), offset: start) }
        return value
    }

    /// The head of an array of definite length; the number of its items, each of which takes a byte at least.
    ///
    /// - Parameter allowed: The numbers that are allowed.
    @_lifetime(self: copy self)
    public mutating func readArray(_ allowed: ClosedRange<UInt64> = 0...UInt64.max) throws(BundleError) -> Int {
        let start = offset
        let count = try readArgument(of: .array)
        if !allowed.contains(count) { throw .cbor(.count(count, expected: allowed), offset: start) }
        return try itemCount(count, from: start)
    }

    /// The head of a map of definite length; the number of its pairs.
    ///
    /// - Parameter limit: The most that are allowed.
    @_lifetime(self: copy self)
    public mutating func readMap(limit: UInt64) throws(BundleError) -> Int {
        let start = offset
        let count = try readArgument(of: .map)
        if count > limit { throw .cbor(.tooLarge(count, limit: limit), offset: start) }
        return try itemCount(count, from: start)
    }

    /// The head of an array of indefinite length.
    @_lifetime(self: copy self)
    public mutating func readIndefiniteArray() throws(BundleError) {
        guard let head = cursor.nextByte else { throw .cbor(.truncated(missing: 1), offset: offset) }
        guard head == 0x9F else {
            throw .cbor(.unexpected(.init(head: head), expected: .array), offset: offset)
        }
        try skipBytes(1)
    }

    /// The break that ends an array of indefinite length.
    @_lifetime(self: copy self)
    public mutating func readBreak() throws(BundleError) {
        guard let head = cursor.nextByte else { throw .cbor(.truncated(missing: 1), offset: offset) }
        guard head == 0xFF else {
            throw .cbor(.unexpected(.init(head: head), expected: .simple), offset: offset)
        }
        try skipBytes(1)
    }

    /// A byte string, copied.
    @_lifetime(self: copy self)
    public mutating func readBytes(limit: UInt64 = .max) throws(BundleError) -> [UInt8] {
        var content = try takeBytes(limit: limit)
        return content.readRest()
    }

    /// A byte string as a cursor over its content.
    @_lifetime(copy self)
    public mutating func takeBytes(limit: UInt64 = .max) throws(BundleError) -> WireCursor {
        try take(.byteString, limit: limit)
    }

    /// A text.
    @_lifetime(self: copy self)
    public mutating func readText(limit: UInt64 = .max) throws(BundleError) -> String {
        let start = offset
        var content = try take(.text, limit: limit)
        guard let text = String(validating: content.readRest(), as: UTF8.self) else {
            throw .cbor(.notText, offset: start)
        }
        return text
    }

    /// True or false.
    @_lifetime(self: copy self)
    public mutating func readFlag() throws(BundleError) -> Bool {
        guard let head = cursor.nextByte else { throw .cbor(.truncated(missing: 1), offset: offset) }
        guard head == 0xF4 || head == 0xF5 else {
            throw .cbor(.unexpected(.init(head: head), expected: .simple), offset: offset)
        }
        try skipBytes(1)
        return head == 0xF5
    }

    /// Null, if it comes next; false if something else does.
    @_lifetime(self: copy self)
    public mutating func readNull() throws(BundleError) -> Bool {
        guard cursor.nextByte == 0xF6 else { return false }
        try skipBytes(1)
        return true
    }

    /// Any deterministic item with all it holds, as the bytes it is written in. Tags and numbers of any kind are
    /// passed over; their meaning is not looked at.
    @_lifetime(self: copy self)
    public mutating func readItem() throws(BundleError) -> [UInt8] {
        var copy = cursor
        let start = offset
        try skipItem(depth: 0)
        do throws(WireError) { return try copy.readBytes(offset - start) } catch {
            throw .cbor(.truncated(missing: 1), offset: start)
        }
    }

    /// Passes over any deterministic item.
    @_lifetime(self: copy self)
    public mutating func skipItem() throws(BundleError) { try skipItem(depth: 0) }

    /// Refuses bytes behind the last item.
    public func finish() throws(BundleError) {
        if remaining > 0 { throw .cbor(.trailing(count: remaining), offset: offset) }
    }

    @_lifetime(self: copy self)
    private mutating func skipItem(depth: Int) throws(BundleError) {
        let start = offset
        guard depth <= Self.depthLimit else { throw .cbor(.tooDeep, offset: start) }
        guard let kind = nextKind else { throw .cbor(.truncated(missing: 1), offset: start) }
        switch kind {
        case .unsigned, .negative: _ = try readArgument(of: kind)
        case .byteString, .text: _ = try take(kind, limit: .max)
        case .array:
            for _ in 0..<(try itemCount(try readArgument(of: kind), from: start)) { try skipItem(depth: depth + 1) }
        case .map:
            for _ in 0..<(try itemCount(try readArgument(of: kind), from: start)) {
                try skipItem(depth: depth + 1)
                try skipItem(depth: depth + 1)
            }
        case .tag:
            _ = try readArgument(of: kind)
            try skipItem(depth: depth + 1)
        case .simple:
            // False to undefined, half, single and double.
            switch nextHead {
            case 0xF4, 0xF5, 0xF6, 0xF7: try skipBytes(1)
            case 0xF9: try skipBytes(3)
            case 0xFA: try skipBytes(5)
            case 0xFB: try skipBytes(9)
            case 0xFF: throw .cbor(.indefinite, offset: start)
            default: throw .cbor(.reserved, offset: start)
            }
        }
    }

    /// Refuses more items than there are bytes.
    private func itemCount(_ count: UInt64, from start: Int) throws(BundleError) -> Int {
        guard count <= UInt64(remaining) else {
            throw .cbor(.truncated(missing: count - UInt64(remaining)), offset: start)
        }
        return Int(count)
    }

    @_lifetime(copy self)
    private mutating func take(_ kind: CBORProblem.Kind, limit: UInt64) throws(BundleError) -> WireCursor {
        let start = offset
        let length = try readArgument(of: kind)
        if length > limit { throw .cbor(.tooLarge(length, limit: limit), offset: start) }
        guard length <= UInt64(remaining) else {
            throw .cbor(.truncated(missing: length - UInt64(remaining)), offset: start)
        }
        do throws(WireError) { return try cursor.take(Int(length)) } catch {
            throw .cbor(.truncated(missing: 1), offset: start)
        }
    }

    /// The number in the head of an item of this kind.
    @_lifetime(self: copy self)
    private mutating func readArgument(of kind: CBORProblem.Kind) throws(BundleError) -> UInt64 {
        let start = offset
        guard let head = cursor.nextByte else { throw .cbor(.truncated(missing: 1), offset: start) }
        guard head >> 5 == kind.rawValue else {
            throw .cbor(.unexpected(.init(head: head), expected: kind), offset: start)
        }
        try skipBytes(1)
        let information = head & 0x1F
        if information < 24 { return UInt64(information) }
        if information == 31 { throw .cbor(.indefinite, offset: start) }
        let value: UInt64
        let smallest: UInt64
        do throws(WireError) {
            switch information {
            case 24: (value, smallest) = (UInt64(try cursor.readBigEndian(UInt8.self)), 24)
            case 25: (value, smallest) = (UInt64(try cursor.readBigEndian(UInt16.self)), 1 << 8)
            case 26: (value, smallest) = (UInt64(try cursor.readBigEndian(UInt32.self)), 1 << 16)
            case 27: (value, smallest) = (try cursor.readBigEndian(UInt64.self), 1 << 32)
            default: (value, smallest) = (0, 1)
            }
        } catch { throw .cbor(.truncated(missing: UInt64(1 << (information - 24) - remaining)), offset: start) }
        if information > 27 { throw .cbor(.reserved, offset: start) }
        if value < smallest { throw .cbor(.notShortest, offset: start) }
        return value
    }

    @_lifetime(self: copy self)
    private mutating func skipBytes(_ count: Int) throws(BundleError) {
        let start = offset
        do throws(WireError) { try cursor.skip(count) } catch {
            throw .cbor(.truncated(missing: UInt64(count - remaining)), offset: start)
        }
    }
}
