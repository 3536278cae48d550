import BundleProtocol
import BundleStore
import NIOCore
import NIOPosix

/// Performs the orders of ``FerryNode`` on sockets and store. Lives on one event loop, and nowhere else.
final class FerryShell {
    let loop: any EventLoop
    let configuration: FerryService.Configuration
    private(set) var node: FerryNode
    private let clock: FerryClock
    private let store: BundleStore
    private var queue: StoreQueue?
    private var links: [Int: any Link] = [:]
    private var nextContact = 1
    private var beacons: BeaconPort?
    private var answers: [UInt64: (Result<[BundleDigest], FerryNode.SubmissionError>) -> Void] = [:]
    private var nextRequest: UInt64 = 1
    private var arrivals: [() -> Void] = []
    private var watchers: [UInt64: () -> Void] = [:]
    private var nextWatcher: UInt64 = 0
    /// The number of the last change. Begins with the time, so that those of one run are not those of another.
    private(set) var revision = UInt64(max(0, FerryClock.unixMilliseconds()))
    private var lastContact = ContinuousClock.now
    private(set) var isClosed = false
    /// The ports that this node listens on, for its beacons.
    var services: [Beacon.Service] = []

    /// A contact's connection.
    protocol Link: AnyObject {
        /// Sends a bundle.
        func send(ticket: UInt64, _ bundle: [UInt8])
        /// A transfer is safe.
        func acknowledge(_ transfer: UInt64)
        /// A transfer is not wanted.
        func refuse(_ transfer: UInt64, _ reason: TransferRefusal)
        /// The contact is to end.
        func end(_ reason: SessionEnd)
        /// Time passes.
        func tick()
    }

    init(
        loop: any EventLoop, configuration: FerryService.Configuration, store: BundleStore, contents: StoreContents
    ) {
        self.loop = loop
        self.configuration = configuration
        self.store = store
        clock = FerryClock(notes: contents.notes)
        node = FerryNode(
            settings: configuration.settings, contents: contents, time: clock.now, random: .random(in: 0 ... .max))
    }

    /// Begins to tick.
    func start() {
        let bound = NIOLoopBound(self, eventLoop: loop)
        let loop = loop
        queue = StoreQueue(store: store, clock: clock) { batches, error in
            loop.execute { bound.value.handle(.stored(batches: batches, error)) }
        }
        tick()
    }

    func use(_ beacons: BeaconPort) { self.beacons = beacons }

    private func tick() {
        guard !isClosed else { return }
        handle(.tick)
        for link in links.values { link.tick() }
        if !links.isEmpty {
            lastContact = .now
        } else if ContinuousClock.now - lastContact > .seconds(2) {
            queue?.tidy()
        }
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.assumeIsolated().scheduleTask(in: .milliseconds(100)) { bound.value.tick() }
    }

    /// Closes the links and waits for the last commit.
    func close() -> StoreQueue? {
        isClosed = true
        // Who waits inside the process is answered: there will be no more changes.
        tellWatchers()
        beacons?.send(sequence: node.beaconSequence + 1, isLeaving: true)
        for link in links.values { link.end(.unknown) }
        beacons?.close()
        return queue
    }

    // MARK: Links

    /// What was counted on the wires: messages and frames out of place, beacons that are none.
    var anomalies = 0
    var badBeacons = 0

    /// What a neighbour cannot take.
    func policy(host: String?, port: Int?, node: EndpointID?) -> FerrySettings.PeerPolicy {
        configuration.settings.peers.first {
            ($0.host == host && $0.port == port) || (node != nil && $0.node == node)
        }?.policy ?? .init()
    }

    func opened(_ link: any Link, _ opening: FerryNode.Opening) -> Int {
        let number = nextContact
        nextContact += 1
        links[number] = link
        handle(.opened(contact: number, opening))
        return number
    }

    /// Ends the contacts with a node, and forgets where it was heard.
    func leave(_ node: EndpointID) {
        for (number, contact) in self.node.contacts where contact.opening.peer == node {
            links[number]?.end(.unknown)
        }
        for neighbour in self.node.neighbours.values where neighbour.node == node {
            let gone = Beacon(
                node: node, sequence: 0, services: [.init("tcp", port: UInt16(clamping: neighbour.port))], period: 0)
            handle(.heard(gone, host: neighbour.host))
        }
    }

    func closed(_ contact: Int) {
        links[contact] = nil
        handle(.closed(contact: contact))
    }

    // MARK: Applications

    func submit(
        _ submission: FerryNode.Submission,
        _ done: @escaping (Result<[BundleDigest], FerryNode.SubmissionError>) -> Void
    ) {
        answers[nextRequest] = done
        handle(.submit(request: nextRequest, submission))
        nextRequest += 1
    }

    func confirm(
        _ digests: [BundleDigest], _ done: @escaping (Result<[BundleDigest], FerryNode.SubmissionError>) -> Void
    ) {
        answers[nextRequest] = done
        handle(.confirm(request: nextRequest, digests))
        nextRequest += 1
    }

    /// Reads bundles for an application.
    func read(_ rows: [Int64], _ done: @escaping ([(row: Int64, data: [UInt8])]) -> Void) {
        let bound = NIOLoopBound(done, eventLoop: loop)
        let loop = loop
        queue?.read(rows) { found in loop.execute { bound.value(found) } }
    }

    /// Reads what happened to bundles.
    func events(of digests: [BundleDigest], _ done: @escaping ([BundleDigest: [BundleEvent]]) -> Void) {
        let bound = NIOLoopBound(done, eventLoop: loop)
        let loop = loop
        queue?.events(of: digests) { found in
            loop.execute { bound.value(found) }
        }
    }

    /// Calls back once when the next message for an application comes.
    func whenArrived(_ done: @escaping () -> Void) { arrivals.append(done) }

    /// Calls back once with the next change, or when so long has passed.
    func whenChanged(within patience: Duration, _ done: @escaping () -> Void) {
        let number = nextWatcher
        nextWatcher += 1
        watchers[number] = done
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.assumeIsolated().scheduleTask(in: .milliseconds(patience.milliseconds)) {
            bound.value.watchers.removeValue(forKey: number)?()
        }
    }

    private func tellWatchers() {
        revision += 1
        let waiting = watchers.sorted { $0.key < $1.key }
        watchers = [:]
        for (_, done) in waiting { done() }
    }

    // MARK: Orders

    func handle(_ input: FerryNode.Input) { perform(node.handle(input, at: clock.now)) }

    private func perform(_ orders: [FerryNode.Order]) {
        var isNews = false
        for order in orders {
            switch order {
            case .store(let batch, let changes): queue?.submit(batch, changes)
            case .load(let contact, let rows):
                let bound = NIOLoopBound(self, eventLoop: loop)
                let loop = loop
                queue?.read(rows) { found in
                    loop.execute { bound.value.handle(.loaded(contact: contact, rows: rows, bundles: found)) }
                }
            case .send(let contact, let ticket, let bundle): links[contact]?.send(ticket: ticket, bundle)
            case .acknowledge(let contact, let transfer): links[contact]?.acknowledge(transfer)
            case .refuse(let contact, let transfer, let reason): links[contact]?.refuse(transfer, reason)
            case .connect(let host, let port, let layer): Dialler.connect(self, host: host, port: port, layer: layer)
            case .end(let contact, let reason): links[contact]?.end(reason)
            case .announce(let sequence): beacons?.send(sequence: sequence, isLeaving: false)
            case .answer(let request, let result): answers.removeValue(forKey: request)?(result)
            case .arrived:
                let waiting = arrivals
                arrivals = []
                for done in waiting { done() }
                isNews = true
            case .changed: isNews = true
            case .told(let event): configuration.tells?(event)
            }
        }
        if isNews { tellWatchers() }
    }
}
