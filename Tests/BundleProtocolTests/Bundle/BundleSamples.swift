import BundleProtocol

/// Bundles of our own, for tests that need one.
enum Samples {
    static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    /// A bundle for a group with blocks 6, 7 and 10, CRC-32C on each block.
    static func group(_ payload: [UInt8] = alphabet) throws -> Bundle {
        var primary = PrimaryBlock(
            destination: try EndpointID("dtn://chat/~room1"), source: try EndpointID("dtn://alice/"),
            reportTo: try EndpointID("dtn://alice/"),
            created: CreationTimestamp(time: DTNTime(unixMilliseconds: 1_500_000_000_000), sequence: 2),
            lifetimeMilliseconds: 86_400_000)
        primary.flags = [.reportDelivery, .statusTimeRequested]
        return Bundle(
            primary: primary,
            extensions: [
                CanonicalBlock(
                    type: .previousNode, number: 2, crc: .crc32c, data: try EndpointID("dtn://charlie/").encoded),
                CanonicalBlock(
                    type: .bundleAge, number: 3, flags: .replicate, crc: .crc32c, data: [0x19, 0x05, 0xDC]),
                CanonicalBlock(
                    type: .hopCount, number: 4, flags: .replicate, crc: .crc32c, data: [0x82, 0x18, 32, 1]),
            ], payloadBlock: CanonicalBlock(type: .payload, number: 1, crc: .crc32c, data: payload))
    }

    static func plan(
        from source: String = "dtn://alice/", to destination: String = "dtn://bob/chat", clock: Bool = true
    ) throws -> BundlePlan {
        BundlePlan(
            source: try EndpointID(source), destination: try EndpointID(destination),
            created: CreationTimestamp(
                time: clock ? DTNTime(unixMilliseconds: 1_500_000_000_000) : .unknown, sequence: 1),
            lifetime: .seconds(3600))
    }
}
