import DroneModel
import WebExchange

/// Overland (aaronpk/Overland-iOS). A batch that is not answered by `{"result":"ok"}` is sent again for ever, so that one
/// bad fix in it is left out and counted instead.
enum Overland {
    private struct Form: Decodable { var locations: [Lenient<Feature>] }

    private struct Feature: Decodable {
        struct Geometry: Decodable { var coordinates: [LenientNumber] }

        struct Properties: Decodable {
            var timestamp: LenientText?
            var altitude: LenientNumber?
            var speed: LenientNumber?
            var course: LenientNumber?
            var accuracy: LenientNumber?
            var battery: LenientNumber?
            var device: LenientText?

            enum CodingKeys: String, CodingKey {
                case timestamp, altitude, speed, course
                case accuracy = "horizontal_accuracy"
                case battery = "battery_level"
                case device = "device_id"
            }
        }

        var geometry: Geometry?
        var properties: Properties?
    }

    static func read(_ request: WebRequest, _ hint: IntakeHint) throws(IntakeProblem) -> PhonePost {
        let form = try LenientJSON.decode(Form.self, request.body)
        var post = PhonePost(.overland, reply: .json("{\"result\":\"ok\"}"))
        for (index, feature) in form.locations.enumerated() {
            var draft = FixDraft()
            let properties = feature.value?.properties
            let coordinates = feature.value?.geometry?.coordinates ?? []
            // Trips come among the fixes and are no points.
            draft.longitude = coordinates.first?.value
            draft.latitude = coordinates.count > 1 ? coordinates[1].value : nil
            draft.timeText = properties?.timestamp?.value ?? ""
            draft.time = properties?.timestamp?.value.flatMap { UTCTime(told: $0) }
            draft.altitude = properties?.altitude?.value
            draft.speed = properties?.speed?.value
            draft.course = properties?.course?.value
            draft.accuracy = properties?.accuracy?.value
            draft.battery = properties?.battery?.value
            post.take(draft, index, device: hint.device(properties?.device?.value), arrival: hint.arrival)
        }
        return post
    }
}

/// Sensor Logger (tszheichoi/awesome-sensor-logger, `PUSHING.md`): what all sensors say, of which the places are taken.
enum SensorLogger {
    private struct Form: Decodable {
        var deviceId: LenientText?
        var payload: [Lenient<Reading>]
    }

    private struct Reading: Decodable {
        struct Values: Decodable {
            var latitude: LenientNumber?
            var longitude: LenientNumber?
            var altitude: LenientNumber?
            var speed: LenientNumber?
            var bearing: LenientNumber?
            var horizontalAccuracy: LenientNumber?
            var batteryLevel: LenientNumber?
        }

        var name: String
        var time: LenientText?
        var values: Values?
    }

    static func read(_ request: WebRequest, _ hint: IntakeHint) throws(IntakeProblem) -> PhonePost {
        let form = try LenientJSON.decode(Form.self, request.body)
        var post = PhonePost(.sensorLogger, reply: .text("OK"))
        var battery: Double?
        for (index, entry) in form.payload.enumerated() {
            guard let reading = entry.value else { continue }
            if reading.name == "battery" { battery = reading.values?.batteryLevel?.value ?? battery }
            guard reading.name == "location" else { continue }
            var draft = FixDraft()
            draft.timeText = reading.time?.value ?? ""
            draft.time = reading.time?.value.flatMap { UTCTime(told: $0) }
            draft.latitude = reading.values?.latitude?.value
            draft.longitude = reading.values?.longitude?.value
            draft.altitude = reading.values?.altitude?.value
            draft.speed = reading.values?.speed?.value
            draft.course = reading.values?.bearing?.value
            draft.accuracy = reading.values?.horizontalAccuracy?.value
            draft.battery = battery
            post.take(draft, index, device: hint.device(form.deviceId?.value), arrival: hint.arrival)
        }
        return post
    }
}

extension PhonePost {
    /// Takes a fix of a batch, or says why not.
    mutating func take(_ draft: FixDraft, _ index: Int, device: String, arrival: UTCTime) {
        do throws(IntakeProblem) {
            fixes.append(try draft.checked(device: device, source: dialect, arrival: arrival))
        } catch {
            refusals.append(Refusal(index: index, reason: error.description))
        }
    }
}
