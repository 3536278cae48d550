import DroneProtocol
import FlightRecording

/// What came of the camera: frames, and the times between them.
struct VideoLedger: Sendable {
    /// Whole frames, or datagrams of an AR.Drone 1.0.
    private(set) var frames = 0
    /// Frames that their numbers say existed and that never came.
    private(set) var missing = 0
    /// Places where the stream was damaged.
    private(set) var damages = 0
    /// Times between two frames of one connection, seconds.
    private(set) var gaps = ValueHistogram()
    private var video = FlightVideo()
    private var last: Double?
    private var lastNumber: UInt32?
    /// A jump of more frames than this (a minute at 30 a second) is another stream, not a loss.
    private static let longestJump: UInt32 = 1800

    /// Takes the next item; what is no live video changes nothing.
    mutating func receive(_ item: FlightItem) {
        let time = item.time.inSeconds
        if case .stream(.video, let stream) = item.content {
            switch stream {
            case .opened, .closed:
                last = nil
                lastNumber = nil
            case .gap: damages += 1
            case .data: break
            }
        }
        for event in video.receive(item) {
            switch event {
            case .frame(.video, let frame): note(frame.header.frameNumber, at: time)
            case .damage(.video, _): damages += 1
            case .datagram: noteFrame(at: time)
            case .begin, .frame, .announcement, .damage: break
            }
        }
    }

    private mutating func note(_ number: UInt32, at time: Double) {
        if let lastNumber, number > lastNumber &+ 1, number &- lastNumber <= Self.longestJump {
            missing += Int(number - lastNumber - 1)
        }
        lastNumber = number
        noteFrame(at: time)
    }

    private mutating func noteFrame(at time: Double) {
        frames += 1
        if let last { gaps.note(time - last, at: time) }
        last = time
    }
}
