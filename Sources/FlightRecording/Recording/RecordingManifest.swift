import FoundationEssentials

/// A recording's `manifest.json`: what the packets do not say.
///
/// Written when the recording begins and again when it ends; a recording whose program died has no ``end``.
public struct RecordingManifest: Equatable, Sendable, Codable {
    /// The version of this form; 1.
    public var format: Int
    /// The program and its version, such as `stork 0.1.0`.
    public var program: String
    /// What a person called the recording.
    public var name: String
    /// Whether the drone was a simulated one; nil where nobody knew.
    public var simulated: Bool?
    /// The seed of the simulated drone.
    public var seed: UInt64?
    /// Which drone it was.
    public var drone: Drone
    /// When the recording began.
    public var clock: Clock
    /// What the drone carried when the recording began, grams; nil where nobody said. Changes are in `events.jsonl`.
    public var payloadGrams: Double?
    /// The hull, such as `indoor`; nil where nobody said.
    public var hull: String?
    /// The mission that was flown; nil for a flight by hand.
    public var mission: Mission?
    /// The ports of the drone as they were; the packets have the drone's standard ports.
    public var ports: [String: Int]
    /// How the recording ended; nil while it runs, and where its program died.
    public var end: End?

    /// Which drone.
    public struct Drone: Equatable, Sendable, Codable {
        /// `AR.Drone 2.0`, `AR.Drone 1.0`; nil while unknown.
        public var model: String?
        /// The firmware; nil while unknown.
        public var firmware: String?
        /// The host name or address the program was told.
        public var host: String

        /// A drone.
        public init(model: String? = nil, firmware: String? = nil, host: String) {
            self.model = model
            self.firmware = firmware
            self.host = host
        }
    }

    /// Both clocks at the moment that is time 0 of the recording.
    public struct Clock: Equatable, Sendable, Codable {
        /// The host's UTC clock, nanoseconds since 1970. Packets carry this plus monotonic time since.
        public var utcNanoseconds: Int64
        /// The host's monotonic clock, nanoseconds since an arbitrary moment.
        public var monotonicNanoseconds: Int64

        /// Both clocks.
        public init(utcNanoseconds: Int64, monotonicNanoseconds: Int64) {
            self.utcNanoseconds = utcNanoseconds
            self.monotonicNanoseconds = monotonicNanoseconds
        }
    }

    /// Which mission.
    public struct Mission: Equatable, Sendable, Codable {
        /// Its name.
        public var name: String
        /// SHA-256 of its text with all includes, lower-case hexadecimal.
        public var sha256: String

        /// A mission.
        public init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    /// How the recording ended.
    public struct End: Equatable, Sendable, Codable {
        /// How long it was, nanoseconds.
        public var durationNanoseconds: Int64
        /// Packets written.
        public var packets: Int
        /// Packets lost because the disk did not keep up or failed.
        public var dropped: Int
        /// What stopped the writing before the flight ended, such as a full disk; nil for nothing.
        public var problem: String?

        /// An end.
        public init(durationNanoseconds: Int64, packets: Int, dropped: Int, problem: String? = nil) {
            self.durationNanoseconds = durationNanoseconds
            self.packets = packets
            self.dropped = dropped
            self.problem = problem
        }
    }

    /// A manifest of a recording that begins.
    public init(program: String, name: String, simulated: Bool?, seed: UInt64? = nil, drone: Drone, clock: Clock) {
        format = 1
        self.program = program
        self.name = name
        self.simulated = simulated
        self.seed = seed
        self.drone = drone
        self.clock = clock
        ports = [:]
    }

    /// When the recording began, since 1970-01-01 00:00 UTC.
    public var start: Duration { .nanoseconds(clock.utcNanoseconds) }

    /// The text of `manifest.json`.
    public func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// Reads `manifest.json`; `name` stands for it in errors.
    public init(text: String, name: String) throws(RecordingError) {
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            self = try decoder.decode(Self.self, from: Data(text.utf8))
        } catch {
            throw .badManifest(name: name, reason: "\(error)")
        }
        if format != 1 { throw .badManifest(name: name, reason: "it has format \(format), this program reads 1") }
    }
}
