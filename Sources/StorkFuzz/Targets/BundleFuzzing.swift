import BundleProtocol

/// Bundles: what is accepted is written octet for octet as it came, and bears everything that is done to bundles.
enum BundleFuzzing {
    private static let key = [UInt8](repeating: 7, count: 32)

    static func run(_ bytes: [UInt8]) throws(Finding) {
        // Leniently, so that also bundles without codes get in, which mutations do not break.
        if let strict = bundle(bytes, BundleReading()) {
            try Finding.unless(strict.encoded() == bytes, "a bundle is not written as it was read")
        }
        _ = try? AdministrativeRecord(decoding: bytes)
        _ = try? SecurityBlock(decoding: bytes)
        _ = BundleDatagram(bytes)
        guard var bundle = bundle(bytes, .lenient) else { return }
        let encoded = bundle.encoded()
        guard let again = self.bundle(encoded, .lenient) else {
            throw Finding(description: "what was written is refused")
        }
        try Finding.unless(again == bundle && again.encoded() == encoded, "what was written is another bundle")
        _ = bundle.id.description
        _ = bundle.statusReport(on: .deleted, now: DTNTime(milliseconds: .max))
        if bundle.isAdministrative, let record = try? AdministrativeRecord(decoding: bundle.payload) {
            let round = try? AdministrativeRecord(decoding: record.encoded)
            try Finding.unless(round == record, "a record is not written as it was read")
        }
        _ = try? bundle.verify(0) { _ in key }
        _ = try? bundle.verify(1) { _ in key }
        _ = try? bundle.decrypt { _ in key }
        try checkFragments(of: bundle)
        _ = try? bundle.discardUnknownBlocks()
        _ = try? bundle.prepareForForwarding(by: .null, now: DTNTime(milliseconds: 1), residence: .seconds(Int64.max))
        _ = bundle.remainingLifetime(now: nil, residence: .seconds(Int64.max / 2))
    }

    /// Cut and put together, a bundle is what it was.
    private static func checkFragments(of bundle: Bundle) throws(Finding) {
        guard let pieces = try? bundle.fragments(ofAtMost: max(1, bundle.payload.count / 3), allowSigned: true),
            pieces.count > 1
        else { return }
        var reassembly = Reassembly()
        for piece in pieces.reversed() {
            if case .complete(let whole) = reassembly.insert(piece, deadline: .zero), !bundle.isFragment {
                try Finding.unless(whole == bundle, "a bundle put together is another one")
                try Finding.unless(reassembly.octets == 0, "something is left of what is complete")
                return
            }
        }
        try Finding.unless(bundle.isFragment, "a bundle is not put together from its pieces")
    }

    private static func bundle(_ bytes: [UInt8], _ reading: BundleReading) -> Bundle? {
        try? Bundle(decoding: bytes, reading: reading)
    }
}
