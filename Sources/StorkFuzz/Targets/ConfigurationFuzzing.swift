import DroneProtocol

/// The control port: the events of a stream do not depend on how it is cut, and what was read is read again.
enum ConfigurationFuzzing {
    /// The configuration itself.
    static func runDump(_ bytes: [UInt8]) throws(Finding) {
        var decoder = ConfigurationDumpDecoder(limits: limits(bytes))
        let whole = decoder.consume(bytes) + decoder.finish()
        var second = ConfigurationDumpDecoder(limits: limits(bytes))
        var pieces: [ConfigurationDumpDecoder.Event] = []
        for piece in InputPieces.few(of: bytes) { pieces += second.consume(piece) }
        pieces += second.finish()
        try Finding.unless(whole == pieces, "a dump in pieces gives other events: \(pieces), whole: \(whole)")
        try Finding.unless(decoder.malformedCount == second.malformedCount, "the counts of bad lines differ")

        let read = ConfigurationDump(decoding: bytes, limits: limits(bytes)).configuration
        let again = ConfigurationDump(decoding: ConfigurationDump.bytes(of: read))
        // What was read within the limits may pass them when written canonically; then it is refused and says so.
        if case .refused = again.ending { return }
        try Finding.unless(again.configuration == read, "\(read) written and read again is \(again)")
        for entry in read { _ = read.value(for: entry.key) }
        _ = (read.firmware, read.isSimulated)
    }

    /// The list of sets of configurations.
    static func runList(_ bytes: [UInt8]) throws(Finding) {
        var decoder = MulticonfigurationListDecoder(limits: limits(bytes))
        let whole = decoder.consume(bytes) + decoder.finish()
        var second = MulticonfigurationListDecoder(limits: limits(bytes))
        var pieces: [MulticonfigurationListDecoder.Event] = []
        for piece in InputPieces.few(of: bytes) { pieces += second.consume(piece) }
        pieces += second.finish()
        try Finding.unless(whole == pieces, "a list in pieces gives other events: \(pieces), whole: \(whole)")

        guard let list = MulticonfigurationList(decoding: bytes) else { return }
        let again = MulticonfigurationList(decoding: list.bytes)
        try Finding.unless(again == list, "\(list) written and read again is \(again.map { "\($0)" } ?? "nothing")")
    }

    /// A drone's limits, or for every other length of input some that few bytes pass.
    private static func limits(_ bytes: [UInt8]) -> ConfigurationDumpLimits {
        var limits = ConfigurationDumpLimits()
        if bytes.count % 2 == 1 {
            limits.lineLength = 64
            limits.lineCount = 12
            limits.byteCount = 400
        }
        return limits
    }
}
