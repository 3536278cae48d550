import DroneLink
import DroneModel
import DroneProtocol
import Foundation
import Synchronization
import Video

/// The camera's pictures on their way from the link to the screen, and into files.
///
///     video link's loop --> decoding thread --> newest picture --> screen, on the main thread
final class VideoFeed: Sendable {
    private let decoding: DecodedVideo
    private let notices = Mutex<[String]>([])
    private let files = DispatchQueue(label: "stork.pictures")
    private let onChange: @Sendable () -> Void

    /// A feed; `onChange` is called on other threads when there is something new.
    init(onChange: @escaping @Sendable () -> Void) {
        self.onChange = onChange
        decoding = DecodedVideo(onChange: onChange)
    }

    /// Takes what the link gives; returns at once.
    func take(_ update: VideoUpdate) { decoding.take(update) }

    /// The newest picture; nil before the first.
    var newest: VideoPicture? { decoding.newest }

    /// The newest picture, where nobody has taken it before.
    func takeNewest() -> VideoPicture? { decoding.takeNewest() }

    /// What the decoder makes of the video.
    var health: PictureHealth { decoding.health }

    /// Writes the newest picture at the camera's full size; what became of it is among ``newNotices()``.
    func savePicture() {
        guard let picture = newest else { return tell("no picture yet: nothing saved") }
        files.async { [self] in
            let name = Self.fileName(at: Date())
            do {
                var scaler = PictureScaler()
                let bytes = try PNGFile.bytes(of: scaler.convert(picture.pixels))
                // Never over a file that is there.
                try Data(bytes).write(to: URL(filePath: name), options: .withoutOverwriting)
                tell("picture saved as \(name), \(picture.width)×\(picture.height)")
            } catch let error as PNGError {
                tell("\(error)")
            } catch {
                tell("picture not saved: \(error.localizedDescription)")
            }
        }
    }

    /// What became of files since the last call.
    func newNotices() -> [String] {
        notices.withLock { notices in
            defer { notices = [] }
            return notices
        }
    }

    /// Ends decoding and waits for files.
    func stop() {
        decoding.stop()
        files.sync {}
    }

    private func tell(_ text: String) {
        notices.withLock { $0.append(text) }
        onChange()
    }

    /// `stork-picture-20260131T235959.123Z.png`.
    static func fileName(at date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "yyyyMMdd'T'HHmmss.SSS'Z'"
        return "stork-picture-\(format.string(from: date)).png"
    }
}
