import JSONText

/// Numbers, times and dates as a report shows them.
public enum ReportNumber {
    /// What stands where nothing was measured.
    public static let unknown = "n/a"

    /// A number with exactly so many decimals and its unit; ``unknown`` for nil and for what is no number.
    public static func text(_ value: Double?, decimals: Int, unit: String = "") -> String {
        guard let value, let text = DecimalNumber.fixed(value, decimals: decimals) else { return unknown }
        let number = text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : text
        // A degree stands close to its number; every other unit does not (ISO 80000-1, 7.1.4).
        return unit.isEmpty || unit == "°" ? number + unit : "\(number)\u{A0}\(unit)"
    }

    /// A whole number with its thousands set apart.
    public static func count(_ value: Int) -> String {
        var digits = String(value.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (value < 0 ? "\u{2212}" : "") + ([digits] + groups).joined(separator: "\u{202F}")
    }

    /// A moment since the beginning: `3:07`, `1:02:45`; with a tenth where `tenths` is set.
    public static func clock(_ seconds: Double, tenths: Bool = false) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return unknown }
        let all = Int((seconds * (tenths ? 10 : 1)).rounded(tenths ? .toNearestOrEven : .down))
        let whole = tenths ? all / 10 : all
        let fraction = tenths ? ".\(all % 10)" : ""
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        let tail = (rest < 10 ? "0" : "") + "\(rest)\(fraction)"
        if hours == 0 { return "\(minutes):\(tail)" }
        return "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes):\(tail)"
    }

    /// How long something took, in words: `45.2 s`, `12 min 05 s`, `1 h 02 min`.
    public static func duration(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite, seconds >= 0, seconds < 1e9 else { return unknown }
        if seconds < 59.95 { return text(seconds, decimals: 1, unit: "s") }
        let whole = Int(seconds.rounded())
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
        if hours > 0 { return "\(hours)\u{A0}h \(two(minutes))\u{A0}min" }
        return "\(minutes)\u{A0}min \(two(rest))\u{A0}s"
    }

    /// A moment of UTC, from seconds since 1970: `2026-01-31 12:00:07 UTC`.
    public static func utc(_ seconds: Int64) -> String {
        guard (0..<253_402_300_800).contains(seconds) else { return unknown }
        let (year, month, day) = date(daysSince1970: Int(seconds / 86_400))
        let time = Int(seconds % 86_400)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
        return "\(year)-\(two(month))-\(two(day)) \(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60)) UTC"
    }

    /// The Gregorian date, by eras of 400 years that begin in March (146,097 days each).
    private static func date(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSince1970 + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}

extension Duration {
    /// The same in seconds.
    var inSeconds: Double { self / .seconds(1) }
}
