/// The name in a dtn endpoint: `//node/demux` (RFC 9171, 4.2.5.1.1).
public struct DTNName: Hashable, Sendable {
    /// What stands behind `dtn:`.
    public let schemeSpecificPart: String

    /// Octets up to and with the slash behind the node's name.
    private let nodeLength: Int

    /// A name such as `//alice/chat`.
    public init(schemeSpecificPart text: String) throws(EndpointError) {
        let octets = text.utf8
        guard octets.count <= EndpointID.longestName else { throw .tooLong(octets.count) }
        guard octets.starts(with: [0x2F, 0x2F]) else { throw .noSlashes }
        guard let slash = octets.dropFirst(2).firstIndex(of: 0x2F) else { throw .noSlashBehindNode }
        let node = octets[octets.index(octets.startIndex, offsetBy: 2)..<slash]
        guard !node.isEmpty, node.allSatisfy(Self.isNodeOctet) else { throw .nodeName(String(Substring(node))) }
        guard octets[slash...].allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .demux }
        schemeSpecificPart = text
        nodeLength = octets.distance(from: octets.startIndex, to: slash) + 1
    }

    /// What names the node.
    public var nodeName: Substring {
        let octets = schemeSpecificPart.utf8
        return Substring(octets.prefix(nodeLength - 1).dropFirst(2))
    }

    /// What stands behind the node's name and its slash; empty for the node itself.
    public var demux: Substring { Substring(schemeSpecificPart.utf8.dropFirst(nodeLength)) }

    /// True where several nodes may be members: the demux begins with `~`.
    public var isGroup: Bool { demux.utf8.first == 0x7E }

    /// The node alone.
    var node: DTNName { DTNName(node: String(Substring(schemeSpecificPart.utf8.prefix(nodeLength)))) }

    private init(node: String) {
        schemeSpecificPart = node
        nodeLength = node.utf8.count
    }

    /// reg-name of RFC 3986: unreserved, sub-delims, and the percent sign of an escape.
    private static func isNodeOctet(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x2D, 0x2E, 0x5F, 0x7E, 0x21, 0x24...0x2C, 0x3B, 0x3D: true
        default: false
        }
    }
}
