public import DroneModel

/// What is asked of a picture before it is stored. Not more: whoever looks at it decodes it.
public enum JPEGPhoto {
    /// The longest picture that is taken, bytes: phones make 3 to 12 MB.
    public static let mostBytes = 16 << 20

    /// The picture, if it is one: it begins as a JPEG does and is not cut.
    public static func checked(_ bytes: [UInt8], time: UTCTime?) throws(IntakeProblem) -> PhonePhoto {
        if bytes.isEmpty { throw IntakeProblem(400, "the picture has no bytes; take it again") }
        guard bytes.count <= mostBytes else {
            throw IntakeProblem(413, "the picture has \(bytes.count) bytes; at most \(mostBytes) are taken")
        }
        guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) else {
            throw IntakeProblem(415, "the picture is no JPEG; choose JPEG in the app")
        }
        // Some cameras fill up with zeros, or append a second picture with an end of its own.
        guard let last = bytes.lastIndex(where: { $0 != 0 }), last >= 3, hasEnd(bytes, last) else {
            throw IntakeProblem(400, "the picture has no end: it was cut; send it again")
        }
        return PhonePhoto(bytes: bytes, time: time)
    }

    /// Whether the end of image is among the last 64 KB: makers append their own data after it.
    private static func hasEnd(_ bytes: [UInt8], _ last: Int) -> Bool {
        var index = last
        while index > max(1, last - 65_536) {
            if bytes[index] == 0xD9, bytes[index - 1] == 0xFF { return true }
            index -= 1
        }
        return false
    }
}
