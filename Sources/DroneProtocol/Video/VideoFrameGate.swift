/// Decides which frames the decoder gets.
///
///     waiting --key frame with parameter sets--> flowing
///     flowing --number gap, damage, other stream, last frame--> waiting
///
/// A P frame without the frame it refers to decodes to smeared colours, so after any break frames are held back until
/// the next that needs none: at most one group of pictures, 15 frames of a live stream. After a break within a stream
/// whose parameter sets have been seen, an intra frame without them will do.
public struct VideoFrameGate: Sendable {
    /// How much delay is allowed to build up.
    public enum Pace: Equatable, Sendable {
        /// When more than this many frames wait, jump to the newest key frame among them, as the maker's client does.
        case live(mostWaiting: Int)
        /// Decode everything: recordings, and the record stream.
        case everyFrame

        /// Two frames, 67 ms at 30 pictures per second: one late wake-up does not cost a frame, a stall does.
        public static let live = Pace.live(mostWaiting: 2)
    }

    /// Why no frame passes.
    public enum Wait: Equatable, Sendable {
        /// Nothing has been decodable yet.
        case firstKeyFrame
        /// Frame numbers are missing.
        case gap
        /// Bytes or slices were lost, or a frame could not be decoded.
        case damage
        /// The camera, the codec or the size changed.
        case streamChange
        /// The drone ended the stream.
        case streamEnd
    }

    /// What became of the frames.
    public struct Counts: Equatable, Sendable {
        /// Frames that came.
        public var received = 0
        /// Frames for the decoder.
        public var admitted = 0
        /// Frames that their numbers say existed and never came.
        public var missing = 0
        /// Frames held back until a key frame.
        public var heldBack = 0
        /// Frames jumped over because newer ones waited.
        public var jumpedOver = 0
        /// Breaks in the byte stream, frames without all slices, frames that could not be decoded.
        public var damages = 0
        /// Changes of camera, codec or size.
        public var streamChanges = 0
        /// All zero.
        public init() {}
    }

    private enum State: Equatable {
        case waiting(Wait)
        case flowing(last: UInt32)
    }

    /// How much delay is allowed.
    public var pace: Pace
    /// What became of the frames so far.
    public private(set) var counts = Counts()
    private var state = State.waiting(.firstKeyFrame)
    private var format: VideoFormat?
    private var lastNumber: UInt32?
    /// True once this format's parameter sets have passed.
    private var isDescribed = false
    /// The payload of a frame that has only parameter sets; put in front of the next key frame.
    private var loneParameterSets: [UInt8] = []

    /// A gate for a new connection.
    public init(pace: Pace = .live) { self.pace = pace }

    /// Why no frame passes at the moment; nil while they do.
    public var wait: Wait? {
        if case .waiting(let wait) = state { wait } else { nil }
    }

    /// Everything that waits, in order: gives what the decoder gets.
    ///
    /// For the jump to the newest key frame to work, pass all that is there in one call.
    public mutating func admit(_ events: [PaVEStreamEvent]) -> [PaVEFrame] {
        let jump = jumpTarget(in: events)
        var admitted: [PaVEFrame] = []
        for (index, event) in events.enumerated() {
            switch event {
            case .announcement: break
            case .damage:
                counts.damages += 1
                state = .waiting(.damage)
            case .frame(let frame):
                counts.received += 1
                if frame.header.kind == .parameterSets, frame.header.format.codec.hasParameterSets {
                    noteStream(of: frame.header)
                    loneParameterSets = frame.payload
                } else if index < jump {
                    counts.jumpedOver += 1
                    noteStream(of: frame.header)
                } else if let passed = pass(frame) {
                    counts.admitted += 1
                    admitted.append(passed)
                } else {
                    counts.heldBack += 1
                }
            }
        }
        return admitted
    }

    /// The decoder could make nothing of the last frame that passed: what refers to it would be no better.
    public mutating func noteUndecodable() {
        counts.damages += 1
        state = .waiting(.damage)
    }

    /// The index of the newest frame to which to jump; 0 for none.
    private func jumpTarget(in events: [PaVEStreamEvent]) -> Int {
        guard case .live(let mostWaiting) = pace else { return 0 }
        let frames = events.reduce(into: 0) { count, event in if case .frame = event { count += 1 } }
        guard frames > mostWaiting else { return 0 }
        return events.lastIndex { event in
            guard case .frame(let frame) = event else { return false }
            return frame.beginsStream || (frame.header.kind.isKey && isDescribed && frame.header.format == format)
        } ?? 0
    }

    /// Keeps account of stream and number, whether or not the frame passes.
    private mutating func noteStream(of header: PaVEHeader) {
        defer { lastNumber = header.frameNumber }
        if let format, format != header.format {
            counts.streamChanges += 1
            state = .waiting(.streamChange)
            isDescribed = false
            loneParameterSets = []
        } else if let lastNumber {
            // A step back is a drone that started again, not four thousand million lost frames.
            let step = header.frameNumber &- lastNumber
            if step > 1, step < UInt32(Int32.max) { counts.missing += Int(step) - 1 }
        }
        format = header.format
    }

    private mutating func pass(_ original: PaVEFrame) -> PaVEFrame? {
        let header = original.header
        noteStream(of: header)
        var frame = original
        if header.kind.isKey, !loneParameterSets.isEmpty, !original.beginsStream {
            frame.payload = loneParameterSets + original.payload
        }
        if frame.beginsStream {
            isDescribed = true
            loneParameterSets = []
        }
        switch state {
        case .waiting:
            guard frame.beginsStream || (header.kind.isKey && isDescribed) else { return nil }
        case .flowing(let last):
            let follows = header.frameNumber == last &+ 1
            guard follows || frame.beginsStream || (header.kind.isKey && isDescribed) else {
                state = .waiting(.gap)
                return nil
            }
        }
        state = header.control.contains(.lastFrame) ? .waiting(.streamEnd) : .flowing(last: header.frameNumber)
        return frame
    }
}

extension VideoCodec {
    /// True for codecs whose streams begin with a description of the pictures.
    var hasParameterSets: Bool { self == .h264 || self == .mpeg4 }
}
