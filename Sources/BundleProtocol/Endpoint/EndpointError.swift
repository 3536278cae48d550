/// Why a text or an item is no endpoint ID.
public enum EndpointError: Error, Hashable, Sendable {
    /// Neither `dtn:` nor `ipn:`.
    case unknownScheme(String)
    /// A dtn name that is not `none` and does not begin with `//`.
    case noSlashes
    /// A dtn name without a slash behind the node's name: `dtn://alice` instead of `dtn://alice/`.
    case noSlashBehindNode
    /// A node's name that is empty or holds something else than letters, digits and `-._~!$&'()*+,;=%`.
    case nodeName(String)
    /// A character behind the node's name that is not visible ASCII.
    case demux
    /// An ipn name that is not two or three numbers.
    case numberCount(Int)
    /// A number that is none, or has more than 32 bits.
    case number(String)
    /// `ipn:0.S` with S > 0: node 0 has no services.
    case serviceOfNobody
    /// Longer than 1,023 octets.
    case tooLong(Int)
}

extension EndpointError: CustomStringConvertible {
    /// One sentence that says what to write instead.
    public var description: String {
        switch self {
        case .unknownScheme(let scheme): "“\(scheme)” is no scheme of endpoints; write dtn://node/ or ipn:1.0"
        case .noSlashes: "a dtn endpoint begins with dtn:// (or is dtn:none)"
        case .noSlashBehindNode: "a slash is missing behind the node's name: dtn://node/"
        case .nodeName(let name): "“\(name)” is no name of a node: letters, digits and -._~!$&'()*+,;=% are allowed"
        case .demux: "only visible ASCII characters are allowed behind the node's name"
        case .numberCount(let count): "an ipn endpoint is two or three numbers, ipn:node.service, not \(count)"
        case .number(let text): "“\(text)” is no number of at most 32 bits"
        case .serviceOfNobody: "node 0 has no services"
        case .tooLong(let count): "\(count) octets, at most \(EndpointID.longestName) allowed"
        }
    }
}
