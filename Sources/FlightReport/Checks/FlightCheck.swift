/// One question asked of a flight: the number, its limits, where they come from, and what to do.
public struct FlightCheck: Equatable, Sendable {
    /// Its name for programs.
    public var id: String
    /// Its name for people.
    public var title: String
    /// How it came out.
    public var verdict: Verdict
    /// The number that decided, in ``unit``; nil where it was not measured.
    public var number: Double?
    /// The unit of ``number`` and of the limits.
    public var unit: String
    /// From this on it is a warning; nil where there is none.
    public var warnLimit: Double?
    /// From this on it is a failure; nil where there is none.
    public var failLimit: Double?
    /// What was found, in words.
    public var finding: String
    /// The limits in words.
    public var limit: String
    /// Where the limits come from.
    public var source: String
    /// What to do; nil where nothing has to be done.
    public var advice: String?

    /// How a check came out.
    public enum Verdict: String, CaseIterable, Sendable {
        /// The limit is broken that nothing should break.
        case fail
        /// Worth a look.
        case warn
        /// As it should be.
        case pass
        /// The recording does not hold what it takes.
        case notMeasured = "not measured"
    }
}

/// What a check asks, before it is asked.
struct CheckRule: Sendable {
    /// Which side of a limit is the bad one.
    enum Side: Sendable {
        case above, below

        func breaks(_ number: Double, _ limit: Double) -> Bool { self == .above ? number >= limit : number <= limit }
    }

    var id: String
    var title: String
    var unit: String
    var decimals = 1
    var side = Side.above
    var warn: Double?
    var fail: Double?
    /// Where the limits come from.
    var source: String
    var advice: String

    /// The check of `number`.
    ///
    /// - Parameters:
    ///   - number: What was measured; nil for nothing.
    ///   - finding: It in words; where it is nil, why.
    func judge(_ number: Double?, _ finding: String) -> FlightCheck {
        let verdict: FlightCheck.Verdict =
            if let number {
                if let fail, side.breaks(number, fail) {
                    .fail
                } else if let warn, side.breaks(number, warn) {
                    .warn
                } else {
                    .pass
                }
            } else { .notMeasured }
        return FlightCheck(
            id: id, title: title, verdict: verdict, number: number, unit: unit, warnLimit: warn, failLimit: fail,
            finding: finding, limit: limit, source: source,
            advice: verdict == .warn || verdict == .fail ? advice : nil)
    }

    /// The check of `number` as an upper bound: at most so much happened, perhaps nothing. Only a pass is certain then.
    func judge(atMost number: Double?, _ finding: String) -> FlightCheck {
        var check = judge(number, finding)
        guard check.verdict == .warn || check.verdict == .fail else { return check }
        check.verdict = .notMeasured
        check.advice = nil
        return check
    }

    private var limit: String {
        func text(_ value: Double) -> String { ReportNumber.text(value, decimals: decimals, unit: unit) }
        let word = side == .above ? "from" : "at or below"
        return [warn.map { "warn \(word) \(text($0))" }, fail.map { "fail \(word) \(text($0))" }].compactMap { $0 }
            .joined(separator: ", ")
    }
}
