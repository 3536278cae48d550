import Cockpit
import DroneLink
import Foundation
import MessageFerry
import Synchronization

/// Asks the node of a folder how it is, for the cockpit: with every change, and once a second.
final class FerryWatcher: Sendable {
    private let folder: String
    private let state = Mutex(FerryWatch.asking)
    private let isStopped = Mutex(false)

    /// How long a change is waited for: the node is heard at least so often.
    private static let period: Duration = .seconds(1)
    private static let patience: Duration = .seconds(4)
    /// Between attempts, and at least between two questions, seconds.
    private static let pause = 0.2

    init(folder: String) {
        self.folder = folder
        Thread.detachNewThread { [self] in watch() }
    }

    /// What is known.
    var now: FerryWatch { state.withLock { $0 } }

    /// Ends with the next answer.
    func stop() { isStopped.withLock { $0 = true } }

    private func watch() {
        while !isStopped.withLock({ $0 }) {
            do throws(FerryClient.Failure) {
                try follow(try FerryClient(folder: folder, patience: Self.patience))
            } catch {
                state.withLock { $0 = .away("\(error)") }
            }
            Thread.sleep(forTimeInterval: Self.pause)
        }
    }

    private func follow(_ client: borrowing FerryClient) throws(FerryClient.Failure) {
        var revision: UInt64 = 0
        while !isStopped.withLock({ $0 }) {
            guard case .text(let text) = try client.ask(.status), let glance = FerryGlance(json: text) else {
                throw .lost("its status cannot be read; is it of this version?")
            }
            let readout = FerryReadout(glance, at: LinkClock.now)
            state.withLock { state in
                var readout = readout
                if readout.lastTransfer == nil, case .heard(let before, _) = state {
                    readout.lastTransfer = before.lastTransfer
                }
                state = .heard(readout, at: LinkClock.now)
            }
            Thread.sleep(forTimeInterval: Self.pause)
            guard case .changed(let now) = try client.ask(.changes(since: revision, within: Self.period)) else {
                throw .lost("it answers something else; is it of this version?")
            }
            revision = now
        }
    }
}

extension FerryReadout {
    /// What a node says, on the cockpit's clock.
    init(_ glance: FerryGlance, at now: Duration) {
        let busy = glance.contacts.filter { $0.sent + $0.received > 0 }
        self.init(
            node: FerryText.name(glance.node), role: glance.role, bundles: glance.bundles, octets: glance.octets,
            quota: glance.quota,
            destinations: glance.destinations.map {
                Destination(name: FerryText.place($0.destination), bundles: $0.bundles)
            },
            contacts: glance.contacts.map {
                Contact(
                    name: FerryText.name($0.node ?? $0.host), since: now - .seconds($0.seconds), toSend: $0.toSend,
                    sent: $0.sent, received: $0.received)
            },
            lastTransfer: busy.map { now - .seconds($0.lastTransfer) }.max())
    }
}
