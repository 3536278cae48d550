import DroneModel
import PayloadIntake
import Testing
import WebExchange

struct TrackFileTests {
    private func read(_ text: String, _ path: String) throws(IntakeProblem) -> PhonePost {
        try PhoneDialects.read(
            WebRequest(method: "POST", target: path, body: Array(text.utf8)),
            IntakeHint(device: "side", arrival: Fixture.arrival))
    }

    private static let gpx = """
        <?xml version="1.0"?><gpx version="1.1" creator="GPSLogger" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
        <trkpt lat="59.97" lon="11.05"><ele>143.0</ele><time>2023-11-14T22:13:20.000Z</time><speed>3.06</speed>
        <course>90</course><extensions><gpxtpx:speed xmlns:gpxtpx="x">3.06</gpxtpx:speed></extensions></trkpt>
        <trkpt lat="999" lon="11.05"><time>2023-11-14T22:13:21Z</time></trkpt>
        </trkseg></trk></gpx>
        """

    @Test func `a GPX track has the same fix as the apps`() throws {
        let post = try read(Self.gpx, "/gpx")
        let fix = try #require(post.fixes.first)
        #expect(post.fixes.count == 1)
        #expect(post.refusals.map(\.reason) == ["latitude 999.0: -90 to 90 degrees"])
        #expect(fix.time.seconds == 1_700_000_000)
        #expect((fix.latitude, fix.longitude) == (59.97, 11.05))
        #expect(fix.speed == 3.06 && fix.altitude == 143 && fix.course == 90)
        #expect(fix.device == "side" && fix.source == "gpx")
    }

    @Test(arguments: [
        "time,lat,lon,elevation,accuracy,bearing,speed,battery\n2023-11-14T22:13:20.000Z,59.97,11.05,143,6,90,3.06,71",
        "\u{FEFF}Timestamp;Longitude;Latitude;Speed\r\n1700000000000;11.05;59.97;3.06\r\n",
        "name,\"time\",lat,lon,speed\n\"a, b\",2023-11-14 22:13:20,59.97,11.05,3.06",
    ])
    func `a CSV track has the same fix as the apps`(text: String) throws {
        let fix = try #require(try read(text, "/csv").fixes.first)
        #expect(fix.time.seconds == 1_700_000_000)
        #expect((fix.latitude, fix.longitude) == (59.97, 11.05))
        #expect(fix.speed == 3.06)
    }

    @Test func `every cut of a track is refused or read`() {
        let whole = Self.gpx
        for length in 0..<whole.count { _ = try? read(String(whole.prefix(length)), "/gpx") }
    }

    @Test(arguments: [
        ("", "/gpx"), ("<gpx/>", "/gpx"), ("<gpx><trkpt", "/gpx"), ("", "/csv"), ("a,b,c\n1,2,3", "/csv"),
        ("time,lat,lon\n", "/csv"), ("<!DOCTYPE x [<!ENTITY a \"b\">]><gpx>&a;</gpx>", "/gpx"),
    ])
    func `a file without a track is refused with a reason`(text: String, path: String) {
        do throws(IntakeProblem) {
            _ = try read(text, path)
            Issue.record("taken")
        } catch {
            #expect(error.status == 400)
            #expect(error.description.contains(path == "/gpx" ? "GPX" : "CSV") || error.description.contains("no fix"))
        }
    }

    /// Found by the fuzzer: Foundation's parser ended the program here.
    @Test func `names that are no text, and elements within elements without end, are refused`() {
        func refusal(_ body: [UInt8]) -> IntakeProblem? {
            do throws(IntakeProblem) {
                _ = try PhoneDialects.read(
                    WebRequest(method: "POST", target: "/gpx", body: body), IntakeHint(arrival: Fixture.arrival))
                return nil
            } catch { return error }
        }
        let noText = Array("<gpx><t".utf8) + [UInt8](repeating: 0xFF, count: 32) + Array("rk></gpx>".utf8)
        #expect(refusal(noText)?.description == "GPX: line 1 is no XML; 0 fixes before it")
        #expect(refusal(Array(String(repeating: "<a>", count: 300_000).utf8))?.status == 400)
        let point = "<trkpt lat=\"1\" lon=\"2\"><time>2023-11-14T22:13:20Z</time></trkpt>"
        let long = "<gpx>\(String(repeating: point, count: 100_001))</gpx>"
        #expect(refusal(Array(long.utf8))?.description == "GPX: more than 100000 fixes; cut the track")
    }
}
