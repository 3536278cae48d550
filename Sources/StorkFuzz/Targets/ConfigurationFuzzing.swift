import DroneProtocol

/// The control port: the events of a stream do not depend on how it is cut, and what was read is read again.
enum ConfigurationFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        try checkDump(bytes)
        try checkList(bytes)
    }

    private static func checkDump(_ bytes: [UInt8]) throws(Finding) {
        var decoder = ConfigurationDumpDecoder()
        let whole = decoder.consume(bytes) + decoder.finish()
        var second = ConfigurationDumpDecoder()
        var pieces: [ConfigurationDumpDecoder.Event] = []
        for piece in split(bytes) { pieces += second.consume(piece) }
        pieces += second.finish()
        try Finding.unless(whole == pieces, "a dump in pieces gives other events: \(pieces), whole: \(whole)")
        try Finding.unless(decoder.malformedCount == second.malformedCount, "the counts of bad lines differ")

        let read = ConfigurationDump(decoding: bytes).configuration
        let again = ConfigurationDump(decoding: ConfigurationDump.bytes(of: read))
        // What was read within the limits may pass them when written canonically; then it is refused and says so.
        if case .refused = again.ending { return }
        try Finding.unless(again.configuration == read, "\(read) written and read again is \(again)")
        for entry in read { _ = read.value(for: entry.key) }
        _ = (read.firmware, read.isSimulated)
    }

    private static func checkList(_ bytes: [UInt8]) throws(Finding) {
        var decoder = MulticonfigurationListDecoder()
        let whole = decoder.consume(bytes) + decoder.finish()
        var second = MulticonfigurationListDecoder()
        var pieces: [MulticonfigurationListDecoder.Event] = []
        for piece in split(bytes) { pieces += second.consume(piece) }
        pieces += second.finish()
        try Finding.unless(whole == pieces, "a list in pieces gives other events: \(pieces), whole: \(whole)")

        guard let list = MulticonfigurationList(decoding: bytes) else { return }
        let again = MulticonfigurationList(decoding: list.bytes)
        try Finding.unless(again == list, "\(list) written and read again is \(again.map { "\($0)" } ?? "nothing")")
    }

    /// Cuts `bytes` into pieces of 1 to 16 bytes.
    private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var numbers = InputNumbers(for: bytes)
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...16, using: &numbers))
            pieces.append(piece)
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }
}
