import DroneModel
import WebExchange

/// Traccar Client 9 and later.
enum TraccarJSON {
    private struct Form: Decodable {
        struct Location: Decodable {
            struct Coordinates: Decodable {
                var latitude: LenientNumber?
                var longitude: LenientNumber?
                var accuracy: LenientNumber?
                var speed: LenientNumber?
                var heading: LenientNumber?
                var altitude: LenientNumber?
            }

            struct Battery: Decodable { var level: LenientNumber? }

            var timestamp: LenientText?
            var coords: Coordinates?
            var battery: Battery?
        }

        var location: Location?
        var deviceID: LenientText?

        enum CodingKeys: String, CodingKey {
            case location
            case deviceID = "device_id"
        }
    }

    static func read(_ request: WebRequest, _ hint: IntakeHint) throws(IntakeProblem) -> PhonePost {
        let form = try LenientJSON.decode(Form.self, request.body)
        guard let location = form.location else { throw IntakeProblem(400, "no location in it") }
        if form.deviceID?.value == nil, hint.device == nil {
            throw IntakeProblem(400, "no device_id: set a device identifier in Traccar Client")
        }
        var draft = FixDraft()
        draft.timeText = location.timestamp?.value ?? ""
        draft.time = location.timestamp?.value.flatMap { UTCTime(told: $0) }
        draft.latitude = location.coords?.latitude?.value
        draft.longitude = location.coords?.longitude?.value
        draft.altitude = location.coords?.altitude?.value
        draft.accuracy = location.coords?.accuracy?.value
        draft.speed = location.coords?.speed?.value
        draft.course = location.coords?.heading?.value
        draft.battery = location.battery?.level?.value
        var post = PhonePost(.traccarJSON, reply: .text("OK"))
        post.fixes = [
            try draft.checked(
                device: hint.device(form.deviceID?.value), source: .traccarJSON, arrival: hint.arrival)
        ]
        return post
    }
}
