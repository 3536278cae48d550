import DroneModel
import WebExchange

/// The apps that tell a fix as fields: Traccar Client before 9, OsmAnd's online tracking, GPSLogger's custom URL. In the
/// address or in the body as a form.
enum QueryFixes {
    static func read(
        _ dialect: PhoneDialect, _ request: WebRequest, _ hint: IntakeHint
    ) throws(IntakeProblem) -> PhonePost {
        var fields = request.query
        if request.mediaType == "application/x-www-form-urlencoded" {
            for field in FormFields(request.body).fields { fields.append(field.name, field.value) }
        }
        let device = fields["id", "deviceid", "device", "ser", "user"]
        if dialect == .traccar, device == nil, hint.device == nil {
            throw IntakeProblem(400, "no id: set a device identifier in Traccar Client")
        }
        var draft = FixDraft()
        draft.timeText = fields["timestamp", "time"] ?? ""
        draft.time = fields["timestamp", "time"].flatMap { UTCTime(told: $0) }
        if let pair = fields["location"]?.split(separator: ","), pair.count == 2 {
            draft.latitude = String(pair[0]).finiteNumber
            draft.longitude = String(pair[1]).finiteNumber
        }
        draft.latitude = fields["lat", "latitude"]?.finiteNumber ?? draft.latitude
        draft.longitude = fields["lon", "longitude"]?.finiteNumber ?? draft.longitude
        draft.altitude = fields["altitude", "alt"]?.finiteNumber
        draft.accuracy = fields["accuracy", "acc"]?.finiteNumber
        let metresPerSecond = fields["speed", "spd", "s"]?.finiteNumber
        switch dialect {
        case .traccar: draft.speed = fields["speed"]?.finiteNumber.map { $0 * SpeedUnit.knot }
        case .gpsLogger:
            draft.speed =
                metresPerSecond ?? fields["spd_kph"]?.finiteNumber.map { $0 * SpeedUnit.kilometresPerHour }
        default: draft.speed = metresPerSecond
        }
        draft.course = fields["bearing", "heading", "dir"]?.finiteNumber
        draft.battery = fields["batt", "battery"]?.finiteNumber.map { $0 / 100 }
        var post = PhonePost(dialect, reply: .text("OK"))
        post.fixes = [try draft.checked(device: hint.device(device), source: dialect, arrival: hint.arrival)]
        return post
    }
}
