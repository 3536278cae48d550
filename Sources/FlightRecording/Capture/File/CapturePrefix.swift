import WireBytes

/// What a capture says of itself before its first frame: what a reader needs that begins in the middle.
enum CapturePrefix {
    /// The file header of pcap; of pcapng all blocks before the first with a frame.
    ///
    ///     pcap:    4 magic … 24 first record
    ///     pcapng:  blocks of   0 u32 type   4 u32 length of the whole block   … u32 length again
    ///
    /// - Parameter head: The first bytes of the file, as many as are there.
    static func bytes(of head: [UInt8]) -> [UInt8] {
        let isNextGeneration = head.starts(with: sectionHeader)
        return Array(head.prefix(isNextGeneration ? lengthOfBlocks(in: head) : fileHeaderSize))
    }

    private static let fileHeaderSize = 24
    /// The first block of a section, the same in both byte orders.
    private static let sectionHeader: [UInt8] = [0x0A, 0x0D, 0x0D, 0x0A]
    /// How a section header's byte-order mark stands in a little-endian file.
    private static let littleEndianMark: [UInt8] = [0x4D, 0x3C, 0x2B, 0x1A]
    /// Blocks that hold frames: packet (obsolete), simple packet, enhanced packet.
    private static let frameBlocks: Set<UInt32> = [2, 3, 6]

    private static func lengthOfBlocks(in head: [UInt8]) -> Int {
        guard head.count >= 12 else { return head.count }
        let isLittle = head[8..<12].elementsEqual(littleEndianMark)
        var cursor = unsafe WireCursor(head.span.bytes)
        var length = 0
        do throws(WireError) {
            while true {
                var type = try cursor.read(UInt32.self)
                var count = try cursor.read(UInt32.self)
                // The cursor reads little-endian.
                if !isLittle { (type, count) = (type.byteSwapped, count.byteSwapped) }
                guard !frameBlocks.contains(type), count >= 12 else { return length }
                _ = try cursor.take(Int(count) - 8)
                length += Int(count)
            }
        } catch {
            // A block that is cut off here, or the file ends.
            return length
        }
    }
}
