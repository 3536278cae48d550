import DroneProtocol

/// Counts commands, and notices when the client's wish to fly changes.
struct CommandInspector {
    private var counts = CommandSummary()
    private var gaps = GapHistogram()
    private var firstTime: Duration?
    private var lastTime: Duration?
    /// The highest number since the client last began anew, and when it came.
    private var newest: (sequence: UInt32, time: Duration)?

    /// How far back a number is a repetition: 128 datagrams of two commands, 4 s at 33 a second.
    private static let window: UInt32 = 256
    /// After this time without commands the drone forgets the old numbers (its communication time-out).
    private static let silence: Duration = .seconds(2)

    /// Takes a datagram to the command port.
    ///
    /// - Returns: The input words of its `AT*REF` commands; none where the datagram repeats an older one.
    mutating func receive(_ payload: [UInt8], at time: Duration) -> [REFInput] {
        counts.datagrams += 1
        firstTime = firstTime ?? time
        if let lastTime { gaps.note(time - lastTime) }
        lastTime = max(time, lastTime ?? time)
        var inputs: [REFInput] = []
        var highest: UInt32?
        for result in unsafe ATDatagram.decode(payload.span.bytes) {
            switch result {
            case .failure(let error): counts.refused.count(error.reason)
            case .success(let numbered):
                count(numbered.command, into: &inputs)
                highest = max(highest ?? 0, numbered.sequence)
            }
        }
        guard let highest else { return inputs }
        if isRepeated(highest, at: time) {
            counts.repeatedDatagrams += 1
            return []
        }
        newest = (highest, time)
        return inputs
    }

    private mutating func count(_ command: ATCommand, into inputs: inout [REFInput]) {
        counts.commands += 1
        counts.names.count(command.name)
        switch command {
        case .ref(let input):
            counts.refValues.count(input.bits)
            inputs.append(input)
        case .config(let key, _): counts.configKeys.count(key)
        default: break
        }
    }

    /// Whether the drone, which drops numbers that are not higher, would drop a datagram that ends with `sequence`.
    private mutating func isRepeated(_ sequence: UInt32, at time: Duration) -> Bool {
        guard let newest, sequence <= newest.sequence else { return false }
        let isNear = newest.sequence - sequence < Self.window
        // Both counters small: a client that began anew at once cannot be told from a repetition.
        if isNear, time - newest.time < Self.silence || sequence > Self.window { return true }
        counts.restarts += 1
        return false
    }

    /// The counts with rate and gaps.
    var finished: CommandSummary {
        var summary = counts
        if let firstTime, let lastTime, lastTime > firstTime, counts.datagrams > 1 {
            summary.rate = Double(counts.datagrams - 1) / (lastTime - firstTime).seconds
        }
        summary.medianGap = gaps.percentile(0.5)
        summary.gap99 = gaps.percentile(0.99)
        summary.longestGap = gaps.count > 0 ? gaps.longest : nil
        return summary
    }
}

extension ATParseError {
    /// The kind of fault in one word, without its place, to count by.
    var reason: String {
        switch self {
        case .missingPrefix: "missing_prefix"
        case .badName: "bad_name"
        case .badSequence: "bad_sequence"
        case .badArgument: "bad_argument"
        case .wrongArguments: "wrong_arguments"
        case .unterminated: "unterminated"
        case .tooLong: "too_long"
        }
    }
}
