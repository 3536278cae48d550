import Foundation
import PhotoMetadata
import Synchronization
import Video

/// A picture of the phone on board, small enough for a screen.
struct PhonePicture: Sendable {
    /// The pixels, upright.
    var pixels: YUVPicture
    /// When it came, on the clock of the cockpit's readings.
    var arrival: Duration
    /// Octets of the file.
    var bytes: Int
}

/// Reads pictures of phones from their folder beside everything else; the newest is kept.
final class PhonePictures: Sendable {
    private let folder: String
    private let onChange: @Sendable () -> Void
    private let queue = DispatchQueue(label: "stork.phone-pictures")
    private let state = Mutex(State())

    private struct State {
        /// The one that is wanted: its name and when it came. Those that came while another was read are skipped.
        var wanted: (name: String, arrival: Duration)?
        var isReading = false
        var newest: PhonePicture?
        /// The name of `newest`.
        var name: String?
    }

    /// The longer side, pixels: what the largest terminals show of a picture.
    private static let side = 640

    /// - Parameters:
    ///   - folder: Of a payload station.
    ///   - onChange: Called on another thread when there is a new picture.
    init(folder: String, onChange: @escaping @Sendable () -> Void) {
        self.folder = folder
        self.onChange = onChange
    }

    /// The newest picture that could be read; nil before the first.
    var newest: PhonePicture? { state.withLock { $0.newest } }

    /// Asks for the picture of this name; returns at once. One that is shown already stays.
    func show(_ name: String, from arrival: Duration) {
        let begins = state.withLock { state in
            if state.name == name, state.wanted == nil { return false }
            state.wanted = (name, arrival)
            defer { state.isReading = true }
            return !state.isReading
        }
        if begins { queue.async { self.read() } }
    }

    /// Shows none.
    func showNone() {
        state.withLock { state in
            state.wanted = nil
            state.newest = nil
            state.name = nil
        }
    }

    private func read() {
        while let wanted = next() {
            let picture = load(wanted.name, wanted.arrival)
            state.withLock { state in
                // Another was asked for, or none, meanwhile.
                guard state.name == wanted.name else { return }
                state.newest = picture
            }
            onChange()
        }
    }

    private func next() -> (name: String, arrival: Duration)? {
        state.withLock { state in
            guard let wanted = state.wanted else {
                state.isReading = false
                return nil
            }
            state.wanted = nil
            state.name = wanted.name
            return wanted
        }
    }

    private func load(_ name: String, _ arrival: Duration) -> PhonePicture? {
        // The name may be from anybody's recording.
        guard !name.contains("/"), !name.hasPrefix("."),
            let bytes = (try? Data(contentsOf: URL(filePath: "\(folder)/photos/\(name)"))).map([UInt8].init),
            let pixels = try? PhotoPicture.reduced(
                bytes, side: Self.side, quarterTurns: PhotoMetadata(jpeg: bytes)?.quarterTurns ?? 0)
        else { return nil }
        return PhonePicture(pixels: pixels, arrival: arrival, bytes: bytes.count)
    }
}
