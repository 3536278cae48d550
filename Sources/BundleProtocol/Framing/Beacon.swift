/// What a node of the dtn7 family tells its neighbours every few seconds (dtn7-rs, dtn7zero; UDP port 3003).
///
///     [7, flags (, node), sequence (, [[[convergence layer, port]…], {tag: octets}]) (, period)]
///
/// The written description puts the sequence before the node, the programs do not: both orders are read, and the
/// programs' is written.
public struct Beacon: Hashable, Sendable {
    /// A way to reach the node.
    public struct Service: Hashable, Sendable {
        /// The convergence layer: `tcp` is TCPCLv4, `mtcp`, `udp`, `http`.
        public var name: String
        /// Its port; nil where the layer has none.
        public var port: UInt16?

        /// A way.
        public init(_ name: String, port: UInt16?) {
            self.name = name
            self.port = port
        }
    }

    /// Something that the node says about itself.
    public struct Property: Hashable, Sendable {
        /// What it is: 63 text, 127 latitude and longitude, 191 battery, 255 address; ours from 224 to 239.
        public var tag: UInt8
        /// The value.
        public var value: [UInt8]

        /// A property.
        public init(tag: UInt8, value: [UInt8]) {
            self.tag = tag
            self.value = value
        }
    }

    /// The node; nil where it does not say.
    public var node: EndpointID?
    /// Counts the beacons of a node.
    public var sequence: UInt64
    /// How it is reached; nil where the beacon has no block of services.
    public var services: [Service]?
    /// What it says about itself; only with ``services``.
    public var properties: [Property]
    /// How often it sends beacons, seconds; 0 says that it is leaving.
    public var period: UInt64?

    /// The UDP port.
    public static let port: UInt16 = 3003
    /// The multicast group of IPv4.
    public static let group = "224.0.0.26"
    /// The multicast group of IPv6.
    public static let group6 = "ff02::1"
    /// The most octets of a beacon: one datagram that no link cuts.
    public static let sizeLimit = 1500

    private static let version: UInt64 = 7
    private static let nodeFlag: UInt64 = 1
    private static let servicesFlag: UInt64 = 2
    private static let periodFlag: UInt64 = 4
    private static let itemLimit: UInt64 = 64

    /// A beacon.
    public init(
        node: EndpointID?, sequence: UInt64, services: [Service]? = nil, properties: [Property] = [],
        period: UInt64? = nil
    ) {
        self.node = node
        self.sequence = sequence
        self.services = services
        self.properties = properties
        self.period = period
    }

    /// The datagram.
    public var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 64)
        writer.writeArray(
            count: 3 + (node == nil ? 0 : 1) + (services == nil ? 0 : 1) + (period == nil ? 0 : 1))
        writer.write(Self.version)
        writer.write(
            (node == nil ? 0 : Self.nodeFlag) | (services == nil ? 0 : Self.servicesFlag)
                | (period == nil ? 0 : Self.periodFlag))
        node?.encode(into: &writer)
        writer.write(sequence)
        if let services {
            writer.writeArray(count: 2)
            writer.writeArray(count: services.count)
            for service in services {
                writer.writeArray(count: 2)
                writer.write(text: service.name)
                if let port = service.port { writer.write(UInt64(port)) } else { writer.writeNull() }
            }
            writer.writeMap(count: properties.count)
            for property in properties {
                writer.write(UInt64(property.tag))
                writer.write(bytes: property.value)
            }
        }
        if let period { writer.write(period) }
        return writer.bytes
    }

    /// Reads a datagram.
    public init(decoding bytes: [UInt8]) throws(BundleError) {
        guard bytes.count <= Self.sizeLimit else { throw .tooLarge(bytes.count, limit: Self.sizeLimit) }
        var reader = unsafe CBORReader(bytes.span.bytes)
        let count = UInt64(try reader.readArray(3...6))
        let version = try reader.readUnsigned()
        guard version == Self.version else { throw .version(version) }
        let flags = try reader.readUnsigned()
        let (hasNode, hasServices, hasPeriod) = (
            flags & Self.nodeFlag != 0, flags & Self.servicesFlag != 0, flags & Self.periodFlag != 0
        )
        let expected: UInt64 = 3 + (hasNode ? 1 : 0) + (hasServices ? 1 : 0) + (hasPeriod ? 1 : 0)
        guard count == expected else { throw .cbor(.count(count, expected: expected...expected), offset: 0) }
        if hasNode, reader.nextKind == .unsigned {
            sequence = try reader.readUnsigned()
            node = try EndpointID(from: &reader)
        } else {
            node = hasNode ? try EndpointID(from: &reader) : nil
            sequence = try reader.readUnsigned()
        }
        services = nil
        properties = []
        if hasServices {
            _ = try reader.readArray(2...2)
            var found: [Service] = []
            for _ in 0..<(try reader.readArray(0...Self.itemLimit)) { found.append(try Service(from: &reader)) }
            services = found
            for _ in 0..<(try reader.readMap(limit: Self.itemLimit)) {
                let tag = UInt8(try reader.readUnsigned(limit: 255))
                properties.append(Property(tag: tag, value: try reader.readBytes()))
            }
        }
        period = hasPeriod ? try reader.readUnsigned() : nil
        try reader.finish()
    }
}

extension Beacon.Service {
    @_lifetime(reader: copy reader)
    init(from reader: inout CBORReader) throws(BundleError) {
        _ = try reader.readArray(2...2)
        name = try reader.readText(limit: 64)
        port = try reader.readNull() ? nil : UInt16(try reader.readUnsigned(limit: UInt64(UInt16.max)))
    }
}
