public import DroneModel
import PayloadIntake
import WireBytes

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What is made of the requests: `fixes.jsonl`, `photos.jsonl` and the folder `photos`. All of it can be made again from
/// the requests, and is whenever the folder is opened; so nothing waits for the disk here.
struct PayloadShelf {
    let folder: String
    private(set) var track = PayloadTrack()
    private var fixLines: [UInt8] = []
    private var photoLines: [UInt8] = []
    private var names: Set<String> = []
    private let photoTime: @Sendable ([UInt8]) -> UTCTime?

    init(_ folder: String, photoTime: @escaping @Sendable ([UInt8]) -> UTCTime?) throws(JournalProblem) {
        self.folder = folder
        self.photoTime = photoTime
        try FileBytes.makeFolder(folder + "/photos")
    }

    /// Whether everything in a post was stored before.
    func knows(_ post: PhonePost, device: String) -> Bool {
        guard post.fixes.allSatisfy({ track.knows($0) }) else { return false }
        guard let photo = post.photo else { return true }
        return track.name(ofPhoto: photo.bytes, checksum: Self.checksum(photo.bytes), device: device) != nil
    }

    /// Takes a post that is stored; its files follow with ``flush()``.
    mutating func take(_ post: PhonePost, device: String, arrival: UTCTime, bytes: Int) -> StoredPost {
        var stored = StoredPost()
        track.count(bytes: bytes, refusals: post.refusals.count, device: post.fixes.first?.device ?? device)
        for fix in post.fixes {
            guard track.take(fix) == .new else { continue }
            stored.fixes.append(fix)
            fixLines += Array((fix.line + "\n").utf8)
        }
        if let photo = post.photo { stored.photo = take(photo, device: device, arrival: arrival) }
        return stored
    }

    private mutating func take(_ photo: PhonePhoto, device: String, arrival: UTCTime) -> PhotoRecord? {
        let checksum = Self.checksum(photo.bytes)
        let exif = photoTime(photo.bytes)
        let time = exif ?? photo.time ?? arrival
        let name = freeName(time, device)
        let verdict = track.takePhoto(
            photo.bytes, checksum: checksum, device: device, name: name, time: time, arrival: arrival)
        guard verdict == .new else { return nil }
        names.insert(name)
        let record = PhotoRecord(
            name: name, device: device, time: time,
            timeSource: exif != nil ? "exif" : photo.time != nil ? "request" : "arrival", arrival: arrival,
            bytes: photo.bytes.count)
        let path = "\(folder)/photos/\(name)"
        // A file that is missing although its line is there would be made when the folder is opened again.
        if FileBytes.size(path) != photo.bytes.count { try? FileBytes.replace(path, with: photo.bytes) }
        photoLines += Array((record.line + "\n").utf8)
        return record
    }

    /// `20231114T221320Z-side.jpg`, with a number where that is taken.
    private func freeName(_ time: UTCTime, _ device: String) -> String {
        let stem = "\(time.compactText)-\(device)"
        var name = stem + ".jpg"
        var number = 1
        while names.contains(name) {
            number += 1
            name = "\(stem)-\(number).jpg"
        }
        return name
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(bytes.span.bytes)
        return checksum.value
    }

    /// Writes the lists anew, from the beginning.
    mutating func replaceLists() throws(JournalProblem) {
        try FileBytes.replace(folder + "/fixes.jsonl", with: fixLines)
        try FileBytes.replace(folder + "/photos.jsonl", with: photoLines)
        fixLines = []
        photoLines = []
    }

    /// Appends what is new to the lists.
    mutating func flush() throws(JournalProblem) {
        try Self.append(fixLines, to: folder + "/fixes.jsonl")
        fixLines = []
        try Self.append(photoLines, to: folder + "/photos.jsonl")
        photoLines = []
    }

    private static func append(_ bytes: [UInt8], to path: String) throws(JournalProblem) {
        if bytes.isEmpty { return }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw JournalProblem("open \(path)") }
        defer { close(descriptor) }
        try FileBytes.write(bytes, to: descriptor, at: Int(lseek(descriptor, 0, SEEK_END)), path)
    }
}

/// What of a request was new.
public struct StoredPost: Equatable, Sendable {
    /// The new fixes.
    public var fixes: [PhoneFix] = []
    /// The new photo; nil where there was none, or it was there.
    public var photo: PhotoRecord?
}
