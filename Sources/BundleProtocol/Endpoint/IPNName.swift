/// The numbers in an ipn endpoint: `ipn:[allocator.]node.service` (RFC 9171, 4.2.5.1.2, and RFC 9758).
///
/// On the wire there are two elements, allocator · 2³² + node and service, or three. Both are read and each is written
/// as it was read, because another form would break a signature; names made here have two, which all daemons read.
public struct IPNName: Sendable {
    /// Who gave out the node's number; 0 is the default one, which is left out of the text.
    public let allocator: UInt32
    /// The node; 2³² − 1 of allocator 0 is the local node, written `!`.
    public let node: UInt32
    /// The service; 0 is the node itself.
    public let service: UInt32
    /// True where three elements came on the wire.
    let hasThreeElements: Bool

    /// A name.
    public init(allocator: UInt32 = 0, node: UInt32, service: UInt32) {
        self.init(allocator: allocator, node: node, service: service, hasThreeElements: false)
    }

    init(allocator: UInt32, node: UInt32, service: UInt32, hasThreeElements: Bool) {
        self.allocator = allocator
        self.node = node
        self.service = service
        self.hasThreeElements = hasThreeElements
    }

    /// Node 0 of allocator 0: nobody.
    var isNull: Bool { allocator == 0 && node == 0 }

    /// The administrative endpoint of the same node.
    var nodeID: IPNName {
        IPNName(allocator: allocator, node: node, service: 0, hasThreeElements: hasThreeElements)
    }

    init(text: Substring) throws(EndpointError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { throw .numberCount(parts.count) }
        var numbers: [UInt32] = []
        for part in parts {
            if parts.count == 2, numbers.isEmpty, part == "!" {
                numbers.append(.max)
                continue
            }
            guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt32(part) else {
                throw .number(String(part))
            }
            numbers.append(number)
        }
        if numbers.count == 2 { numbers.insert(0, at: 0) }
        self.init(allocator: numbers[0], node: numbers[1], service: numbers[2])
        if isNull, service != 0 { throw .serviceOfNobody }
    }

    @_lifetime(reader: copy reader)
    init(from reader: inout CBORReader) throws(BundleError) {
        let limit = UInt64(UInt32.max)
        if try reader.readArray(2...3) == 2 {
            let qualified = try reader.readUnsigned()
            self.init(
                allocator: UInt32(qualified >> 32), node: UInt32(qualified & limit),
                service: UInt32(try reader.readUnsigned(limit: limit)))
        } else {
            self.init(
                allocator: UInt32(try reader.readUnsigned(limit: limit)),
                node: UInt32(try reader.readUnsigned(limit: limit)),
                service: UInt32(try reader.readUnsigned(limit: limit)), hasThreeElements: true)
        }
    }

    func encode(into writer: inout CBORWriter) {
        if hasThreeElements {
            writer.writeArray(count: 3)
            writer.write(UInt64(allocator))
            writer.write(UInt64(node))
        } else {
            writer.writeArray(count: 2)
            writer.write(UInt64(allocator) << 32 | UInt64(node))
        }
        writer.write(UInt64(service))
    }
}

extension IPNName: Hashable {
    /// True where the numbers are the same, however they came.
    public static func == (left: IPNName, right: IPNName) -> Bool {
        left.allocator == right.allocator && left.node == right.node && left.service == right.service
    }

    /// Hashes the numbers.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(allocator)
        hasher.combine(node)
        hasher.combine(service)
    }
}

extension IPNName: CustomStringConvertible {
    /// The numbers with dots between them.
    public var description: String {
        if allocator == 0 { return node == .max ? "!.\(service)" : "\(node).\(service)" }
        return "\(allocator).\(node).\(service)"
    }
}
