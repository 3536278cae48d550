#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The bytes of a capture, decompressed where they are gzip, a piece at a time.
///
/// Whether they are compressed the first two bytes say, not the name. Damage does not lose what was read before:
/// the bytes simply end there, and ``damage`` says why.
final class CaptureBytes {
    /// How much of the file is in memory.
    static let chunkSize = 65_536

    /// Why the bytes ended early, once they have.
    private(set) var damage: String?

    /// How many bytes of the file have been read or passed over, before decompression, those of the chunk included.
    private(set) var bytesRead = 0

    private var origin: Origin
    private var isInMemory = false
    private var chunk: [UInt8] = []
    private var position = 0
    private var inflater: GzipInflater?
    /// How many bytes have been handed out, counted from the beginning of the decompressed file.
    private(set) var delivered = 0
    /// The first bytes handed out: by them a reader that begins in the middle is told what the file is.
    private(set) var head: [UInt8] = []
    /// What comes before the bytes at ``delivered``, for a reader that begins in the middle.
    private var prefix: ArraySlice<UInt8> = []
    /// The last two states of the decompression, the newest last; empty where nothing is compressed.
    private var restarts: [RestartPoint] = []

    /// How much of the beginning is kept: enough for what a capture says of itself.
    static let headSize = 65_536
    /// Bytes between two kept states of a decompression: so much is decompressed in a few milliseconds.
    private static let restartDistance = 1 << 20

    /// A place where reading can begin again.
    struct RestartPoint: Sendable {
        /// Counted in bytes of the decompressed file.
        var position: Int
        /// Counted in bytes of the file as it is on the disk.
        var fileOffset: Int
        /// The decompression there; nil where nothing is compressed.
        var inflater: GzipInflater.Saved?
    }

    /// Where the bytes come from.
    private enum Origin {
        case file(descriptor: Int32)
        case memory([UInt8])
        case exhausted
    }

    /// The bytes of the file at `path`.
    init(path: String) throws(CaptureError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .notFound(name: path) : .unreadable(name: path, reason: Self.systemReason())
        }
        origin = .file(descriptor: descriptor)
        chunk.reserveCapacity(Self.chunkSize)
        try begin(name: path)
    }

    /// The bytes of the file at `path` from `position` on, with `prefix` before them.
    ///
    /// - Parameter restart: Where to begin to read for that; not behind `position`.
    init(
        path: String, from position: Int, restart: RestartPoint, prefix: [UInt8]
    ) throws(CaptureError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .notFound(name: path) : .unreadable(name: path, reason: Self.systemReason())
        }
        origin = .file(descriptor: descriptor)
        bytesRead = restart.inflater == nil ? position : restart.fileOffset
        delivered = restart.inflater == nil ? position : restart.position
        guard lseek(descriptor, bytesRead, SEEK_SET) >= 0 else {
            throw .unreadable(name: path, reason: Self.systemReason())
        }
        if let saved = restart.inflater {
            guard let resumed = saved.resumed() else { throw .unreadable(name: path, reason: "no memory") }
            inflater = resumed
        }
        fill()
        if let damage { throw .unreadable(name: path, reason: damage) }
        skip(to: position)
        self.prefix = prefix[...]
    }

    /// Where to begin to read in order to come to `position`; nil for bytes in memory.
    func restartPoint(before position: Int) -> RestartPoint? {
        guard !isInMemory else { return nil }
        guard inflater != nil else { return RestartPoint(position: position, fileOffset: position) }
        return restarts.last { $0.position <= position }
    }

    /// Passes over bytes.
    private func skip(to target: Int) {
        unsafe withUnsafeTemporaryAllocation(byteCount: Self.chunkSize, alignment: 16) { buffer in
            while delivered < target {
                let piece = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: buffer[..<min(buffer.count, target - delivered)])
                if unsafe read(into: piece) == 0 { break }
            }
        }
    }

    /// How far reading has come in the file on the disk, 0 to 1; nil where its size is unknown.
    var progress: Double? {
        guard case .file(let descriptor) = origin else { return isInMemory ? nil : 1 }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_size > 0 else { return nil }
        return min(1, Double(bytesRead) / Double(status.st_size))
    }

    /// Bytes that are in memory already; `name` stands for them in errors.
    init(bytes: [UInt8], name: String) throws(CaptureError) {
        origin = .memory(bytes)
        isInMemory = true
        try begin(name: name)
    }

    deinit { closeFile() }

    private func begin(name: String) throws(CaptureError) {
        fill()
        if let damage { throw .unreadable(name: name, reason: damage) }
        if chunk.isEmpty { throw .empty(name: name) }
        guard chunk.starts(with: GzipInflater.magic) else { return }
        inflater = GzipInflater()
        keepRestart()
    }

    /// Copies the next bytes into `buffer` and returns how many; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        if !prefix.isEmpty {
            let count = min(prefix.count, buffer.count)
            unsafe buffer.copyBytes(from: prefix.prefix(count))
            prefix = prefix.dropFirst(count)
            return count
        }
        let count = unsafe readFile(into: buffer)
        if head.count < Self.headSize, head.count == delivered {
            unsafe head.append(contentsOf: buffer.prefix(min(count, Self.headSize - head.count)))
        }
        delivered += count
        if let last = restarts.last, delivered - last.position >= Self.restartDistance { keepRestart() }
        return count
    }

    /// Keeps the present state of the decompression, and the one before.
    private func keepRestart() {
        // Without memory for it, seeking begins further back.
        guard let saved = inflater?.saved() else { return }
        restarts =
            restarts.suffix(1) + [
                RestartPoint(position: delivered, fileOffset: bytesRead - (chunk.count - position), inflater: saved)
            ]
    }

    private func readFile(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard unsafe !buffer.isEmpty, damage == nil else { return 0 }
        while true {
            if position == chunk.count { fill() }
            if let inflater {
                let step = unsafe inflater.inflate(chunk[position...], into: buffer)
                position += step.consumed
                damage = step.damage ?? damage
                if step.produced > 0 || damage != nil || chunk.isEmpty { return step.produced }
            } else {
                let count = min(chunk.count - position, buffer.count)
                unsafe buffer.copyBytes(from: chunk[position..<position + count])
                position += count
                return count
            }
        }
    }

    /// Replaces the used-up chunk; it is empty at the end.
    private func fill() {
        position = 0
        switch origin {
        case .memory(let bytes):
            chunk = bytes
            origin = .exhausted
        case .file(let descriptor):
            chunk = unsafe [UInt8](unsafeUninitializedCapacity: Self.chunkSize) { buffer, count in
                var got: Int
                repeat {
                    got = unsafe systemRead(descriptor, buffer.baseAddress, buffer.count)
                } while got < 0
                    && errno == EINTR
                if got < 0 { damage = Self.systemReason() }
                count = max(0, got)
            }
            bytesRead += chunk.count
            if chunk.isEmpty { closeFile() }
        case .exhausted:
            chunk = []
        }
    }

    private func closeFile() {
        if case .file(let descriptor) = origin { close(descriptor) }
        origin = .exhausted
    }

    private static func systemReason() -> String {
        unsafe strerror(errno).map { text in unsafe String(cString: text) } ?? "error \(errno)"
    }
}

/// `read` of the C library, which the method of that name hides.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
    unsafe read(descriptor, buffer, count)
}
