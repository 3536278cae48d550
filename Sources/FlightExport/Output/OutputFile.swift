#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that has its name only once it is whole.
///
///     open: NAME.PID.part --write--> commit: NAME
///                          +-------> discard, or let go of: nothing left
///
/// Standard output and what is no regular file (a pipe, a device) are written to as they are.
final class OutputFile {
    /// How much is collected before the system is called, bytes.
    private static let capacity = 1 << 18

    /// The final name; `-` for standard output.
    let path: String
    /// Where the bytes are until then; nil where they go straight to ``path``.
    let temporaryPath: String?
    /// How many bytes were written.
    private(set) var byteCount = 0

    private let overwrite: Bool
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    /// Opens the file.
    init(path: String, overwrite: Bool, source: String? = nil) throws(ExportError) {
        self.path = path
        self.overwrite = overwrite
        if path == "-" {
            temporaryPath = nil
            descriptor = 1
            return
        }
        var found = stat()
        if unsafe stat(path, &found) == 0 {
            if found.st_mode & S_IFMT == S_IFDIR { throw .unwritable(path: path, reason: "it is a folder") }
            var sourceInfo = stat()
            if let source, unsafe stat(source, &sourceInfo) == 0, sourceInfo.st_ino == found.st_ino,
                sourceInfo.st_dev == found.st_dev
            {
                throw .isSource(path: path)
            }
            if found.st_mode & S_IFMT != S_IFREG {
                temporaryPath = nil
                descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
                if descriptor < 0 { throw .unwritable(path: path, reason: Self.systemReason()) }
                return
            }
            if !overwrite { throw .exists(path: path) }
        }
        let temporary = "\(path).\(getpid()).part"
        temporaryPath = temporary
        descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw .unwritable(path: path, reason: Self.systemReason()) }
    }

    deinit { discard() }

    /// Appends bytes.
    func write(_ bytes: [UInt8]) throws(ExportError) { try write(bytes[...]) }

    /// Appends bytes.
    func write(_ bytes: ArraySlice<UInt8>) throws(ExportError) {
        byteCount += bytes.count
        buffer += bytes
        if buffer.count >= Self.capacity { try flush() }
    }

    /// Appends text.
    func write(_ text: String) throws(ExportError) { try write(Array(text.utf8)) }

    /// The file is whole: gives it its name.
    func commit() throws(ExportError) {
        try flush()
        if descriptor > 2, close(descriptor) != 0 {
            descriptor = -1
            throw .unwritable(path: path, reason: Self.systemReason())
        }
        descriptor = -1
        guard let temporaryPath else { return }
        // It may have been made in the meantime.
        if !overwrite, unsafe access(path, F_OK) == 0 {
            _ = unsafe unlink(temporaryPath)
            throw .exists(path: path)
        }
        if unsafe rename(temporaryPath, path) != 0 {
            let reason = Self.systemReason()
            _ = unsafe unlink(temporaryPath)
            throw .unwritable(path: path, reason: reason)
        }
    }

    /// Takes back what was written.
    func discard() {
        guard descriptor >= 0 else { return }
        if descriptor > 2 { close(descriptor) }
        descriptor = -1
        if let temporaryPath { _ = unsafe unlink(temporaryPath) }
    }

    private func flush() throws(ExportError) {
        var position = 0
        while position < buffer.count {
            let count = unsafe buffer.withUnsafeBytes { bytes in
                unsafe systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: bytes[position...]))
            }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { throw .unwritable(path: path, reason: Self.systemReason()) }
            position += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func systemReason() -> String {
        unsafe strerror(errno).map { text in unsafe String(cString: text) } ?? "error \(errno)"
    }
}

/// `write` of the C library, which the methods of that name hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    unsafe write(descriptor, bytes.baseAddress, bytes.count)
}
