import DroneModel
public import DroneSimulation

/// Which drone is hosted, and where.
public struct HostSettings: Equatable, Sendable {
    /// The drone.
    public var drone: DroneSettings
    /// The IPv4 address it listens on. Every address of 127.0.0.0/8 is this machine, so that several drones can run
    /// at once, each on its own.
    public var address: String
    /// The ports it listens on.
    public var ports: HostPorts
    /// Whether its camera is there.
    public var video: HostVideo

    /// A drone on 127.0.0.1 with the real ports, unless told otherwise.
    public init(
        drone: DroneSettings = DroneSettings(), address: String = "127.0.0.1", ports: HostPorts = .standard,
        video: HostVideo = .on
    ) {
        self.drone = drone
        self.address = address
        self.ports = ports
        self.video = video
    }
}

/// Whether a hosted drone serves video.
public enum HostVideo: Hashable, Sendable, CaseIterable {
    /// The video port is closed.
    case off
    /// The scene is rendered and coded while a client is connected.
    case on
}

/// The ports of an AR.Drone. 0 lets the system choose a free one.
public struct HostPorts: Equatable, Sendable {
    /// UDP: navdata.
    public var navdata: Int
    /// UDP: AT commands.
    public var commands: Int
    /// UDP: `PARROT AUTH`.
    public var discovery: Int
    /// TCP: configuration dumps.
    public var control: Int
    /// TCP: FTP with `version.txt`.
    public var ftp: Int
    /// Video: TCP on the 2.0, UDP on the 1.0. Nothing is opened where video is off; it is told as 0 then.
    public var video: Int
    /// TCP: recorded video, 2.0 only. As with ``video``, nothing is opened where video is off.
    public var record: Int

    /// The ports of real drones: 5554, 5556, 5552, 5559, 5551, 5555, 5553.
    public static let standard = HostPorts(
        navdata: 5554, commands: 5556, discovery: 5552, control: 5559, ftp: 5551, video: 5555, record: 5553)

    /// Free ports of the system's choice.
    public static let ephemeral = HostPorts(
        navdata: 0, commands: 0, discovery: 0, control: 0, ftp: 0, video: 0, record: 0)

    /// The ports one by one.
    public init(navdata: Int, commands: Int, discovery: Int, control: Int, ftp: Int, video: Int, record: Int) {
        self.record = record
        self.navdata = navdata
        self.commands = commands
        self.discovery = discovery
        self.control = control
        self.ftp = ftp
        self.video = video
    }
}

extension HostSettings {
    /// What is opened on the video port.
    var videoPort: PortOpener.VideoPort {
        guard video == .on else { return .closed }
        return drone.aircraft.generation == .ardrone1 ? .datagrams : .connections
    }
}
