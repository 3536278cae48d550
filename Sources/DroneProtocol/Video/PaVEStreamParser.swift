import WireBytes

/// What a video stream gives.
public enum PaVEStreamEvent: Equatable, Sendable {
    /// A whole frame.
    case frame(PaVEFrame)
    /// A header that announces a frame and has no payload.
    case announcement(PaVEHeader)
    /// Something is missing; the frame before this event may be spoiled too.
    case damage(PaVEDamage)
}

/// What went wrong in a video stream.
public enum PaVEDamage: Equatable, Sendable {
    /// Where a header should be is none; `offset` counts from the stream's first byte.
    case header(PaVEHeaderError, offset: Int)
    /// A slice of a frame did not come, came twice or came too late.
    case slices(frameNumber: UInt32)
}

extension PaVEDamage: CustomStringConvertible {
    /// What is missing, and where.
    public var description: String {
        switch self {
        case .header(let error, let offset): "\(error), at byte \(offset) of the video stream"
        case .slices(let number): "frame \(number) lacks a slice"
        }
    }
}

/// Finds frames in the bytes of a video connection, however these are split.
///
///     aligned --no header where one must be--> searching --a possible header--> aligned
///
/// While aligned it goes from header to header and never looks for the signature inside a payload, where it can
/// stand by chance. When the chain breaks, the frame before the break is the damaged one (bytes missing in it make
/// the next header begin inside of it), so the search begins behind that frame's own header: the frame itself stays
/// in the buffer until the header behind it is seen. That frame has been handed out by then, since waiting for the
/// next header would cost a frame of delay; `damage` behind it tells ``VideoFrameGate`` to wait for a key frame.
///
/// A new connection needs a new parser. It keeps at most two frames and one piece of input (``largestBuffer``).
public struct PaVEStreamParser: Sendable {
    /// The most bytes kept between two calls: two frames of the largest size, and a piece before compaction.
    public static let largestBuffer = 2 * (PaVEHeader.largestSize + PaVEHeader.largestPayload) + 2 * pieceSize
    /// Input is taken in pieces of this size, so that a large call does not make the buffer large.
    private static let pieceSize = 65536

    private enum Alignment { case aligned, searching }

    /// Bytes not yet done with; all places below count from the stream's first byte.
    private var buffer: [UInt8] = []
    private var bufferStart = 0
    private var position = 0
    private var alignment = Alignment.aligned
    /// Where the last frame begins, as long as the header behind it has not been seen.
    private var unconfirmedFrame: Int?
    /// Bytes before this have been searched once after a break, and are not searched a second time.
    private var searchedUpTo = 0
    private var slices = SliceJoiner()

    /// Bytes passed over while searching.
    public private(set) var skippedBytes = 0

    /// A parser for a new connection.
    public init() {}

    /// Bytes kept for the next call.
    public var bufferedBytes: Int { buffer.count }

    /// Takes the next bytes of the connection, which came at `time`, and gives what they complete, in order.
    public mutating func parse(_ bytes: RawSpan, at time: Duration = .zero) -> [PaVEStreamEvent] {
        var events: [PaVEStreamEvent] = []
        var rest = WireCursor(bytes)
        while !rest.isAtEnd {
            // Never fails: as many bytes as are there, or fewer.
            guard let piece = try? rest.readBytes(min(rest.remaining, Self.pieceSize)) else { break }
            buffer += piece
            var progress = true
            while progress {
                switch alignment {
                case .aligned: progress = readFrame(at: time, into: &events)
                case .searching: progress = search()
                }
            }
            compact()
        }
        return events
    }

    private var end: Int { bufferStart + buffer.count }

    /// Reads the frame at `position`; false when more bytes are needed.
    private mutating func readFrame(at time: Duration, into events: inout [PaVEStreamEvent]) -> Bool {
        let header: PaVEHeader
        do throws(PaVEHeaderError) {
            header = try self.header(at: position)
        } catch .truncated {
            return false
        } catch {
            loseAlignment(error, into: &events)
            return true
        }
        unconfirmedFrame = nil
        let size = Int(header.headerSize) + header.followingBytes
        guard end - position >= size else { return false }
        let start = position - bufferStart
        let payload = Array(buffer[start + Int(header.headerSize)..<start + size])
        if header.control.contains(.announcement) {
            events.append(.announcement(header))
        } else {
            slices.join(PaVEFrame(header: header, payload: payload, arrival: time), into: &events)
        }
        unconfirmedFrame = position
        position += size
        return true
    }

    private mutating func loseAlignment(_ error: PaVEHeaderError, into events: inout [PaVEStreamEvent]) {
        events.append(.damage(.header(error, offset: position)))
        slices.reset()
        let breakPoint = position
        if let frame = unconfirmedFrame {
            position = max(frame + 1, min(searchedUpTo, breakPoint))
        } else {
            position += 1
            skippedBytes += 1
        }
        unconfirmedFrame = nil
        searchedUpTo = max(searchedUpTo, breakPoint)
        alignment = .searching
    }

    /// Moves to the next possible header; false when more bytes are needed.
    private mutating func search() -> Bool {
        let start = position
        defer { skippedBytes += position - start }
        while position + PaVEHeader.signature.count <= end {
            if hasSignature(at: position) {
                do throws(PaVEHeaderError) {
                    _ = try header(at: position)
                    alignment = .aligned
                    return true
                } catch .truncated {
                    return false
                } catch {
                    // The signature by chance, or a damaged header: not reported, the break before it was.
                }
            }
            position += 1
        }
        return false
    }

    private func hasSignature(at place: Int) -> Bool {
        let start = place - bufferStart
        for index in 0..<PaVEHeader.signature.count where buffer[start + index] != PaVEHeader.signature[index] {
            return false
        }
        return true
    }

    private func header(at place: Int) throws(PaVEHeaderError) -> PaVEHeader {
        let start = place - bufferStart
        let rest = buffer.span.extracting(start..<buffer.count)
        return unsafe try PaVEHeader(decoding: rest.bytes)
    }

    /// Forgets what is done with, once that is worth a move of the rest.
    private mutating func compact() {
        let done = (unconfirmedFrame ?? position) - bufferStart
        if done > Self.pieceSize / 2 || done == buffer.count {
            buffer.removeFirst(done)
            bufferStart += done
        }
    }
}

/// Puts the slices of a frame together.
private struct SliceJoiner: Sendable {
    private var partial: PaVEFrame?

    mutating func reset() { partial = nil }

    mutating func join(_ slice: PaVEFrame, into events: inout [PaVEStreamEvent]) {
        let header = slice.header
        if header.sliceIndex == 0, let lost = partial {
            partial = nil
            events.append(.damage(.slices(frameNumber: lost.header.frameNumber)))
        }
        if header.slices <= 1, header.sliceIndex == 0 { return events.append(.frame(slice)) }
        if header.sliceIndex == 0 {
            partial = slice
            return
        }
        guard var frame = partial, frame.header.frameNumber == header.frameNumber,
            frame.header.format == header.format, header.sliceIndex == frame.header.sliceIndex + 1,
            header.sliceIndex < frame.header.slices,
            frame.payload.count + slice.payload.count <= PaVEHeader.largestPayload
        else {
            partial = nil
            return events.append(.damage(.slices(frameNumber: header.frameNumber)))
        }
        partial = nil
        frame.payload += slice.payload
        frame.arrival = slice.arrival
        frame.header.sliceIndex = header.sliceIndex
        guard header.sliceIndex == frame.header.slices - 1 else {
            partial = frame
            return
        }
        frame.header.sliceIndex = 0
        frame.header.payloadSize = UInt32(clamping: frame.payload.count)
        frame.header.control.formUnion(header.control)
        events.append(.frame(frame))
    }
}
