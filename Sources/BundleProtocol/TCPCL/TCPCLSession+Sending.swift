internal import WireBytes

extension TCPCLSession {
    mutating func send(_ ticket: UInt64, _ bundle: [UInt8], at now: Duration) {
        guard phase != .ending else {
            orders.append(.failed(ticket: ticket, .sessionEnded))
            return
        }
        waiting.append(Outgoing(ticket: ticket, bundle: bundle))
        pump(at: now)
    }

    /// Makes segments as long as the socket takes them.
    mutating func pump(at now: Duration) {
        guard phase == .open || phase == .ending, let peer else { return }
        while unwritten + output.count < settings.writeAhead {
            if current == nil {
                guard phase == .open, unacknowledged.count < settings.unacknowledgedLimit,
                    let next = waiting.popFirst()
                else { return }
                guard UInt64(next.bundle.count) <= peer.transferMRU else {
                    orders.append(.failed(ticket: next.ticket, .tooLarge(limit: peer.transferMRU)))
                    continue
                }
                current = nextTransfer
                unacknowledged[nextTransfer] = next
                nextTransfer &+= 1
            }
            carriedAt = now
            writeSegment(atMost: Int(clamping: min(peer.segmentMRU, UInt64(max(1, settings.segmentSize)))))
        }
    }

    /// Octets for the heads of segments of 64 KiB in 1 MiB, and some of other messages.
    private static let headRoom = 512

    private mutating func writeSegment(atMost size: Int) {
        guard let transfer = current, var outgoing = unacknowledged[transfer] else {
            current = nil
            return
        }
        let end = min(outgoing.bundle.count, outgoing.sent + size)
        var flags: TCPCLMessage.SegmentFlags = []
        var extensions: [TCPCLMessage.Extension] = []
        if !outgoing.hasBegun { flags.insert(.start) }
        if end == outgoing.bundle.count { flags.insert(.end) }
        if flags == .start {
            var length = WireWriter(capacity: 8)
            length.writeBigEndian(UInt64(outgoing.bundle.count))
            extensions = [
                .init(isCritical: true, type: TCPCLMessage.Extension.transferLengthType, value: length.bytes)
            ]
        }
        if output.count == 0 {
            // At once what will be needed, so that it does not move while it grows.
            let left = outgoing.bundle.count - outgoing.sent + Self.headRoom
            output = WireWriter(capacity: min(max(1, settings.writeAhead), left) + Self.headRoom)
        }
        output.write(UInt8(1))
        TCPCLMessage.encodeHead(
            of: flags, transfer: transfer, extensions: extensions, length: end - outgoing.sent, into: &output)
        output.write(contentsOf: outgoing.bundle[outgoing.sent..<end])
        outgoing.sent = end
        outgoing.hasBegun = true
        unacknowledged[transfer] = outgoing
        if flags.contains(.end) { current = nil }
    }

    mutating func acknowledged(_ transfer: UInt64, _ length: UInt64, at now: Duration) {
        guard var outgoing = unacknowledged[transfer] else {
            // An acknowledgement may cross our having been refused; one of the future may not.
            if transfer >= nextTransfer {
                write(.reject(.unexpected, type: 2))
                note(.acknowledgement(transfer: transfer))
            }
            return
        }
        guard length <= UInt64(outgoing.sent), length >= outgoing.acknowledged else {
            write(.reject(.unexpected, type: 2))
            note(.acknowledgement(transfer: transfer))
            return
        }
        outgoing.acknowledged = length
        if outgoing.isComplete, length == UInt64(outgoing.bundle.count) {
            unacknowledged[transfer] = nil
            orders.append(.delivered(ticket: outgoing.ticket))
        } else {
            unacknowledged[transfer] = outgoing
        }
        pump(at: now)
    }

    mutating func refused(_ transfer: UInt64, _ reason: TransferRefusal, at now: Duration) {
        guard let outgoing = unacknowledged.removeValue(forKey: transfer) else {
            if transfer >= nextTransfer {
                write(.reject(.unexpected, type: 3))
                note(.unexpected(type: 3))
            }
            return
        }
        // Segments are written whole, so that nothing has to be finished.
        if current == transfer { current = nil }
        orders.append(.refused(ticket: outgoing.ticket, reason))
        pump(at: now)
    }
}
