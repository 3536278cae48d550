internal import WireBytes

/// How bundles stand one after the other in a TCP stream that has no handshake, no acknowledgements and no names.
///
/// That a frame was written says nothing about its arrival: what sat in the buffers of a broken connection is lost.
public enum StreamFraming: Hashable, Sendable {
    /// MTCP (draft-ietf-dtn-mtcpcl-01): each bundle in a CBOR byte string. dtn7 listens on port 16162.
    case mtcp
    /// STCP as ION and HDTN speak it: a length of 32 bits, big-endian, then the bundle; length 0 is a keepalive.
    case stcp

    /// The frame of a bundle; nil for one whose length STCP cannot express.
    public func frame(_ bundle: [UInt8]) -> [UInt8]? {
        switch self {
        case .mtcp:
            var writer = CBORWriter(capacity: bundle.count + 9)
            writer.write(bytes: bundle)
            return writer.bytes
        case .stcp:
            guard let length = UInt32(exactly: bundle.count), length > 0 else { return nil }
            var writer = WireWriter(capacity: bundle.count + 4)
            writer.writeBigEndian(length)
            writer.write(contentsOf: bundle)
            return writer.bytes
        }
    }

    /// What STCP sends at the beginning and now and then (ION every 15 s), and MTCP never.
    public var keepalive: [UInt8]? { self == .stcp ? [0, 0, 0, 0] : nil }
}

/// Takes frames out of a stream, however it is cut.
public struct FrameReader: Sendable {
    /// What a frame held.
    public enum Frame: Hashable, Sendable {
        /// A bundle, not looked at yet.
        case bundle([UInt8])
        /// Nothing: a sign of life.
        case keepalive
    }

    private let framing: StreamFraming
    private let limit: UInt64
    private var buffer = StreamBuffer()

    /// A reader at the beginning of a stream.
    ///
    /// - Parameter limit: The most octets of a bundle.
    public init(_ framing: StreamFraming, limit: Int = 1 << 30) {
        self.framing = framing
        self.limit = UInt64(max(0, limit))
    }

    /// Octets that wait for the rest of their frame.
    public var waiting: Int { buffer.count }

    /// Takes what came.
    public mutating func append(_ bytes: [UInt8]) { buffer.append(bytes) }

    /// The next frame; nil until all of it has come.
    ///
    /// - Throws: Why nothing in this stream can be understood any more.
    public mutating func next() throws(FramingError) -> Frame? {
        try buffer.read { (cursor) throws(FramingError) in
            switch framing {
            case .mtcp: try Self.nextMTCP(&cursor, limit: limit)
            case .stcp: try Self.nextSTCP(&cursor, limit: limit)
            }
        }
    }

    private static func nextMTCP(_ cursor: inout WireCursor, limit: UInt64) throws(FramingError) -> Frame? {
        guard let head = cursor.nextByte else { return nil }
        // Also longer heads than needed: the length is plain enough.
        guard head >> 5 == 2, head & 0x1F < 28 else { throw .notAByteString(head) }
        let length: UInt64
        do throws(WireError) {
            try cursor.skip(1)
            length =
                switch head & 0x1F {
                case 24: UInt64(try cursor.readBigEndian(UInt8.self))
                case 25: UInt64(try cursor.readBigEndian(UInt16.self))
                case 26: UInt64(try cursor.readBigEndian(UInt32.self))
                case 27: try cursor.readBigEndian(UInt64.self)
                case let small: UInt64(small)
                }
        } catch { return nil }
        return try bundle(of: length, &cursor, limit: limit)
    }

    private static func nextSTCP(_ cursor: inout WireCursor, limit: UInt64) throws(FramingError) -> Frame? {
        let length: UInt32
        do throws(WireError) { length = try cursor.readBigEndian() } catch { return nil }
        if length == 0 { return .keepalive }
        return try bundle(of: UInt64(length), &cursor, limit: limit)
    }

    private static func bundle(
        of length: UInt64, _ cursor: inout WireCursor, limit: UInt64
    ) throws(FramingError) -> Frame? {
        if length > limit { throw .tooLarge(length, limit: limit) }
        do throws(WireError) { return .bundle(try cursor.readBytes(Int(length))) } catch { return nil }
    }
}

/// Why a stream cannot be read on.
public enum FramingError: Error, Hashable, Sendable {
    /// An MTCP frame that does not begin like a byte string.
    case notAByteString(UInt8)
    /// A longer bundle than is accepted.
    case tooLarge(UInt64, limit: UInt64)
}

extension FramingError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .notAByteString(let head): "a frame begins with octet \(head), which begins no byte string"
        case .tooLarge(let length, let limit): "a bundle of \(length) octets, at most \(limit) allowed"
        }
    }
}
