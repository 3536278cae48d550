import JSONText

/// What the messages are, as JSON schemas.
///
/// Names beginning with `foxglove.` are those that Foxglove knows how to show (https://docs.foxglove.dev/docs/sdk/schemas);
/// the members are theirs.
enum MCAPSchemas {
    private static let time: JSONValue = object([
        ("sec", type("integer")), ("nsec", type("integer")),
    ])
    private static let point: JSONValue = object([("x", type("number")), ("y", type("number")), ("z", type("number"))])

    private static func type(_ name: String) -> JSONValue { .object([("type", .text(name))]) }

    private static func object(
        _ properties: [(String, JSONValue)], title: String? = nil, description: String? = nil
    ) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = []
        if let title { members.append(("title", .text(title))) }
        if let description { members.append(("description", .text(description))) }
        members.append(("type", .text("object")))
        members.append(("properties", .object(properties.map { (key: $0.0, value: $0.1) })))
        return .object(members)
    }

    private static func schema(_ name: String, _ description: String, _ properties: [(String, JSONValue)])
        -> MCAPWriter.Schema
    {
        MCAPWriter.Schema(name: name, text: object(properties, title: name, description: description).line)
    }

    /// Everything that a navdata packet says; members that it does not say are absent.
    static let telemetry: MCAPWriter.Schema = {
        var fields = SchemaFields()
        TelemetryTrack(simulated: nil).visit(&fields, start: .zero)
        return schema(
            "stork.Telemetry", "What one navdata packet says; units are in the names, unknown values are absent.",
            fields.properties)
    }()

    /// Attitude and height.
    static let pose = schema(
        "foxglove.PoseInFrame",
        "Attitude (x forward, y left, z up) and altitude; where the drone is horizontally is not known and is 0.",
        [
            ("timestamp", time), ("frame_id", type("string")),
            (
                "pose",
                object([
                    ("position", point),
                    (
                        "orientation",
                        object([
                            ("x", type("number")), ("y", type("number")), ("z", type("number")), ("w", type("number")),
                        ])
                    ),
                ])
            ),
        ])

    /// A place on Earth.
    static let location = schema(
        "foxglove.LocationFix", "Position by the drone's GPS receiver.",
        [
            ("timestamp", time), ("frame_id", type("string")), ("latitude", type("number")),
            ("longitude", type("number")), ("altitude", type("number")),
            ("position_covariance", .object([("type", .text("array")), ("items", type("number"))])),
            ("position_covariance_type", type("integer")),
        ])

    /// A line of the event log.
    static let log = schema(
        "foxglove.Log", "What happened.",
        [
            ("timestamp", time), ("level", type("integer")), ("message", type("string")), ("name", type("string")),
            ("file", type("string")), ("line", type("integer")),
        ])

    /// A picture of the camera.
    static let video = schema(
        "foxglove.CompressedVideo", "H.264 in Annex B form, one picture a message.",
        [
            ("timestamp", time), ("frame_id", type("string")),
            ("data", .object([("type", .text("string")), ("contentEncoding", .text("base64"))])),
            ("format", type("string")),
        ])

    /// Collects the members of ``telemetry``.
    private struct SchemaFields: TelemetryFieldVisitor {
        var properties: [(String, JSONValue)] = []

        mutating func number(_ name: StaticString, _ value: Double?, decimals: Int) { add(name, "number") }
        mutating func integer(_ name: StaticString, _ value: Int64?) { add(name, "integer") }
        mutating func word(_ name: StaticString, _ value: String?) { add(name, "string") }
        mutating func flag(_ name: StaticString, _ value: Bool?) { add(name, "boolean") }
        mutating func time(_ name: StaticString, _ value: Duration?) { add(name, "number") }
        mutating func bits(_ name: StaticString, _ value: UInt32) { add(name, "integer") }

        private mutating func add(_ name: StaticString, _ type: String) {
            properties.append(("\(name)", MCAPSchemas.type(type)))
        }
    }
}
