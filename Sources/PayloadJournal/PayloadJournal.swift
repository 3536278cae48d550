import Dispatch
public import DroneModel
public import PayloadIntake
import Synchronization
import WebExchange

/// Everything phones sent, in a folder: the requests as they came, and what is in them.
///
///     requests --store--> [waiting] --all at once--> requests.warc --fdatasync--> fixes.jsonl, photos --> answered
///
/// `requests.warc` is the truth: a request is acknowledged only after the disk has it, those that wait share one wait for
/// the disk, and everything else is made of it again when the folder is opened. A program that is killed at any moment
/// has lost nothing that it acknowledged, and lists nothing by halves.
public final class PayloadJournal: Sendable {
    /// How much is kept.
    public struct Limits: Equatable, Sendable {
        /// The file of requests ends here, bytes.
        public var mostBytes = 8 << 30
        /// So much is left free on the disk, bytes: the flight's recording needs room.
        public var leastFree = 256 << 20
        /// Requests that may wait for the disk.
        public var mostWaiting = 1024

        /// The defaults.
        public init() {}
    }

    private struct Waiting {
        var request: StoredRequest
        var post: PhonePost
        var device: String
        var done: CheckedContinuation<Result<StoredPost, JournalProblem>, Never>
    }

    /// The folder.
    public let folder: String
    private let limits: Limits
    private let queue = DispatchQueue(label: "stork.payload", qos: .utility)
    private let inbox = Mutex<[Waiting]>([])
    private let files: Mutex<Files>
    private let shared: Mutex<PayloadTrack>

    private struct Files: ~Copyable {
        var requests: JournalFile
        var shelf: PayloadShelf
    }

    /// Opens a folder, or makes it: reads all requests again.
    ///
    /// - Parameter photoTime: When a picture was taken, by what is in it; nil where that is not told.
    public init(
        _ folder: String, limits: Limits = Limits(),
        photoTime: @escaping @Sendable ([UInt8]) -> UTCTime? = { _ in nil }
    ) throws(JournalProblem) {
        self.folder = folder
        self.limits = limits
        var shelf = try PayloadShelf(folder, photoTime: photoTime)
        let requests = try JournalFile(folder + "/requests.warc") { stored in
            let hint = IntakeHint(device: stored.device, user: stored.user, arrival: stored.arrival)
            // What was taken once is taken again; a version that is stricter leaves it in the file.
            guard let post = try? PhoneDialects.read(stored.request, hint) else { return }
            _ = shelf.take(
                post, device: post.fixes.first?.device ?? hint.name, arrival: stored.arrival,
                bytes: stored.request.body.count)
        }
        try shelf.replaceLists()
        shared = Mutex(shelf.track)
        files = Mutex(Files(requests: requests, shelf: shelf))
    }

    /// What all phones told so far.
    public var track: PayloadTrack { shared.withLock { $0 } }

    /// Stores a request and what was read in it; returns when the disk has it.
    ///
    /// - Returns: What of it is new; nothing where it came before.
    public func store(_ request: StoredRequest, _ post: PhonePost) async throws(JournalProblem) -> StoredPost {
        let hint = IntakeHint(device: request.device, user: request.user, arrival: request.arrival)
        let device = post.fixes.first?.device ?? hint.name
        let result = await withCheckedContinuation { continuation in
            let waiting = Waiting(request: request, post: post, device: device, done: continuation)
            let count = inbox.withLock { inbox in
                if inbox.count >= limits.mostWaiting { return 0 }
                inbox.append(waiting)
                return inbox.count
            }
            if count == 0 {
                continuation.resume(
                    returning: .failure(JournalProblem("write \(folder)", reason: "the disk does not keep up")))
            } else if count == 1 {
                queue.async { [self] in drain() }
            }
        }
        return try result.get()
    }

    /// Stores all that waits, with one wait for the disk.
    private func drain() {
        let batch = inbox.withLock { inbox in
            defer { inbox = [] }
            return inbox
        }
        let results = files.withLock { files -> [Result<StoredPost, JournalProblem>] in
            var isNew: [Bool] = []
            for entry in batch { isNew.append(!files.shelf.knows(entry.post, device: entry.device)) }
            let new = zip(batch, isNew).filter(\.1).map(\.0.request)
            do throws(JournalProblem) {
                if !new.isEmpty {
                    try check(files.requests, adding: new)
                    try files.requests.append(new)
                }
            } catch {
                return batch.indices.map { isNew[$0] ? .failure(error) : .success(StoredPost()) }
            }
            let stored = batch.map { entry -> Result<StoredPost, JournalProblem> in
                .success(
                    files.shelf.take(
                        entry.post, device: entry.device, arrival: entry.request.arrival,
                        bytes: entry.request.request.body.count))
            }
            // The requests are stored; a list that lags behind is made again at the next start.
            try? files.shelf.flush()
            let track = files.shelf.track
            shared.withLock { $0 = track }
            return stored
        }
        for (entry, result) in zip(batch, results) { entry.done.resume(returning: result) }
    }

    private func check(_ file: JournalFile, adding requests: [StoredRequest]) throws(JournalProblem) {
        let bytes = requests.reduce(0) { $0 + $1.request.body.count + 2048 }
        if file.length + bytes > limits.mostBytes {
            throw JournalProblem(
                "store more in \(folder)", reason: "it has its \(limits.mostBytes >> 20) MB; begin another folder")
        }
        if let free = file.freeBytes, free - bytes < limits.leastFree {
            throw JournalProblem("store more in \(folder)", reason: "the disk is nearly full; make room")
        }
    }
}
