/// A moment of UTC, to the nanosecond; 1678 to 2262.
public struct UTCTime: Hashable, Sendable, Comparable {
    /// Nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public var nanoseconds: Int64

    /// A moment.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// So many seconds since 1970; nil where 64 bits of nanoseconds do not take them.
    public init?(seconds: Double) {
        guard seconds.isFinite, abs(seconds) < 9.2e9 else { return nil }
        let whole = seconds.rounded(.down)
        nanoseconds = Int64(whole) * 1_000_000_000 + Int64(((seconds - whole) * 1e9).rounded())
    }

    /// Seconds since 1970.
    public var seconds: Double { Double(nanoseconds) / 1e9 }

    /// The earlier one.
    public static func < (left: UTCTime, right: UTCTime) -> Bool { left.nanoseconds < right.nanoseconds }

    /// How much later this is than `other`; 292 years at most.
    public static func - (left: UTCTime, right: UTCTime) -> Duration {
        let (difference, overflows) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
        return .nanoseconds(overflows ? (left < right ? .min : .max) : difference)
    }

    /// This moment and so much more; held to what 64 bits take.
    public static func + (left: UTCTime, right: Duration) -> UTCTime {
        let (seconds, attoseconds) = right.components
        let (product, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflows) = left.nanoseconds.addingReportingOverflow(product)
        if isTooLong || overflows { return UTCTime(nanoseconds: seconds < 0 ? .min : .max) }
        let (total, spills) = sum.addingReportingOverflow(attoseconds / 1_000_000_000)
        return UTCTime(nanoseconds: spills ? (attoseconds < 0 ? .min : .max) : total)
    }
}

// MARK: Text

extension UTCTime {
    /// Days since 1970 of a date of the Gregorian calendar, which is taken to have held for ever.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        // Years from March on, so that the leap day is the last (Howard Hinnant's algorithm).
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Year, month, day, hour, minute, second of UTC, and the nanoseconds beyond.
    public var calendar: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, nanosecond: Int) {
        let whole = Int(nanoseconds)
        let second = whole >= 0 ? whole / 1_000_000_000 : (whole - 999_999_999) / 1_000_000_000
        let days = second >= 0 ? second / 86_400 : (second - 86_399) / 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let rest = second - days * 86_400
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1,
            rest / 3600, rest / 60 % 60, rest % 60, whole - second * 1_000_000_000
        )
    }

    private static func padded(_ value: Int, _ digits: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// `2023-11-14T22:13:20Z`; with milliseconds where there are any, with more digits where there are more.
    public var text: String {
        let time = calendar
        var fraction = ""
        if time.nanosecond % 1_000_000 != 0 {
            fraction = "." + Self.padded(time.nanosecond, 9)
        } else if time.nanosecond != 0 {
            fraction = "." + Self.padded(time.nanosecond / 1_000_000, 3)
        }
        let date = "\(Self.padded(time.year, 4))-\(Self.padded(time.month, 2))-\(Self.padded(time.day, 2))"
        let clock = "\(Self.padded(time.hour, 2)):\(Self.padded(time.minute, 2)):\(Self.padded(time.second, 2))"
        return "\(date)T\(clock)\(fraction)Z"
    }

    /// `20231114T221320Z`: for names of files.
    public var compactText: String {
        let time = calendar
        let date = Self.padded(time.year, 4) + Self.padded(time.month, 2) + Self.padded(time.day, 2)
        return "\(date)T\(Self.padded(time.hour, 2))\(Self.padded(time.minute, 2))\(Self.padded(time.second, 2))Z"
    }

    /// Reads `2023-11-14T22:13:20Z`, with a blank for the `T`, colons, slashes or dashes in the date, fractions of a second,
    /// `Z`, `+01:00`, `+0100` or nothing for UTC; nil where it is no such time.
    public init?(text: some StringProtocol) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.skip("-:/"), let month = reader.number(2), reader.skip("-:/"),
            let day = reader.number(2), reader.skip("T t"), let hour = reader.number(2), reader.skip(":"),
            let minute = reader.number(2), reader.skip(":"), let second = reader.number(2),
            (1678...2261).contains(year), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        let nanosecond = reader.skip(".,") ? reader.fraction() : 0
        guard let nanosecond, let offset = reader.offset() else { return nil }
        let whole = Self.days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second
        self.init(nanoseconds: Int64(whole - offset) * 1_000_000_000 + Int64(nanosecond))
        // The 31st of a month that has 30 days is another day: no date.
        let date = UTCTime(nanoseconds: nanoseconds + Int64(offset) * 1_000_000_000).calendar
        if second < 60, date.day != day { return nil }
    }

    /// Takes digits from the beginning of a text.
    private struct DigitReader {
        private var rest: ArraySlice<UInt8>

        init(_ text: some StringProtocol) { rest = Array(text.utf8.prefix(64))[...] }

        mutating func number(_ digits: Int) -> Int? {
            guard rest.count >= digits, rest.prefix(digits).allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            defer { rest = rest.dropFirst(digits) }
            return rest.prefix(digits).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }

        mutating func skip(_ characters: String) -> Bool {
            guard let first = rest.first, characters.utf8.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }

        /// The digits after the point as nanoseconds; nil where there is none.
        mutating func fraction() -> Int? {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(digits.count)
            let nine = digits.prefix(9).reduce(0) { $0 * 10 + Int($1 - 0x30) }
            return (digits.count..<max(9, digits.count)).reduce(nine) { value, _ in value * 10 }
        }

        /// What a zone is ahead of UTC, seconds; nil for something else than a zone.
        mutating func offset() -> Int? {
            if rest.isEmpty { return 0 }
            if skip("Zz") { return rest.isEmpty ? 0 : nil }
            guard let sign = rest.first, skip("+-"), let hours = number(2) else { return nil }
            _ = skip(":")
            let minutes = rest.isEmpty ? 0 : number(2)
            guard let minutes, rest.isEmpty, hours < 24, minutes < 60 else { return nil }
            return (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
        }
    }
}
