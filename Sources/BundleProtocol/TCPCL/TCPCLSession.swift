internal import WireBytes

/// One side of a TCPCLv4 session (RFC 9174), as a value: what happens goes in with its time, what is to be done comes
/// out.
///
///     contact --header--> (securing --TLS-->) negotiating --SESS_INIT--> open --SESS_TERM--> ending --> closed
///
/// Bundles go out one after the other without waiting for acknowledgements. What comes in is acknowledged segment by
/// segment and in the order in which it came, the last one of a bundle only when the bundle is stored; the sender may
/// then forget it.
public struct TCPCLSession: Sendable {
    enum Phase: Hashable {
        case idle
        case contact
        case securing
        case negotiating
        case open
        case ending
        case closed
    }

    /// A bundle that is received.
    struct Incoming {
        var transfer: UInt64
        var data: [UInt8]
        var length: UInt64?
        /// What still comes is thrown away.
        var isRefused = false
    }

    /// An acknowledgement that waits until those before it may go.
    struct PendingAcknowledgement {
        var flags: TCPCLMessage.SegmentFlags
        var transfer: UInt64
        var length: UInt64
        var isReady: Bool
    }

    /// A bundle that is sent.
    struct Outgoing {
        var ticket: UInt64
        var bundle: [UInt8]
        var sent = 0
        var acknowledged: UInt64 = 0
        var isComplete: Bool { sent == bundle.count && hasBegun }
        var hasBegun = false
    }

    /// Which side opened the connection.
    public let role: Role
    /// How the session is held.
    public let settings: Settings
    /// Who is at the other end, as soon as it said so.
    public internal(set) var peer: Peer?

    var phase = Phase.idle
    var reader: TCPCLReader
    var certified: [EndpointID]?
    var anomalies = 0

    // Time.
    var startedAt = Duration.zero
    var endingSince = Duration.zero
    var heardAt = Duration.zero
    var spokeAt = Duration.zero
    var carriedAt = Duration.zero

    // Receiving.
    var incoming: Incoming?
    var acknowledgements = Queue<PendingAcknowledgement>()
    var unstored: [UInt64: Int] = [:]
    var unstoredSum = 0

    // Sending.
    var waiting = Queue<Outgoing>()
    var current: UInt64?
    var unacknowledged: [UInt64: Outgoing] = [:]
    var nextTransfer: UInt64 = 0
    var unwritten = 0

    // Ending.
    var sentEnd: SessionEnd?
    var hasHeardEnd = false

    // What comes out of the input at hand.
    var orders: [Order] = []
    var output = WireWriter()

    /// A session before anything happened.
    public init(role: Role, settings: Settings) {
        self.role = role
        self.settings = settings
        reader = TCPCLReader(segmentMRU: settings.segmentMRU)
    }

    /// True once ``Order/close(_:)`` was given.
    public var isClosed: Bool { phase == .closed }

    /// True while bundles may be sent.
    public var isOpen: Bool { phase == .open }

    /// Bundles that were given to be sent and of which nothing final is known.
    public var unfinishedCount: Int { waiting.count + unacknowledged.count }

    /// Octets of received bundles that are not stored yet.
    public var unstoredOctets: Int { unstoredSum + (incoming?.data.count ?? 0) }

    /// False while so much waits to be stored, or to be taken by a peer that does not read its acknowledgements, that the
    /// socket should not be read.
    public var wantsMore: Bool {
        (unstoredOctets < settings.receiveAhead || unstored.isEmpty) && unstored.count < Self.unstoredLimit
            && unwritten < 2 * settings.writeAhead + Self.unwrittenSlack
    }

    /// Bundles that may wait to be stored, however small they are.
    private static let unstoredLimit = 65_536
    /// Octets of acknowledgements on top of what ``Settings/writeAhead`` allows of segments.
    private static let unwrittenSlack = 65_536

    /// When ``Input/tick`` is due at the latest; nil where nothing is waited for.
    public var deadline: Duration? {
        switch phase {
        case .idle, .closed: return nil
        case .contact, .securing, .negotiating: return startedAt + settings.contactPatience
        case .open, .ending:
            var times: [Duration] = []
            if let interval = peer?.keepalive { times += [spokeAt + interval, heardAt + interval * 2] }
            if phase == .ending { times.append(endingSince + settings.endingPatience) }
            if phase == .open, let patience = settings.idlePatience { times.append(carriedAt + patience) }
            return times.min()
        }
    }

    /// Takes what happened at `now`, a time that never goes back, and says what to do, in this order.
    public mutating func handle(_ input: Input, at now: Duration) -> [Order] {
        if phase == .closed { return [] }
        switch input {
        case .connected: start(at: now)
        case .received(let bytes): receive(bytes, at: now)
        case .written(let count):
            unwritten = max(0, unwritten - max(0, count))
            pump(at: now)
        case .secured(let nodeIDs): secured(nodeIDs, at: now)
        case .send(let ticket, let bundle): send(ticket, bundle, at: now)
        case .stored(let transfer): stored(transfer)
        case .refuse(let transfer, let reason): refuse(transfer, reason)
        case .end(let reason): end(reason, at: now)
        case .disconnected: close(.disconnected)
        case .tick: tick(at: now)
        }
        finishIfDone(at: now)
        flush(at: now)
        defer { orders = [] }
        return orders
    }

    // MARK: Beginning

    private mutating func start(at now: Duration) {
        guard phase == .idle else { return }
        phase = .contact
        (startedAt, heardAt, spokeAt, carriedAt) = (now, now, now, now)
        // The passive side waits for the other.
        if role == .active { writeContactHeader() }
    }

    private mutating func writeContactHeader() {
        output.write(contentsOf: ContactHeader(canTLS: settings.tls != .never).encoded)
    }

    private mutating func receive(_ bytes: [UInt8], at now: Duration) {
        guard phase != .idle, phase != .securing else { return }
        reader.append(bytes)
        // Octets of a long segment are a sign of life too.
        heardAt = now
        do throws(TCPCLError) {
            if phase == .contact {
                guard let header = try reader.nextContactHeader() else { return }
                contact(header, at: now)
            }
            while phase == .negotiating || phase == .open || phase == .ending {
                guard let message = try reader.next() else { break }
                receive(message, at: now)
            }
        } catch { fail(error) }
    }

    private mutating func contact(_ header: ContactHeader, at now: Duration) {
        if role == .passive { writeContactHeader() }
        if settings.tls != .never, header.canTLS {
            phase = .securing
            flush(at: now)
            orders.append(.startTLS(received: reader.drain()))
            return
        }
        if settings.tls == .required {
            write(.terminate(isReply: false, .contactFailure))
            close(.notTrusted)
            return
        }
        negotiate()
    }

    private mutating func secured(_ nodeIDs: [EndpointID]?, at now: Duration) {
        guard phase == .securing else { return }
        certified = nodeIDs ?? []
        negotiate()
    }

    /// Both sides send their parameters at once; waiting for the other's could wait for ever.
    private mutating func negotiate() {
        phase = .negotiating
        write(
            .initiate(
                .init(
                    keepalive: settings.keepalive, segmentMRU: settings.segmentMRU, transferMRU: settings.transferMRU,
                    nodeID: settings.nodeID?.description ?? "", extensions: settings.extensions)))
    }

    mutating func open(_ parameters: TCPCLMessage.SessionParameters, at now: Duration) {
        var nodeID: EndpointID?
        if !parameters.nodeID.isEmpty {
            do throws(EndpointError) { nodeID = try EndpointID(parameters.nodeID) } catch {
                write(.terminate(isReply: false, .contactFailure))
                close(.error(.nodeID(parameters.nodeID)))
                return
            }
        }
        let isProved = nodeID.map { certified?.contains($0) ?? false } ?? false
        // A certificate that names others proves that the name is wrong.
        let isDisproved = !(certified ?? []).isEmpty && !isProved
        if isDisproved || (settings.requiresAuthenticatedName && !isProved) {
            write(.terminate(isReply: false, .contactFailure))
            close(.notTrusted)
            return
        }
        guard !parameters.extensions.contains(where: \.isCritical), parameters.segmentMRU > 0,
            parameters.transferMRU > 0
        else {
            write(.terminate(isReply: false, .contactFailure))
            close(.notAgreed)
            return
        }
        let interval = min(settings.keepalive, parameters.keepalive)
        let peer = Peer(
            nodeID: nodeID, isAuthenticated: isProved, segmentMRU: parameters.segmentMRU,
            transferMRU: parameters.transferMRU, keepalive: interval == 0 ? nil : .seconds(Int(interval)),
            extensions: parameters.extensions)
        self.peer = peer
        phase = .open
        carriedAt = now
        orders.append(.opened(peer))
        pump(at: now)
    }

    // MARK: Time

    private mutating func tick(at now: Duration) {
        switch phase {
        case .idle, .closed: return
        case .contact, .securing, .negotiating:
            if now >= startedAt + settings.contactPatience { close(.contactTimeout) }
        case .open, .ending:
            if let interval = peer?.keepalive {
                if now >= heardAt + interval * 2 {
                    write(.terminate(isReply: false, .idle))
                    close(.silence)
                    return
                }
                if now >= spokeAt + interval { write(.keepalive) }
            }
            if phase == .ending, now >= endingSince + settings.endingPatience {
                close(.endingTimeout)
            } else if phase == .open, let patience = settings.idlePatience, now >= carriedAt + patience {
                if unfinishedCount == 0, unstored.isEmpty, incoming == nil {
                    end(.idle, at: now)
                } else {
                    carriedAt = now
                }
            }
        }
    }

    // MARK: Output

    mutating func write(_ message: TCPCLMessage) { message.encode(into: &output) }

    /// Turns what was written into one order, so that it goes out in one packet where it can.
    mutating func flush(at now: Duration) {
        if output.count == 0 { return }
        unwritten += output.count
        spokeAt = now
        let write = Order.write(output.bytes)
        output = WireWriter()
        // What closes the connection comes after the last words.
        if case .close? = orders.last {
            orders.insert(write, at: orders.count - 1)
        } else {
            orders.append(write)
        }
    }

    /// Counts something out of place; too much of it ends the session.
    mutating func note(_ anomaly: Anomaly) {
        orders.append(.noted(anomaly))
        anomalies += 1
        guard anomalies > settings.anomalyLimit, phase != .closed else { return }
        if sentEnd == nil { write(.terminate(isReply: false, .unknown)) }
        close(.anomalies)
    }
}
