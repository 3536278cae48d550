import DroneModel
import FoundationEssentials
import JSONText

/// Writes the members of a telemetry message; unknown ones are left out.
struct JSONFields: TelemetryFieldVisitor {
    private(set) var text = TextBuffer(capacity: 2048)

    init() { text.append("{") }

    /// The whole object.
    mutating func finish() -> [UInt8] {
        text.append("}")
        return text.bytes
    }

    @inline(__always)
    private mutating func begin(_ name: StaticString) {
        if text.count > 1 { text.append(",") }
        text.append("\"")
        text.append(name)
        text.append("\":")
    }

    mutating func number(_ name: StaticString, _ value: Double?, decimals: Int) {
        guard let value else { return }
        let before = text.count
        begin(name)
        if !text.append(value, decimals: decimals) { text.truncate(to: before) }
    }

    mutating func integer(_ name: StaticString, _ value: Int64?) {
        guard let value else { return }
        begin(name)
        text.append(integer: value)
    }

    mutating func word(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        begin(name)
        text.append("\"")
        text.append(text: value)
        text.append("\"")
    }

    mutating func flag(_ name: StaticString, _ value: Bool?) {
        guard let value else { return }
        begin(name)
        if value { text.append("true") } else { text.append("false") }
    }

    mutating func time(_ name: StaticString, _ value: Duration?) {
        guard let value else { return }
        begin(name)
        text.append(seconds: value)
    }

    mutating func bits(_ name: StaticString, _ value: UInt32) {
        begin(name)
        text.append(integer: Int64(value))
    }
}

/// The messages that Foxglove knows, as JSON.
enum FoxgloveMessages {
    /// Levels of `foxglove.Log`.
    static func level(_ severity: DroneEvent.Severity) -> Int {
        switch severity {
        case .command: 1
        case .notice: 2
        case .warning: 3
        case .alarm: 4
        }
    }

    static func log(_ message: String, level: Int, name: String, at time: UInt64) -> [UInt8] {
        Array(
            JSONValue.object([
                ("timestamp", stamp(time)), ("level", .integer(level)), ("message", .text(message)),
                ("name", .text(name)), ("file", .text("")), ("line", .integer(0)),
            ]).line.utf8)
    }

    /// The drone's body has z down and y right; Foxglove's has z up and y left, so that pitch and yaw change their sign.
    static func pose(_ attitude: Attitude, altitude: Double?, at time: UInt64) -> [UInt8] {
        let orientation = Orientation(
            roll: attitude.roll.radians, pitch: -attitude.pitch.radians, yaw: -attitude.yaw.radians)
        return Array(
            JSONValue.object([
                ("timestamp", stamp(time)), ("frame_id", .text("takeoff")),
                (
                    "pose",
                    .object([
                        (
                            "position",
                            .object([
                                ("x", .integer(0)), ("y", .integer(0)), ("z", .number(altitude ?? 0, decimals: 3)),
                            ])
                        ),
                        (
                            "orientation",
                            .object([
                                ("x", .number(orientation.x, decimals: 6)), ("y", .number(orientation.y, decimals: 6)),
                                ("z", .number(orientation.z, decimals: 6)), ("w", .number(orientation.w, decimals: 6)),
                            ])
                        ),
                    ])
                ),
            ]).line.utf8)
    }

    static func location(_ position: GeoPosition, at time: UInt64) -> [UInt8] {
        var text = TextBuffer(capacity: 256)
        text.append(text: "{\"timestamp\":\(stamp(time).line),\"frame_id\":\"earth\",\"latitude\":")
        text.append(position.latitude, decimals: 8)
        text.append(",\"longitude\":")
        text.append(position.longitude, decimals: 8)
        text.append(",\"altitude\":")
        if !text.append(position.elevation, decimals: 2) { text.append("0") }
        // Covariance type 0 is "unknown".
        text.append(",\"position_covariance\":[0,0,0,0,0,0,0,0,0],\"position_covariance_type\":0}")
        return text.bytes
    }

    static func video(_ payload: [UInt8], at time: UInt64) -> [UInt8] {
        var text = TextBuffer(capacity: payload.count * 4 / 3 + 128)
        text.append(text: "{\"timestamp\":\(stamp(time).line),\"frame_id\":\"camera\",\"format\":\"h264\",\"data\":\"")
        text.append(text: Data(payload).base64EncodedString())
        text.append("\"}")
        return text.bytes
    }

    private static func stamp(_ time: UInt64) -> JSONValue {
        .object([("sec", .integer(time / 1_000_000_000)), ("nsec", .integer(time % 1_000_000_000))])
    }
}

/// A rotation as a unit quaternion.
struct Orientation {
    var x: Double
    var y: Double
    var z: Double
    var w: Double

    /// The rotation about z by `yaw`, then about the turned y by `pitch`, then about the turned x by `roll`, radians.
    init(roll: Double, pitch: Double, yaw: Double) {
        let (sr, cr) = (sine(roll / 2), cosine(roll / 2))
        let (sp, cp) = (sine(pitch / 2), cosine(pitch / 2))
        let (sy, cy) = (sine(yaw / 2), cosine(yaw / 2))
        w = cr * cp * cy + sr * sp * sy
        x = sr * cp * cy - cr * sp * sy
        y = cr * sp * cy + sr * cp * sy
        z = cr * cp * sy - sr * sp * cy
    }
}
