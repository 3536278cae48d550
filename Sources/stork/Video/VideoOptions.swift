import ArgumentParser
import DroneProtocol

/// How the camera's picture is taken and shown.
struct VideoOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How to show video: off, auto, kitty, sixel, sextants, quadrants, half-blocks or ascii.",
            valueName: "mode"))
    var video = VideoChoice.auto

    @Option(
        help: ArgumentHelp(
            "What pictures may take of the connection to the terminal; fewer are shown then. (default: all)",
            valueName: "bytes/s"))
    var budget: Int?

    @Option(help: ArgumentHelp("Which camera: front or ground. (default: as the drone has it)", valueName: "camera"))
    var camera: CameraChoice?

    @Option(
        help: ArgumentHelp(
            "The most that video may take of the drone's Wi-Fi. (default: as the drone has it)", valueName: "kbit/s"))
    var bitrate: Int?

    @Option(
        help: ArgumentHelp("Pictures per second, 1 to 30, AR.Drone 2.0. (default: as the drone has it)", valueName: "n")
    )
    var fps: Int?

    @Option(
        help: ArgumentHelp("Size of the picture, AR.Drone 2.0: 360p or 720p. (default: as the drone has it)"))
    var size: SizeChoice?

    func validate() throws {
        if let budget, budget < 1000 {
            throw ValidationError("--budget \(budget): at least 1000 bytes per second are needed for any picture.")
        }
        if let bitrate, !(250...20000).contains(bitrate) {
            throw ValidationError("--bitrate \(bitrate): between 250 and 20000 kbit/s.")
        }
        if let fps, !(1...30).contains(fps) { throw ValidationError("--fps \(fps): between 1 and 30.") }
    }

    /// What the drone's camera is asked; nil for nothing.
    var request: VideoRequest? {
        var request = VideoRequest()
        request.camera = camera?.channel
        request.bitrate = bitrate.map { .upTo($0) }
        request.picturesPerSecond = fps
        request.codec = size?.codec
        return video == .off || request == VideoRequest() ? nil : request
    }

    enum CameraChoice: String, ExpressibleByArgument, CaseIterable {
        case front, ground

        var channel: VideoChannel { self == .front ? .front : .ground }
    }

    enum SizeChoice: String, ExpressibleByArgument, CaseIterable {
        case small = "360p"
        case large = "720p"

        var codec: VideoCodecSetting { self == .small ? .h264 : .h264720p }
    }
}
