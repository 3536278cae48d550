internal import Crypto

extension BundleID {
    /// 16 octets that stand for the name in filters, lists and acknowledgements between nodes: the first half of SHA-256
    /// over the CBOR array [source, [time, sequence] (, offset, length)].
    ///
    /// Both wire forms of an ipn name give the same.
    public var digest: [UInt8] {
        var writer = CBORWriter(capacity: 64)
        writer.writeArray(count: fragment == nil ? 2 : 4)
        source.plain.encode(into: &writer)
        created.encode(into: &writer)
        if let fragment {
            writer.write(fragment.offset)
            writer.write(fragment.length)
        }
        return Array(SHA256.hash(data: writer.bytes).prefix(16))
    }
}

extension EndpointID {
    /// The same endpoint in the wire form of names that are made here.
    var plain: EndpointID {
        if isNull { return .null }
        guard case .ipn(let name) = self else { return self }
        return .ipn(IPNName(allocator: name.allocator, node: name.node, service: name.service))
    }
}
