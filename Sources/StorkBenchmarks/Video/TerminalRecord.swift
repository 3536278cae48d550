import Foundation
import Synchronization

/// What a program drew on a terminal, and when.
final class TerminalRecord: Sendable {
    /// Bytes that came at once.
    struct Chunk: Sendable {
        var time: Int64
        var bytes: [UInt8]
    }

    private let kept = Mutex<[Chunk]>([])

    /// Everything so far.
    var chunks: [Chunk] { kept.withLock { $0 } }

    /// Notes what just came.
    func receive(_ bytes: ArraySlice<UInt8>) {
        let chunk = Chunk(time: MonotonicClock.now, bytes: Array(bytes))
        kept.withLock { $0.append(chunk) }
    }

    /// Frames of the camera that had reached the terminal: the time of each one's last byte, and its stamp.
    ///
    /// Reads half-blocks in truecolour between DECSC and DECRC, as pictures come, in a picture 80 cells wide; then each
    /// cell of its first row has one block of the stamp in its upper half.
    var pictures: [(time: Int64, stamp: Int)] {
        var reader = StampReader()
        var pictures: [(time: Int64, stamp: Int)] = []
        for chunk in chunks {
            for byte in chunk.bytes {
                guard let stamp = reader.read(byte), stamp != pictures.last?.stamp else { continue }
                pictures.append((chunk.time, stamp))
            }
        }
        return pictures
    }

    /// How many pictures the chunks hold, whatever the mode: what stands between DECSC and DECRC.
    static func pictureCount(in chunks: [Chunk]) -> Int {
        var isEscape = false
        var count = 0
        for byte in chunks.lazy.map(\.bytes).joined() {
            if isEscape, byte == 0x38 { count += 1 }
            isEscape = byte == 0x1B
        }
        return count
    }
}
