import DroneModel
import Foundation
import PayloadIntake
import PayloadJournal
import PayloadStation
import StationServer
import Synchronization
import Testing
import WebExchange

/// A phone with IP Webcam, as far as anybody knows what that answers.
private final class Phone: WebApplication {
    /// What it answers at each path; its clock is part of the answers.
    private let answers: @Sendable (String, Int) -> WebResponse?
    private let asked = Mutex<[String: Int]>([:])

    init(_ answers: @escaping @Sendable (String, Int) -> WebResponse?) { self.answers = answers }

    var counts: [String: Int] { asked.withLock { $0 } }

    func admission(of request: WebRequest) -> WebAdmission { .accept(mostBytes: 0) }

    func response(to request: WebRequest) async -> WebResponse {
        let count = asked.withLock { asked in
            asked[request.target, default: 0] += 1
            return asked[request.target] ?? 0
        }
        return answers(request.target, count) ?? .text("Not found", status: 404)
    }
}

struct WebcamPollerTests {
    private static let now = UTCTime(nanoseconds: 1_700_000_100_000_000_000)

    /// Asks the phone until `isEnough`, and says what came and what was told.
    private func poll(
        _ phone: Phone, path: String = "/shot.jpg", until isEnough: @escaping @Sendable (PayloadTrack, [String]) -> Bool
    ) async throws -> (track: PayloadTrack, told: [String]) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stork-webcam-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let station = PayloadStation(
            try PayloadJournal(folder), register: DeviceRegister(), clock: { Self.now })
        let told = Mutex<[String]>([])
        let server = StationServer(StationServerSettings(address: "127.0.0.1", port: 0), phone)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let serving = Task { try await server.run { port.yield($0) } }
        defer { serving.cancel() }
        var iterator = ports.makeAsyncIterator()
        let bound = try #require(await iterator.next())
        let poller = WebcamPoller(
            phone: WebFetch(host: "127.0.0.1", port: bound), device: "side", interval: .milliseconds(20), path: path)
        let polling = Task {
            await poller.run(into: station) { text in told.withLock { if $0.count < 100 { $0.append(text) } } }
        }
        let deadline = ContinuousClock.now + .seconds(20)
        while !isEnough(station.journal.track, told.withLock { $0 }), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(10))
        }
        polling.cancel()
        await polling.value
        return (station.journal.track, told.withLock { $0 })
    }

    @Test func `pictures and places are fetched again and again`() async throws {
        let phone = Phone { target, count in
            switch target {
            case "/photo.jpg":
                // Every picture is another, as a camera's are.
                let picture = [0xFF, 0xD8, 0xFF, 0xE0] + Array("\(count)".utf8) + [0xFF, 0xD9]
                return WebResponse(status: 200, headers: ["Content-Type": "image/jpeg"], body: picture)
            case "/gps.json":
                let time = 1_700_000_000_000 + count * 1000
                return .json("{\"gps\":{\"latitude\":59.97,\"longitude\":11.05,\"time\":\(time)}}")
            default: return nil
            }
        }
        let result = try await poll(phone, path: "/photo.jpg") { track, _ in
            track["side"].map { $0.fixes >= 3 && $0.photos >= 3 } ?? false
        }
        let device = try #require(result.track["side"])
        #expect(device.fixes >= 3 && device.photos >= 3 && device.sources == ["ipwebcam"])
        #expect(result.told == ["IP Webcam 127.0.0.1: /gps.json tells where it is"])
        #expect(phone.counts["/sensors.json?sense=gps"] == 1)
        #expect(phone.counts["/sensors.json"] == nil)
    }

    @Test func `what is missing is told once, not every time`() async throws {
        let phone = Phone { target, _ in target == "/sensors.json" ? .json("{}") : nil }
        let result = try await poll(phone) { _, told in told.count >= 2 && (phone.counts["/shot.jpg"] ?? 0) > 8 }
        #expect(result.track.devices.isEmpty)
        #expect(result.told.count == 2, "\(result.told)")
        #expect(result.told[0] == "IP Webcam 127.0.0.1: /shot.jpg answers 404")
        #expect(
            result.told[1].hasPrefix(
                "IP Webcam 127.0.0.1: nothing tells where it is (/sensors.json?sense=gps answers 404, /gps.json answers 404, "
                    + "/sensors.json without a place)"), "\(result.told[1])")
    }
}
