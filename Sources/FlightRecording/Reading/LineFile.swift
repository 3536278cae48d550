#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads a text file line by line, with a bounded buffer.
@safe
final class LineFile {
    /// A line and its number, counted from 1.
    struct Line {
        var number: Int
        var text: String
        /// False for a last line that was cut off before its end, and for one that was too long.
        var isWhole: Bool
    }

    /// The longest line that is kept, bytes; the rest of a longer one is passed over.
    private static let longest = 1 << 16

    private let file: UnsafeMutablePointer<FILE>
    private var number = 0

    init(path: String) throws(RecordingError) {
        guard let file = unsafe fopen(path, "r") else {
            throw .unreadable(name: path, reason: unsafe String(cString: strerror(errno)))
        }
        unsafe self.file = file
    }

    /// Opens the file where another reader of it stood.
    convenience init(path: String, at place: Place) throws(RecordingError) {
        try self.init(path: path)
        number = place.number
        if unsafe fseek(file, place.offset, SEEK_SET) != 0 {
            throw .unreadable(name: path, reason: unsafe String(cString: strerror(errno)))
        }
    }

    /// Between two lines.
    struct Place: Sendable {
        fileprivate var offset: Int
        fileprivate var number: Int
    }

    /// Where the next line begins.
    var place: Place { Place(offset: max(0, unsafe ftell(file)), number: number) }

    deinit { unsafe fclose(file) }

    /// The next line; nil at the end.
    func next() -> Line? {
        var bytes: [UInt8] = []
        var isWhole = false
        var isTooLong = false
        while true {
            let byte = unsafe getc_unlocked(file)
            if byte == EOF { break }
            if byte == 0x0A {
                isWhole = true
                break
            }
            if bytes.count < Self.longest { bytes.append(UInt8(truncatingIfNeeded: byte)) } else { isTooLong = true }
        }
        if bytes.isEmpty, !isWhole { return nil }
        number += 1
        return Line(number: number, text: String(decoding: bytes, as: UTF8.self), isWhole: isWhole && !isTooLong)
    }
}
