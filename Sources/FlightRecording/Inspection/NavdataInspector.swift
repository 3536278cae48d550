import DroneModel
import DroneProtocol

/// Counts navdata and decodes it.
struct NavdataInspector {
    /// What a sound packet is for those who only want to see each moment once.
    enum Verdict: Equatable {
        /// Newer than all before.
        case news
        /// Repeated, or behind newer ones.
        case past
    }

    /// The last sound packet.
    private(set) var packet = Navdata()
    /// What is known after the last packet that was news.
    private(set) var telemetry = Telemetry()

    private var counts = NavdataSummary()
    private var decoder = TelemetryDecoder()
    private var sequencer = NavdataSequencer()
    private var hasState = false
    /// The run of numbers since the last restart: its first packet and its newest.
    private var run: (first: Arrival, newest: Arrival)?
    /// Numbers and time of the runs before.
    private var pastRuns = (numbers: 0, time: Duration.zero)
    private var news = 0
    private var firstTime: Duration?
    private var lastTime: Duration?
    private var spanWithOptions: NavdataSummary.SequenceSpan?

    private struct Arrival {
        var sequence: UInt32
        var time: Duration
    }

    /// The firmware, where the file tells it by other means than navdata.
    var firmware: FirmwareVersion? {
        get { decoder.firmware }
        set { decoder.firmware = newValue }
    }

    /// How the drone numbers its control states, by all that is known now.
    var numbering: ControlStateNumbering { decoder.controlStates.numbering }

    /// Takes a datagram that should be navdata; nil where it is none, which is then counted.
    mutating func receive(_ payload: [UInt8], from sender: IPAddress?, at time: Duration) -> Verdict? {
        do throws(NavdataError) {
            try unsafe packet.decode(payload.span.bytes)
        } catch {
            counts.refused.count(error.reason)
            return nil
        }
        counts.valid += 1
        if let sender { counts.senders.count(sender.description) }
        if packet.header == .second { counts.secondHeader += 1 }
        noteArrival(at: time)
        let newest = sequencer.newest
        let verdict = sequencer.accept(sequence: packet.sequence, status: packet.status, at: time)
        if verdict == .duplicate {
            counts.duplicates += 1
            noteStatusOnly(packet.optionSizes.isEmpty)
            return .past
        }
        let options = packet.optionSizes
        noteStatusOnly(options.isEmpty)
        for option in options { counts.options.count(option) }
        switch verdict {
        case .next(let missing):
            counts.missing += missing
            extendRun(at: time)
        case .restarted:
            counts.restarts += 1
            endRun()
            extendRun(at: time)
        case .late, .duplicate:
            counts.late += 1
            // A straggler fills one of the holes that were counted; a stray from far away does not.
            let isNear =
                newest.map { $0 > packet.sequence && $0 - packet.sequence < UInt32(NavdataSequencer.window) } ?? false
            if isNear, counts.missing > 0 { counts.missing -= 1 }
            return .past
        }
        news += 1
        note(packet.sequence, in: &counts.sequenceOfAll)
        if !options.isEmpty { note(packet.sequence, in: &spanWithOptions) }
        if packet.demo?.reaches(8) == true { hasState = true }
        decoder.update(&telemetry, with: packet, at: time)
        return .news
    }

    /// Notes that a client asked for navdata.
    mutating func countWakeUp() { counts.wakeUps += 1 }

    private mutating func noteStatusOnly(_ isStatusOnly: Bool) {
        if isStatusOnly { counts.statusOnly += 1 }
    }

    private mutating func noteArrival(at time: Duration) {
        firstTime = firstTime ?? time
        if let lastTime, time - lastTime > counts.longestGap ?? .zero {
            counts.longestGap = time - lastTime
            counts.longestGapStart = lastTime
        }
        lastTime = max(time, lastTime ?? time)
    }

    private func note(_ sequence: UInt32, in span: inout NavdataSummary.SequenceSpan?) {
        span = NavdataSummary.SequenceSpan(first: span?.first ?? sequence, last: sequence)
    }

    private mutating func extendRun(at time: Duration) {
        let arrival = Arrival(sequence: packet.sequence, time: time)
        run = (first: run?.first ?? arrival, newest: arrival)
    }

    private mutating func endRun() {
        pastRuns = runs
        run = nil
    }

    /// Numbers and time of all runs.
    private var runs: (numbers: Int, time: Duration) {
        guard let run else { return pastRuns }
        return (
            pastRuns.numbers + Int(run.newest.sequence) - Int(run.first.sequence),
            pastRuns.time + max(.zero, run.newest.time - run.first.time)
        )
    }

    /// The counts so far.
    var summary: NavdataSummary {
        var summary = counts
        summary.sequence = spanWithOptions ?? counts.sequenceOfAll
        let runs = runs
        if runs.numbers > 0, runs.time > .zero { summary.rate = Double(runs.numbers) / runs.time.seconds }
        if let firstTime, let lastTime, news > 1, lastTime > firstTime {
            summary.arrivalRate = Double(news - 1) / (lastTime - firstTime).seconds
        }
        return summary
    }

    /// What the packets so far tell about the drone.
    var findings: DroneFindings {
        DroneFindings(
            generation: decoder.generation, firmware: decoder.firmware, evidence: decoder.evidence,
            numbering: hasState ? numbering : nil, numberingBasis: hasState ? decoder.controlStates.basis : nil)
    }
}

extension NavdataError {
    /// The kind of fault in one word, without its numbers, to count by.
    var reason: String {
        switch self {
        case .tooShort: "too_short"
        case .header: "header"
        case .optionHead: "option_head"
        case .optionTooSmall: "option_too_small"
        case .optionOverruns: "option_overruns"
        case .checksumSize: "checksum_size"
        case .checksumMissing: "checksum_missing"
        case .checksum: "checksum"
        }
    }
}
