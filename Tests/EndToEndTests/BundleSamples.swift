import BundleProtocol

/// Bundles of every shape, for programs of others to read.
enum BundleSamples {
    /// The same again and again, so that a finding can be looked into.
    static let then = DTNTime(unixMilliseconds: 1_500_000_000_000)

    static func plan(
        _ sequence: UInt64, from source: String = "dtn://alice/", to destination: String = "dtn://bob/chat"
    ) throws -> BundlePlan {
        BundlePlan(
            source: try EndpointID(source), destination: try EndpointID(destination),
            created: CreationTimestamp(time: then, sequence: sequence), lifetime: .seconds(3600))
    }

    /// Without security blocks: those that pyD3TN reads.
    static func plain() throws -> [Bundle] {
        var bundles = [
            try Bundle(plan(1), payload: Array("hello".utf8)),
            try Bundle(plan(2, from: "ipn:2.0", to: "ipn:3.1"), payload: []),
        ]
        var small = try plan(3)
        (small.crc, small.payloadCRC) = (.crc16, .crc16)
        small.carriesAge = true
        small.reportTo = try EndpointID("dtn://alice/")
        small.flags = [.reportDelivery, .statusTimeRequested]
        var carried = try Bundle(small, payload: [UInt8](repeating: 0x5A, count: 3000))
        try carried.prepareForForwarding(by: .node("carrier"), now: nil, residence: .milliseconds(1234))
        bundles.append(carried)
        bundles += try carried.fragments(ofAtMost: 1300)
        var clockless = try plan(4, to: "dtn://chat/~room1")
        clockless.created.time = .unknown
        bundles.append(try Bundle(clockless, payload: [1]))
        bundles.append(try Bundle(plan(5, from: "dtn:none"), payload: [2]))
        var report = StatusReport(subject: carried.id)
        report.delivered = .init(true, at: then)
        bundles.append(
            try Bundle(
                .statusReport(report), from: EndpointID("dtn://bob/"), to: EndpointID("dtn://alice/"),
                created: CreationTimestamp(time: then, sequence: 6), lifetime: .seconds(60)))
        return bundles
    }

    /// Signed, encrypted, and with blocks that nobody knows.
    static func secured() throws -> [Bundle] {
        let key = SecurityKey.direct((0..<32).map { UInt8($0) })
        var signed = try Bundle(plan(7), payload: Array("signed".utf8))
        try signed.sign(1, key: key, source: .node("alice"))
        var encrypted = try Bundle(plan(8), payload: Array("secret".utf8))
        try encrypted.encrypt(1, key: key, iv: Array("Twelve121212".utf8), source: .node("alice"))
        var unknown = try Bundle(plan(9), payload: Array("odd".utf8))
        unknown.extensions.append(
            CanonicalBlock(
                type: BlockType(rawValue: 230), number: 17, flags: .discardIfUnknown, data: [0x83, 1, 2, 3]))
        return [signed, encrypted, unknown]
    }
}
