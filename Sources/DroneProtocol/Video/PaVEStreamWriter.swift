import WireBytes

/// Puts headers in front of coded pictures: the drone's side of the video connection.
public struct PaVEStreamWriter: Sendable {
    /// The header forms that drones send.
    public enum Form: UInt16, Sendable, CaseIterable {
        /// As documented.
        case documented = 64
        /// With the flight state, as most captures have it.
        case withFlightState = 68
        /// With eight more bytes of unknown meaning, zero here.
        case extended = 76
    }

    /// Codec, size and stream; a change of camera, codec or size also changes the stream id.
    public var format: VideoFormat
    /// Which header is written.
    public var form: Form
    /// The number of the next frame.
    public var nextFrameNumber: UInt32
    private var streamPosition: UInt64 = 0

    /// A writer at the start of a stream.
    public init(format: VideoFormat, form: Form = .withFlightState, firstFrameNumber: UInt32 = 0) {
        self.format = format
        self.form = form
        nextFrameNumber = firstFrameNumber
    }

    /// Header and payload of the next frame.
    ///
    /// - Parameters:
    ///   - payload: One coded picture; what exceeds ``PaVEHeader/largestPayload`` bytes is for readers to refuse.
    ///   - kind: Whether the picture needs others.
    ///   - timestamp: Milliseconds, wrapping.
    ///   - parameterSets: Lengths of what `payload` begins with, bytes, start codes included.
    ///   - flight: What the longer forms say of the flight.
    ///   - control: Announcement, last frame.
    public mutating func frame(
        _ payload: [UInt8], kind: PaVEFrameKind, timestamp: UInt32,
        parameterSets: (sequence: UInt8, picture: UInt8) = (0, 0), flight: PaVEFlightState? = nil,
        control: PaVEControl = []
    ) -> [UInt8] {
        var header = PaVEHeader()
        header.format = format
        header.headerSize = form.rawValue
        header.frameNumber = nextFrameNumber
        header.timestamp = timestamp
        header.kind = kind
        header.control = control
        header.streamPosition = streamPosition
        header.sequenceParametersSize = parameterSets.sequence
        header.pictureParametersSize = parameterSets.picture
        header.flight = flight
        header.advertisedSize = UInt32(clamping: payload.count)
        let sent = control.contains(.announcement) ? [] : payload
        header.payloadSize = UInt32(clamping: sent.count)
        var writer = WireWriter(capacity: Int(form.rawValue) + sent.count)
        header.encode(into: &writer)
        writer.write(contentsOf: sent)
        nextFrameNumber &+= 1
        let uncounted = Int(parameterSets.sequence) + Int(parameterSets.picture)
        streamPosition &+= UInt64(max(0, sent.count - uncounted))
        return writer.bytes
    }
}
