import Dispatch
import DroneModel
import FlightRecording
import Missions
import Synchronization

/// `campaign.json` of a lift test that is flown: written when a flight begins and when it ended, so that what was flown
/// counts whatever happens next. Files are written on a queue of its own, in their order. A flight that is flown again is one more run; the first stays with its reason.
final class LiveCampaign: Sendable {
    /// The campaign's folder; the recordings are made in it.
    let folder: String
    private let file: Mutex<CampaignFile>
    private let battery = Mutex(0)
    private let conditions: Conditions
    /// The drone's address.
    private let host: String
    private let queue = DispatchQueue(label: "stork.campaign")
    private let tell: @Sendable (String) -> Void

    /// What the operator said of the day.
    struct Conditions: Sendable {
        var temperature: Double?
        /// Pascals.
        var pressure: Double?
        var place: String?
        var wind: String?
    }

    init(
        folder: String, _ file: CampaignFile, _ conditions: Conditions, host: String,
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.folder = folder
        self.host = host
        self.file = Mutex(file)
        self.conditions = conditions
        self.tell = tell
    }

    /// What the recording of a flight is called: `03-88g`.
    static func name(of flight: MissionFlight?) -> String {
        guard let flight else { return "flight" }
        let number = flight.number < 10 ? "0\(flight.number)" : "\(flight.number)"
        guard let payload = flight.payload else { return "\(number)-flight" }
        return "\(number)-\(Int((payload.mass * 1000).rounded()))g"
    }

    /// How the flights ended that were flown before, by their numbers.
    var flown: [Int: FlightOutcome] {
        file.withLock { file in
            var flown: [Int: FlightOutcome] = [:]
            for run in file.runs {
                guard let number = Self.number(of: run.recording) else { continue }
                flown[number] = run.outcome == .landed ? .landed : .aborted(run.outcome?.text ?? "")
            }
            return flown
        }
    }

    /// The number of the flight in the name of its recording: 3 of `20261126T080000Z-03-88g`.
    private static func number(of recording: String) -> Int? {
        let parts = recording.split(separator: "-")
        return parts.count >= 2 ? Int(parts[1]) : nil
    }

    /// Goes on with the campaign in a folder; a flight during which the program ended counts as ended early.
    ///
    /// - Throws: `RecordingError`, or ``FileProblem`` where it is a campaign of another mission.
    static func resume(_ folder: String, sha256: String) throws -> CampaignFile {
        var file = try CampaignFile.read(folder: folder)
        guard file.mission?.sha256 == sha256 else {
            throw FileProblem(path: folder, reason: "it was flown by another mission, or that has changed since")
        }
        for index in file.runs.indices where file.runs[index].outcome == nil {
            file.runs[index].outcome = .aborted("the program ended in flight")
        }
        return file
    }

    /// The next flight gets a recording of its own.
    func turnOver(_ log: FlightLog, to flight: MissionFlight?, whenDone: @escaping @Sendable () -> Void) {
        queue.async {
            log.turnOver(to: Self.name(of: flight))
            whenDone()
        }
    }

    /// A flight begins, which `log` records.
    func begin(_ log: FlightLog?, payload: PayloadOnBoard?, battery name: String?, _ snapshot: DroneSnapshot) {
        let number = battery.withLock { $0 }
        queue.async { [self] in
            guard let recording = log?.path?.split(separator: "/").last.map(String.init) else { return }
            let identity = snapshot.identity
            file.withLock { file in
                file.drone = RecordingManifest.Drone(
                    model: identity.generation?.description, firmware: identity.firmware.map { "\($0)" }, host: host)
                var run = CampaignFile.Run(recording: recording, order: file.runs.count + 1, payload: payload)
                run.batteryName = name ?? "battery \(max(1, number))"
                run.restingVoltage = snapshot.telemetry.batteryVoltage?.value
                // Not the drone's own, which is that of its electronics: 20 °C too much are 7 % of the density.
                run.temperature = conditions.temperature
                run.pressure = conditions.pressure ?? snapshot.telemetry.pressure?.value
                run.place = conditions.place
                run.wind = conditions.wind
                file.runs.append(run)
            }
            write()
        }
    }

    /// The flight is over.
    func end(_ outcome: FlightOutcome) {
        queue.async { [self] in
            file.withLock { file in
                guard let last = file.runs.indices.last else { return }
                file.runs[last].outcome = CampaignFile.Outcome(text: outcome.words)
            }
            write()
        }
    }

    /// From now on it is another battery.
    func changeBattery() { battery.withLock { $0 += 1 } }

    /// Waits until the file is written.
    func finish() { queue.sync {} }

    private func write() {
        do { try file.withLock({ $0 }).write(folder: folder) } catch { tell("\(error)") }
    }
}
