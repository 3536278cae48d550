import WireBytes

/// What can be wrong with a navdata packet on the wire: each kind was met by, or breaks, a known client.
public enum NavdataDefect: String, Hashable, Sendable, CaseIterable {
    /// Options of tags 28, 29 and 40 that older clients never heard of; the packet is sound otherwise.
    case unknownOptions = "unknown-options"
    /// An option of length 0, on which some clients loop for ever.
    case zeroSizeOption = "zero-size-option"
    /// An option that reaches far beyond the end.
    case overrunningOption = "overrunning-option"
    /// A checksum that is wrong by one.
    case badChecksum = "bad-checksum"
    /// No checksum option at all.
    case missingChecksum = "missing-checksum"
    /// Nothing but header and checksum, as before the bootstrap.
    case withoutOptions = "without-options"
    /// The header word 0x55667789; the packet is sound otherwise.
    case secondHeader = "second-header"
    /// The packet ends in the middle.
    case truncated
    /// As many random bytes as the packet had.
    case noise

    /// The offset of the first option: behind header, status, sequence and vision flag.
    private static let headLength = 16
    /// The checksum option with its head.
    private static let checksumLength = 8
    private static let checksumTag: UInt16 = 0xFFFF

    /// Damages an encoded packet. One shorter than its head and checksum stays as it is.
    func apply(to packet: inout [UInt8], generator: inout SeededGenerator) {
        guard packet.count >= Self.headLength + Self.checksumLength else { return }
        let body = packet.count - Self.checksumLength
        switch self {
        case .unknownOptions:
            packet.removeLast(Self.checksumLength)
            for (tag, size) in [(UInt16(28), 10), (29, 36), (40, 12)] {
                packet += Self.option(tag: tag, size: UInt16(size), payload: size - 4)
            }
            Self.appendChecksum(to: &packet)
        case .zeroSizeOption:
            packet.removeLast(Self.checksumLength)
            packet += Self.option(tag: 5, size: 0, payload: 0)
            Self.appendChecksum(to: &packet)
        case .overrunningOption:
            packet.removeLast(Self.checksumLength)
            packet += Self.option(tag: 6, size: 0xFFF0, payload: 8)
            Self.appendChecksum(to: &packet)
        case .badChecksum:
            packet[body + 4] ^= 1
        case .missingChecksum:
            packet.removeLast(Self.checksumLength)
        case .withoutOptions:
            packet.removeLast(packet.count - Self.headLength)
            Self.appendChecksum(to: &packet)
        case .secondHeader:
            packet.removeLast(Self.checksumLength)
            packet[0] = 0x89
            Self.appendChecksum(to: &packet)
        case .truncated:
            packet.removeLast(packet.count / 2)
        case .noise:
            for index in packet.indices { packet[index] = UInt8(truncatingIfNeeded: generator.next()) }
        }
    }

    private static func option(tag: UInt16, size: UInt16, payload: Int) -> [UInt8] {
        var writer = WireWriter(capacity: 4 + payload)
        writer.write(tag)
        writer.write(size)
        writer.write(contentsOf: repeatElement(UInt8(0x5A), count: payload))
        return writer.bytes
    }

    private static func appendChecksum(to packet: inout [UInt8]) {
        var writer = WireWriter(capacity: checksumLength)
        writer.write(checksumTag)
        writer.write(UInt16(checksumLength))
        writer.write(Checksum.sum(packet.span.bytes))
        packet += writer.bytes
    }
}
