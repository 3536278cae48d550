/// An abstract security block (RFC 9172, 3.6): what a BIB or BCB holds. The fields stand one after the other, not in
/// an array.
///
///     [targets], context, flags, source (, [[id, value]…]), [[[id, value]…]…]   results in the order of the targets
public struct SecurityBlock: Hashable, Sendable {
    /// A parameter or result: a number and any CBOR.
    public struct Item: Hashable, Sendable {
        /// What it is, by the security context.
        public var id: UInt64
        /// The value as CBOR.
        public var value: [UInt8]

        /// An item.
        public init(id: UInt64, value: [UInt8]) {
            self.id = id
            self.value = value
        }

        init(id: UInt64, number: UInt64) {
            var writer = CBORWriter(capacity: 9)
            writer.write(number)
            self.init(id: id, value: writer.bytes)
        }

        init(id: UInt64, bytes: [UInt8]) {
            var writer = CBORWriter(capacity: bytes.count + 9)
            writer.write(bytes: bytes)
            self.init(id: id, value: writer.bytes)
        }

        func number() throws(BundleError) -> UInt64 {
            var reader = unsafe CBORReader(value.span.bytes)
            let number = try reader.readUnsigned()
            try reader.finish()
            return number
        }

        func bytes() throws(BundleError) -> [UInt8] {
            var reader = unsafe CBORReader(value.span.bytes)
            let bytes = try reader.readBytes()
            try reader.finish()
            return bytes
        }
    }

    /// BIB-HMAC-SHA2 (RFC 9173, 3).
    public static let contextHMAC: UInt64 = 1
    /// BCB-AES-GCM (RFC 9173, 4).
    public static let contextAESGCM: UInt64 = 2

    private static let targetLimit: UInt64 = 64
    private static let parametersPresent: UInt64 = 1

    /// The numbers of the blocks that are secured; at least one, none twice.
    public var targets: [UInt64]
    /// The security context.
    public var context: UInt64
    /// Who secured them.
    public var source: EndpointID
    /// The parameters; nil where the block has none, which is not the same as an empty list.
    public var parameters: [Item]?
    /// For each target its results.
    public var results: [[Item]]
    /// Flags besides the one for the presence of parameters, as they came.
    var otherFlags: UInt64 = 0

    /// A block.
    public init(
        targets: [UInt64], context: UInt64, source: EndpointID, parameters: [Item]?, results: [[Item]]
    ) {
        self.targets = targets
        self.context = context
        self.source = source
        self.parameters = parameters
        self.results = results
    }

    /// Reads what a BIB or BCB holds.
    public init(decoding bytes: [UInt8]) throws(BundleError) {
        var reader = unsafe CBORReader(bytes.span.bytes)
        targets = []
        for _ in 0..<(try reader.readArray(1...Self.targetLimit)) { targets.append(try reader.readUnsigned()) }
        guard Set(targets).count == targets.count else { throw .security("a target is named twice") }
        context = try reader.readUnsigned()
        let flags = try reader.readUnsigned()
        otherFlags = flags & ~Self.parametersPresent
        source = try EndpointID(from: &reader)
        parameters = flags & Self.parametersPresent != 0 ? try Self.items(from: &reader) : nil
        results = []
        for _ in 0..<(try reader.readArray(0...Self.targetLimit)) { results.append(try Self.items(from: &reader)) }
        guard results.count == targets.count else {
            throw .security("\(results.count) results for \(targets.count) targets")
        }
        try reader.finish()
    }

    /// What a BIB or BCB holds.
    public var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 128)
        writer.writeArray(count: targets.count)
        for target in targets { writer.write(target) }
        writer.write(context)
        writer.write(otherFlags | (parameters == nil ? 0 : Self.parametersPresent))
        source.encode(into: &writer)
        if let parameters { Self.encode(parameters, into: &writer) }
        writer.writeArray(count: results.count)
        for result in results { Self.encode(result, into: &writer) }
        return writer.bytes
    }

    /// The parameter with a number, if it is there.
    func parameter(_ id: UInt64) -> Item? { parameters?.first { $0.id == id } }

    @_lifetime(reader: copy reader)
    private static func items(from reader: inout CBORReader) throws(BundleError) -> [Item] {
        var items: [Item] = []
        for _ in 0..<(try reader.readArray(0...16)) {
            _ = try reader.readArray(2...2)
            items.append(Item(id: try reader.readUnsigned(), value: try reader.readItem()))
        }
        return items
    }

    private static func encode(_ items: [Item], into writer: inout CBORWriter) {
        writer.writeArray(count: items.count)
        for item in items {
            writer.writeArray(count: 2)
            writer.write(item.id)
            writer.write(encoded: item.value)
        }
    }
}
