internal import WireBytes

extension TCPCLSession {
    /// We want to end.
    mutating func end(_ reason: SessionEnd, at now: Duration) {
        switch phase {
        case .open:
            write(.terminate(isReply: false, reason))
            sentEnd = reason
            beginEnding(reason, byPeer: false, at: now)
        case .negotiating:
            write(.terminate(isReply: false, reason))
            close(.finished(reason))
        case .idle, .contact, .securing: close(.finished(reason))
        case .ending, .closed: break
        }
    }

    /// The peer wants to end, or agrees to.
    mutating func heardEnd(_ reason: SessionEnd, isReply: Bool, at now: Duration) {
        hasHeardEnd = true
        if sentEnd == nil {
            write(.terminate(isReply: true, reason))
            sentEnd = reason
        }
        if phase == .open { beginEnding(reason, byPeer: true, at: now) }
    }

    private mutating func beginEnding(_ reason: SessionEnd, byPeer: Bool, at now: Duration) {
        phase = .ending
        endingSince = now
        orders.append(.ending(reason, byPeer: byPeer))
        failWaiting()
    }

    /// What was not begun is not begun any more.
    private mutating func failWaiting() {
        while let outgoing = waiting.popFirst() {
            orders.append(.failed(ticket: outgoing.ticket, .sessionEnded))
        }
    }

    /// Closes once both sides said that they end and nothing is under way.
    mutating func finishIfDone(at now: Duration) {
        guard phase == .ending, hasHeardEnd, let sentEnd, unacknowledged.isEmpty, unstored.isEmpty,
            incoming?.isRefused ?? true, acknowledgements.isEmpty
        else { return }
        close(.finished(sentEnd))
    }

    /// What came makes no sense: says so where there is a message for it, and closes.
    mutating func fail(_ error: TCPCLError) {
        switch error {
        case .noContactHeader, .nodeID: break
        case .version:
            // The active side has said its version; the passive one says it now, and why it goes.
            if role == .passive {
                output.write(contentsOf: ContactHeader(canTLS: settings.tls != .never).encoded)
                write(.terminate(isReply: false, .versionMismatch))
            }
        case .unknownMessage(let type): write(.reject(.typeUnknown, type: type))
        case .segmentTooLarge: write(.reject(.unsupported, type: 1))
        case .extensionsTooLarge, .malformedExtensions:
            if phase == .negotiating { write(.terminate(isReply: false, .contactFailure)) }
        }
        close(.error(error))
    }

    /// The end: everything that is not acknowledged counts as not handed over.
    mutating func close(_ closure: Closure) {
        guard phase != .closed else { return }
        phase = .closed
        failWaiting()
        for transfer in unacknowledged.keys.sorted() {
            guard let outgoing = unacknowledged[transfer] else { continue }
            orders.append(.failed(ticket: outgoing.ticket, .sessionEnded))
        }
        unacknowledged = [:]
        unstored = [:]
        unstoredSum = 0
        incoming = nil
        current = nil
        acknowledgements.removeAll()
        orders.append(.close(closure))
    }
}
