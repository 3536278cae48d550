import DroneModel
import WireBytes

extension Navdata {
    /// The packet in `bytes`, a whole datagram.
    public init(decoding bytes: RawSpan) throws(NavdataError) {
        self.init()
        try decode(bytes)
    }

    /// Replaces the packet by the one in `bytes`, a whole datagram.
    ///
    /// A refused datagram changes nothing.
    ///
    /// Known options shorter or longer than expected are read as far as they go; what comes behind their last
    /// known field is kept in ``tails``. The checksum must be there and right. Bytes behind it are counted in
    /// ``bytesBehindChecksum`` and not refused, as the drone maker's own client stops at the checksum.
    public mutating func decode(_ bytes: RawSpan) throws(NavdataError) {
        let end = try Self.verify(bytes)
        self = Navdata()
        try read(bytes, end: end)
        count(bytesBehindChecksum: bytes.byteCount - end - Self.checksumSize)
    }

    /// The length of what heads a packet.
    static let headSize = 16
    /// The length of what heads an option: tag and size.
    static let optionHeadSize = 4
    /// The length of the checksum option.
    static let checksumSize = 8

    /// Walks over the heads of all options and compares the checksum.
    ///
    /// - Returns: Where the checksum option begins.
    private static func verify(_ bytes: RawSpan) throws(NavdataError) -> Int {
        var cursor = WireCursor(bytes)
        _ = try readHeader(&cursor)
        do throws(WireError) {
            try cursor.skip(headSize - 4)
        } catch {
            throw .tooShort(length: bytes.byteCount)
        }
        while true {
            if cursor.isAtEnd { throw .checksumMissing(length: bytes.byteCount) }
            let head = try OptionHead(from: &cursor)
            if head.tag == NavdataTag.checksum {
                let expected = try head.readChecksum(&cursor)
                let computed = Checksum.sum(bytes.extracting(0..<head.offset))
                if computed != expected {
                    throw .checksum(expected: expected, computed: computed, offset: head.offset)
                }
                return head.offset
            }
            _ = try head.takePayload(&cursor)
        }
    }

    @_lifetime(cursor: copy cursor)
    private static func readHeader(_ cursor: inout WireCursor) throws(NavdataError) -> Header {
        let length = cursor.remaining
        guard length >= 4 else { throw .tooShort(length: length) }
        let word: UInt32
        do throws(WireError) { word = try cursor.read() } catch { throw .tooShort(length: length) }
        guard let header = Header(rawValue: word) else { throw .header(word) }
        return header
    }

    /// Reads what ``verify(_:)`` has found to be sound: the fields before byte `end`.
    private mutating func read(_ bytes: RawSpan, end: Int) throws(NavdataError) {
        var cursor = WireCursor(bytes.extracting(0..<end))
        header = try Self.readHeader(&cursor)
        do throws(WireError) {
            status = DroneStatus(rawValue: try cursor.read())
            sequence = try cursor.read()
            visionDefined = try cursor.read()
        } catch {
            throw .tooShort(length: bytes.byteCount)
        }
        while !cursor.isAtEnd {
            let head = try OptionHead(from: &cursor)
            var payload = try head.takePayload(&cursor)
            guard let tag = NavdataTag(rawValue: head.tag) else {
                unknown.append(RawOption(tag: head.tag, bytes: payload.readRest()))
                continue
            }
            if tag == .gps, zimmu != nil || gps != nil {
                repeated.append(RawOption(tag: head.tag, bytes: payload.readRest()))
                continue
            }
            var reading = OptionReading(size: head.size, payload: payload)
            withSlot(of: tag, size: head.size, &reading)
            // A repeated option counts even without a payload; a tail is there only when it has bytes.
            if reading.isRepeated {
                repeated.append(RawOption(tag: head.tag, bytes: reading.rest.readRest()))
            } else if !reading.rest.isAtEnd {
                tails.append(RawOption(tag: head.tag, bytes: reading.rest.readRest()))
            }
        }
    }
}

/// Tag and size of an option, and where it begins.
private struct OptionHead {
    let tag: UInt16
    let size: Int
    let offset: Int

    @_lifetime(cursor: copy cursor)
    @inline(__always)
    init(from cursor: inout WireCursor) throws(NavdataError) {
        offset = cursor.offset
        let available = cursor.remaining
        do throws(WireError) {
            tag = try cursor.read()
            size = Int(try cursor.read(UInt16.self))
        } catch {
            throw .optionHead(offset: offset, available: available)
        }
        if size < Navdata.optionHeadSize { throw .optionTooSmall(tag: tag, size: size, offset: offset) }
        if size > available {
            throw .optionOverruns(tag: tag, size: size, offset: offset, available: available)
        }
    }

    @_lifetime(copy cursor)
    @inline(__always)
    func takePayload(_ cursor: inout WireCursor) throws(NavdataError) -> WireCursor {
        let available = cursor.remaining
        do throws(WireError) {
            return try cursor.take(size - Navdata.optionHeadSize)
        } catch {
            throw .optionOverruns(tag: tag, size: size, offset: offset, available: available)
        }
    }

    @_lifetime(cursor: copy cursor)
    func readChecksum(_ cursor: inout WireCursor) throws(NavdataError) -> UInt32 {
        guard size == Navdata.checksumSize else { throw .checksumSize(size: size, offset: offset) }
        do throws(WireError) { return try cursor.read() } catch {
            throw .checksumMissing(length: cursor.offset)
        }
    }
}

/// Reads one option into its place.
private struct OptionReading: OptionAction, ~Escapable {
    let size: Int
    /// What has not been read.
    var rest: WireCursor
    /// Whether the place was taken, so that nothing was read.
    var isRepeated = false

    @_lifetime(copy payload)
    @inline(__always)
    init(size: Int, payload: WireCursor) {
        self.size = size
        self.rest = payload
    }

    @_lifetime(self: copy self)
    @inline(__always)
    mutating func act<Option: NavdataOption>(on slot: inout Option?) {
        if slot != nil {
            isRepeated = true
            return
        }
        var option = Option()
        option.size = size
        var reader = FieldReader(rest)
        option.code(&reader)
        rest = reader.cursor
        slot = option
    }
}
