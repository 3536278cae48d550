/// Why a bundle is not cut into pieces.
public enum FragmentationError: Error, Hashable, Sendable {
    /// The bundle says that it must stay whole.
    case mustNotBeFragmented
    /// The payload is signed, and its pieces could not be checked before all have come.
    case payloadIsSigned
    /// A piece has to hold an octet at least.
    case noRoom
}

extension FragmentationError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .mustNotBeFragmented: "the bundle must not be fragmented"
        case .payloadIsSigned: "the payload is signed; its fragments could not be checked one by one"
        case .noRoom: "a fragment holds at least one octet"
        }
    }
}

extension Bundle {
    /// Cuts the bundle into pieces (RFC 9171, 5.8); a bundle that is small enough stays as it is.
    ///
    /// The extension blocks go into the piece at the front, those with ``BlockFlags/replicate`` into each. Fragments
    /// can be cut again.
    ///
    /// - Parameters:
    ///   - length: The most octets of payload in a piece.
    ///   - allowSigned: Cuts also a bundle whose payload is signed: for destinations that put it together before they
    ///     check it.
    public func fragments(
        ofAtMost length: Int, allowSigned: Bool = false
    ) throws(FragmentationError) -> [Bundle] {
        if payload.count <= length { return [self] }
        if primary.flags.contains(.mustNotBeFragmented) { throw .mustNotBeFragmented }
        guard length > 0 else { throw .noRoom }
        if !allowSigned, isPayloadSigned { throw .payloadIsSigned }
        let (start, total) = primary.fragment.map { ($0.offset, $0.totalLength) } ?? (0, UInt64(payload.count))
        // Where these blocks belong in front of the whole they stay in front, so also for a fragment of a fragment.
        return stride(from: 0, to: payload.count, by: length).map { cut in
            var piece = self
            piece.payload = Array(payload[cut..<min(payload.count, cut + length)])
            piece.primary.fragment = FragmentPosition(offset: start + UInt64(cut), totalLength: total)
            if cut > 0 { piece.extensions.removeAll { !$0.flags.contains(.replicate) } }
            return piece
        }
    }

    private var isPayloadSigned: Bool {
        extensions.contains { block in
            guard block.type == .integrity, let security = try? SecurityBlock(decoding: block.data) else {
                return false
            }
            return security.targets.contains(payloadBlock.number)
        }
    }
}
