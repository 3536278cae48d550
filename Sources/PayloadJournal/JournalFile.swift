#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why something cannot be stored.
public struct JournalProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was tried, and where.
    public var action: String
    /// What the system says, or what limit was reached.
    public var reason: String

    /// What, where, why.
    public var description: String { "cannot \(action): \(reason)" }

    init(_ action: String, reason: String) {
        self.action = action
        self.reason = reason
    }

    /// With the reason of `errno`.
    init(_ action: String) { self.init(action, reason: String(cString: strerror(errno))) }
}

/// The file of requests: only ever longer, and cut to its last whole record when it is opened.
final class JournalFile {
    let path: String
    private let descriptor: Int32
    /// Where the next record begins.
    private(set) var length: Int
    private var number = 0

    /// Opens or makes the file and locks it. `take` is told every whole record.
    init(_ path: String, take: (StoredRequest) -> Void) throws(JournalProblem) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw JournalProblem("open \(path)") }
        length = 0
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let problem = JournalProblem("write \(path)", reason: "another stork does; give another folder")
            throw problem
        }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        while length < size, let record = record(at: length, size) {
            take(record.request)
            length = record.end
            number += 1
        }
        // What follows was being written when the program or the machine stopped: nobody was told that it is stored.
        if length < size, ftruncate(descriptor, off_t(length)) != 0 { throw JournalProblem("cut \(path)") }
    }

    deinit { close(descriptor) }

    private func record(at offset: Int, _ size: Int) -> (request: StoredRequest, end: Int)? {
        let beginning = read(at: offset, min(StoredRequest.longestHead, size - offset))
        guard let head = StoredRequest.head(beginning), head.length <= size - offset - head.count else { return nil }
        let end = offset + head.count + head.length + 4
        guard end <= size, read(at: end - 4, 4) == [0x0D, 0x0A, 0x0D, 0x0A],
            let request = StoredRequest(head, message: read(at: offset + head.count, head.length))
        else { return nil }
        return (request, end)
    }

    private func read(at offset: Int, _ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let part = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
            }
            if part < 0, errno == EINTR { continue }
            if part <= 0 { return Array(bytes[..<done]) }
            done += part
        }
        return bytes
    }

    /// Appends records and waits for the disk; either all of them are stored or none.
    func append(_ requests: [StoredRequest]) throws(JournalProblem) {
        var bytes: [UInt8] = []
        for request in requests {
            bytes += request.encoded(number: number)
            number += 1
        }
        do throws(JournalProblem) {
            try FileBytes.write(bytes, to: descriptor, at: length, path)
            if fdatasync(descriptor) != 0 { throw JournalProblem("write \(path)") }
        } catch {
            // Half a record must not stand before the next.
            _ = ftruncate(descriptor, off_t(length))
            throw error
        }
        length += bytes.count
    }

    /// Bytes that may still be written on this disk; nil where the system does not say.
    var freeBytes: Int? {
        var space = statvfs()
        guard fstatvfs(descriptor, &space) == 0 else { return nil }
        let (bytes, isTooMuch) = Int(clamping: space.f_bavail).multipliedReportingOverflow(
            by: Int(clamping: space.f_frsize))
        return isTooMuch ? .max : bytes
    }
}

/// Writing of whole files and pieces.
enum FileBytes {
    static func write(
        _ bytes: [UInt8], to descriptor: Int32, at offset: Int, _ path: String
    ) throws(JournalProblem) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw JournalProblem("write \(path)") }
            done += count
        }
    }

    /// Writes a file beside its place and moves it there: it is whole whenever it is seen.
    static func replace(_ path: String, with bytes: [UInt8]) throws(JournalProblem) {
        let part = path + ".part"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw JournalProblem("make \(part)") }
        do throws(JournalProblem) { try write(bytes, to: descriptor, at: 0, part) } catch {
            close(descriptor)
            unlink(part)
            throw error
        }
        close(descriptor)
        if rename(part, path) != 0 { throw JournalProblem("make \(path)") }
    }

    static func size(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// Makes a folder and those above it.
    static func makeFolder(_ path: String) throws(JournalProblem) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            if mkdir(made, 0o755) != 0, errno != EEXIST { throw JournalProblem("make \(made)") }
        }
    }
}
