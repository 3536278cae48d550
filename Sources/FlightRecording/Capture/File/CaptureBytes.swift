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

    /// How many bytes of the file have been read, before decompression.
    private(set) var bytesRead = 0

    private var origin: Origin
    private var chunk: [UInt8] = []
    private var position = 0
    private var inflater: GzipInflater?

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

    /// Bytes that are in memory already; `name` stands for them in errors.
    init(bytes: [UInt8], name: String) throws(CaptureError) {
        origin = .memory(bytes)
        try begin(name: name)
    }

    deinit { closeFile() }

    private func begin(name: String) throws(CaptureError) {
        fill()
        if let damage { throw .unreadable(name: name, reason: damage) }
        if chunk.isEmpty { throw .empty(name: name) }
        if chunk.starts(with: GzipInflater.magic) { inflater = GzipInflater() }
    }

    /// Copies the next bytes into `buffer` and returns how many; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
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
