import ArgumentParser
import DroneModel
import DroneProtocol
import FlightRecording
import Foundation
import JSONText
import MissionRehearsal
import Missions

struct FlyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fly",
        abstract: "Fly a mission.",
        discussion: """
            With --rehearse it is flown on the simulated drone in virtual time, by the code that flies real ones, \
            and recorded: a folder for the mission with campaign.json and one recording for every flight, all marked \
            simulated. Otherwise it is flown on a drone, or with --sim on a simulated one on sockets: on a terminal \
            in the cockpit, whose layout 4 shows the mission. There g begins, h pauses, g goes on, n skips a step, x \
            aborts and lands, Enter answers; space lands and the movement keys fly by hand, always. Without a \
            terminal there are plain lines: Enter answers, p pauses, r resumes, s skips, a aborts, q ends. Ctrl-C \
            lands. The safety envelope is checked all the time; what it would do is printed before take-off.

            A lift test leaves a folder with campaign.json and one recording for each flight, for stork report. A \
            flight that was ended early can be flown again; both are in it. --resume goes on with it another time.

            With --ferry the drone's node of the message ferry runs in this program: its pane is layout 6, and the \
            steps that wait for the ferry are fed by it. A mission that says where its stations are (ferry: range, \
            stations) has them run here too when it is rehearsed or flown with --sim: real nodes that hand real \
            bundles on over TCP, while the simulated drone is within range. Each sends each a message; who got what \
            is printed at the end, and the nodes stay in the folder ferry beside the recordings. A rehearsal's time \
            keeps pace with the real one while nodes in range have something to tell each other, and is free of it \
            otherwise.

            Exit status 0 when every flight landed as the mission wanted, 1 when one did not.

            Example: stork fly Missions/lift-quick.yaml --rehearse
            """)

    @Argument(help: ArgumentHelp("The mission's file.", valueName: "mission")) var mission: String
    @Flag(help: "Fly it on the simulated drone in virtual time.") var rehearse = false
    @OptionGroup var drone: DroneOptions
    @Option(help: ArgumentHelp("Of the simulated drone, for --rehearse.", valueName: "number")) var seed: UInt64 = 1
    @Option(
        help: ArgumentHelp(
            "Charge of the simulated drone's first battery, for --rehearse. (default: 100)", valueName: "percent"))
    var charge: Int?
    @Option(
        help: ArgumentHelp(
            "Gusts of the simulated air, for --rehearse: 0.2 is calm indoors, 0.8 a light breeze. (default: 0.2)",
            valueName: "m/s"))
    var gusts: Double?
    @Option(help: ArgumentHelp("Of the air, degrees Celsius.", valueName: "degrees")) var temperature: Double?
    @Option(help: ArgumentHelp("Of the air, hPa.", valueName: "hPa")) var pressure: Double?
    @Option(help: ArgumentHelp("Where it is flown.", valueName: "text")) var place: String?
    @Option(help: ArgumentHelp("The wind, in words.", valueName: "text")) var wind: String?
    @OptionGroup var recording: RecordingOptions
    @Option(
        help: ArgumentHelp(
            "Run the ferry's carrier of this folder beside the mission. (default: none; with stations in the mission a new one)",
            valueName: "folder"))
    var ferry: String?
    @OptionGroup var phone: PhoneOptions
    @Flag(help: "Plain lines also on a terminal.") var plain = false
    @Option(
        help: ArgumentHelp(
            "Go on with a lift test that was ended early, with the first flight that has not landed.",
            valueName: "campaign"))
    var resume: String?
    @OptionGroup var terminal: TerminalOptions
    @Option(
        help: ArgumentHelp(
            "Which game pad flies: auto (the first with a mapping), off, or a device such as /dev/input/event5.",
            valueName: "pad"))
    var gamepad = GamepadOption.automatic
    @Flag(help: "Do not offer a rehearsal before a real flight, and begin at once.") var yes = false
    @Flag(help: "Say how a rehearsal went as one JSON object per flight and line.") var json = false

    func validate() throws {
        if rehearse, drone.sim || drone.drone != nil {
            throw ValidationError("--rehearse flies in virtual time; take --sim or --drone away.")
        }
        if resume != nil, rehearse {
            throw ValidationError("--resume is for flights that take their time; take --rehearse away.")
        }
        if let charge, !(1...100).contains(charge) {
            throw ValidationError("--charge \(charge): 1 to 100 percent.")
        }
        if let gusts, !(0...5).contains(gusts) { throw ValidationError("--gusts \(gusts): 0 to 5 m/s.") }
        if !rehearse, charge != nil || gusts != nil {
            throw ValidationError("--charge and --gusts are of the simulated drone of --rehearse.")
        }
        if let temperature, !(-40...60).contains(temperature) {
            throw ValidationError("--temperature \(temperature): -40 to 60 degrees Celsius.")
        }
        if let pressure, !(300...1100).contains(pressure) {
            throw ValidationError("--pressure \(pressure): 300 to 1100 hPa.")
        }
    }

    func run() async throws {
        let checked: Mission
        do throws(MissionError) { checked = try MissionFiles.read(mission) } catch {
            StandardError.write(error.description)
            throw ExitCode(1)
        }
        if rehearse { return try await rehearseAll(checked) }
        try await LiveMission(command: self, mission: checked).fly()
    }

    // MARK: In virtual time

    /// What the operator said of the day.
    var conditions: LiveCampaign.Conditions {
        LiveCampaign.Conditions(
            temperature: temperature, pressure: pressure.map { $0 * 100 }, place: place, wind: wind)
    }

    func rehearseAll(_ mission: Mission) async throws {
        let defaults = try Defaults.load()
        let shelf = recording.recordings ?? defaults.recordings
        let folder = "\(shelf)/\(Self.stamp())-\(recording.name ?? mission.name)"
        guard !FileManager.default.fileExists(atPath: folder) else {
            StandardError.write("Error: \(folder) is there already; wait a second or give another --name.")
            throw ExitCode(1)
        }
        var command = "stork fly \(self.mission) --rehearse --seed \(seed)"
        if let temperature { command += " --temperature \(temperature)" }
        if let pressure { command += " --pressure \(pressure)" }
        if let charge { command += " --charge \(charge)" }
        if let gusts { command += " --gusts \(gusts)" }
        var rehearsal = CampaignRehearsal(
            mission: mission, seed: seed, folder: folder, temperature: temperature, pressure: pressure.map { $0 * 100 },
            place: place, wind: wind, command: command)
        rehearsal.charge = charge.map { Double($0) / 100 } ?? 1
        rehearsal.gusts = gusts
        let count = mission.flights.count
        let json = json
        if mission.ferry == nil, ferry != nil {
            StandardError.write(
                "Error: \(mission.name) does not say where its stations are; give it ferry: range, stations")
            throw ExitCode(1)
        }
        let field = try await field(of: mission, in: folder)
        rehearsal.ferry = field
        let flights: [CampaignRehearsal.Flight]
        do {
            flights = try await rehearsal.fly { flight in
                StandardOutput.write(json ? Self.json(flight) : Self.line(flight, of: count))
            }
        } catch {
            await field?.stop()
            throw error
        }
        if let field { await report(field) }
        let landed = flights.filter { $0.result.outcome == .landed }.count
        if !json { StandardOutput.write("\(folder): \(landed) of \(count) flights landed; simulated, seed \(seed)") }
        if landed < count { throw ExitCode(1) }
    }

    // MARK: The ferry of a simulated drone

    /// The nodes of the mission's stations and of the drone, each with a message to send; nil where it names none.
    func field(of mission: Mission, in folder: String) async throws -> SimulatedField? {
        guard let stations = mission.ferry else { return nil }
        let field = try await SimulatedField.start(stations, folder: folder + "/ferry", carrier: ferry)
        try await field.sendTrials()
        return field
    }

    /// Says who got what, and ends the nodes.
    func report(_ field: SimulatedField) async {
        for arrival in await field.arrivals() {
            StandardOutput.write(
                json
                    ? JSONValue.object([
                        ("ferry_to", .text(arrival.station)), ("ferry_from", .text(arrival.source)),
                        ("text", .text(arrival.text)),
                    ]).line : "ferry: \(arrival.station) got “\(arrival.text)” from \(arrival.source)")
        }
        for name in await field.withoutMail() where !json { StandardOutput.write("ferry: nothing reached \(name)") }
        await field.stop()
    }

    private static func line(_ flight: CampaignRehearsal.Flight, of count: Int) -> String {
        let result = flight.result
        let load = flight.flight.payload.map { " with \($0.title)" } ?? ""
        let seconds = Int((result.duration / .seconds(1)).rounded())
        let end = result.outcome?.words ?? result.abortion ?? "never took off"
        return "flight \(flight.flight.number) of \(count)\(load): \(end), \(seconds) s"
    }

    private static func json(_ flight: CampaignRehearsal.Flight) -> String {
        JSONValue.object([
            ("flight", .integer(flight.flight.number)), ("recording", .text(flight.recording)),
            ("payload_g", .number(flight.flight.payload.map { $0.mass * 1000 }, decimals: 1)),
            ("outcome", .text(flight.result.outcome?.words ?? "never took off")),
            ("duration_s", .number(flight.result.duration / .seconds(1), decimals: 1)),
            ("broken_rules", .list(flight.result.broken.map { .text($0.line) })), ("simulated", .flag(true)),
        ]).line
    }

    /// `20261125T204500Z`.
    static func stamp(_ date: Date = Date()) -> String {
        var seconds = time_t(date.timeIntervalSince1970)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y%m%dT%H%M%SZ", &parts)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
