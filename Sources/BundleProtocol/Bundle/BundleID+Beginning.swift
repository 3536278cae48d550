extension BundleID {
    /// The name of a bundle of which only the beginning has come; nil where that is too little, or makes no sense, or
    /// belongs to a fragment, whose name holds the length of its payload.
    public init?(beginningOf bytes: [UInt8]) {
        let span = unsafe bytes.span.bytes
        var reader = CBORReader(span)
        do {
            try reader.readIndefiniteArray()
            let primary = try PrimaryBlock(from: &reader, of: span)
            guard primary.fragment == nil else { return nil }
            self.init(source: primary.source, created: primary.created)
        } catch { return nil }
    }
}
