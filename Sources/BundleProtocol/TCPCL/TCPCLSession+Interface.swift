extension TCPCLSession {
    /// Which side opened the connection.
    public enum Role: Hashable, Sendable {
        /// We connected.
        case active
        /// The peer did.
        case passive
    }

    /// Whether the session is encrypted.
    public enum TLSPolicy: Hashable, Sendable {
        /// Never.
        case never
        /// If the peer can.
        case offered
        /// Or there is no session.
        case required
    }

    /// How a session is held.
    public struct Settings: Hashable, Sendable {
        /// Our name; nil to keep it to ourselves.
        public var nodeID: EndpointID?
        /// Seconds between signs of life that we ask for; the smaller of both sides' counts, 0 is none. RFC 9174 advises
        /// 30 and more on shared networks; a ferry wants to know within seconds that the peer is out of range, which it
        /// does after twice the interval.
        public var keepalive: UInt16 = 2
        /// The most octets of data that we take in a segment.
        public var segmentMRU: UInt64 = 1 << 20
        /// The most octets of a bundle that we take.
        public var transferMRU: UInt64 = 1 << 30
        /// The most octets of data that we send in a segment, if the peer takes as much. Small enough for a sign of life
        /// to get through a slow link between two of them.
        public var segmentSize = 1 << 16
        /// Whether the session is encrypted.
        public var tls: TLSPolicy = .never
        /// True to end a session whose peer's name the certificate does not prove.
        public var requiresAuthenticatedName = false
        /// Octets that may wait in the socket before more segments are made.
        public var writeAhead = 1 << 20
        /// Octets of received bundles that may wait to be stored before ``TCPCLSession/wantsMore`` says to stop reading.
        public var receiveAhead = 1 << 24
        /// Transfers that may be on their way without acknowledgement; dtn7-gold stalls beyond a hundred.
        public var unacknowledgedLimit = 2048
        /// How long the peer may take to say who it is.
        public var contactPatience = Duration.seconds(5)
        /// How long transfers may take to finish once the session is to end.
        public var endingPatience = Duration.seconds(5)
        /// After how long without a transfer the session is ended; nil for never.
        public var idlePatience: Duration?
        /// Extensions of the session that we send.
        public var extensions: [TCPCLMessage.Extension] = []
        /// Messages out of place after which the peer is given up.
        public var anomalyLimit = 16

        /// The defaults.
        public init(nodeID: EndpointID?) { self.nodeID = nodeID }
    }

    /// Who is at the other end, and what was agreed.
    public struct Peer: Hashable, Sendable {
        /// The name that the peer gives itself; nil where it keeps it.
        public var nodeID: EndpointID?
        /// True if the name is proved by a certificate; any other should not overwrite what is known.
        public var isAuthenticated: Bool
        /// The most octets of data that the peer takes in a segment.
        public var segmentMRU: UInt64
        /// The most octets of a bundle that it takes.
        public var transferMRU: UInt64
        /// The agreed interval of signs of life; nil for none.
        public var keepalive: Duration?
        /// The peer's extensions of the session that are not critical.
        public var extensions: [TCPCLMessage.Extension]
    }

    /// What happens to a session.
    public enum Input: Sendable {
        /// The TCP connection stands. First of all.
        case connected
        /// Octets came.
        case received([UInt8])
        /// So many octets of ``Order/write(_:)`` are in the hands of the system.
        case written(Int)
        /// TLS stands. With the node IDs in the peer's certificate; nil where it holds none.
        case secured(nodeIDs: [EndpointID]?)
        /// A bundle is to be sent.
        ///
        /// - Parameter ticket: A number of the caller's, which comes back with the outcome.
        case send(ticket: UInt64, bundle: [UInt8])
        /// A received bundle is stored safely, so that it may be acknowledged.
        case stored(transfer: UInt64)
        /// A transfer is not wanted: ``TransferRefusal/completed`` if the bundle is here already.
        case refuse(transfer: UInt64, TransferRefusal)
        /// The session is to end; what is under way is finished.
        case end(SessionEnd)
        /// The connection is gone, or TLS failed.
        case disconnected
        /// Time passes. At the latest at ``TCPCLSession/deadline``.
        case tick
    }

    /// What is to be done.
    public enum Order: Hashable, Sendable {
        /// Octets for the peer; report with ``Input/written(_:)`` when the system has them.
        case write([UInt8])
        /// Start TLS, as client if we are active; these octets came from the peer already and belong to it.
        case startTLS(received: [UInt8])
        /// The peer said who it is; bundles may be sent.
        case opened(Peer)
        /// A transfer begins. The beginning of a bundle is enough to know it by: if it is here already,
        /// ``Input/refuse(transfer:_:)`` with ``TransferRefusal/completed`` saves the rest.
        case began(transfer: UInt64, beginning: [UInt8], length: UInt64?)
        /// A bundle is here; answer with ``Input/stored(transfer:)`` once it is safe, or refuse it.
        case received(transfer: UInt64, bundle: [UInt8])
        /// The peer has the bundle and answers for it.
        case delivered(ticket: UInt64)
        /// The peer does not want the bundle; ``TransferRefusal/completed``: because it has it.
        case refused(ticket: UInt64, TransferRefusal)
        /// The bundle was not handed over, as far as is known.
        case failed(ticket: UInt64, Failure)
        /// No new transfers from now on.
        case ending(SessionEnd, byPeer: Bool)
        /// The peer did something that it should not; count it where a person sees it.
        case noted(Anomaly)
        /// Close the connection: nothing comes after this.
        case close(Closure)
    }

    /// Why a bundle was not handed over.
    public enum Failure: Hashable, Sendable {
        /// The session ended before.
        case sessionEnded
        /// It is larger than the peer takes; fragments may not be.
        case tooLarge(limit: UInt64)
    }

    /// What a peer did out of place.
    public enum Anomaly: Hashable, Sendable {
        /// A message of this type came when it should not.
        case unexpected(type: UInt8)
        /// It rejected a message of this type.
        case rejected(type: UInt8, MessageRejection)
        /// It began a transfer before it ended the one before.
        case unfinished(transfer: UInt64)
        /// It acknowledged what was not sent.
        case acknowledgement(transfer: UInt64)
        /// A transfer was refused for its length or its extensions.
        case transfer(UInt64, TransferRefusal)
    }

    /// Why a session is over.
    public enum Closure: Hashable, Sendable {
        /// Both sides said that they end, and everything under way was finished.
        case finished(SessionEnd)
        /// The connection broke.
        case disconnected
        /// The peer did not say who it is in time.
        case contactTimeout
        /// Nothing was heard for twice the interval of signs of life.
        case silence
        /// What was under way did not finish in time.
        case endingTimeout
        /// What came makes no sense.
        case error(TCPCLError)
        /// The peer does not do TLS, or its name is not proved.
        case notTrusted
        /// The peer's parameters cannot be worked with.
        case notAgreed
        /// Too many messages out of place.
        case anomalies
    }
}
