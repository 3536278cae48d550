import BundleProtocol

/// A TCPCLv4 session with a peer, a node and a clock that do what they like: nothing is delivered or failed twice,
/// nothing is lost, nothing comes after the end.
enum TCPCLFuzzing {
    /// What happens next; a step's argument follows it.
    enum Step: UInt8, CaseIterable {
        /// Octets from the peer: a block.
        case receive
        /// A bundle to send: its length, a byte.
        case send
        /// A transfer is stored: its number, a byte.
        case stored
        /// A transfer is not wanted: its number, a byte.
        case refuse
        /// Time passes: hundredths of seconds, a byte.
        case tick
        /// The session is to end: the reason, a byte.
        case end
        /// The socket took what was written.
        case written
        /// TLS stands: with a name in the certificate if the byte is odd.
        case secured
    }

    static func run(_ bytes: [UInt8]) throws(Finding) {
        var script = ByteScript(bytes)
        let kind = script.byte()
        var settings = TCPCLSession.Settings(nodeID: try? EndpointID("dtn://bob/"))
        settings.segmentMRU = 1000
        settings.transferMRU = 4000
        settings.writeAhead = 2000
        settings.idlePatience = kind & 4 != 0 ? .seconds(3) : nil
        settings.tls = kind & 2 != 0 ? .offered : .never
        var check = Check(session: TCPCLSession(role: kind & 1 != 0 ? .active : .passive, settings: settings))
        try check.give(.connected)
        while !script.isAtEnd {
            let step = Step(rawValue: script.byte() % UInt8(Step.allCases.count)) ?? .tick
            switch step {
            case .receive: try check.give(.received(script.block()))
            case .send:
                let ticket = UInt64(check.open.count + check.ended.count)
                check.open.insert(ticket)
                try check.give(.send(ticket: ticket, bundle: [UInt8](repeating: 0x9F, count: Int(script.byte()) * 20)))
            case .stored: try check.give(.stored(transfer: UInt64(script.byte())))
            case .refuse: try check.give(.refuse(transfer: UInt64(script.byte()), .completed))
            case .tick:
                check.now += .milliseconds(10 * Int(script.byte()))
                try check.give(.tick)
            case .end: try check.give(.end(SessionEnd(rawValue: script.byte())))
            case .written: try check.give(.written(.max))
            case .secured:
                let name = script.byte() & 1 != 0 ? try? EndpointID("dtn://alice/") : nil
                try check.give(.secured(nodeIDs: name.map { [$0] }))
            }
        }
        try check.give(.disconnected)
        try Finding.unless(check.session.isClosed, "the session outlives its connection")
    }

    /// A session and what is known of its bundles.
    private struct Check {
        var session: TCPCLSession
        var now = Duration.zero
        /// Bundles of which nothing final is known.
        var open: Set<UInt64> = []
        var ended: Set<UInt64> = []

        mutating func give(_ input: TCPCLSession.Input) throws(Finding) {
            let wasClosed = session.isClosed
            let orders = session.handle(input, at: now)
            if wasClosed {
                try Finding.unless(orders.isEmpty, "orders after the end")
                // What is given to a session that is over is not answered.
                open = []
            }
            for (index, order) in orders.enumerated() {
                switch order {
                case .delivered(let ticket), .refused(let ticket, _), .failed(let ticket, _):
                    try Finding.unless(open.remove(ticket) != nil, "bundle \(ticket) ended twice or was never sent")
                    ended.insert(ticket)
                case .close: try Finding.unless(index == orders.count - 1, "orders behind the last")
                case .received(_, let bundle):
                    try Finding.unless(bundle.count <= 4000, "a bundle of \(bundle.count) octets was taken")
                case .write(let bytes): try Finding.unless(!bytes.isEmpty, "nothing is written")
                default: break
                }
            }
            if session.isClosed, !wasClosed {
                try Finding.unless(open.isEmpty, "\(open.count) bundles are forgotten at the end")
                try Finding.unless(session.deadline == nil, "a closed session waits for something")
            } else if !session.isClosed {
                try Finding.unless(session.unfinishedCount == open.count, "bundles are miscounted")
            }
        }
    }
}
