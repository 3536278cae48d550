import BundleProtocol

/// The block that keeps an author's messages in their order: [number, first].
///
/// An author counts its messages to each destination. `first` is the number after the last pause in which all earlier
/// ones had expired; a reader that knows the author less far waits for what came since. Nodes that do not know the block
/// leave it out.
struct OrderBlock: Hashable {
    /// The number of this message.
    var number: UInt64
    /// The number of the first one to wait for.
    var first: UInt64

    /// A number of our own, from the private range above the ones in use by daemons.
    static let type = BlockType(rawValue: 225)
    /// Nobody counts so far; a number that says so is made up.
    private static let largest: UInt64 = 1 << 48

    init(number: UInt64, first: UInt64) {
        self.number = number
        self.first = first
    }

    init?(_ bundle: Bundle) {
        guard let block = bundle.block(Self.type) else { return nil }
        var reader = CBORReader(block.data.span.bytes)
        guard let count = try? reader.readArray(2...2), count == 2, let number = try? reader.readUnsigned(),
            let first = try? reader.readUnsigned(), first <= number, number <= Self.largest
        else { return nil }
        self.init(number: number, first: first)
    }

    var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 20)
        writer.writeArray(count: 2)
        writer.write(number)
        writer.write(first)
        return writer.bytes
    }
}

/// The block that says how many copies come with a bundle: a number. And with which priority: 0 bulk, 1 normal,
/// 2 urgent.
enum CarriageBlock {
    /// Copies.
    static let copies = BlockType(rawValue: 226)
    /// Priority.
    static let priority = BlockType(rawValue: 227)
    /// The blocks that only nodes of this kind know.
    static let own: Set<BlockType> = [OrderBlock.type, copies, priority]

    static func number(_ bundle: Bundle, _ type: BlockType, limit: UInt64) -> UInt64? {
        guard let block = bundle.block(type) else { return nil }
        var reader = CBORReader(block.data.span.bytes)
        return try? reader.readUnsigned(limit: limit)
    }

    static func encoded(_ number: UInt64) -> [UInt8] {
        var writer = CBORWriter(capacity: 9)
        writer.write(number)
        return writer.bytes
    }
}
