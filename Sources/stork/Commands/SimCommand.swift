import ArgumentParser
import DroneModel
import DroneProtocol
import DroneSimulation
import Foundation
import ScriptText
import SimulationHost
import Video

struct SimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sim",
        abstract: "Run a simulated AR.Drone on the real ports, for any client.",
        discussion: """
            Speaks UDP 5554 (navdata), 5556 (commands) and 5552 (discovery), TCP 5559 (configuration) and 5551 (FTP \
            with version.txt), and video on 5555: H.264 over TCP for the 2.0, UVLC over UDP for the 1.0. A 2.0 \
            serves its recording on TCP 5553. Prints one line when it is ready. Several drones need an address each, \
            for example 127.0.0.2.

            The cameras see a park that follows from the seed. Frame number and simulated time stand in the strip of \
            blocks along the upper edge. One client is served at a time; a second one waits.

            A fault script is YAML; one fault can be given as a sentence:

              stork sim --fault "blackout at 12 s for 2 s" --fault "loss 5 %"
              stork sim --fault "video-stall at 10 s for 3 s" --fault "video-cut 2 %"
              stork sim --faults bad-day.yaml

            Example: stork sim --payload 88g@0,60,-10mm --seed 7
            """)

    enum Model: String, ExpressibleByArgument, CaseIterable {
        case ardrone1 = "1"
        case ardrone2 = "2"
    }

    enum HullChoice: String, ExpressibleByArgument, CaseIterable {
        case none, outdoor, indoor

        var hull: AircraftParameters.Hull {
            switch self {
            case .none: .bare
            case .outdoor: .outdoor
            case .indoor: .indoor
            }
        }
    }

    @Option(help: "AR.Drone 1.0 or 2.0.")
    var model = Model.ardrone2

    @Option(help: "The hull it wears.")
    var hull = HullChoice.outdoor

    @Option(help: ArgumentHelp("Its firmware, e.g. 2.3.3. (default: 1.11.5 or 2.4.8)", valueName: "version"))
    var firmware: String?

    @Option(
        help: ArgumentHelp(
            "What it carries: mass, and place from its centre (forward, right, down). Repeat for more.",
            valueName: "mass[@x,y,z]"))
    var payload: [PayloadOption] = []

    @Option(help: "Everything random follows from it.")
    var seed: UInt64?

    @Option(help: ArgumentHelp("Fault script.", valueName: "file"))
    var faults: String?

    @Option(
        help: ArgumentHelp(
            "One fault, e.g. \"motor-stall front-left at 30 s\". Repeat for more.", valueName: "sentence"))
    var fault: [String] = []

    @Option(help: ArgumentHelp("Address to listen on.", valueName: "address"))
    var listen = "127.0.0.1"

    enum VideoChoice: String, ExpressibleByArgument, CaseIterable {
        case on, off
    }

    @Option(help: "Whether it has its cameras.")
    var video = VideoChoice.on

    @Flag(help: "Ports chosen by the system instead of the real ones; the line printed names them.")
    var ephemeralPorts = false

    func validate() throws {
        if let firmware, FirmwareVersion(firmware) == nil {
            throw ValidationError("--firmware “\(firmware)” is no version; write for example 2.4.8.")
        }
    }

    func run() async throws {
        let interruptions = AsyncStream.makeStream(of: Void.self)
        let interruption = Interruption { _ in interruptions.continuation.yield() }
        defer { interruption.stop() }
        let settings = try droneSettings()
        let host = try await SimulationHost.start(
            HostSettings(
                drone: settings, address: listen, ports: ephemeralPorts ? .ephemeral : .standard,
                video: hostVideo(settings)))
        let ports = host.ports
        let recordText = ports.record == 0 ? "" : ", recording \(ports.record)"
        let videoText = ports.video == 0 ? "no video" : "video \(ports.video)" + recordText
        StandardOutput.write(
            "simulated \(settings.aircraft.generation) ready at \(host.address): AT \(ports.commands), "
                + "navdata \(ports.navdata), configuration \(ports.control), FTP \(ports.ftp), \(videoText) "
                + "(seed \(settings.seed))")
        for await _ in interruptions.stream { break }
        await host.stop()
    }

    /// Off where it is wanted so, or where nothing could be coded: flying goes on without pictures.
    private func hostVideo(_ settings: DroneSettings) -> HostVideo {
        if video == .off { return .off }
        if settings.aircraft.generation == .ardrone1 || VideoEncoder.isAvailable(.h264) { return .on }
        StandardError.write("stork: no video: \(VideoEncodingError.encoderMissing(.h264))")
        return .off
    }

    private func droneSettings() throws -> DroneSettings {
        let aircraft: AircraftParameters =
            switch model {
            case .ardrone1: AircraftParameters(generation: .ardrone1, hull: hull.hull)
            case .ardrone2: AircraftParameters(generation: .ardrone2, hull: hull.hull)
            }
        var settings = DroneSettings(aircraft: aircraft, firmware: firmware.flatMap { FirmwareVersion($0) })
        settings.payloads = payload.map(\.mass)
        if let faults {
            let text: String
            do {
                text = try String(contentsOfFile: faults, encoding: .utf8)
            } catch {
                throw FileProblem(path: faults, reason: "cannot be read: \(error.localizedDescription)")
            }
            let script = try FaultScript(text, file: faults)
            settings.faults = script.plan
            if let seed = script.seed { settings.seed = seed }
        }
        for sentence in fault {
            settings.faults.faults.append(try FaultScript.fault(sentence: sentence, origin: "--fault"))
        }
        if let seed { settings.seed = seed }
        return settings
    }
}
