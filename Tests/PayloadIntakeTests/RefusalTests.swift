import DroneModel
import PayloadIntake
import Testing
import WebExchange

struct RefusalTests {
    private func problem(_ request: WebRequest) -> IntakeProblem? {
        do throws(IntakeProblem) {
            _ = try PhoneDialects.read(request, IntakeHint(arrival: Fixture.arrival))
            return nil
        } catch {
            return error
        }
    }

    private func query(_ text: String) -> WebRequest { WebRequest(method: "GET", target: "/osmand?id=a&\(text)") }

    @Test(arguments: [
        ("lat=999&lon=1&timestamp=1700000000", "latitude 999.0: -90 to 90 degrees"),
        ("lat=1&lon=-180.1&timestamp=1700000000", "longitude -180.1: -180 to 180 degrees"),
        ("lat=nan&lon=1&timestamp=1700000000", "no latitude and longitude"),
        ("lat=inf&lon=1&timestamp=1700000000", "no latitude and longitude"),
        ("lon=1&timestamp=1700000000", "no latitude and longitude"),
        ("lat=1&lon=1", "no time"),
        ("lat=1&lon=1&timestamp=yesterday", "time yesterday: neither seconds since 1970 nor ISO 8601"),
        ("lat=1&lon=1&timestamp=-5", "time 1969-12-31T23:59:55Z: before the year 2000"),
        (
            "lat=1&lon=1&timestamp=4070908800",
            "time 2099-01-01T00:00:00Z: more than a day after this computer's 2023-11-14T22:13:22.500Z; set the clock "
                + "that is wrong"
        ),
        ("lat=1&lon=1&timestamp=1e300", "time 1e300: neither seconds since 1970 nor ISO 8601"),
        (
            "lat=1&lon=1&timestamp=99999999999999999999",
            "time 99999999999999999999: neither seconds since 1970 nor ISO 8601"
        ),
    ])
    func `a fix that cannot be is refused with its reason`(text: String, reason: String) {
        #expect(problem(query(text))?.description == reason)
        #expect(problem(query(text))?.status == 400)
    }

    @Test(
        arguments: [
            ([], 400, "the picture has no bytes; take it again"),
            (Array("GIF89a".utf8), 415, "the picture is no JPEG; choose JPEG in the app"),
            ([0xFF, 0xD8, 0xFF, 0xE0, 0, 0], 400, "the picture has no end: it was cut; send it again"),
            ([0xFF, 0xD8, 0xFF], 400, "the picture has no end: it was cut; send it again"),
        ] as [([UInt8], Int, String)])
    func `a picture that is none is refused with its reason`(bytes: [UInt8], status: Int, reason: String) {
        let found = problem(
            WebRequest(method: "PUT", target: "/photo", headers: ["Content-Type": "image/jpeg"], body: bytes))
        #expect(found?.status == status)
        #expect(found?.description == reason)
    }

    @Test func `every cut of every fixture is read or refused, and never traps`() {
        for (_, request, _) in Fixture.all {
            for length in 0..<request.body.count {
                var cut = request
                cut.body = Array(request.body[..<length])
                _ = problem(cut)
            }
            for length in 0..<request.target.count {
                var cut = request
                cut.target = String(request.target.prefix(length))
                _ = problem(cut)
            }
        }
    }

    @Test(arguments: [
        "{}", "[]", "null", "7", "{\"location\":7}", "{\"_type\":{}}", "{\"locations\":{}}", "{\"payload\":[[]]}",
        String(repeating: "[", count: 100_000), "{\"locations\":" + String(repeating: "[", count: 10_000),
    ])
    func `JSON of another form is refused or empty`(body: String) {
        let request = Fixture.json("/", body)
        if let found = problem(request) { #expect([400, 404].contains(found.status)) }
    }

    @Test func `other methods and addresses are refused`() {
        #expect(problem(WebRequest(method: "DELETE", target: "/osmand"))?.status == 405)
        #expect(problem(WebRequest(method: "GET", target: "/favicon.ico"))?.status == 404)
        #expect(problem(WebRequest(method: "POST", target: "/traccar?lat=1&lon=2&timestamp=1700000000"))?.status == 400)
        #expect(problem(Fixture.form("/client/index.php", "action=drop"))?.status == 400)
    }

    @Test(
        arguments: [
            ("side", "side"), ("../../etc/passwd", "etcpasswd"), (".hidden", "hidden"), ("a b\n\u{1b}[31m", "ab31m"),
            ("", nil),
            ("…", nil), (String(repeating: "x", count: 100), String(repeating: "x", count: 32)),
        ] as [(String, String?)])
    func `names of phones hold nothing but letters and digits`(told: String, name: String?) {
        #expect(DeviceName.clean(told) == name)
    }
}
