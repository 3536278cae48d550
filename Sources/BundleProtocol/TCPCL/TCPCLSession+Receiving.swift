extension TCPCLSession {
    mutating func receive(_ message: TCPCLMessage, at now: Duration) {
        switch (phase, message) {
        case (.negotiating, .initiate(let parameters)): open(parameters, at: now)
        case (.negotiating, .terminate(_, let reason)):
            write(.terminate(isReply: true, reason))
            close(.finished(reason))
        case (.negotiating, .reject(let reason, let type)):
            orders.append(.noted(.rejected(type: type, reason)))
            close(.notAgreed)
        case (.open, .segment(let segment)), (.ending, .segment(let segment)):
            carriedAt = now
            receive(segment)
        case (.open, .acknowledge(_, let transfer, let length)), (.ending, .acknowledge(_, let transfer, let length)):
            carriedAt = now
            acknowledged(transfer, length, at: now)
        case (.open, .refuse(let transfer, let reason)), (.ending, .refuse(let transfer, let reason)):
            carriedAt = now
            refused(transfer, reason, at: now)
        case (.open, .terminate(let isReply, let reason)), (.ending, .terminate(let isReply, let reason)):
            heardEnd(reason, isReply: isReply, at: now)
        case (.open, .keepalive), (.ending, .keepalive): break
        case (.open, .reject(let reason, let type)), (.ending, .reject(let reason, let type)):
            note(.rejected(type: type, reason))
        case (.open, .initiate), (.ending, .initiate), (.negotiating, _):
            write(.reject(.unexpected, type: message.type))
            note(.unexpected(type: message.type))
        case (.idle, _), (.contact, _), (.securing, _), (.closed, _): break
        }
    }

    private mutating func receive(_ segment: TCPCLMessage.Segment) {
        if segment.flags.contains(.start) {
            begin(segment)
        } else if incoming?.transfer != segment.transfer {
            write(.reject(.unexpected, type: 1))
            note(.unexpected(type: 1))
            return
        }
        guard phase != .closed, var transfer = incoming else { return }
        if transfer.isRefused {
            if segment.flags.contains(.end) { incoming = nil }
            return
        }
        let total = UInt64(transfer.data.count) + UInt64(segment.data.count)
        guard total <= settings.transferMRU, total <= transfer.length ?? .max else {
            refuseIncoming(.notAcceptable)
            if segment.flags.contains(.end) { incoming = nil }
            return
        }
        // The only other reference is given up first, so that the octets are not copied.
        incoming = nil
        if transfer.data.isEmpty {
            transfer.data = segment.data
            // Room for the rest, as far as its length may be believed before it has come.
            if let length = transfer.length { transfer.data.reserveCapacity(Int(min(length, Self.believedLength))) }
        } else {
            transfer.data += segment.data
        }
        if segment.flags.contains(.start) {
            orders.append(
                .began(transfer: transfer.transfer, beginning: segment.data, length: transfer.length))
        }
        let isLast = segment.flags.contains(.end)
        if isLast, total != transfer.length ?? total {
            incoming = transfer
            refuseIncoming(.notAcceptable)
            incoming = nil
            return
        }
        acknowledgements.append(
            PendingAcknowledgement(
                flags: segment.flags, transfer: transfer.transfer, length: total, isReady: !isLast))
        if isLast {
            unstored[transfer.transfer] = transfer.data.count
            unstoredSum += transfer.data.count
            orders.append(.received(transfer: transfer.transfer, bundle: transfer.data))
        } else {
            incoming = transfer
        }
        writeAcknowledgements()
    }

    /// Octets that a transfer gets room for on its sender's word.
    private static let believedLength: UInt64 = 1 << 21

    private mutating func begin(_ segment: TCPCLMessage.Segment) {
        if let unfinished = incoming, !unfinished.isRefused {
            acknowledgements.removeAll { $0.transfer == unfinished.transfer }
            incoming = nil
            write(.reject(.unexpected, type: 1))
            note(.unfinished(transfer: unfinished.transfer))
            if phase == .closed { return }
        }
        incoming = Incoming(transfer: segment.transfer, data: [])
        if unstored[segment.transfer] != nil {
            // To refuse it would refuse the earlier transfer of the same number.
            write(.reject(.unexpected, type: 1))
            incoming?.isRefused = true
            note(.unexpected(type: 1))
            return
        }
        if phase == .ending {
            write(.refuse(transfer: segment.transfer, .sessionTerminating))
            incoming?.isRefused = true
            return
        }
        for item in segment.extensions {
            if item.type == TCPCLMessage.Extension.transferLengthType {
                guard incoming?.length == nil, item.value.count == 8 else {
                    refuseIncoming(.extensionFailure)
                    return
                }
                incoming?.length = item.value.reduce(0) { $0 << 8 | UInt64($1) }
            } else if item.isCritical {
                refuseIncoming(.extensionFailure)
                return
            }
        }
        if let length = incoming?.length, length > settings.transferMRU {
            refuseIncoming(.notAcceptable)
        }
    }

    /// Refuses the transfer at hand for what is wrong with it.
    private mutating func refuseIncoming(_ reason: TransferRefusal) {
        guard let transfer = incoming?.transfer else { return }
        acknowledgements.removeAll { $0.transfer == transfer }
        write(.refuse(transfer: transfer, reason))
        incoming = Incoming(transfer: transfer, data: [], isRefused: true)
        note(.transfer(transfer, reason))
        writeAcknowledgements()
    }

    /// The bundle of a transfer is safe.
    mutating func stored(_ transfer: UInt64) {
        guard let size = unstored.removeValue(forKey: transfer) else { return }
        unstoredSum -= size
        acknowledgements.update(where: { $0.transfer == transfer && !$0.isReady }) { $0.isReady = true }
        writeAcknowledgements()
    }

    /// The node does not want a transfer, under way or complete.
    mutating func refuse(_ transfer: UInt64, _ reason: TransferRefusal) {
        if incoming?.transfer == transfer, incoming?.isRefused == false {
            incoming = Incoming(transfer: transfer, data: [], isRefused: true)
        } else if let size = unstored.removeValue(forKey: transfer) {
            unstoredSum -= size
        } else {
            return
        }
        acknowledgements.removeAll { $0.transfer == transfer }
        write(.refuse(transfer: transfer, reason))
        writeAcknowledgements()
    }

    /// Acknowledges in the order in which the segments came: some daemons take nothing else.
    private mutating func writeAcknowledgements() {
        while let next = acknowledgements.first, next.isReady {
            _ = acknowledgements.popFirst()
            write(.acknowledge(flags: next.flags, transfer: next.transfer, length: next.length))
        }
    }
}
