/// Why a datagram is not navdata.
///
/// A refused datagram changes nothing.
public enum NavdataError: Error, Equatable, Sendable {
    /// Shorter than the 16 bytes that head every packet.
    case tooShort(length: Int)
    /// Begins with a word that is neither 0x55667788 nor 0x55667789.
    case header(UInt32)
    /// The datagram ends inside the four bytes that head an option.
    case optionHead(offset: Int, available: Int)
    /// An option says that it is shorter than its own head of four bytes.
    case optionTooSmall(tag: UInt16, size: Int, offset: Int)
    /// An option says that it is longer than what is left of the datagram.
    case optionOverruns(tag: UInt16, size: Int, offset: Int, available: Int)
    /// The checksum option is not 8 bytes long.
    case checksumSize(size: Int, offset: Int)
    /// The datagram ends without the checksum option.
    case checksumMissing(length: Int)
    /// The sum of the bytes is not what the checksum option says.
    case checksum(expected: UInt32, computed: UInt32, offset: Int)
}

extension NavdataError: CustomStringConvertible {
    /// One sentence: what is wrong, where, and what was found.
    public var description: String {
        switch self {
        case .tooShort(let length):
            "not navdata: \(length) bytes, and the head alone has 16"
        case .header(let word):
            "not navdata: begins with 0x\(hex(word)) instead of 0x55667788"
        case .optionHead(let offset, let available):
            "navdata ends inside the head of an option: 4 bytes expected at byte \(offset), \(available) there"
        case .optionTooSmall(let tag, let size, let offset):
            "navdata option \(title(tag)) at byte \(offset) says it is \(size) bytes long; its head alone has 4"
        case .optionOverruns(let tag, let size, let offset, let available):
            "navdata option \(title(tag)) at byte \(offset) says it is \(size) bytes long; "
                + "the datagram has \(available) left"
        case .checksumSize(let size, let offset):
            "navdata checksum option at byte \(offset) is \(size) bytes long instead of 8"
        case .checksumMissing(let length):
            "navdata ends after \(length) bytes without a checksum"
        case .checksum(let expected, let computed, let offset):
            "navdata is damaged: the checksum at byte \(offset) says \(expected), the bytes sum up to \(computed)"
        }
    }

    private func title(_ tag: UInt16) -> String {
        NavdataTag(rawValue: tag).map { "\(tag) (\($0.name))" } ?? "\(tag)"
    }

    private func hex(_ word: UInt32) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
