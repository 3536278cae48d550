import DroneProtocol
import Foundation

/// The recorded stream of a real AR.Drone 2.0.
enum RecordedVideo {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/data/ardrone2-video")

    static let isThere = FileManager.default.fileExists(atPath: folder.path)
    static let reason = "the recordings are not beside the package (../shared/data)"

    /// 517 frames as they came from the drone.
    static let bytes: [UInt8] = {
        let data = try? Data(contentsOf: folder.appending(path: "ardrone2_video_example.capture"))
        return data.map { [UInt8]($0) } ?? []
    }()
}
