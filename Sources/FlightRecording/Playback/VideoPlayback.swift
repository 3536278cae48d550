public import DroneModel
public import DroneProtocol
import WireBytes

/// The recorded video on its way to a decoder: items in, frames out, and how it came in.
public struct VideoPlayback: Sendable {
    /// What a decoder gets.
    public enum Piece: Equatable, Sendable {
        /// What follows came over a new connection.
        case newConnection
        /// Frames of an AR.Drone 2.0, and what was wrong between them.
        case frames([PaVEStreamEvent])
        /// A picture of an AR.Drone 1.0, and when it came.
        case datagram([UInt8], arrival: Duration)
    }

    /// How the video came in; nil where the recording has none so far.
    public private(set) var health: VideoHealth?

    private var parser = PaVEStreamParser()
    private var lastNumber: UInt32?
    private var rate = (start: Duration.zero, bytes: 0)

    /// A playback that has seen nothing.
    public init() {}

    /// Takes the next item.
    public mutating func receive(_ item: FlightItem) -> Piece? {
        switch item.content {
        case .stream(.video, let stream): return receive(stream, at: item.time)
        case .videoDatagram(let bytes):
            note(bytes.count, at: item.time)
            health?.frames += 1
            health?.lastFrame = item.time
            return .datagram(bytes, arrival: item.time)
        default: return nil
        }
    }

    /// Lets time pass: a stream that is silent for a second stands still.
    public mutating func advance(to now: Duration) {
        guard let silence = health?.silence(at: now), silence >= .seconds(1) else { return }
        if health?.phase == .streaming { health?.phase = .stalled }
    }

    private mutating func receive(_ stream: FlightItem.Stream, at now: Duration) -> Piece? {
        switch stream {
        case .opened:
            parser = PaVEStreamParser()
            lastNumber = nil
            var health = health ?? VideoHealth()
            health.phase = .connecting
            self.health = health
            return .newConnection
        case .closed:
            health?.phase = .refused
            health?.lastProblem = "the connection was closed"
            return nil
        case .gap(let count):
            health?.damages += 1
            health?.lastProblem = "\(count) bytes are not in the recording"
            return nil
        case .data(let bytes):
            note(bytes.count, at: now)
            let events = unsafe parser.parse(bytes.span.bytes, at: now)
            for event in events {
                switch event {
                case .frame(let frame):
                    health?.frames += 1
                    health?.lastFrame = now
                    countMissing(before: frame.header.frameNumber)
                case .damage(let damage):
                    health?.damages += 1
                    health?.lastProblem = "\(damage)"
                case .announcement: break
                }
            }
            return events.isEmpty ? nil : .frames(events)
        }
    }

    private mutating func note(_ bytes: Int, at now: Duration) {
        var health = health ?? VideoHealth()
        health.phase = .streaming
        health.lastData = now
        health.bytes &+= bytes
        rate.bytes &+= bytes
        let span = now - rate.start
        if span >= .seconds(1) {
            health.bytesPerSecond = Double(rate.bytes) / (span / .seconds(1))
            rate = (now, 0)
        }
        self.health = health
    }

    private mutating func countMissing(before number: UInt32) {
        defer { lastNumber = number }
        // A step back is another stream; a jump of more than a minute's pictures is no loss either.
        guard let lastNumber, case let step = number &- lastNumber, (2...1800).contains(step) else { return }
        health?.missingFrames += Int(step) - 1
    }
}
