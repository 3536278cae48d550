import BundleProtocol
import Dispatch
import FerryChat
import Foundation
import MessageFerry
import Synchronization

/// A chat's connections to its node: one that waits for what changes, one for each message that is sent.
///
/// A node that goes away is tried again twice a second. Nothing here waits on the thread that draws.
final class ChatNode: Sendable {
    /// Which chat.
    struct Settings: Sendable {
        var folder: String
        var topic: EndpointID
        var lifetime: Duration
        var isPrivate = false
    }

    /// What is known now.
    struct State: Sendable {
        var sight: ChatSight
        var connection = ChatConnection.connecting
        var outbox = Outbox()
        /// What is to be said once.
        var notices: [String] = []
        /// Which connection this is, counted from 1, and during which a message was lost.
        fileprivate var number = 0
        fileprivate var lostDuring: Int?
    }

    private let settings: Settings
    private let state: Mutex<State>
    private let changed: @Sendable () -> Void
    private let sending = DispatchQueue(label: "stork.ferry.chat")

    /// The most messages that are shown; older ones stay with the node.
    private static let mostMessages = 1000
    /// What is larger is no text but a file, octets.
    private static let largestText = 65_536
    /// How long the node may take for an answer: more than it waits for a change.
    private static let patience: Duration = .seconds(20)
    private static let changePatience: Duration = .seconds(10)
    /// Between attempts, and at least between two looks: a flood of changes costs ten looks a second.
    private static let retryPause = 0.5
    private static let lookPause = 0.1

    /// - Parameter changed: Told from any thread that the state is another.
    init(_ settings: Settings, changed: @escaping @Sendable () -> Void) {
        self.settings = settings
        self.changed = changed
        state = Mutex(State(sight: ChatSight(topic: FerryText.topic("\(settings.topic)"))))
        Thread.detachNewThread { [self] in watch() }
    }

    /// What is known now; what was to be said once is not said again.
    func take() -> State {
        state.withLock { state in
            defer { state.notices = [] }
            return state
        }
    }

    /// Sends a message, now or when the node is there again.
    func send(_ text: String) {
        state.withLock { $0.outbox.add(text) }
        changed()
        sending.async { [self] in drain() }
    }

    // MARK: Watching

    private func watch() -> Never {
        while true {
            do throws(FerryClient.Failure) {
                try follow()
            } catch {
                state.withLock { state in
                    state.connection = .away("\(error)")
                    state.sight.contacts = []
                }
                changed()
            }
            Thread.sleep(forTimeInterval: Self.retryPause)
        }
    }

    /// Looks whenever something has changed, until the node is lost.
    ///
    /// Not to be inlined: Swift 6.3's optimizer does not come to an end with a client that lives in the endless loop of
    /// ``watch()`` (loop-invariant code motion).
    @inline(never)
    private func follow() throws(FerryClient.Failure) {
        let client = try FerryClient(folder: settings.folder, patience: Self.patience)
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        var revision: UInt64 = 0
        while true {
            guard case .changed(let now) = try client.ask(.changes(since: revision, within: Self.changePatience)) else {
                throw .lost("it answers something else; is it of this version?")
            }
            revision = now
            let sight = try look(client)
            let isAgain = state.withLock { state in
                // A message that was lost needs a look that began later.
                if let lost = state.lostDuring, lost >= number { return true }
                if state.lostDuring != nil {
                    state.outbox.compare(with: sight.messages)
                    state.lostDuring = nil
                }
                state.outbox.forget(sight.messages)
                let before = state.sight
                state.sight = sight
                if sight.contacts.isEmpty {
                    state.sight.lastContact =
                        before.contacts.first.map { .init(name: $0.name, time: ClockText.now) } ?? before.lastContact
                }
                state.connection = .there
                return false
            }
            if isAgain { return }
            changed()
            sending.async { [self] in drain() }
            Thread.sleep(forTimeInterval: Self.lookPause)
        }
    }

    @inline(never)
    private func look(_ client: borrowing FerryClient) throws(FerryClient.Failure) -> ChatSight {
        let topic = "\(settings.topic)"
        guard case .text(let text) = try client.ask(.status), let status = FerryGlance(json: text) else {
            throw .lost("its status cannot be read; is it of this version?")
        }
        guard
            case .messages(let messages) = try client.ask(
                .topic(topic, limit: Self.mostMessages, largest: Self.largestText))
        else {
            throw .lost("it answers something else; is it of this version?")
        }
        var sight = ChatSight(topic: FerryText.topic(topic), node: FerryText.name(status.node))
        sight.isSubscribed = status.subscriptions.contains { topic.hasPrefix($0) }
        sight.onBoard = status.bundles
        sight.contacts = status.contacts.map {
            .init(name: FerryText.name($0.node ?? $0.host), time: ClockText.ago(seconds: $0.seconds))
        }
        sight.messages = messages.map(FerryText.chat)
        return sight
    }

    // MARK: Sending

    private func drain() {
        while let text = state.withLock({ state in
            state.connection == .there ? state.outbox.next(state.sight.messages) : nil
        }) {
            var submission = FerryNode.Submission(
                destination: settings.topic, payload: Array(text.utf8), lifetime: settings.lifetime)
            submission.isPrivate = settings.isPrivate
            do throws(FerryClient.Failure) {
                let client = try FerryClient(folder: settings.folder, patience: Self.patience)
                let answer = try client.ask(.submit(submission))
                state.withLock { state in
                    if case .done(let digests) = answer, let digest = digests.last {
                        state.outbox.taken(as: "\(digest)")
                    } else {
                        state.outbox.refused()
                        let reason = if case .refused(let reason) = answer { reason } else { "no such node" }
                        state.notices.append("not sent: \(reason)")
                    }
                }
            } catch {
                state.withLock { state in
                    if case .noNode = error {
                        state.outbox.notAsked()
                    } else {
                        state.outbox.lost()
                        state.lostDuring = state.number
                    }
                    state.connection = .away("\(error)")
                }
            }
            changed()
        }
    }
}

/// Times of day and days, as they are shown: local.
enum ClockText {
    /// The time of day of a moment, milliseconds since 1970; with its day where that is not today.
    static func step(_ milliseconds: Int64) -> String {
        guard milliseconds > 0 else { return "n/a" }
        return format(milliseconds, day(milliseconds) == day(unixMilliseconds) ? "%H:%M:%S" : "%d %b %H:%M")
    }

    static func time(_ milliseconds: Int64) -> String { format(milliseconds, "%H:%M:%S") }
    static func day(_ milliseconds: Int64) -> String { format(milliseconds, "%d %b %Y") }

    /// The time of day so many seconds ago.
    static func ago(seconds: Double) -> String { time(unixMilliseconds - Int64(max(0, min(1e9, seconds)) * 1000)) }

    static var now: String { time(unixMilliseconds) }

    private static var unixMilliseconds: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    private static func format(_ milliseconds: Int64, _ pattern: String) -> String {
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return "n/a" }
        var buffer = [CChar](repeating: 0, count: 64)
        let count = strftime(&buffer, buffer.count, pattern, &parts)
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
