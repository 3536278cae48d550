import Dispatch
import FlightRecording
import Synchronization

/// Reads a recording beside the writing of the export, a few batches ahead, so that a second core does half of the work.
final class ReadAhead: Sendable {
    /// How many batches are read ahead.
    private static let depth = 4
    /// How many items a batch has at most.
    private static let mostItems = 256
    /// A batch is handed on once its items hold so many bytes: what is read ahead stays small with video, too.
    private static let enoughBytes = 1 << 20

    /// Items that follow each other.
    struct Batch: Sendable {
        /// The items, the next one last.
        var items: [FlightItem] = []
        /// When the recording began, since 1970; nil before the first packet of a capture without a manifest.
        var start: Duration?
        /// How many bytes of the file had been read behind them.
        var bytesRead = 0
        /// What is to be said of the reading; nil where there is more.
        var ending: Ending?
    }

    /// How the reading ended.
    struct Ending: Sendable {
        var end: CaptureEnd?
        var reversedTimes: Int
        var problems: [RecordingError]
    }

    private let queue = DispatchQueue(label: "stork.export.reading")
    private let reader: Mutex<FlightReader>
    private let batches = Mutex<[Batch]>([])
    private let ready = DispatchSemaphore(value: 0)

    /// Begins to read. What has been ordered is still read when nobody wants it any more: a few batches.
    init(_ source: RecordingSource) throws(RecordingError) {
        reader = Mutex(try FlightReader(source))
        for _ in 0..<Self.depth { order() }
    }

    /// The next items; waits for them. Must not be called again after a batch with an ending.
    func next() -> Batch {
        ready.wait()
        let batch = batches.withLock { $0.removeFirst() }
        if batch.ending == nil { order() }
        return batch
    }

    private func order() {
        queue.async { [self] in
            let batch = reader.withLock { Self.read($0) }
            batches.withLock { $0.append(batch) }
            ready.signal()
        }
    }

    private static func read(_ reader: FlightReader) -> Batch {
        var batch = Batch()
        batch.items.reserveCapacity(mostItems)
        var bytes = 0
        while batch.items.count < mostItems, bytes < enoughBytes {
            guard let item = reader.next() else {
                batch.ending = Ending(
                    end: reader.end, reversedTimes: reader.reversedTimes, problems: reader.problems)
                break
            }
            bytes += item.content.byteCount
            batch.items.append(item)
        }
        batch.items.reverse()
        batch.start = reader.start
        batch.bytesRead = reader.bytesRead
        return batch
    }
}

extension FlightItem.Content {
    /// How many bytes of the recording it holds.
    fileprivate var byteCount: Int {
        switch self {
        case .navdata(let bytes), .navdataRequest(let bytes), .commands(let bytes), .videoDatagram(let bytes),
            .stream(_, .data(let bytes)):
            bytes.count
        case .stream, .event: 0
        }
    }
}
