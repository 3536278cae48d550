import DroneModel
import DroneProtocol
import Foundation

/// What the camera of a flying simulated drone saw: coded frames with their number in the pixels.
struct StampedVideo: Sendable {
    /// A frame on the wire.
    struct Frame: Sendable {
        /// Header and payload.
        var bytes: [UInt8]
        /// Whether it needs no other.
        var isKey: Bool
    }

    /// In order; the first is a key frame, and each carries its index here as its stamp's number.
    let frames: [Frame]

    /// Twenty seconds of circles over the park, made once, before anything is measured.
    static let shared = Result { try StampedVideo(seconds: 20) }

    private init(seconds: Int) throws {
        var client = VirtualClient()
        for _ in 0..<200 { client.step() }
        try client.takeOff()
        for _ in 0..<300 { client.step() }
        client.openVideo()
        let end = client.now + .seconds(seconds)
        var beats = 0
        while client.now < end {
            client.send(VirtualClient.circling(beats))
            beats += 1
        }
        if let problem = client.videoProblem {
            throw NotMeasurable(description: "the simulated camera has no pictures: \(problem)")
        }
        frames = client.videoFrames.compactMap { bytes in
            (try? PaVEHeader(decoding: bytes.span.bytes)).map { Frame(bytes: bytes, isKey: $0.kind.isKey) }
        }
        guard frames.count > 10 * seconds, frames[0].isKey else {
            throw NotMeasurable(description: "the simulated camera gave \(frames.count) frames in \(seconds) s")
        }
    }

    /// The mean of the frames' payload and header, bytes.
    var meanBytes: Int { frames.reduce(0) { $0 + $1.bytes.count } / frames.count }
}
