/// Where a drone listens.
public struct DroneEndpoint: Hashable, Sendable {
    /// Name or address of the drone.
    public var host: String
    /// Its ports.
    public var ports: DronePorts

    /// An endpoint; by default the address and ports every AR.Drone has.
    public init(host: String = "192.168.1.1", ports: DronePorts = .standard) {
        self.host = host
        self.ports = ports
    }
}

/// The ports of a drone; other values exist for simulated drones and relays.
public struct DronePorts: Hashable, Sendable {
    /// UDP: navdata.
    public var navdata: Int
    /// UDP: AT commands.
    public var at: Int
    /// TCP: configuration dump.
    public var control: Int
    /// TCP: FTP with `version.txt`.
    public var ftp: Int
    /// Live video: TCP on the 2.0, UDP on the 1.0.
    public var video: Int
    /// TCP: recorded video, 2.0 only.
    public var record: Int

    /// Ports one by one.
    public init(navdata: Int, at: Int, control: Int, ftp: Int, video: Int = 5555, record: Int = 5553) {
        self.record = record
        self.navdata = navdata
        self.at = at
        self.control = control
        self.ftp = ftp
        self.video = video
    }

    /// 5554, 5556, 5559, 5551, 5555 and 5553.
    public static let standard = DronePorts(navdata: 5554, at: 5556, control: 5559, ftp: 5551)
}

extension DroneEndpoint: CustomStringConvertible {
    /// The host, with the AT port where it is not the usual one.
    public var description: String { ports == .standard ? host : "\(host) (AT port \(ports.at))" }
}
