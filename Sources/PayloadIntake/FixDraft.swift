import DroneModel

/// A fix as it was told, in SI units, not yet checked.
struct FixDraft {
    var time: UTCTime?
    /// The time as it was told, for complaints.
    var timeText: String = ""
    var latitude: Double?
    var longitude: Double?
    var altitude: Double?
    var accuracy: Double?
    /// Metres per second; negative is unknown.
    var speed: Double?
    /// Degrees; negative is unknown.
    var course: Double?
    /// 0…1; anything else is unknown.
    var battery: Double?

    /// The earliest time that is believed: a receiver that lost its week count is 1024 weeks behind, and before GPS
    /// there were no fixes.
    static let earliest = UTCTime(nanoseconds: 946_684_800_000_000_000)
    /// How far a phone's clock may be ahead of ours: a wrong zone, not a wrong century.
    static let mostAhead: Duration = .seconds(86_400)

    /// The fix, if it is one.
    func checked(device: String, source: PhoneDialect, arrival: UTCTime) throws(IntakeProblem) -> PhoneFix {
        guard let latitude, let longitude else { throw IntakeProblem(400, "no latitude and longitude") }
        guard latitude.isFinite, (-90...90).contains(latitude) else {
            throw IntakeProblem(400, "latitude \(latitude): -90 to 90 degrees")
        }
        guard longitude.isFinite, (-180...180).contains(longitude) else {
            throw IntakeProblem(400, "longitude \(longitude): -180 to 180 degrees")
        }
        guard let time else {
            throw IntakeProblem(
                400,
                timeText.isEmpty ? "no time" : "time \(timeText.prefix(40)): neither seconds since 1970 nor ISO 8601")
        }
        guard time >= Self.earliest else { throw IntakeProblem(400, "time \(time.text): before the year 2000") }
        guard time <= arrival + Self.mostAhead else {
            throw IntakeProblem(
                400,
                "time \(time.text): more than a day after this computer's \(arrival.text); set the clock that is wrong")
        }
        var fix = PhoneFix(
            device: device, source: source.rawValue, time: time, arrival: arrival, latitude: latitude,
            longitude: longitude)
        fix.altitude = altitude.flatMap { (-1000...100_000).contains($0) ? $0 : nil }
        fix.accuracy = accuracy.flatMap { (0...1e7).contains($0) ? $0 : nil }
        // 1000 m/s: receivers for civil use end at 515.
        fix.speed = speed.flatMap { (0...1000).contains($0) ? $0 : nil }
        fix.course = course.flatMap { (0...360).contains($0) ? ($0 == 360 ? 0 : $0) : nil }
        fix.battery = battery.flatMap { (0...1).contains($0) ? $0 : nil }
        return fix
    }
}

extension UTCTime {
    /// Reads seconds, milliseconds, microseconds or nanoseconds since 1970 (told apart by their size: seconds are below
    /// 2^31 × 10, which is the year 2650) or ISO 8601.
    init?(told text: String) {
        if let time = UTCTime(text: text) {
            self = time
            return
        }
        guard let value = Double(text), value.isFinite else { return nil }
        switch abs(value) {
        // Whole numbers keep their last digit, which a Double of nanoseconds would not.
        case 1e17...: self.init(exactly: text, unit: 1, value)
        case 1e14...: self.init(exactly: text, unit: 1000, value)
        case 2.1e10...: self.init(exactly: text, unit: 1_000_000, value)
        default: self.init(seconds: value)
        }
    }

    private init?(exactly text: String, unit: Int64, _ value: Double) {
        if let whole = Int64(text) {
            let (product, overflows) = whole.multipliedReportingOverflow(by: unit)
            if overflows { return nil }
            self.init(nanoseconds: product)
        } else {
            self.init(seconds: value * Double(unit) / 1e9)
        }
    }
}

/// Units that apps tell speeds in, metres per second.
enum SpeedUnit {
    /// The international knot: 1852 m an hour.
    static let knot = 1852.0 / 3600
    /// Kilometres per hour.
    static let kilometresPerHour = 1000.0 / 3600
}

extension String {
    /// The finite number this is; nil for anything else, `nan` and `inf` too.
    var finiteNumber: Double? { Double(self).flatMap { $0.isFinite ? $0 : nil } }
}
