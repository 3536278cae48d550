import BundleStore
import FerryChat
import MessageFerry

extension FerryText {
    /// A topic as people type it: `~field` for `dtn://topic/~field`.
    static func topic(_ group: String) -> String {
        group.hasPrefix(topics) ? String(group.dropFirst(topics.count)) : group
    }

    private static let topics = "dtn://topic/"

    /// A node as people call it: `bob` for `dtn://bob/`.
    static func name(_ endpoint: String) -> String {
        guard endpoint.hasPrefix("dtn://") else { return endpoint }
        let name = endpoint.dropFirst(6)
        return String(name.last == "/" ? name.dropLast() : name)
    }

    /// A destination as people call it: a topic or a node.
    static func place(_ endpoint: String) -> String { endpoint.hasPrefix(topics) ? topic(endpoint) : name(endpoint) }

    /// A message as the chat shows it.
    static func chat(_ message: FerryMessage) -> ChatMessage {
        let trust: ChatMessage.Trust =
            switch message.signature {
            case .none: .unsigned
            case .verified: .verified
            case .wrong: .notVerified
            case .unreadable: .unreadable
            }
        let hasTime = message.created > 0
        // What was too large to be shown came without its octets.
        let text = message.payload.count < message.size ? nil : String(validating: message.payload, as: UTF8.self)
        return ChatMessage(
            id: "\(message.digest)", author: name(message.source),
            day: hasTime ? ClockText.day(message.created) : nil, time: hasTime ? ClockText.time(message.created) : nil,
            text: text ?? "file of \(message.size) octets: stork ferry inbox --save writes it",
            trust: trust, isOwn: message.isOwn, steps: message.events.map(step))
    }

    private static func step(_ event: BundleEvent) -> ChatStep {
        let kind: ChatStep.Kind =
            switch event.kind {
            case .pickedUp: .pickedUp
            case .delivered: .delivered
            case .deleted: .givenUp
            }
        return ChatStep(kind, name(event.node), ClockText.step(event.time))
    }
}
