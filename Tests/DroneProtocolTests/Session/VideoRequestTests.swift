import DroneModel
import DroneProtocol
import Testing

@Suite struct VideoRequestTests {
    private static let all: VideoRequest = {
        var request = VideoRequest()
        request.codec = .h264720p
        request.bitrate = .upTo(3000)
        request.picturesPerSecond = 25
        request.camera = .ground
        return request
    }()

    private func texts(_ request: VideoRequest, _ generation: DroneGeneration) -> [String] {
        request.assignments(for: generation).map { "\($0.key)=\($0.value)" }
    }

    @Test func `the 2.0 is told codec, bitrate, rate and camera`() {
        #expect(
            texts(Self.all, .ardrone2) == [
                "video:video_codec=131", "video:bitrate_ctrl_mode=1", "video:max_bitrate=3000", "video:codec_fps=25",
                "video:video_channel=1",
            ])
    }

    @Test func `the 1.0 has neither an upper bitrate nor a rate`() {
        var request = Self.all
        request.codec = .uvlc
        #expect(
            texts(request, .ardrone1) == [
                "video:video_codec=32", "video:bitrate_ctrl_mode=1", "video:video_channel=1",
            ])
        request.bitrate = .constant(20000)
        #expect(texts(request, .ardrone1).contains("video:bitrate=20000"))
    }

    @Test func `what is not asked is not written`() {
        #expect(VideoRequest().assignments(for: .ardrone2).isEmpty)
        #expect(VideoRequest().disagreements(with: DroneConfiguration(), on: .ardrone2).isEmpty)
    }

    @Test func `every key that is written exists on that drone and takes the value in a custom set`() throws {
        let ids = MulticonfigurationIDs(
            session: MulticonfigurationID(1), user: MulticonfigurationID(2), application: MulticonfigurationID(3))
        for assignment in Self.all.assignments(for: .ardrone2) {
            #expect(throws: Never.self) {
                _ = try ConfigurationCatalogue.validate(
                    assignment.value, for: assignment.key, generation: .ardrone2, ids: ids)
            }
        }
    }

    @Test func `the read-back tells what the drone did not take`() {
        var configuration = DroneConfiguration()
        for assignment in Self.all.assignments(for: .ardrone2) { configuration[assignment.key] = assignment.value }
        #expect(Self.all.disagreements(with: configuration, on: .ardrone2).isEmpty)
        configuration[.videoCodec] = "129"
        configuration[.videoRate] = nil
        #expect(
            Self.all.disagreements(with: configuration, on: .ardrone2) == [
                "video:video_codec is 129 and not 131", "video:codec_fps is missing and not 25",
            ])
    }

    @Test func `a step to the next camera is not verified`() {
        var request = VideoRequest()
        request.camera = .next
        #expect(request.disagreements(with: DroneConfiguration(), on: .ardrone2).isEmpty)
    }

    @Test func `the camera is asked once the drone is set up and known, and the configuration read back`() {
        var settings = DroneSession.Settings(navdata: .asIs)
        settings.video = VideoRequest()
        settings.video?.camera = .ground
        var stage = SessionStage.live(settings)
        #expect(stage.live(.milliseconds(300)).configs.isEmpty)
        _ = stage.session.identify(firmware: FirmwareVersion(2, 4, 8), by: .versionFile, at: stage.now)
        var configs: [String] = []
        var opensControl = false
        for _ in 0..<40 {
            let outputs = stage.live(.milliseconds(30))
            configs += outputs.configs
            opensControl = opensControl || outputs.contains(.openControl)
            stage.status = outputs.configs.isEmpty ? [] : [.commandAcknowledge]
        }
        #expect(configs == ["video:video_channel=1"])
        #expect(opensControl)
    }
}
