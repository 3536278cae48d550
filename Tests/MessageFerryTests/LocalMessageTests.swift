import BundleProtocol
import BundleStore
import Foundation
import Testing

@testable import MessageFerry

/// Applications at a running node, through its socket.
@Suite struct LocalMessageTests {
    private func withNode(_ body: (FerryService, String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sl-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = FerrySettings(node: try .node("bob"), role: .station)
        settings.subscriptions = ["dtn://topic/~"]
        settings.pieceSize = 1000
        var configuration = FerryService.Configuration(settings: settings, folder: folder)
        configuration.port = nil
        configuration.beaconPort = nil
        let service = try await FerryService.start(configuration)
        do { try await body(service, folder) } catch {
            await service.stop()
            throw error
        }
        await service.stop()
    }

    @Test func `an application sees its messages whole, and hears of changes`() async throws {
        try await withNode { _, folder in
            let client = try FerryClient(folder: folder)
            guard case .changed(let before) = try client.ask(.changes(since: 0, within: .seconds(60))) else {
                Issue.record("no number")
                return
            }
            let unchanged = try client.ask(.changes(since: before, within: .milliseconds(1)))
            #expect(unchanged == .changed(before))
            let payload = (0..<5000).map { UInt8(truncatingIfNeeded: $0 / 3) }
            let submission = FerryNode.Submission(
                destination: try FerrySettings.topic("field"), payload: payload, lifetime: .seconds(60))
            guard case .done(let names) = try client.ask(.submit(submission)), let name = names.first else {
                Issue.record("not taken")
                return
            }
            guard case .changed(let after) = try client.ask(.changes(since: before, within: .seconds(60))) else {
                Issue.record("no number")
                return
            }
            #expect(after > before)
            guard
                case .messages(let whole) = try client.ask(
                    .topic("dtn://topic/~field", limit: 100, largest: 10_000)),
                case .messages(let cut) = try client.ask(.topic("dtn://topic/~field", limit: 100, largest: 100)),
                case .messages(let one) = try client.ask(.message(name))
            else {
                Issue.record("no messages")
                return
            }
            #expect(whole.map(\.digest) == [name] && whole.map(\.payload) == [payload])
            #expect(whole.first?.isOwn == true && whole.first?.standing == .waiting)
            #expect(cut.map(\.payload) == [[]] && cut.map(\.size) == [5000])
            #expect(one == whole)
        }
    }

    @Test func `every request and answer survives its wire form, and none that is cut is taken`() throws {
        let digest = BundleDigest(high: 1, low: 2)
        var submission = FerryNode.Submission(
            destination: try EndpointID("dtn://alice/x"), payload: [1, 2], lifetime: .seconds(5))
        submission.isPrivate = true
        let requests: [LocalRequest] = [
            .submit(submission), .inbox(prefix: "dtn:", limit: 5, waits: true), .confirm([digest]), .status,
            .topic("dtn://t/~x", limit: 7, largest: 9), .message(digest), .events([digest]),
            .changes(since: 5, within: .seconds(9)),
        ]
        for request in requests {
            #expect(try LocalRequest(decoding: request.encoded) == request)
            for length in 0..<request.encoded.count {
                #expect(throws: (any Error).self) { try LocalRequest(decoding: Array(request.encoded[..<length])) }
            }
        }
        let event = BundleEvent(digest: digest, kind: .pickedUp, node: "dtn://c/", time: 7)
        let message = FerryMessage(
            digest: digest, source: "dtn://a/", destination: "dtn://b/", created: 5, sequence: 6, payload: [7], size: 1,
            signature: .verified, isOwn: true, hops: nil, events: [event])
        #expect(message.standing == .pickedUp(by: "dtn://c/", time: 7))
        for answer in [
            .refused("no"), .done([digest]), .messages([message]), .text("{}"), .events([event]), .changed(9),
        ] as [LocalAnswer] {
            #expect(try LocalAnswer(decoding: answer.encoded) == answer)
            for length in 0..<answer.encoded.count {
                #expect(throws: BundleError.self) { try LocalAnswer(decoding: Array(answer.encoded[..<length])) }
            }
        }
    }
}
