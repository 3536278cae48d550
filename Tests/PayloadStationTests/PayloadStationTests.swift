import DroneModel
import Foundation
import PayloadIntake
import PayloadJournal
import PayloadStation
import Synchronization
import Testing
import WebExchange

struct PayloadStationTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "stork-station-\(UUID())").path
    private static let now = UTCTime(nanoseconds: 1_700_000_001_000_000_000)
    private static let fix = "/osmand?id=side&timestamp=1700000000&lat=59.97&lon=11.05&speed=5.94"

    private func station(_ tokens: [String: String] = [:]) throws -> PayloadStation {
        let station = PayloadStation(
            try PayloadJournal(folder), register: DeviceRegister(tokens: tokens), clock: { Self.now })
        station.listens(at: "http://10.0.0.1:8077")
        return station
    }

    private func answer(_ station: PayloadStation, _ request: WebRequest) async -> WebResponse {
        if case .refuse(let response) = station.admission(of: request) { return response }
        return await station.response(to: request)
    }

    @Test(
        arguments: [
            ("/t/good\(fix)", [:]), (fix, ["Authorization": "Bearer good"]),
            (fix, ["Authorization": "Basic \(Base64Text.encode(Array("kim:good".utf8)))"]),
            (fix, ["Cookie": "ulogger=\(Base64Text.encode(Array("kim:good".utf8)))"]),
        ] as [(String, [String: String])])
    func `a token is taken wherever an app can put it, and says which phone it is`(
        target: String, headers: [String: String]
    ) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let station = try station(["top": "good", "other": "else"])
        var request = WebRequest(method: "POST", target: target, remote: "10.0.0.9")
        for (name, value) in headers { request.headers[name] = value }
        #expect(await answer(station, request).status == 200)
        #expect(station.journal.track["top"]?.fixes == 1)
        #expect(station.journal.track.devices.count == 1)
        let kept = try String(contentsOfFile: folder + "/requests.warc", encoding: .utf8)
        #expect(!kept.contains("good"))
    }

    @Test(arguments: [fix, "/t/bad\(fix)", "/t/\(fix)", "/t//owntracks", "/photo", "/client/index.php", "/t/goo\(fix)"])
    func `without a token nothing is taken`(target: String) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let station = try station(["top": "good"])
        let response = await answer(station, WebRequest(method: "POST", target: target, remote: "10.0.0.9"))
        #expect(response.status == 401)
        #expect(station.journal.track.fixCount == 0)
        #expect(station.refused.count == 1)
    }

    @Test func `uLogger logs in with the token as its password`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let station = try station(["top": "good"])
        func post(_ body: String, cookie: String? = nil) async -> WebResponse {
            var request = WebRequest(
                method: "POST", target: "/client/index.php",
                headers: ["Content-Type": "application/x-www-form-urlencoded"], body: Array(body.utf8),
                remote: "10.0.0.9")
            request.headers["Cookie"] = cookie
            return await answer(station, request)
        }
        #expect(await post("action=auth&user=kim&pass=wrong").status == 401)
        let auth = await post("action=auth&user=kim&pass=good")
        let cookie = try #require(auth.headers["Set-Cookie"]).prefix { $0 != ";" }
        let position = "action=addpos&trackid=1&time=1700000000&lat=59.97&lon=11.05&speed=3.06"
        #expect(await post(position, cookie: String(cookie)).status == 200)
        #expect(await post(position).status == 401)
        #expect(station.journal.track["top"]?.fixes == 1)
    }

    @Test func `pages are for the operator and for those who have a token`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let station = try station(["top": "good"])
        func page(_ target: String, from remote: String) async -> String {
            String(
                decoding: await answer(station, WebRequest(method: "GET", target: target, remote: remote)).body,
                as: UTF8.self)
        }
        #expect(await page("/", from: "10.0.0.9").contains("Scan the code"))
        #expect(await !page("/", from: "10.0.0.9").contains("good"))
        #expect(await page("/qr.svg?d=top", from: "10.0.0.9").contains("not here"))
        #expect(await page("/live.json", from: "10.0.0.9").contains("not here"))
        #expect(await page("/", from: "127.0.0.1").contains("/t/good/"))
        let mine = await page("/t/good/", from: "10.0.0.9")
        for part in [
            "http://10.0.0.1:8077/t/good/owntracks", "http://10.0.0.1:8077/t/good/traccar",
            "overland://setup?url=http%3A%2F%2F10.0.0.1%3A8077%2Ft%2Fgood%2Foverland&amp;device_id=top&amp;token=good",
            "sends nothing on a Wi-Fi without internet", "/t/good/stork.otrc",
        ] { #expect(mine.contains(part), "\(part)") }
        #expect(
            await page("/t/good/stork.otrc", from: "10.0.0.9").contains(
                "\"url\": \"http://10.0.0.1:8077/t/good/owntracks\""))
        #expect(await page("/t/good/live.json", from: "10.0.0.9") == #"{"devices":[],"refused":0,"refusals":[]}"#)
    }

    @Test func `the live list tells what came and what was refused`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let station = try station()
        _ = await answer(station, WebRequest(method: "POST", target: Self.fix))
        _ = await answer(station, WebRequest(method: "POST", target: "/osmand?id=side&lat=999&lon=1&timestamp=1"))
        let live = String(
            decoding: await answer(station, WebRequest(method: "GET", target: "/live.json")).body, as: UTF8.self)
        #expect(live.contains(#""name":"side","sources":["traccar"],"fixes":1"#))
        #expect(live.contains("latitude 999.0: -90 to 90 degrees"))
    }

    @Test(arguments: [
        "/../../etc/passwd", "/photos/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/t/%2e%2e/etc/passwd",
    ])
    func `no address leads to a file`(target: String) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let response = await answer(try station(), WebRequest(method: "GET", target: target))
        #expect(response.status == 404)
        #expect(!String(decoding: response.body, as: UTF8.self).contains("root:"))
    }
}
