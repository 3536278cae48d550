/// A set of nodes by name: whom a bundle is for, or who sent it.
///
/// dtn names are compared letter by letter, ipn names by their numbers: the two ways to write the same numbers on the
/// wire are the same endpoint, and each is sent on as it came.
public enum EndpointID: Hashable, Sendable {
    /// `dtn:none`: nobody. As a source, an anonymous sender.
    case null
    /// `dtn://node/demux`.
    case dtn(DTNName)
    /// `ipn:node.service`.
    case ipn(IPNName)
    /// Another scheme: passed on as it came, never delivered.
    ///
    /// - Parameter item: The scheme-specific part as CBOR.
    case other(scheme: UInt64, item: [UInt8])

    /// The longest dtn name in octets, as a limit of our own.
    public static let longestName = 1023

    /// Reads a text such as `dtn://alice/chat`, `dtn:none` or `ipn:3.1`.
    public init(_ text: String) throws(EndpointError) {
        guard let colon = text.firstIndex(of: ":") else { throw .unknownScheme(text) }
        let rest = text[text.index(after: colon)...]
        switch text[..<colon] {
        case "dtn": self = rest == "none" ? .null : .dtn(try DTNName(schemeSpecificPart: String(rest)))
        case "ipn":
            let name = try IPNName(text: rest)
            self = name.isNull ? .null : .ipn(name)
        default: throw .unknownScheme(String(text[..<colon]))
        }
    }

    /// The node with this name: `dtn://name/`.
    public static func node(_ name: String) throws(EndpointError) -> EndpointID {
        .dtn(try DTNName(schemeSpecificPart: "//\(name)/"))
    }

    /// True for `dtn:none`, and for `ipn:0.S`, which means the same.
    public var isNull: Bool {
        switch self {
        case .null: true
        case .ipn(let name): name.isNull
        case .dtn, .other: false
        }
    }

    /// True where exactly one node can be meant: all but group endpoints, nobody, and unknown schemes.
    public var isSingleton: Bool {
        switch self {
        case .dtn(let name): !name.isGroup
        case .ipn(let name): !name.isNull
        case .null, .other: false
        }
    }

    /// True for the administrative endpoint of a node.
    public var isNodeID: Bool {
        switch self {
        case .dtn(let name): name.demux.isEmpty
        case .ipn(let name): name.service == 0 && !name.isNull
        case .null, .other: false
        }
    }

    /// The node that a singleton lives on; for a group the node part of its name; nil for nobody and unknown schemes.
    public var nodeID: EndpointID? {
        switch self {
        case .dtn(let name): .dtn(name.node)
        case .ipn(let name): name.isNull ? nil : .ipn(name.nodeID)
        case .null, .other: nil
        }
    }
}

extension EndpointID: CustomStringConvertible {
    /// The text that ``init(_:)`` reads; for an unknown scheme its number.
    public var description: String {
        switch self {
        case .null: "dtn:none"
        case .dtn(let name): "dtn:\(name.schemeSpecificPart)"
        case .ipn(let name): "ipn:\(name)"
        case .other(let scheme, let item): "scheme \(scheme) (\(item.count) octets)"
        }
    }
}

extension EndpointID {
    /// Wire form: [scheme, scheme-specific part].
    @_lifetime(reader: copy reader)
    init(from reader: inout CBORReader) throws(BundleError) {
        let start = reader.offset
        _ = try reader.readArray(2...2)
        switch try reader.readUnsigned() {
        case 1:
            if reader.nextKind == .unsigned {
                _ = try reader.readUnsigned(limit: 0)
                self = .null
                return
            }
            let text = try reader.readText(limit: UInt64(Self.longestName))
            do throws(EndpointError) { self = .dtn(try DTNName(schemeSpecificPart: text)) } catch {
                throw .endpoint(error, offset: start)
            }
        case 2: self = .ipn(try IPNName(from: &reader))
        case let scheme: self = .other(scheme: scheme, item: try reader.readItem())
        }
    }

    func encode(into writer: inout CBORWriter) {
        writer.writeArray(count: 2)
        switch self {
        case .null:
            writer.write(1)
            writer.write(0)
        case .dtn(let name):
            writer.write(1)
            writer.write(text: name.schemeSpecificPart)
        case .ipn(let name):
            writer.write(2)
            name.encode(into: &writer)
        case .other(let scheme, let item):
            writer.write(scheme)
            writer.write(encoded: item)
        }
    }

    /// The CBOR of the endpoint, as in a bundle.
    public var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 32)
        encode(into: &writer)
        return writer.bytes
    }

    /// Reads what ``encoded`` wrote.
    public init(decoding bytes: [UInt8]) throws(BundleError) {
        var reader = unsafe CBORReader(bytes.span.bytes)
        self = try EndpointID(from: &reader)
        try reader.finish()
    }
}
