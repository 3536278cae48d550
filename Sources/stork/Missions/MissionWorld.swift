import DroneLink
import Missions
import Synchronization

/// What the payload intake and the ferry node know, for the mission that is flown: they write, its runner reads.
///
/// From any thread; returns at once.
final class MissionWorld: Sendable {
    private let state = Mutex(MissionConditions())

    /// What is known now.
    var conditions: MissionConditions { state.withLock { $0 } }

    /// The phone on board gave a position.
    func payloadFixed(at now: Duration = LinkClock.now) { state.withLock { $0.payloadFix = now } }

    /// The ferry's station was heard.
    func stationHeard(at now: Duration = LinkClock.now) { state.withLock { $0.stationHeard = now } }

    /// The node on board got a whole bundle from `node`: `A`, or its endpoint `dtn://A/`.
    func pickedUp(from node: String, at now: Duration = LinkClock.now) {
        state.withLock { $0.pickedUp(from: node, at: now) }
    }

    /// `node` took over a whole bundle from the node on board.
    func delivered(to node: String, at now: Duration = LinkClock.now) {
        state.withLock { $0.delivered(to: node, at: now) }
    }
}
