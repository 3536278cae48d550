import DroneModel
import Foundation
import PayloadIntake
import PayloadJournal
import Testing

/// How often the station is killed: a few times with every change, more where STORK_PAYLOAD_KILLS says so.
private let kills = ProcessInfo.processInfo.environment["STORK_PAYLOAD_KILLS"].flatMap { Int($0) } ?? 4

extension EndToEnd {
    /// `stork payload serve`, with clients that others wrote.
    struct PayloadServeTests {
        private let folder = FileManager.default.temporaryDirectory.appending(path: "stork-payload-\(UUID())").path

        /// Starts the station; its address without the last slash.
        private func start(_ more: [String]) async throws -> (station: RunningProgram, address: String) {
            let station = try StorkProgram.start(
                ["payload", "serve", "--folder", folder, "--listen", "127.0.0.1", "--port", "0", "--json"] + more)
            let line = try await station.line { $0.contains("\"join\"") }.text
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let address = try #require(object?["join"] as? String)
            return (station, String(address.dropLast()))
        }

        private func lines(_ name: String) -> [String] {
            let text = (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map(String.init)
        }

        /// The commands that stand for the five apps, as curl sends them.
        private static let fixtures = #"""
            set -e; cd "$1"; A="$2"
            printf '\377\330\377\340picture\377\331' >p.jpg
            c() { curl -sS --fail-with-body "$@"; echo; }
            c -H 'X-Limit-U: kim' -H 'X-Limit-D: side' -H 'Content-Type: application/json' -d '{"_type":"location","lat":59.97,"lon":11.05,"tst":1700000000,"acc":6,"alt":143,"vel":11,"batt":71,"tid":"KS"}' "$A/owntracks"
            c -X POST "$A/osmand?id=side&timestamp=1700000000&lat=59.97&lon=11.05&speed=5.94&bearing=90&altitude=143&accuracy=6&batt=71"
            c "$A/gpslogger?lat=59.97&lon=11.05&acc=6&spd=3.06&timestamp=1700000000&batt=71.0&ser=side"
            c -H 'Authorization: Bearer t' -H 'Content-Type: application/json' -d '{"locations":[{"type":"Feature","geometry":{"type":"Point","coordinates":[11.05,59.97]},"properties":{"timestamp":"2023-11-14T22:13:20Z","speed":3.06,"horizontal_accuracy":6,"battery_level":0.71,"device_id":"side"}}]}' "$A/overland"
            c -c j -d 'action=auth&user=kim&pass=x' "$A/client/index.php"
            c -b j -d 'action=addtrack&track=flight1' "$A/client/index.php"
            c -b j -F action=addpos -F trackid=1 -F time=1700000000 -F lat=59.97 -F lon=11.05 -F speed=3.06 -F 'image=@p.jpg;type=image/jpeg;filename=upload' "$A/client/index.php"
            """#

        @Test(.enabled(if: OtherProgram.curl != nil, "\(OtherProgram.noCurl)"))
        func `five apps by curl are five rows that agree and one photo, and again nothing new`() async throws {
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let (station, address) = try await start(["--open"])
            for _ in 0..<2 {
                let apps = try RunningProgram(
                    OtherProgram.shell, ["-c", Self.fixtures, "sh", folder, address],
                    environment: StorkProgram.plainEnvironment)
                let result = try await apps.result()
                #expect(result.status == 0, "\(result.errors)")
                let answers = result.output.split(separator: "\n").map(String.init)
                #expect(answers.count == 7)
                #expect(answers.first == "[]")
                #expect(answers.dropFirst(3).first == #"{"result":"ok"}"#)
                #expect(answers.last == #"{"error":false}"#)
                let fixes = lines("fixes.jsonl").compactMap { PhoneFixLine($0) }
                #expect(fixes.map(\.source) == ["owntracks", "traccar", "gpslogger", "overland", "ulogger"])
                #expect(Set(fixes.map(\.time)) == ["2023-11-14T22:13:20Z"])
                for fix in fixes {
                    #expect(fix.latitude == 59.97 && fix.longitude == 11.05)
                    #expect(abs(fix.speed - 3.06) < 0.005)
                }
                #expect(lines("photos.jsonl").count == 1)
            }
            let end = try await station.interrupt()
            #expect(end.status == 0)
            let photo = try Data(contentsOf: URL(filePath: "\(folder)/photos/20231114T221320Z-kim.jpg"))
            #expect(photo == Data([0xFF, 0xD8, 0xFF, 0xE0] + Array("picture".utf8) + [0xFF, 0xD9]))
        }

        @Test(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
        func `kill -9 at any moment loses nothing acknowledged and lists nothing by halves`() async throws {
            defer { try? FileManager.default.removeItem(atPath: folder) }
            var numbers = SeededNumbers(seed: 7)
            var acknowledged: Set<String> = []
            for kill in 0..<kills {
                let (station, address) = try await start(["--open"])
                let port = try #require(address.split(separator: ":").last)
                let client = try RunningProgram(
                    OtherProgram.python,
                    [OtherProgram.driver("payload_posts.py"), String(port), String(kill * 100_000)],
                    environment: StorkProgram.plainEnvironment)
                _ = try await client.line()
                try await Task.sleep(for: .milliseconds(Int(numbers.next() % 400)))
                station.send(signal: SIGKILL)
                let output = try await client.result().output
                #expect(!output.contains("refused"))
                acknowledged.formUnion(output.split(separator: "\n").map(String.init))
                #expect(try await station.result().wasKilled)
                try check(acknowledged)
            }
            print("killed \(kills) times: \(acknowledged.count) acknowledged, all there")
        }

        /// Opens the folder again, as the next start does, and looks for everything that was acknowledged.
        private func check(_ acknowledged: Set<String>) throws {
            let journal = try PayloadJournal(folder)
            let photos = lines("photos.jsonl").compactMap { PhotoRecord(line: $0) }
            #expect(photos.count == journal.track.photoCount)
            var found: Set<String> = []
            for fix in lines("fixes.jsonl").compactMap({ PhoneFixLine($0) }) { found.insert("fix \(fix.number)") }
            for photo in photos {
                let bytes = try Data(contentsOf: URL(filePath: "\(folder)/photos/\(photo.name)"))
                #expect(bytes.count == photo.bytes)
                #expect(bytes.suffix(2) == Data([0xFF, 0xD9]))
                found.insert("photo \(Int(photo.time.seconds) - 1_700_000_000) \(bytes.count)")
            }
            #expect(acknowledged.subtracting(found).isEmpty)
            let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/photos")
            #expect(Set(files.filter { !$0.hasSuffix(".part") }) == Set(photos.map(\.name)))
        }

        @Test(
            .enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"),
            .enabled(if: Browser.isHere, "\(Browser.notHere)"))
        func `a browser shows the page, and another's reader reads the codes on it and on the terminal`() async throws {
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let (station, address) = try await start(["--device", "side"])
            let token = try #require(address.split(separator: "/").last)
            let curl = try RunningProgram(
                try #require(OtherProgram.curl),
                ["-sS", "-X", "POST", "\(address)/osmand?timestamp=1700000000&lat=59.97&lon=11.05"],
                environment: StorkProgram.plainEnvironment)
            #expect(try await curl.result().output == "OK\n")
            let browser = try Browser()
            defer { browser.remove() }
            let page = try #require(URL(string: address + "/"))
            let visit = try await browser.visit(page, width: 400, reaching: "127.0.0.1")
            #expect(visit.console.isEmpty, "\(visit.console)")
            #expect(visit.document.contains("<td>side</td><td>traccar</td><td>1 (1 late)</td>"))
            #expect(visit.requests.allSatisfy { $0.hasPrefix("http://127.0.0.1:") }, "\(visit.requests)")
            let file = browser.folder.appending(path: "page.png")
            try await browser.picture(of: page, dark: false, width: 400, height: 900, to: file, reaching: "127.0.0.1")
            let fromPage = try RunningProgram(
                OtherProgram.python, [OtherProgram.driver("qr_read.py"), file.path],
                environment: StorkProgram.plainEnvironment)
            #expect(try await fromPage.result().output == "\(address)/\n")
            #expect(try await station.interrupt().status == 0)

            // The same phone has the same token again.
            let terminal = try StorkProgram.start([
                "payload", "serve", "--folder", folder, "--listen", "127.0.0.1", "--port", "0", "--device", "side",
            ])
            let joins = try await terminal.line { $0.contains("joins at") }.text
            #expect(joins.hasSuffix("/t/\(token)/"))
            let shown = terminal.lines.map(\.text).joined(separator: "\n")
            let fromTerminal = try RunningProgram(
                OtherProgram.shell,
                [
                    "-c", "printf '%s\\n' \"$1\" | \"$2\" \"$3\"", "sh", shown, OtherProgram.python,
                    OtherProgram.driver("qr_read.py"),
                ],
                environment: StorkProgram.plainEnvironment.merging(["PYTHONIOENCODING": "utf-8"]) { $1 })
            let read = try await fromTerminal.result().output
            #expect(joins.hasSuffix(" joins at \(read.dropLast())"))
            #expect(try await terminal.interrupt().status == 0)
        }

        @Test func `a track and a picture of a phone are imported, twice as once`() async throws {
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let track = "\(folder)/track.csv"
            try "time,lat,lon\n2023-11-14T22:13:20Z,59.97,11.05\n".write(
                toFile: track, atomically: true, encoding: .utf8)
            let first = try await StorkProgram.run(["payload", "import", "--folder", folder, "--device", "side", track])
            #expect(first.output == "\(track): 1 new fixes of 1\n")
            let second = try await StorkProgram.run([
                "payload", "import", "--folder", folder, "--device", "side", track,
            ])
            #expect(second.output == "\(track): 0 new fixes of 1\n")
            let missing = try await StorkProgram.run(["payload", "import", "--folder", folder, "\(folder)/none.gpx"])
            #expect(missing.status == 1)
            #expect(missing.errors.contains("none.gpx"))
        }
    }
}

/// A line of `fixes.jsonl` as anybody's program reads it.
private struct PhoneFixLine {
    var source: String
    var time: String
    var latitude: Double
    var longitude: Double
    var speed: Double
    /// Seconds since the fixtures' moment.
    var number: Int

    init?(_ line: String) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
            let source = object["source"] as? String, let time = object["time"] as? String,
            let date = ISO8601DateFormatter().date(from: time)
        else { return nil }
        self.source = source
        self.time = time
        latitude = object["lat"] as? Double ?? .nan
        longitude = object["lon"] as? Double ?? .nan
        speed = object["speed_m_s"] as? Double ?? .nan
        number = Int(date.timeIntervalSince1970) - 1_700_000_000
    }
}
