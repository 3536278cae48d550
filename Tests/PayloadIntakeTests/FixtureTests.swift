import DroneModel
import PayloadIntake
import Testing
import WebExchange

/// What phones send, one request per dialect; all describe the same fix.
enum Fixture {
    static let arrival = UTCTime(nanoseconds: 1_700_000_002_500_000_000)
    static let picture: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xD9]

    static func json(_ path: String, _ body: String, headers: WebHeaders = [:]) -> WebRequest {
        var headers = headers
        headers["Content-Type"] = "application/json; charset=utf-8"
        return WebRequest(method: "POST", target: path, headers: headers, body: Array(body.utf8))
    }

    static func form(_ path: String, _ body: String) -> WebRequest {
        WebRequest(
            method: "POST", target: path, headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: Array(body.utf8))
    }

    static let ownTracks = json(
        "/owntracks",
        #"{"_type":"location","lat":59.97,"lon":11.05,"tst":1700000000,"acc":6,"alt":143,"vel":11,"batt":71,"tid":"KS"}"#,
        headers: ["X-Limit-U": "kim", "X-Limit-D": "side"])
    static let traccar = WebRequest(
        method: "POST",
        target:
            "/osmand?id=side&timestamp=1700000000&lat=59.97&lon=11.05&speed=5.94&bearing=90&altitude=143&accuracy=6&batt=71"
    )
    static let gpsLogger = WebRequest(
        method: "GET",
        target: "/gpslogger?lat=59.97&lon=11.05&acc=6&spd=3.06&timestamp=1700000000&batt=71.0&ser=side")
    static let overland = json(
        "/overland",
        #"""
        {"locations":[{"type":"Feature","geometry":{"type":"Point","coordinates":[11.05,59.97]},"properties":{"timestamp":
        "2023-11-14T22:13:20Z","speed":3.06,"horizontal_accuracy":6,"battery_level":0.71,"device_id":"side"}}]}
        """#, headers: ["Authorization": "Bearer t"])
    static var uLogger: WebRequest {
        let fields = [
            ("action", "addpos"), ("trackid", "1"), ("time", "1700000000"), ("lat", "59.97"), ("lon", "11.05"),
            ("speed", "3.06"),
        ]
        var body = "\r\n"
        for (name, value) in fields {
            body += "------uLoggerBoundaryAbCd\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        body += "------uLoggerBoundaryAbCd\r\nContent-Disposition: form-data; name=\"image\"; filename=\"upload\"\r\n"
        body += "Content-Type: image/jpeg\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        return WebRequest(
            method: "POST", target: "/client/index.php",
            headers: [
                "Content-Type": "multipart/form-data; boundary=----uLoggerBoundaryAbCd",
                "Cookie": "ulogger=\(Base64Text.encode(Array("side:x".utf8)))",
            ], body: Array(body.utf8) + picture + Array("\r\n------uLoggerBoundaryAbCd--\r\n".utf8))
    }
    static let traccarJSON = json(
        "/traccar",
        #"""
        {"location":{"timestamp":"2023-11-14T22:13:20.000Z","coords":{"latitude":59.97,"longitude":11.05,"accuracy":6,
        "speed":3.06,"heading":-1,"altitude":143},"is_moving":true,"battery":{"level":0.71,"is_charging":false},
        "activity":{"type":"still"},"extras":{}},"device_id":"side"}
        """#)
    static let osmAnd = WebRequest(
        method: "GET",
        target:
            "/osmand-app?id=side&lat=59.97&lon=11.05&timestamp=1700000000000&hdop=6&altitude=143&speed=3.06&bearing=90")
    static let sensorLogger = json(
        "/sensorlogger",
        #"""
        {"messageId":1,"sessionId":"s","deviceId":"side","payload":[{"name":"accelerometer","time":1700000000000000000,
        "values":{"x":0.1,"y":0,"z":9.8}},{"name":"location","time":1700000000000000000,"values":{"latitude":59.97,
        "longitude":11.05,"altitude":143,"speed":3.06,"bearing":90,"horizontalAccuracy":6}}]}
        """#)
    static let ipWebcam = json(
        "/ipwebcam?device=side",
        #"""
        {"battery_level":{"unit":"%","data":[[1700000000000,[71.0]]]},"gps":{"latitude":59.97,"longitude":11.05,
        "accuracy":6,"altitude":143,"speed":3.06,"bearing":90,"time":1700000000000}}
        """#)

    static let all: [(PhoneDialect, WebRequest, String)] = [
        (.ownTracks, ownTracks, "[]"), (.traccar, traccar, "OK\n"), (.gpsLogger, gpsLogger, "OK\n"),
        (.overland, overland, #"{"result":"ok"}"#), (.uLogger, uLogger, #"{"error":false}"#),
        (.traccarJSON, traccarJSON, "OK\n"), (.osmAnd, osmAnd, "OK\n"), (.sensorLogger, sensorLogger, "OK\n"),
        (.ipWebcam, ipWebcam, "OK\n"),
    ]
}

struct FixtureTests {
    private func read(_ request: WebRequest, device: String? = nil) throws(IntakeProblem) -> PhonePost {
        try PhoneDialects.read(
            request,
            IntakeHint(device: device, user: IntakeHint.user(of: request), arrival: Fixture.arrival))
    }

    @Test(arguments: Fixture.all.indices)
    func `every app's fix is the same fix, and every app hears what it wants`(index: Int) throws {
        let (dialect, request, answer) = Fixture.all[index]
        let post = try read(request)
        #expect(post.dialect == dialect)
        let fix = try #require(post.fixes.first)
        #expect(post.fixes.count == 1)
        #expect(fix.device == "side")
        #expect(fix.source == dialect.rawValue)
        #expect(fix.time.text == "2023-11-14T22:13:20Z")
        #expect(fix.latitude == 59.97)
        #expect(fix.longitude == 11.05)
        #expect(abs((fix.speed ?? 0) - 3.06) < 0.005)
        #expect(fix.latency == .milliseconds(2500))
        #expect(!fix.isLate)
        #expect(fix.accuracy ?? 6 == 6)
        #expect(fix.altitude ?? 143 == 143)
        #expect(fix.battery.map { abs($0 - 0.71) < 1e-9 } ?? true)
        #expect(fix.course ?? 90 == 90)
        #expect(post.photo?.bytes == (dialect == .uLogger ? Fixture.picture : nil))
        #expect(String(decoding: post.reply.body, as: UTF8.self) == answer)
        #expect((200..<300).contains(post.reply.status))
    }

    @Test(arguments: Fixture.all.indices)
    func `the same requests at the bare address are known by what is in them`(index: Int) throws {
        var (dialect, request, _) = Fixture.all[index]
        // A query says nothing of its app: it is taken for Traccar's.
        if dialect == .gpsLogger || dialect == .osmAnd { return }
        request.target = "/" + (request.target.firstIndex(of: "?").map { String(request.target[$0...]) } ?? "")
        #expect(try read(request).dialect == dialect)
    }

    @Test func `the name of a token's phone goes before what the phone calls itself`() throws {
        for (_, request, _) in Fixture.all { #expect(try read(request, device: "top").fixes.first?.device == "top") }
    }

    @Test func `uLogger opens a session and a track`() throws {
        let auth = try read(Fixture.form("/client/index.php", "action=auth&user=kim&pass=x"))
        #expect(String(decoding: auth.reply.body, as: UTF8.self) == #"{"error":false}"#)
        let cookie = try #require(auth.reply.headers["set-cookie"])
        var track = Fixture.form("/client/index.php", "action=addtrack&track=flight1")
        track.headers["Cookie"] = String(cookie.prefix { $0 != ";" })
        #expect(IntakeHint.user(of: track) == "kim")
        let reply = String(decoding: try read(track).reply.body, as: UTF8.self)
        #expect(reply.hasPrefix(#"{"error":false,"trackid":"#))
        #expect(reply == String(decoding: try read(track).reply.body, as: UTF8.self))
    }

    @Test func `OwnTracks' picture comes with the place`() throws {
        let image = Base64Text.encode(Fixture.picture)
        let request = Fixture.json(
            "/owntracks",
            "{\"_type\":\"location\",\"lat\":1,\"lon\":2,\"tst\":1700000000,\"image\":\"\(image)\",\"imagename\":\"../x\"}"
        )
        let post = try read(request)
        #expect(post.photo?.bytes == Fixture.picture)
        #expect(post.photo?.time?.seconds == 1_700_000_000)
    }

    @Test(arguments: ["transition", "waypoint", "status", "lwt", "cmd", "card", "steps"])
    func `OwnTracks' other messages are answered and are no fixes`(type: String) throws {
        let post = try read(Fixture.json("/owntracks", "{\"_type\":\"\(type)\",\"tst\":1}"))
        #expect(post.isEmpty)
        #expect(try read(Fixture.json("/owntracks", "")).isEmpty)
    }

    @Test(arguments: ["PUT", "POST"]) func `a picture alone is a photo`(method: String) throws {
        let request = WebRequest(
            method: method, target: "/photo?time=1700000000", headers: ["Content-Type": "image/jpeg"],
            body: Fixture.picture)
        let post = try read(request)
        #expect(post.photo?.bytes == Fixture.picture)
        #expect(post.photo?.time == UTCTime(seconds: 1_700_000_000))
        #expect(post.fixes.isEmpty)
        #expect(post.reply.status == 201)
    }

    @Test func `unknown values are unknown, not zero and not nonsense`() throws {
        let post = try read(
            Fixture.json(
                "/overland",
                #"""
                {"locations":[{"geometry":{"coordinates":[11.05,59.97]},"properties":{"timestamp":"2023-11-14T22:13:20Z",
                "speed":-1,"course":-1,"horizontal_accuracy":-1,"battery_level":-1,"altitude":null}}]}
                """#))
        let fix = try #require(post.fixes.first)
        #expect(fix.speed == nil && fix.course == nil && fix.accuracy == nil && fix.battery == nil)
        #expect(fix.altitude == nil)
        #expect(fix.device == "phone")
    }

    @Test func `one bad fix does not take its batch with it`() throws {
        let good = #"{"geometry":{"coordinates":[11,59]},"properties":{"timestamp":"2023-11-14T22:13:20Z"}}"#
        let bad = #"{"geometry":{"coordinates":[11,999]},"properties":{"timestamp":"2023-11-14T22:13:20Z"}}"#
        let post = try read(Fixture.json("/overland", "{\"locations\":[\(bad),\(good),7,null,{}]}"))
        #expect(post.fixes.count == 1)
        #expect(post.refusals.map(\.index) == [0, 2, 3, 4])
        #expect(post.refusals[0].reason == "latitude 999.0: -90 to 90 degrees")
        #expect(String(decoding: post.reply.body, as: UTF8.self) == #"{"result":"ok"}"#)
    }

    @Test func `IP Webcam's sensors tell a place as values, and nothing where they have none`() throws {
        let body = #"""
            {"battery_level":{"unit":"%","data":[[1700000000000,[71.0]]]},"gps":{"unit":"","data":[
            [1700000000000,[59.97,11.05,143]],[1700000001000,[999,11.05]],["x"],[1700000002000,[59.98]],
            [1700000002000,[59.98,11.05]]]}}
            """#
        let post = try read(Fixture.json("/ipwebcam", body), device: "side")
        #expect(post.fixes.map(\.latitude) == [59.97, 59.98])
        #expect(post.fixes.map(\.time.seconds) == [1_700_000_000, 1_700_000_002])
        #expect(post.fixes.allSatisfy { abs(($0.battery ?? 0) - 0.71) < 1e-9 })
        #expect(post.refusals.map(\.reason) == ["latitude 999.0: -90 to 90 degrees"])
        for nothing in [#"{"motion":{"unit":"","data":[]}}"#, "{}", #"{"gps":7}"#, #"{"gps":{"data":7}}"#] {
            #expect(try read(Fixture.json("/ipwebcam", nothing), device: "side").isEmpty)
        }
    }
}
