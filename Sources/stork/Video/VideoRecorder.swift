import Cockpit
import DroneLink
import DroneModel
import DroneProtocol
import Foundation
import Synchronization

/// Has the drone record its video, and takes the recording into a file.
///
///     on: connect to 5553 --> sets of our own --> video_codec 130 or 136 --> userbox_cmd 1
///     off: video_codec as it was --> userbox_cmd 0 --> fetch what the drone keeps, up to its last picture
///
/// (The order of the maker's clients.) Meanwhile the live picture is MPEG-4.
actor VideoRecorder {
    private let link: DroneLink
    private let tell: @Sendable (String) -> Void
    private let observer: RecordLink.Consumer?
    private var file: VideoRecordFile?
    private var codecBefore = VideoCodecSetting.h264

    /// A recorder that has not begun.
    ///
    /// - Parameters:
    ///   - observer: Gets the stream besides the file, on the stream's own thread; may take its time.
    ///   - tell: Says to the pilot what became of it; called on any thread.
    init(_ link: DroneLink, observer: RecordLink.Consumer? = nil, tell: @escaping @Sendable (String) -> Void) {
        self.link = link
        self.observer = observer
        self.tell = tell
    }

    /// Carries out what the pilot typed.
    func perform(_ order: Cockpit.VideoRecordOrder) async {
        switch order {
        case .start(let lines): await start(lines == 720 ? .mpeg4Recording720p : .mpeg4Recording360p)
        case .stop: await stop()
        }
    }

    private func start(_ codec: VideoCodecSetting) async {
        guard file?.isOpen != true else { return tell("video is being recorded already") }
        let date = Date()
        let file: VideoRecordFile
        do {
            file = try VideoRecordFile(at: date)
        } catch {
            return tell("video not recorded: \(error.localizedDescription)")
        }
        self.file = file
        do {
            let (observer, tell, link) = (observer, tell, link)
            try await link.startVideoRecord { update in
                observer?(update)
                switch update {
                case .received(_, let events, _):
                    guard let problem = file.take(events) else { return }
                    tell(problem)
                    // Closing waits for this thread.
                    Task { await link.closeVideoRecord(problem) }
                case .ended(let health): tell(file.close(health))
                }
            }
            try await link.activate(ConfiguredDrone.ownIDs)
            codecBefore = try await link.readConfiguration().videoCodec ?? .h264
            try await write(codec, box: "1,\(Self.name(of: date, as: "yyyyMMdd_HHmmss", in: .current))")
        } catch {
            await link.closeVideoRecord("\(error)")
        }
    }

    private func stop() async {
        guard file?.isOpen == true else { return tell("no video is being recorded") }
        do {
            try await link.activate(ConfiguredDrone.ownIDs)
            try await write(codecBefore.records ? .h264 : codecBefore, box: "0")
            link.finishVideoRecord()
        } catch {
            await link.closeVideoRecord("\(error)")
        }
    }

    private func write(_ codec: VideoCodecSetting, box command: String) async throws {
        try await link.write(key: "\(ConfigurationKey.videoCodec)", value: "\(codec.rawValue)")
        try await link.write(key: "\(ConfigurationKey.userbox)", value: command)
    }

    /// Ends a recording before the link is left, and waits for its last picture, but not longer than `patience`.
    func finish(within patience: Duration) async {
        guard let file, file.isOpen else { return }
        let limit = Task {
            try await Task.sleep(for: patience)
            await link.closeVideoRecord("the cockpit was left")
        }
        await stop()
        await file.waitUntilClosed()
        limit.cancel()
    }

    /// A date as a part of a name.
    fileprivate static func name(of date: Date, as pattern: String, in zone: TimeZone?) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = zone
        format.dateFormat = pattern
        return format.string(from: date)
    }
}

/// The coded pictures of a recording one behind the other, as any player reads them: `stork-video-<UTC>.h264`.
private final class VideoRecordFile: Sendable {
    let name: String
    private struct State {
        var file: FileHandle?
        var hasBegun = false
        var size: (width: UInt16, height: UInt16)?
        var failure: String?
    }
    private let state: Mutex<State>
    private let closing = AsyncStream.makeStream(of: Void.self)

    /// Creates the file, never over one that is there.
    init(at date: Date) throws {
        name = "stork-video-\(VideoRecorder.name(of: date, as: "yyyyMMdd'T'HHmmss.SSS'Z'", in: .gmt)).h264"
        try Data().write(to: URL(filePath: name), options: .withoutOverwriting)
        state = Mutex(State(file: try FileHandle(forWritingTo: URL(filePath: name))))
    }

    var isOpen: Bool { state.withLock { $0.file != nil } }

    /// Writes the pictures, from the first that begins the stream on; says what is wrong where that fails.
    func take(_ events: [PaVEStreamEvent]) -> String? {
        state.withLock { state in
            guard let file = state.file, state.failure == nil else { return nil }
            for case .frame(let frame) in events {
                if !state.hasBegun, !frame.beginsStream { continue }
                state.hasBegun = true
                state.size = (frame.header.format.shownWidth, frame.header.format.shownHeight)
                do {
                    try file.write(contentsOf: Data(frame.payload))
                } catch {
                    let problem = "\(name) cannot be written: \(error.localizedDescription)"
                    state.failure = problem
                    return problem
                }
            }
            return nil
        }
    }

    /// Closes the file; says what became of the recording.
    func close(_ health: VideoRecordHealth) -> String {
        let outcome = state.withLock { state in
            try? state.file?.close()
            state.file = nil
            let size = state.size.map { ", \($0.width)×\($0.height)" } ?? ""
            let lost = health.missingPictures > 0 ? ", \(health.missingPictures) missing" : ""
            let reason = health.phase == .failed ? ", ended early: \(health.lastProblem ?? "unknown")" : ""
            if state.failure != nil { return "video recording ended: \(state.failure ?? "")" }
            if !state.hasBegun {
                try? FileManager.default.removeItem(atPath: name)
                return "no video recorded\(reason)"
            }
            return "video recorded as \(name): \(health.pictures) pictures\(size)\(lost)\(reason)"
        }
        closing.continuation.finish()
        return outcome
    }

    func waitUntilClosed() async { for await _ in closing.stream {} }
}
