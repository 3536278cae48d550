import DroneProtocol

/// Counts the frames of video connections and video datagrams.
struct VideoInspector {
    private var video = FlightVideo()
    private var connections: [DronePort: Account] = [:]
    private var datagrams: Account?

    /// A summary and what the next frame is compared with.
    fileprivate struct Account {
        var summary: VideoSummary
        var format: VideoFormat?
        var number: UInt32?
        var timestamp: UInt32?
        /// Milliseconds and frames of the drone's clock between frames that follow each other.
        var clocked = (milliseconds: 0, frames: 0)
    }

    /// A longer pause of the drone's clock is a restart, milliseconds.
    fileprivate static let longestPause: UInt32 = 10_000

    /// Takes the next item; what is no video changes nothing.
    mutating func receive(_ item: FlightItem) {
        for event in video.receive(item) {
            switch event {
            case .begin(let port):
                connections[port, default: Account(port)].summary.beginnings += 1
            case .announcement(let port):
                connections[port, default: Account(port)].summary.announcements += 1
            case .damage(let port, _):
                connections[port, default: Account(port)].summary.damages += 1
            case .frame(let port, let frame):
                connections[port, default: Account(port)].note(frame)
            case .datagram(let bytes):
                var account = datagrams ?? Account(VideoSummary(.datagrams))
                account.note(bytes, at: item.time)
                datagrams = account
            }
        }
    }

    /// By port, datagrams last; without times where the items had none.
    func summaries(withTimes: Bool) -> [VideoSummary] {
        let ports = connections.sorted { $0.key.rawValue > $1.key.rawValue }
        var summaries = ports.map { port, account in
            var summary = account.finished
            summary.skippedBytes = video.skippedBytes(of: port)
            return summary
        }
        // What goes on on a port without ever being video is counted with the streams.
        summaries.removeAll { $0.frames == 0 && $0.damages == 0 && $0.announcements == 0 }
        if let datagrams { summaries.append(datagrams.finished) }
        guard !withTimes else { return summaries }
        return summaries.map { summary in
            var summary = summary
            (summary.first, summary.last, summary.longestGap, summary.longestGapStart) = (nil, nil, nil, nil)
            return summary
        }
    }
}

extension VideoInspector.Account {
    init(_ summary: VideoSummary) { self.summary = summary }

    init(_ port: DronePort) { self.init(VideoSummary(.connection(port))) }

    var finished: VideoSummary {
        var result = summary
        if clocked.milliseconds > 0 { result.droneRate = Double(clocked.frames) * 1000 / Double(clocked.milliseconds) }
        return result
    }

    mutating func note(_ frame: PaVEFrame) {
        let header = frame.header
        if let format, format != header.format {
            summary.streamChanges += 1
        } else if let timestamp, header.frameNumber == number.map({ $0 &+ 1 }) {
            let pause = header.timestamp &- timestamp
            if pause <= VideoInspector.longestPause {
                clocked.milliseconds += Int(pause)
                clocked.frames += 1
            }
        }
        format = header.format
        timestamp = header.timestamp
        if header.kind.isKey { summary.keyFrames += 1 }
        summary.codecs.count(header.format.codec.description)
        summary.sizes.count("\(header.format.shownWidth)×\(header.format.shownHeight)")
        note(number: header.frameNumber)
        note(size: frame.payload.count, at: frame.arrival)
    }

    mutating func note(_ datagram: [UInt8], at time: Duration) {
        let bytes = unsafe datagram.span.bytes
        switch PictureStartCode(of: bytes) {
        case .uvlcPicture?:
            summary.keyFrames += 1
            if let head = UVLCPictureHead(of: bytes) {
                let size = VideoFormat(
                    codec: .uvlc, width: UInt16(head.width), height: UInt16(head.height), streamID: 0)
                if let format, format != size { summary.streamChanges += 1 }
                format = size
                summary.sizes.count("\(head.width)×\(head.height)")
                note(number: head.frameNumber)
            }
            summary.codecs.count(VideoCodec.uvlc.description)
        case .p264Picture?: summary.codecs.count(VideoCodec.p264.description)
        case .uvlcPiece?, .p264Piece?, nil:
            summary.refused += 1
            return
        }
        note(size: datagram.count, at: time)
    }

    private mutating func note(number new: UInt32) {
        // A step back is a drone that started again, not four thousand million lost frames.
        if let number, case let step = new &- number, step > 1, step < UInt32(Int32.max) {
            summary.gaps += 1
            summary.missing += Int(step) - 1
        }
        summary.firstNumber = summary.firstNumber ?? new
        summary.lastNumber = new
        number = new
    }

    private mutating func note(size: Int, at time: Duration) {
        summary.frames += 1
        summary.bytes += size
        summary.smallest = min(summary.smallest ?? size, size)
        summary.largest = max(summary.largest ?? size, size)
        if let last = summary.last, time - last > summary.longestGap ?? .zero {
            summary.longestGap = time - last
            summary.longestGapStart = last
        }
        summary.first = summary.first ?? time
        summary.last = max(time, summary.last ?? time)
    }
}
