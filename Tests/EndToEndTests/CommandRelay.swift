import Foundation
import Synchronization

/// Stands between a client and a drone's AT port, passes every datagram on, and keeps a copy.
final class CommandRelay: Sendable {
    private let listening: DatagramSocket
    private let sending: DatagramSocket
    private let state: Mutex<State>

    private struct State {
        var datagrams: [[UInt8]] = []
        var isEnding = false
    }

    /// The AT port that clients are told.
    var port: Int { listening.port }
    /// Everything that was sent so far, in order.
    var datagrams: [[UInt8]] { state.withLock { $0.datagrams } }

    /// Starts to relay to a port of this machine.
    init(to drone: Int) throws {
        listening = try DatagramSocket()
        sending = try DatagramSocket()
        state = Mutex(State())
        Thread.detachNewThread { [weak self, listening, sending] in
            while let self, !self.state.withLock({ $0.isEnding }) {
                guard listening.isReadable(within: 20), let datagram = listening.receive() else { continue }
                self.state.withLock { $0.datagrams.append(datagram.bytes) }
                sending.send(datagram.bytes, to: .loopback(port: drone))
            }
        }
    }

    func stop() { state.withLock { $0.isEnding = true } }
}
