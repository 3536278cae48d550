/// Times as people and files write them, in UTC.
enum UTCText {
    /// `2026-01-31T12:00:00.123Z` for a time since 1970; the year is held to 1 to 9999.
    static func text(_ time: Duration) -> String {
        let (seconds, attoseconds) = time.components
        let whole = max(-62_135_596_800, min(253_402_300_799, seconds))
        let fraction = whole == seconds ? attoseconds / 1_000_000_000_000_000 : whole < seconds ? 999 : 0
        let milliseconds = whole * 1000 + fraction
        let (days, rest) = divided(milliseconds, by: 86_400_000)
        let date = civil(days: days)
        let clock = "\(padded(rest / 3_600_000, 2)):\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1000 % 60, 2))"
        return
            "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(clock).\(padded(rest % 1000, 3))Z"
    }

    /// The day that lies `days` after 1970-01-01 in the Gregorian calendar, also for days before it began.
    ///
    /// Counts in years that begin on 1 March, so that the leap day is the last, and in eras of 400 years, which all
    /// have 146,097 days.
    static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = divided(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The quotient rounded down, and what is left, never negative.
    private static func divided(_ value: Int64, by divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }

    static func padded(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
