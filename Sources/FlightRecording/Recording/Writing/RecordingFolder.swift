#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A recording's folder on the disk, open for writing.
///
/// Everything goes by open descriptors, so that a folder that is renamed meanwhile goes on being the right one. The
/// capture is locked as long as it is written: by that others know that the recording runs.
final class RecordingFolder: RecordingStorage {
    /// The path it was made at.
    let path: String
    private let folder: Int32
    private let capture: Int32
    private let events: Int32

    /// Bytes that a manifest may have to be written over the old one where there is no room for a second: a block of
    /// every file system in use.
    private static let block = 4096
    private static let newManifest = RecordingSource.Name.manifest + ".new"

    /// Makes the folder `name` in `parent`, which is made where it is missing; another number is put behind a name
    /// that is taken.
    init(_ name: String, in parent: String) throws(StorageProblem) {
        try Self.makeFolders(parent)
        var path = "\(parent)/\(name)"
        var number = 1
        while unsafe mkdir(path, 0o777) != 0 {
            guard errno == EEXIST, number < 1000 else { throw StorageProblem(action: "make \(path)", code: errno) }
            number += 1
            path = "\(parent)/\(name)-\(number)"
        }
        self.path = path
        let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw StorageProblem(action: "open \(path)", code: errno) }
        func create(_ file: RecordingFile) throws(StorageProblem) -> Int32 {
            let descriptor = unsafe openat(folder, file.name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor < 0 { throw StorageProblem(action: "make \(path)/\(file.name)", code: errno) }
            return descriptor
        }
        do throws(StorageProblem) {
            let capture = try create(.capture)
            do throws(StorageProblem) { events = try create(.events) } catch {
                close(capture)
                throw error
            }
            self.capture = capture
        } catch {
            close(folder)
            throw error
        }
        self.folder = folder
        // Without locks, as on some network disks, others know by the missing end in the manifest.
        _ = flock(capture, LOCK_EX | LOCK_NB)
    }

    deinit {
        close(capture)
        close(events)
        close(folder)
    }

    private static func makeFolders(_ path: String) throws(StorageProblem) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            if unsafe mkdir(made, 0o777) != 0, errno != EEXIST {
                // A folder above may be there and not be ours to write in.
                let code = errno
                var status = stat()
                if unsafe stat(made, &status) != 0 { throw StorageProblem(action: "make \(made)", code: code) }
            }
        }
    }

    private func descriptor(_ file: RecordingFile) -> Int32 {
        switch file {
        case .capture: capture
        case .events: events
        }
    }

    func write(_ bytes: [UInt8], to file: RecordingFile, at offset: Int) throws(StorageProblem) {
        try write(bytes, to: descriptor(file), at: offset, name: file.name)
    }

    private func write(
        _ bytes: [UInt8], to descriptor: Int32, at offset: Int, name: String
    ) throws(StorageProblem) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done, offset + done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw StorageProblem(action: "write \(name)", code: count < 0 ? errno : EIO) }
            done += count
        }
    }

    func truncate(_ file: RecordingFile, to length: Int) throws(StorageProblem) {
        if ftruncate(descriptor(file), length) != 0 {
            throw StorageProblem(action: "cut \(file.name)", code: errno)
        }
    }

    func replaceManifest(_ text: String) throws(StorageProblem) {
        do throws(StorageProblem) { try replaceManifest(atomically: text) } catch {
            guard error.code == ENOSPC || error.code == EDQUOT else { throw error }
            try overwriteManifest(text)
        }
    }

    private func replaceManifest(atomically text: String) throws(StorageProblem) {
        let new = Self.newManifest
        let descriptor = unsafe openat(folder, new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw StorageProblem(action: "make \(new)", code: errno) }
        defer { close(descriptor) }
        do throws(StorageProblem) {
            try write(Array(text.utf8), to: descriptor, at: 0, name: new)
            if fdatasync(descriptor) != 0 { throw StorageProblem(action: "write \(new)", code: errno) }
        } catch {
            _ = unsafe unlinkat(folder, new, 0)
            throw error
        }
        if unsafe renameat(folder, new, folder, RecordingSource.Name.manifest) != 0 {
            throw StorageProblem(action: "replace \(RecordingSource.Name.manifest)", code: errno)
        }
    }

    /// A full disk has no room for a second manifest: the block that the first one has is used again, in one write.
    private func overwriteManifest(_ text: String) throws(StorageProblem) {
        let name = RecordingSource.Name.manifest
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.block else { throw StorageProblem(action: "write \(name)", code: ENOSPC) }
        let descriptor = unsafe openat(folder, name, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageProblem(action: "open \(name)", code: errno) }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, at: 0, name: name)
        if ftruncate(descriptor, bytes.count) != 0 { throw StorageProblem(action: "cut \(name)", code: errno) }
    }

    func sync() throws(StorageProblem) {
        for file in RecordingFile.allCases where fdatasync(descriptor(file)) != 0 {
            // Some file systems have nothing to wait for.
            if errno == EINVAL || errno == ENOTSUP { continue }
            throw StorageProblem(action: "write \(file.name)", code: errno)
        }
    }

    func release() { _ = flock(capture, LOCK_UN) }

    var freeBytes: Int? { Self.freeBytes(of: capture) }

    private static func freeBytes(of descriptor: Int32) -> Int? {
        var space = statvfs()
        guard unsafe fstatvfs(descriptor, &space) == 0 else { return nil }
        let (bytes, isTooMuch) = Int(clamping: space.f_bavail).multipliedReportingOverflow(
            by: Int(clamping: space.f_frsize))
        return isTooMuch ? .max : bytes
    }

    var isGone: Bool {
        var status = stat()
        return unsafe fstat(capture, &status) == 0 && status.st_nlink == 0
    }
}
