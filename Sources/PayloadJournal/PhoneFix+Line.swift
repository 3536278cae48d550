public import DroneModel
import FoundationEssentials
import JSONText

extension PhoneFix {
    /// The fix as one line of JSON: what `fixes.jsonl` and recordings hold.
    public var line: String {
        JSONValue.object([
            ("device", .text(device)), ("source", .text(source)), ("time", .text(time.text)),
            ("arrival", .text(arrival.text)), ("lat", .literal("\(latitude)")), ("lon", .literal("\(longitude)")),
            ("alt_m", .number(altitude, decimals: 2)), ("accuracy_m", .number(accuracy, decimals: 2)),
            ("speed_m_s", .number(speed, decimals: 3)), ("course_deg", .number(course, decimals: 2)),
            ("battery", .number(battery, decimals: 3)), ("late", .flag(isLate)),
        ]).line
    }

    private struct Form: Decodable {
        var device: String
        var source: String
        var time: String
        var arrival: String
        var lat: Double
        var lon: Double
        var altitude: Double?
        var accuracy: Double?
        var speed: Double?
        var course: Double?
        var battery: Double?

        enum CodingKeys: String, CodingKey {
            case device, source, time, arrival, lat, lon, battery
            case altitude = "alt_m"
            case accuracy = "accuracy_m"
            case speed = "speed_m_s"
            case course = "course_deg"
        }
    }

    /// Reads a line; nil where it is none.
    public init?(line: some StringProtocol) {
        guard let form = try? JSONDecoder().decode(Form.self, from: Data(line.utf8)),
            let time = UTCTime(text: form.time), let arrival = UTCTime(text: form.arrival)
        else { return nil }
        self.init(
            device: form.device, source: form.source, time: time, arrival: arrival, latitude: form.lat,
            longitude: form.lon)
        altitude = form.altitude
        accuracy = form.accuracy
        speed = form.speed
        course = form.course
        battery = form.battery
    }
}
