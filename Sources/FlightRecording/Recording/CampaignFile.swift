public import DroneModel
import FoundationEssentials

/// A campaign's `campaign.json`: the recordings in its folder that belong together, and what was known of each flight.
///
/// A campaign is a folder of recordings flown by one lift mission. The file is written again after every flight.
public struct CampaignFile: Equatable, Sendable {
    /// The file's name in the campaign's folder.
    public static let name = "campaign.json"

    /// The mission that was flown; nil for a campaign put together by hand.
    public var mission: RecordingManifest.Mission?
    /// The program and its version, such as `stork 0.1.0`; nil while unknown.
    public var program: String?
    /// Whether the drone was a simulated one; nil where nobody knew.
    public var simulated: Bool?
    /// The seed of the simulated drone and of a random order.
    public var seed: UInt64?
    /// Which drone it was; nil while unknown.
    public var drone: RecordingManifest.Drone?
    /// The hull, such as `indoor`; nil where nobody said.
    public var hull: String?
    /// Mass of the drone with battery and hull, without payload, kilograms; nil where nobody weighed it.
    public var bareMass: Double?
    /// How far that weighing may be off (one standard deviation), kilograms; nil where nobody said.
    public var bareMassUncertainty: Double?
    /// The command line that flies the same campaign again.
    public var command: String?
    /// The flights, in the order in which they were flown.
    public var runs: [Run]

    /// One flight of a campaign.
    public struct Run: Equatable, Sendable {
        /// The recording: the name of a folder in the campaign's folder.
        public var recording: String
        /// Its place in the order of flights, from 1.
        public var order: Int
        /// What was on board; 0 kg for nothing, nil where nobody said.
        public var payload: PayloadOnBoard?
        /// What the battery was called, so that flights on the same one are known; nil where nobody said.
        public var batteryName: String?
        /// Voltage of the battery at rest before the flight, volts; nil while unknown.
        public var restingVoltage: Double?
        /// Of the air, degrees Celsius; nil while unknown.
        public var temperature: Double?
        /// Of the air, pascals; nil while unknown.
        public var pressure: Double?
        /// Where it was flown; nil where nobody said.
        public var place: String?
        /// The wind in the operator's words; nil where nobody said.
        public var wind: String?
        /// How it ended; nil while it runs.
        public var outcome: Outcome?

        /// A flight.
        public init(recording: String, order: Int, payload: PayloadOnBoard? = nil, outcome: Outcome? = nil) {
            self.recording = recording
            self.order = order
            self.payload = payload
            self.outcome = outcome
        }
    }

    /// How a flight ended.
    public enum Outcome: Equatable, Sendable {
        /// As the mission wanted.
        case landed
        /// It was ended early, for this reason.
        case aborted(String)
        /// It did not come off the ground.
        case failedTakeOff
        /// Something this version does not know, in the file's words.
        case other(String)
    }

    /// A campaign without flights yet.
    public init(
        mission: RecordingManifest.Mission? = nil, program: String? = nil, simulated: Bool? = nil, seed: UInt64? = nil,
        drone: RecordingManifest.Drone? = nil, runs: [Run] = []
    ) {
        self.mission = mission
        self.program = program
        self.simulated = simulated
        self.seed = seed
        self.drone = drone
        self.runs = runs
    }

    /// Whether `folder` holds a campaign's file.
    public static func isPresent(in folder: String) -> Bool { FileManager.default.fileExists(atPath: path(in: folder)) }

    /// The largest file that is read, bytes: a flight takes some five hundred.
    private static let largest = 8 << 20

    /// Reads the file in `folder`.
    ///
    /// - Throws: ``RecordingError/notFound(name:)`` where there is none, ``RecordingError/badCampaign(name:reason:)``.
    public static func read(folder: String) throws(RecordingError) -> CampaignFile {
        let path = path(in: folder)
        let attributes: [FileAttributeKey: Any]
        do { attributes = try FileManager.default.attributesOfItem(atPath: path) } catch { throw .notFound(name: path) }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw .badCampaign(name: path, reason: "it is no regular file")
        }
        guard let size = attributes[.size] as? Int, size <= largest else {
            throw .badCampaign(name: path, reason: "it is longer than \(largest >> 20) MiB")
        }
        do {
            let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
            return try CampaignFile(text: text, name: path)
        } catch let error as RecordingError {
            throw error
        } catch {
            throw .unreadable(name: path, reason: "\(error)")
        }
    }

    /// Writes the file into `folder`, in place of an earlier one, which stays whole until the new one is.
    ///
    /// - Throws: ``RecordingError/badCampaign(name:reason:)`` where something in it may not be written or the disk refuses.
    public func write(folder: String) throws(RecordingError) {
        let path = Self.path(in: folder)
        let text = try text(name: path)
        do { try Data(text.utf8).write(to: URL(filePath: path), options: .atomic) } catch {
            throw .badCampaign(name: path, reason: "it cannot be written: \(error)")
        }
    }

    private static func path(in folder: String) -> String { RecordingName.withoutSlash(folder) + "/" + name }

    /// Why `name` cannot be a recording in the campaign's folder; nil where it can.
    ///
    /// A name is one part of a path and cannot lead out of the folder.
    public static func objection(toRecording name: String) -> String? {
        if name.isEmpty { return "a recording has no name" }
        if name == "." || name == ".." || name.contains("/") {
            return "“\(name.prefix(80))” is no name of a folder in the campaign's folder"
        }
        if name.utf8.count > 255 { return "the name “\(name.prefix(80))…” is too long" }
        if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return "the name of a recording has control characters"
        }
        return nil
    }
}
