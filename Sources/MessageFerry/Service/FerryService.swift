public import BundleProtocol
public import BundleStore
import NIOCore
import NIOPosix

/// A running node: sockets, store and time around ``FerryNode``.
public final class FerryService: Sendable {
    /// Where a node listens, and where its store is.
    public struct Configuration: Sendable {
        /// How the node behaves.
        public var settings: FerrySettings
        /// The folder of the node.
        public var folder: String
        /// The address to listen on.
        public var address = "0.0.0.0"
        /// The port for TCPCLv4; 0 for any that is free, nil to listen on none.
        public var port: Int? = 4556
        /// The ports of other layers.
        public var mtcpPort: Int?
        /// For STCP.
        public var stcpPort: Int?
        /// For bundles in datagrams.
        public var udpPort: Int?
        /// The port for beacons; nil for none.
        public var beaconPort: Int? = Int(Beacon.port)
        /// Where beacons are sent besides the multicast group and every interface's broadcast address.
        public var beaconTargets: [(host: String, port: Int)] = []
        /// Told of what happens between the node and its neighbours, on the node's own thread: has to return at once.
        public var tells: (@Sendable (FerryEvent) -> Void)?
        /// True to be reached by applications through a socket in the folder.
        public var servesApplications = true

        /// The defaults.
        public init(settings: FerrySettings, folder: String) {
            self.settings = settings
            self.folder = folder
        }

        /// The store's file.
        public var storePath: String { folder + "/store.sqlite" }
        /// The socket for applications.
        public var socketPath: String { folder + "/ferry.sock" }
    }

    private let thread: MultiThreadedEventLoopGroup
    private let loop: any EventLoop
    private let shell: NIOLoopBound<FerryShell>
    /// The port for TCPCLv4; nil where there is none.
    public let port: Int?

    private init(
        thread: MultiThreadedEventLoopGroup, loop: any EventLoop, shell: NIOLoopBound<FerryShell>, port: Int?
    ) {
        self.thread = thread
        self.loop = loop
        self.shell = shell
        self.port = port
    }

    /// Opens the store and the ports.
    public static func start(_ configuration: Configuration) async throws -> FerryService {
        let store = try BundleStore(path: configuration.storePath)
        let contents = try store.load()
        let thread = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = thread.next()
        do {
            let shell = try await loop.submit {
                let shell = FerryShell(loop: loop, configuration: configuration, store: store, contents: contents)
                shell.start()
                return NIOLoopBound(shell, eventLoop: loop)
            }.get()
            let port = try await Listeners(shell, loop, configuration).open()
            return FerryService(thread: thread, loop: loop, shell: shell, port: port)
        } catch {
            try? await thread.shutdownGracefully()
            throw error
        }
    }

    /// Ends contacts, waits for the last commit, closes.
    public func stop() async {
        let queue = try? await loop.submit { [shell] in shell.value.close() }.get()
        await queue?.close()
        try? await thread.shutdownGracefully()
    }

    /// Sends a message; when it returns the message is stored and synced.
    @discardableResult
    public func submit(_ submission: FerryNode.Submission) async throws -> [BundleDigest] {
        let promise = loop.makePromise(of: [BundleDigest].self)
        loop.execute { [shell] in shell.value.submit(submission) { promise.completeWith($0.mapError { $0 }) } }
        return try await promise.futureResult.get()
    }

    /// Sends many messages, in one go: as quickly as the store takes them.
    public func submit(_ submissions: [FerryNode.Submission]) async throws {
        let promise = loop.makePromise(of: Void.self)
        loop.execute { [shell, loop] in
            let all = submissions.map { submission in
                let one = loop.makePromise(of: [BundleDigest].self)
                shell.value.submit(submission) { one.completeWith($0.mapError { $0 }) }
                return one.futureResult
            }
            EventLoopFuture.andAllSucceed(all, on: loop).cascade(to: promise)
        }
        try await promise.futureResult.get()
    }

    /// Lets the node hear a neighbour, where beacons do not reach: one that is simulated.
    public func hear(_ node: EndpointID, host: String, port: Int) {
        let beacon = Beacon(node: node, sequence: 0, services: [.init("tcp", port: UInt16(clamping: port))], period: 1)
        loop.execute { [shell] in shell.value.handle(.heard(beacon, host: host)) }
    }

    /// Lets the node lose a neighbour: contacts end, and it is not dialled until it is heard again.
    public func lose(_ node: EndpointID) { loop.execute { [shell] in shell.value.leave(node) } }

    /// Asks what an application outside may ask, and waits for the answer.
    public func ask(_ request: LocalRequest) async -> LocalAnswer {
        let promise = loop.makePromise(of: LocalAnswer.self)
        loop.execute { [shell] in
            ApplicationDesk(shell.value).serve(request, isWanted: { true }) { promise.succeed($0) }
        }
        do { return try await promise.futureResult.get() } catch { return .refused("the node ends") }
    }

    /// How far the exchange with a neighbour has come; waits for the node's thread, and is for threads of one's own.
    public func progress(with node: EndpointID) -> ExchangeProgress {
        let answer = loop.submit { [shell] in shell.value.node.progress(with: node) }
        return (try? answer.wait()) ?? .apart
    }

    /// What the node knows, at one moment.
    public func look<Value: Sendable>(_ body: @escaping @Sendable (borrowing FerryNode) -> Value) async -> Value? {
        try? await loop.submit { [shell] in body(shell.value.node) }.get()
    }
}
