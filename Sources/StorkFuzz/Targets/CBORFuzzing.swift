import BundleProtocol

/// Items: what is taken is a whole item that is taken again; nothing is read behind its end.
enum CBORFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        guard let (item, end) = item(at: bytes) else { return }
        try Finding.unless(end == item.count && end <= bytes.count, "\(item.count) bytes end at \(end)")
        try Finding.unless(bytes.starts(with: item), "an item that is not what was read")
        guard let (again, _) = self.item(at: item) else {
            throw Finding(description: "an item that was taken is refused alone")
        }
        try Finding.unless(again == item, "the item read again is another")
    }

    /// The first item, and where it ends.
    private static func item(at bytes: [UInt8]) -> (item: [UInt8], end: Int)? {
        do throws(BundleError) {
            var reader = CBORReader(bytes.span.bytes)
            let item = try reader.readItem()
            return (item, reader.offset)
        } catch { return nil }
    }
}
