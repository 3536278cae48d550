import DroneModel
import WebExchange

/// OwnTracks in HTTP mode (owntracks/booklet, `tech/http` and `tech/json`).
enum OwnTracks {
    private struct Form: Decodable {
        var _type: String?
        var lat: LenientNumber?
        var lon: LenientNumber?
        var tst: LenientText?
        var acc: LenientNumber?
        var alt: LenientNumber?
        var vel: LenientNumber?
        var cog: LenientNumber?
        var batt: LenientNumber?
        var tid: String?
        var topic: String?
        var image: String?
    }

    static func read(_ request: WebRequest, _ hint: IntakeHint) throws(IntakeProblem) -> PhonePost {
        var post = PhonePost(.ownTracks, reply: .json("[]"))
        // An empty body is a ping.
        if request.body.isEmpty { return post }
        let form = try LenientJSON.decode(Form.self, request.body)
        if form._type == "encrypted" {
            throw IntakeProblem(400, "OwnTracks encrypts: take the encryption key out of its settings")
        }
        // Other types say how the app is, not where.
        guard form._type == "location" else { return post }
        var draft = FixDraft()
        draft.timeText = form.tst?.value ?? ""
        draft.time = form.tst?.value.flatMap { UTCTime(told: $0) }
        draft.latitude = form.lat?.value
        draft.longitude = form.lon?.value
        draft.altitude = form.alt?.value
        draft.accuracy = form.acc?.value
        draft.speed = form.vel?.value.map { $0 * SpeedUnit.kilometresPerHour }
        draft.course = form.cog?.value
        draft.battery = form.batt?.value.map { $0 / 100 }
        let device = hint.device(
            request.headers["x-limit-d"] ?? form.topic.flatMap { $0.split(separator: "/").last.map(String.init) }
                ?? form.tid)
        post.fixes = [try draft.checked(device: device, source: .ownTracks, arrival: hint.arrival)]
        if let image = form.image {
            guard let bytes = Base64Text.decode(image) else { throw IntakeProblem(400, "image: no Base64") }
            post.photo = try JPEGPhoto.checked(bytes, time: draft.time)
        }
        return post
    }
}
