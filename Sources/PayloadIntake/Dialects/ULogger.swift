import DroneModel
import WebExchange

/// uLogger: a session of forms at `client/index.php` (bfabiszewski/ulogger-android, `WebHelper.java`).
enum ULogger {
    /// The cookie of its session.
    static let cookie = "ulogger"

    static func read(_ request: WebRequest, _ hint: IntakeHint) throws(IntakeProblem) -> PhonePost {
        var image: [UInt8]?
        let fields: FormFields
        if request.mediaType == "multipart/form-data" {
            let form: MultipartForm
            do { form = try MultipartForm(request.body, contentType: request.headers["content-type"] ?? "") } catch {
                throw IntakeProblem(400, error.description)
            }
            var texts = FormFields()
            for part in form.parts where part.filename == nil && part.content.count <= 4096 {
                texts.append(part.name, String(decoding: part.content, as: UTF8.self))
            }
            fields = texts
            image = form.parts.first { $0.name == "image" }?.content
        } else {
            fields = FormFields(request.body)
        }
        switch fields["action"] {
        case "auth": return auth(fields)
        case "addtrack":
            let name = fields["track"] ?? ""
            return PhonePost(.uLogger, reply: .json("{\"error\":false,\"trackid\":\(trackNumber(name))}"))
        case "addpos": return try addPosition(fields, image, hint)
        default:
            throw IntakeProblem(400, "uLogger: action is none of auth, addtrack, addpos")
        }
    }

    /// The user and password of a form `auth`.
    static func credentials(_ request: WebRequest) -> (user: String, password: String)? {
        guard request.mediaType != "multipart/form-data" else { return nil }
        let fields = FormFields(request.body)
        guard fields["action"] == "auth", let user = fields["user"] else { return nil }
        return (user, fields["pass"] ?? "")
    }

    /// The user and password that the cookie of a session holds.
    static func session(_ request: WebRequest) -> (user: String, password: String)? {
        guard let bytes = request.cookie(cookie).flatMap({ Base64Text.decode($0) }) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1)
        return parts.first.map { (String($0), parts.count > 1 ? String(parts[1]) : "") }
    }

    private static func auth(_ fields: FormFields) -> PhonePost {
        var reply = WebResponse.json("{\"error\":false}")
        let credentials = Array("\(fields["user"] ?? ""):\(fields["pass"] ?? "")".utf8)
        // Without the padding, which cookies do not take.
        let value = Base64Text.encode(credentials).filter { $0 != "=" }
        reply.headers["Set-Cookie"] = "\(cookie)=\(value); Path=/; HttpOnly; SameSite=Strict"
        return PhonePost(.uLogger, reply: reply)
    }

    /// A number for a track of this name, always the same, so that no list of tracks has to be kept.
    private static func trackNumber(_ name: String) -> Int {
        name.utf8.reduce(1) { number, byte in (number * 31 + Int(byte)) % 999_983 } + 1
    }

    private static func addPosition(
        _ fields: FormFields, _ image: [UInt8]?, _ hint: IntakeHint
    ) throws(IntakeProblem) -> PhonePost {
        var draft = FixDraft()
        draft.timeText = fields["time"] ?? ""
        draft.time = fields["time"].flatMap { UTCTime(told: $0) }
        draft.latitude = fields["lat"]?.finiteNumber
        draft.longitude = fields["lon"]?.finiteNumber
        draft.altitude = fields["altitude"]?.finiteNumber
        draft.speed = fields["speed"]?.finiteNumber
        draft.course = fields["bearing"]?.finiteNumber
        draft.accuracy = fields["accuracy"]?.finiteNumber
        var post = PhonePost(.uLogger, reply: .json("{\"error\":false}"))
        post.fixes = [
            try draft.checked(device: hint.device(nil), source: .uLogger, arrival: hint.arrival)
        ]
        if let image { post.photo = try JPEGPhoto.checked(image, time: draft.time) }
        return post
    }
}
