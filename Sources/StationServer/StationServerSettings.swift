/// Where a station listens, and how much it takes.
public struct StationServerSettings: Equatable, Sendable {
    /// The address to listen on, and on nothing beyond: `127.0.0.1`, `10.0.0.1`, `0.0.0.0` for all of IPv4.
    public var address: String
    /// The TCP port; 0 for any that is free.
    public var port: Int
    /// How much is taken.
    public var limits: Limits

    /// What one client, and all of them, may take. A phone sends a fix a second and a photo of 3 to 12 MB now and then.
    public struct Limits: Equatable, Sendable {
        /// The longest body, bytes, whatever the application allows.
        public var mostBodyBytes = 16 << 20
        /// What all bodies that are being received may take together, bytes: the memory of 200 clients that send at once.
        public var mostBufferedBytes = 32 << 20
        /// All connections; those beyond are not taken up until one ends.
        public var mostConnections = 320
        /// Connections of one address; those beyond are answered with status 503 and closed.
        public var mostConnectionsPerAddress = 64
        /// Requests per second of one address, in the long run; those beyond are answered with status 429.
        public var requestsPerSecond = 200.0
        /// Requests of one address at once, after a pause.
        public var requestBurst = 400.0
        /// How long a client may be silent between requests, and take over the head of one.
        public var headPatience: Duration = .seconds(30)
        /// How long a body may take at least.
        public var bodyPatience: Duration = .seconds(20)
        /// The slowest that a body may come, bytes per second: what a phone at the edge of a drone's Wi-Fi reaches.
        public var slowestBody = 16_384.0

        /// The defaults.
        public init() {}
    }

    /// Settings.
    public init(address: String = "127.0.0.1", port: Int = 8077, limits: Limits = Limits()) {
        self.address = address
        self.port = port
        self.limits = limits
    }
}

/// What a station did, for whoever watches it.
public struct StationServerCounts: Equatable, Sendable {
    /// Connections now.
    public var connections = 0
    /// Requests that were answered by the application.
    public var requests = 0
    /// Requests and connections that were refused before, by a limit.
    public var refused = 0
    /// Bytes of bodies received.
    public var bytes = 0
}

/// Why a station cannot listen.
public struct StationServerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The address and port.
    public var place: String
    /// What the system says.
    public var reason: String

    /// What, where, what to do.
    public var description: String {
        "cannot listen on \(place): \(reason). Is another program there? Give another address or port."
    }
}
