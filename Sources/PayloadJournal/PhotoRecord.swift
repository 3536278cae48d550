public import DroneModel
import FoundationEssentials
import JSONText

/// A stored photo: a line of `photos.jsonl`.
public struct PhotoRecord: Equatable, Sendable {
    /// Its file in the folder `photos`.
    public var name: String
    /// The phone.
    public var device: String
    /// When it was taken, as far as is known.
    public var time: UTCTime
    /// Where that time is from: `exif`, `request` or `arrival`.
    public var timeSource: String
    /// When it came.
    public var arrival: UTCTime
    /// The length of the file.
    public var bytes: Int

    var line: String {
        JSONValue.object([
            ("name", .text(name)), ("device", .text(device)), ("time", .text(time.text)),
            ("time_source", .text(timeSource)), ("arrival", .text(arrival.text)), ("bytes", .integer(bytes)),
        ]).line
    }

    private struct Form: Decodable {
        var name: String
        var device: String
        var time: String
        var timeSource: String
        var arrival: String
        var bytes: Int

        enum CodingKeys: String, CodingKey {
            case name, device, time, arrival, bytes
            case timeSource = "time_source"
        }
    }

    init(name: String, device: String, time: UTCTime, timeSource: String, arrival: UTCTime, bytes: Int) {
        self.name = name
        self.device = device
        self.time = time
        self.timeSource = timeSource
        self.arrival = arrival
        self.bytes = bytes
    }

    /// Reads a line; nil where it is none.
    public init?(line: some StringProtocol) {
        guard let form = try? JSONDecoder().decode(Form.self, from: Data(line.utf8)),
            let time = UTCTime(text: form.time), let arrival = UTCTime(text: form.arrival),
            // A name of ours leads to no other folder.
            !form.name.isEmpty, !form.name.hasPrefix("."), !form.name.contains("/")
        else { return nil }
        self.init(
            name: form.name, device: form.device, time: time, timeSource: form.timeSource, arrival: arrival,
            bytes: form.bytes)
    }
}
