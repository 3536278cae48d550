import BundleProtocol
import BundleStore
import MessageFerry

/// Requests, answers and chats.
enum ChatSeeds {
    private static let digest = BundleDigest(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)

    static var local: [[UInt8]] {
        let event = BundleEvent(digest: digest, kind: .pickedUp, node: "dtn://charlie/", time: 1_500_000_000_000)
        var requests: [LocalRequest] = [
            .inbox(prefix: "dtn://bob/", limit: 10, waits: true), .confirm([digest, digest]), .status,
            .topic("dtn://topic/~field", limit: 100, largest: 1000), .message(digest), .events([digest]),
            .changes(since: 7, within: .seconds(10)),
        ]
        if let group = try? EndpointID("dtn://topic/~field") {
            requests.append(.submit(.init(destination: group, payload: [0x68, 0x69], lifetime: .seconds(60))))
        }
        let message = FerryMessage(
            digest: digest, source: "dtn://alice/", destination: "dtn://topic/~field", created: 1_500_000_000_000,
            sequence: 3, payload: [0x68, 0x69], size: 2, signature: .verified, isOwn: true, hops: 2, events: [event])
        let answers: [LocalAnswer] = [
            .refused("no"), .done([digest]), .messages([message, message]), .text("{}"), .events([event]), .changed(9),
        ]
        return requests.map(\.encoded) + answers.map(\.encoded)
    }

    /// As ``ChatFuzzing`` reads them.
    static var chats: [[UInt8]] {
        func text(_ step: UInt8, _ text: String) -> [UInt8] { [step] + ByteScript.block(Array(text.utf8)) }
        let message = text(2, "dinner at six?\n漢字 e\u{301}") + [3] + text(2, "\u{1B}[2Jx\u{202E}") + [7]
        return [
            message + text(1, "yes, 漢字") + [0, 0, 3, 20, 5],
            message + [0, 5, 0, 17] + text(1, "a\nb") + [0, 18, 3, 80, 24],
            message + text(70, "gone") + text(5, "notice") + [3, 40, 9],
        ]
    }
}
