import DroneLink
import DroneModel
import DroneProtocol
import Video

/// The link's video decoded beside everything else, and what became of it: the same for every face of the program.
///
///     video link's loop --> decoding thread --> newest picture
final class DecodedVideo: Sendable {
    private let decoding: DecodingThread

    /// `onChange` is called on the decoding thread when there is something new.
    init(onChange: @escaping @Sendable () -> Void = {}) { decoding = DecodingThread(onChange: onChange) }

    /// Takes what the link gives; returns at once.
    func take(_ update: VideoUpdate) {
        switch update {
        case .newConnection: decoding.beginConnection()
        case .frames(let events): decoding.submit(events)
        case .datagram(let bytes, let arrival): decoding.submit(datagram: bytes, arrival: arrival)
        }
    }

    /// The newest picture; nil before the first.
    var newest: VideoPicture? { decoding.latest.newest }

    /// The newest picture, where nobody has taken it before.
    func takeNewest() -> VideoPicture? { decoding.latest.take() }

    /// What the decoder makes of the video.
    var health: PictureHealth {
        let report = decoding.report
        let newest = newest
        var health = PictureHealth()
        health.decoded = report.decoded
        health.damaged = report.damaged
        health.errors = report.errors
        health.overtaken = report.overtaken + report.frames.jumpedOver
        health.unseen = decoding.latest.replacedUnseen
        health.lastPicture = newest?.arrival
        health.lastDecodeTime = newest?.decodeTime
        health.problem = report.status == .showing ? nil : "\(report.status)"
        return health
    }

    /// Ends decoding.
    func stop() { decoding.stop() }
}
