import ArgumentParser
import DroneLink
import DroneModel
import DroneProtocol
import ScriptText

/// Which drone a command talks to.
struct DroneOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Address or name of the drone. (default: $STORK_DRONE, else the configuration file, else 192.168.1.1)",
            valueName: "host"))
    var drone: String?

    @Flag(help: "Start a simulated drone and talk to that. It ends with this command.")
    var sim = false

    @Option(help: ArgumentHelp("UDP port of AT commands.", valueName: "port"))
    var atPort = DronePorts.standard.at

    @Option(help: ArgumentHelp("UDP port of navdata.", valueName: "port"))
    var navdataPort = DronePorts.standard.navdata

    @Option(help: ArgumentHelp("TCP port of the configuration dump.", valueName: "port"))
    var controlPort = DronePorts.standard.control

    @Option(help: ArgumentHelp("TCP port of FTP with version.txt.", valueName: "port"))
    var ftpPort = DronePorts.standard.ftp

    @Option(help: ArgumentHelp("Port of live video: TCP on the 2.0, UDP on the 1.0.", valueName: "port"))
    var videoPort = DronePorts.standard.video

    @Option(help: ArgumentHelp("TCP port of recorded video, AR.Drone 2.0.", valueName: "port"))
    var recordPort = DronePorts.standard.record

    func validate() throws {
        if sim, drone != nil { throw ValidationError("--sim and --drone exclude each other: name one drone.") }
        for (name, port) in [
            ("--at-port", atPort), ("--navdata-port", navdataPort), ("--control-port", controlPort),
            ("--ftp-port", ftpPort), ("--video-port", videoPort), ("--record-port", recordPort),
        ] where !(1...65535).contains(port) {
            throw ValidationError("\(name) \(port): a port is between 1 and 65535.")
        }
    }

    /// Where the drone is; not for `--sim`.
    func endpoint(_ defaults: Defaults) -> DroneEndpoint {
        DroneEndpoint(
            host: drone ?? defaults.drone,
            ports: DronePorts(
                navdata: navdataPort, at: atPort, control: controlPort, ftp: ftpPort, video: videoPort,
                record: recordPort))
    }
}

/// Which navdata the drone is asked for.
enum NavdataChoice: String, ExpressibleByArgument, CaseIterable {
    case full, demo, asIs = "as-is"

    var mode: DroneSession.NavdataMode {
        switch self {
        case .full: .full
        case .demo: .demo(.phoneApp)
        case .asIs: .asIs
        }
    }
}

/// A time on the command line: `10s`, `250ms`, `2min`.
struct TimeSpan: ExpressibleByArgument {
    var duration: Duration

    init(_ duration: Duration) { self.duration = duration }

    init?(argument: String) {
        guard let quantity = try? Quantity(argument), let duration = quantity.duration, duration >= .zero else {
            return nil
        }
        self.duration = duration
    }

    var defaultValueDescription: String { "\(duration)" }
}
