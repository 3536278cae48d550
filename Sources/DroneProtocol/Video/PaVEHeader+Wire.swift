public import WireBytes

/// Why bytes are not a PaVE header.
public enum PaVEHeaderError: Error, Equatable, Sendable {
    /// The first four bytes are not `PaVE`; read as a little-endian number they are this.
    case signature(found: UInt32)
    /// The header says that it is shorter than documented, or longer than any header can be, bytes.
    case headerSize(UInt16)
    /// The payload is said to be larger than any frame can be, bytes.
    case payloadSize(UInt32)
    /// The bytes end before the header does.
    case truncated(WireError)
}

extension PaVEHeaderError: CustomStringConvertible {
    /// What is wrong, with the number that is.
    public var description: String {
        switch self {
        case .signature(let found): "0x\(String(found, radix: 16)) where the signature PaVE should be"
        case .headerSize(let size):
            "a header of \(size) bytes (\(PaVEHeader.smallestSize) to \(PaVEHeader.largestSize) are possible)"
        case .payloadSize(let size): "a frame of \(size) bytes (at most \(PaVEHeader.largestPayload) are possible)"
        case .truncated(let error): error.description
        }
    }
}

extension PaVEHeader {
    /// `PaVE` as the little-endian number that four bytes read as.
    private static let signatureWord: UInt32 = 0x4556_6150
    /// Where the form with the flight state ends, bytes.
    private static let sizeWithFlightState = 68

    /// The header that `bytes` begin with; what stands behind it is not looked at.
    public init(decoding bytes: RawSpan) throws(PaVEHeaderError) {
        self.init()
        var cursor = WireCursor(bytes)
        let signature: UInt32
        do throws(WireError) {
            signature = try cursor.read()
        } catch {
            throw .truncated(error)
        }
        if signature != Self.signatureWord { throw .signature(found: signature) }
        do throws(WireError) {
            try readFields(from: &cursor)
        } catch {
            throw .truncated(error)
        }
        if headerSize < Self.smallestSize || headerSize > Self.largestSize { throw .headerSize(headerSize) }
        if followingBytes > Self.largestPayload { throw .payloadSize(payloadSize) }
    }

    @_lifetime(cursor: copy cursor)
    private mutating func readFields(from cursor: inout WireCursor) throws(WireError) {
        version = try cursor.read()
        format.codec = VideoCodec(rawValue: try cursor.read())
        headerSize = try cursor.read()
        payloadSize = try cursor.read()
        format.codedWidth = try cursor.read()
        format.codedHeight = try cursor.read()
        format.shownWidth = try cursor.read()
        format.shownHeight = try cursor.read()
        frameNumber = try cursor.read()
        timestamp = try cursor.read()
        chunks = try cursor.read()
        chunkIndex = try cursor.read()
        kind = PaVEFrameKind(rawValue: try cursor.read())
        control = PaVEControl(rawValue: try cursor.read())
        streamPosition = try cursor.read()
        format.streamID = try cursor.read()
        slices = try cursor.read()
        sliceIndex = try cursor.read()
        sequenceParametersSize = try cursor.read()
        pictureParametersSize = try cursor.read()
        try cursor.skip(2)
        advertisedSize = try cursor.read()
        guard Int(headerSize) >= Self.sizeWithFlightState else { return try cursor.skip(12) }
        var state = PaVEFlightState(controlState: try cursor.read())
        for index in 0..<3 { state.angles[index] = try cursor.readFloat() }
        flight = state
    }

    /// Appends the header; unknown fields are zero.
    ///
    /// A `headerSize` outside the possible sizes is written as it is, in 64 bytes: for tests of other readers.
    public func encode(into writer: inout WireWriter) {
        writer.write(Self.signatureWord)
        writer.write(version)
        writer.write(format.codec.rawValue)
        writer.write(headerSize)
        writer.write(payloadSize)
        writer.write(format.codedWidth)
        writer.write(format.codedHeight)
        writer.write(format.shownWidth)
        writer.write(format.shownHeight)
        writer.write(frameNumber)
        writer.write(timestamp)
        writer.write(chunks)
        writer.write(chunkIndex)
        writer.write(kind.rawValue)
        writer.write(control.rawValue)
        writer.write(streamPosition)
        writer.write(format.streamID)
        writer.write(slices)
        writer.write(sliceIndex)
        writer.write(sequenceParametersSize)
        writer.write(pictureParametersSize)
        writer.write(UInt16(0))
        writer.write(advertisedSize)
        let size = (Self.smallestSize...Self.largestSize).contains(Int(headerSize)) ? Int(headerSize) : 64
        guard size >= Self.sizeWithFlightState else {
            return writer.write(contentsOf: repeatElement(UInt8(0), count: size - 52))
        }
        let state = flight ?? PaVEFlightState(controlState: 0)
        writer.write(state.controlState)
        for index in state.angles.indices { writer.write(state.angles[index]) }
        writer.write(contentsOf: repeatElement(UInt8(0), count: size - Self.sizeWithFlightState))
    }
}
