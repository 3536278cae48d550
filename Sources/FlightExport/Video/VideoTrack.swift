import DroneProtocol
import FlightRecording

/// Decides which frames of a recording make a video that a decoder can begin with, and where a new video begins.
///
///     waiting --key frame with parameter sets--> part 1 --other codec, size or sets--> part 2 …
///
/// A value; holds one set of parameter sets.
struct VideoTrack {
    /// What an event gives.
    enum Action {
        /// A video begins; the sample that follows is its first.
        case part(format: VideoFormat, sets: [UInt8])
        /// A picture of it.
        case sample(Sample)
    }

    /// A coded picture.
    struct Sample {
        var payload: [UInt8]
        var isKey: Bool
        /// When it came, since the recording began.
        var arrival: Duration
        /// When it is shown, since the part began.
        var time: Duration
    }

    /// What became of the frames.
    struct Counts {
        /// Frames that are samples.
        var frames = 0
        /// Of these, those that need no other.
        var keyFrames = 0
        /// Frames before a key frame with parameter sets: nothing can be made of them.
        var leftOut = 0
        /// Places where the stream is damaged.
        var damages = 0
        /// Frames that their numbers say existed.
        var missing = 0
        /// Frames of a codec that this is no track for.
        var otherCodec: [String: Int] = [:]
        /// Datagrams of an AR.Drone 1.0's video.
        var datagrams = 0
    }

    private(set) var counts = Counts()

    private let port: DronePort
    private let codecs: Set<VideoCodec>
    private let hasArrivals: Bool
    private var video = FlightVideo()
    private var part: (format: VideoFormat, sets: [UInt8])?
    private var clock: VideoClock
    private var loneSets: [UInt8] = []
    private var lastNumber: UInt32?

    init(_ stream: ExportStream, codecs: Set<VideoCodec> = [.h264, .mpeg4], hasArrivals: Bool) {
        port = stream == .live ? .video : .videoRecord
        self.codecs = codecs
        self.hasArrivals = hasArrivals
        clock = VideoClock(hasArrivals: hasArrivals)
    }

    /// Takes the next item.
    mutating func receive(_ item: FlightItem) -> [Action] {
        var actions: [Action] = []
        for event in video.receive(item) {
            switch event {
            case .frame(port, let frame): take(frame, into: &actions)
            case .damage(port, _): counts.damages += 1
            case .datagram: counts.datagrams += 1
            case .begin, .frame, .announcement, .damage: break
            }
        }
        return actions
    }

    private mutating func take(_ frame: PaVEFrame, into actions: inout [Action]) {
        let header = frame.header
        if let lastNumber, case let step = header.frameNumber &- lastNumber, step > 1, step < UInt32(Int32.max) {
            counts.missing += Int(step) - 1
        }
        lastNumber = header.frameNumber
        guard codecs.contains(header.format.codec) else {
            if counts.otherCodec.count < 16 { counts.otherCodec[header.format.codec.description, default: 0] += 1 }
            return
        }
        if header.kind == .parameterSets {
            loneSets = frame.payload
            return
        }
        var payload = frame.payload
        if header.kind.isKey, !loneSets.isEmpty, !frame.beginsStream { payload = loneSets + payload }
        var begins = frame
        begins.payload = payload
        if begins.beginsStream {
            loneSets = []
            let sets = ParameterSetBytes.of(payload, codec: header.format.codec)
            if part.map({ $0.format != header.format || $0.sets != sets }) ?? true {
                part = (header.format, sets)
                clock = VideoClock(hasArrivals: hasArrivals)
                actions.append(.part(format: header.format, sets: sets))
            }
        } else if let part, part.format != header.format {
            self.part = nil
        }
        guard part != nil else {
            counts.leftOut += 1
            return
        }
        counts.frames += 1
        if header.kind.isKey { counts.keyFrames += 1 }
        let time = clock.time(of: header, arrival: frame.arrival)
        actions.append(
            .sample(Sample(payload: payload, isKey: header.kind.isKey, arrival: frame.arrival, time: time)))
    }

    /// What a person should know of the frames that are not as they were, or not there.
    var remarks: [String] {
        var remarks: [String] = []
        if counts.leftOut > 0 {
            remarks.append("\(counts.leftOut) frames before a key frame are left out: no decoder can begin with them")
        }
        if counts.missing > 0 { remarks.append("\(counts.missing) frames are missing by their numbers") }
        if counts.damages > 0 {
            remarks.append("the stream is damaged at \(counts.damages) places; pictures there may be smeared")
        }
        for (codec, count) in counts.otherCodec.sorted(by: { $0.key < $1.key }) {
            remarks.append("\(count) frames of \(codec) are left out")
        }
        if counts.datagrams > 0 {
            remarks.append("\(counts.datagrams) video datagrams of an AR.Drone 1.0 are left out: see --format y4m")
        }
        return remarks
    }
}
