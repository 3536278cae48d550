import DroneProtocol

/// AT datagrams: what was decoded and can be sent, decodes to the same.
enum ATFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        for result in ATDatagram.decode(bytes.span.bytes) {
            guard case .success(let numbered) = result else { continue }
            try check(numbered)
        }
    }

    private static func check(_ numbered: NumberedCommand) throws(Finding) {
        var encoded: [UInt8] = []
        do throws(CommandError) {
            try numbered.command.encode(sequence: numbered.sequence, into: &encoded)
        } catch {
            // Text that must not be sent, such as bytes that are not ASCII.
            try Finding.unless(encoded.isEmpty, "refused \(numbered.command.name) but wrote \(encoded)")
            return
        }
        let again = ATDatagram.decode(encoded.span.bytes)
        guard again.count == 1, case .success(let second) = again[0] else {
            throw Finding(description: "\(encoded) decodes to \(again)")
        }
        // By argument, because NaN is not equal to itself.
        let holds =
            second.sequence == numbered.sequence && second.command.name == numbered.command.name
            && second.command.arguments == numbered.command.arguments
        try Finding.unless(holds, "\(numbered) became \(second)")
    }
}
