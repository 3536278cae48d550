import DroneModel
import WebExchange

/// What IP Webcam tells of its sensors: `{"<sensor>":{"unit":"…","data":[[epoch ms,[v,…]],…]}}` (home-assistant-libs,
/// pydroid-ipcam). How it names its place is documented nowhere, so that both forms that people look for are read: a
/// sensor `gps` whose values begin with latitude and longitude, and members `latitude` and `longitude`.
enum IPWebcam {
    private struct Form: Decodable {
        var gps: Gps?
        var battery: Sensor?
        var latitude: LenientNumber?
        var longitude: LenientNumber?
        var accuracy: LenientNumber?
        var altitude: LenientNumber?
        var speed: LenientNumber?
        var bearing: LenientNumber?
        var time: LenientText?
        var timestamp: LenientText?

        enum CodingKeys: String, CodingKey {
            case gps, latitude, longitude, accuracy, altitude, speed, bearing, time, timestamp
            case battery = "battery_level"
        }
    }

    /// The sensor or the members, whichever there is.
    private struct Gps: Decodable {
        var readings: [Reading]
        var members: Place?

        struct Place: Decodable {
            var latitude: LenientNumber?
            var longitude: LenientNumber?
            var accuracy: LenientNumber?
            var altitude: LenientNumber?
            var speed: LenientNumber?
            var bearing: LenientNumber?
            var time: LenientText?
            var timestamp: LenientText?
        }

        init(from decoder: any Decoder) throws {
            readings = (try? Sensor(from: decoder))?.readings ?? []
            members = try? Place(from: decoder)
        }
    }

    private struct Sensor: Decodable {
        var data: [Lenient<Reading>]?

        /// At most two hours of one a second.
        var readings: [Reading] { (data ?? []).suffix(7200).compactMap(\.value) }
    }

    /// A moment and its values.
    private struct Reading: Decodable {
        var time: String
        var values: [Double]

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            time = try list.decode(LenientText.self).value ?? ""
            values = try list.decode([LenientNumber].self).prefix(8).map { $0.value ?? .nan }
        }
    }

    static func read(_ request: WebRequest, _ hint: IntakeHint) throws(IntakeProblem) -> PhonePost {
        let form = try LenientJSON.decode(Form.self, request.body)
        let device = hint.device(request.query["device", "id"])
        var post = PhonePost(.ipWebcam, reply: .text("OK"))
        let battery = form.battery?.readings.last?.values.first.map { $0 / 100 }
        for (index, reading) in (form.gps?.readings ?? []).enumerated() where reading.values.count >= 2 {
            var draft = FixDraft()
            draft.timeText = reading.time
            draft.time = UTCTime(told: reading.time)
            draft.latitude = reading.values[0]
            draft.longitude = reading.values[1]
            draft.battery = battery
            post.take(draft, index, device: device, arrival: hint.arrival)
        }
        if !post.fixes.isEmpty || !post.refusals.isEmpty { return post }
        let place = form.gps?.members
        var draft = FixDraft()
        draft.latitude = place?.latitude?.value ?? form.latitude?.value
        draft.longitude = place?.longitude?.value ?? form.longitude?.value
        // Nothing of a place: the sensors are off, or are others.
        guard draft.latitude != nil, draft.longitude != nil else { return post }
        draft.timeText =
            (place?.time ?? place?.timestamp ?? form.time ?? form.timestamp)?.value ?? hint.arrival.text
        draft.time = UTCTime(told: draft.timeText)
        draft.accuracy = place?.accuracy?.value ?? form.accuracy?.value
        draft.altitude = place?.altitude?.value ?? form.altitude?.value
        draft.speed = place?.speed?.value ?? form.speed?.value
        draft.course = place?.bearing?.value ?? form.bearing?.value
        draft.battery = battery
        post.take(draft, 0, device: device, arrival: hint.arrival)
        return post
    }
}
