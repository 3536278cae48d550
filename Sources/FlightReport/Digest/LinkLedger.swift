/// The silences of both sides, all of them for the curves and those in flight for the checks.
struct LinkLedger: Sendable {
    /// Times between two packets in flight, seconds.
    private(set) var navdataGaps = ValueHistogram()
    /// Times between two AT datagrams in flight, seconds.
    private(set) var commandGaps = ValueHistogram()
    private var lastNavdata: (time: Double, isFlying: Bool)?
    private var lastCommand: (time: Double, isFlying: Bool)?

    /// Notes a packet; the gap before it.
    mutating func noteNavdata(isFlying: Bool, at time: Double) -> Double? {
        defer { lastNavdata = (time, isFlying) }
        guard let last = lastNavdata else { return nil }
        if last.isFlying { navdataGaps.note(time - last.time, at: last.time) }
        return time - last.time
    }

    /// Notes an AT datagram; the gap before it.
    mutating func noteCommand(isFlying: Bool, at time: Double) -> Double? {
        defer { lastCommand = (time, isFlying) }
        guard let last = lastCommand else { return nil }
        if last.isFlying, isFlying { commandGaps.note(time - last.time, at: last.time) }
        return time - last.time
    }

    /// A recording that ends in the air ends in a silence.
    mutating func finish(at end: Double) {
        if let last = lastNavdata, last.isFlying, end - last.time > 0.5 {
            navdataGaps.note(end - last.time, at: last.time)
        }
    }
}
