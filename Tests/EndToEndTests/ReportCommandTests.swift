import DroneModel
import DroneSimulation
import FlightRecording
import FlightRehearsal
import Foundation
import Testing

extension EndToEnd {
    /// `stork report`, and its page in a real browser.
    @Suite struct ReportCommandTests {
        /// A recorded flight of the simulated drone, with everything that a report shows, hostile words among it.
        static func record(to path: String, seconds: Int = 40) throws {
            var settings = DroneSettings(seed: 3)
            settings.payloads = [PayloadMass(mass: 0.1, at: Vector3(x: 0, y: 0.05, z: 0))]
            settings.faults = FaultPlan([Fault(.blackout, at: .seconds(25), for: .milliseconds(1500))])
            var flight = try RehearsedFlight(settings, recordingTo: path, name: "hop <b>& \"back\"</b>")
            try flight.takeOff()
            flight.note(.mark("</script><script>document.title='hacked'</script><img src=http://stork.invalid/x>"))
            while flight.now < .seconds(seconds) {
                try flight.move(Setpoint(pitch: -0.4, yaw: 0.4), for: .seconds(2))
                try flight.wait(.seconds(3))
            }
            flight.note(.payload(PayloadOnBoard(mass: 0)))
            try flight.land()
            try flight.finish()
        }

        private func inFolder(_ work: (URL) async throws -> Void) async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try await work(folder)
        }

        @Test func `the page goes into the recording, again if need be, and over nobody's file`() async throws {
            try await inFolder { folder in
                try Self.record(to: folder.path, seconds: 20)
                let page = folder.appending(path: "report.html")
                for _ in 0..<2 {
                    let result = try await StorkProgram.run(["report", folder.path], for: .seconds(120))
                    #expect(result.status == 0, "\(result.errors)")
                    #expect(result.output.contains("report of a SIMULATED flight"), "\(result.output)")
                    #expect(try String(contentsOf: page, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
                }
                let diary = folder.appending(path: "diary.html")
                try Data("dear diary".utf8).write(to: diary)
                let result = try await StorkProgram.run(
                    ["report", folder.path, "--output", diary.path], for: .seconds(120))
                #expect(result.status == 1)
                #expect(result.errors.contains("no report of stork"), "\(result.errors)")
                #expect(try String(contentsOf: diary, encoding: .utf8) == "dear diary")

                let json = try await StorkProgram.run(["report", folder.path, "--json"], for: .seconds(120))
                let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
                #expect(object?["simulated"] as? Bool == true)
                #expect((object?["sha256"] as? String)?.count == 64)
            }
        }

        @Test func `what is no recording is refused in a sentence, and leaves no page`() async throws {
            try await inFolder { folder in
                try Data("rubbish\n".utf8).write(to: folder.appending(path: "rubbish"))
                for name in ["rubbish", "missing", "."] {
                    let result = try await StorkProgram.run(["report", folder.appending(path: name).path])
                    #expect(result.status == 1, "\(name)")
                    #expect(result.errors.hasPrefix("Error: "), "\(result.errors)")
                    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
                }
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["rubbish"])
            }
        }

        @Test func `a recording cut off anywhere still gives a page that says so`() async throws {
            try await inFolder { folder in
                try Self.record(to: folder.path, seconds: 18)
                let capture = folder.appending(path: "flight.pcap")
                let whole = try Data(contentsOf: capture)
                for share in [0.01, 0.37, 0.8] {
                    try whole.prefix(Int(Double(whole.count) * share)).write(to: capture)
                    let result = try await StorkProgram.run(["report", folder.path], for: .seconds(120))
                    #expect(result.status == 0, "\(share): \(result.errors)")
                    let page = try String(contentsOf: folder.appending(path: "report.html"), encoding: .utf8)
                    #expect(page.contains("damaged after"), "\(share)")
                }
            }
        }

        // MARK: In a browser

        /// Counts what sticks out, and points at a curve; goes into a copy of the page, since the page itself lets no
        /// script run but its own.
        private static let probe = """
            <script>
            window.addEventListener("load", function () {
              var root = document.documentElement, wide = root.clientWidth, out = [];
              document.querySelectorAll("body *").forEach(function (e) {
                if (e.closest(".plot-box, .scroll, .events, caption, defs, svg")) { return; }
                var box = e.getBoundingClientRect();
                if (box.right > wide + 1 || box.left < -1) { out.push(e.tagName + "." + e.className); }
              });
              var svg = document.querySelector("#plot-height svg.plot"), box = svg.getBoundingClientRect();
              function point(share) {
                svg.dispatchEvent(new PointerEvent("pointermove", {
                  clientX: box.left + box.width * share, clientY: box.top + 20, bubbles: true }));
                return [].map.call(document.querySelectorAll(".legend b"), function (b) { return b.textContent; });
              }
              var seconds = +svg.dataset.x1, left = +svg.dataset.left, right = +svg.dataset.right;
              function share(time) { return (left + time / seconds * (right - left)) / svg.viewBox.baseVal.width; }
              var silent = point(share(25.8)), read = point(share(36));
              var filter = document.querySelector(".filter input[type=search]");
              filter.value = "mark:"; filter.dispatchEvent(new Event("input", { bubbles: true }));
              root.setAttribute("data-probe", JSON.stringify({
                scroll: root.scrollWidth, wide: wide, out: out, read: read, silent: silent,
                at: document.querySelector("#plot-height .at").textContent,
                rows: document.querySelectorAll(".events tbody tr:not([hidden])").length,
                loaded: performance.timing.loadEventStart - performance.timing.navigationStart,
                resources: performance.getEntriesByType("resource").map(function (r) { return r.name; }) }));
            });
            </script></body>
            """

        @Test(.enabled(if: Browser.isHere, "\(Browser.notHere)"))
        func `the browser finds the words, no error, no request, and nothing that sticks out`() async throws {
            let browser = try Browser()
            defer { browser.remove() }
            try await inFolder { folder in
                try Self.record(to: folder.path)
                let result = try await StorkProgram.run(["report", folder.path], for: .seconds(120))
                #expect(result.status == 0, "\(result.errors)")
                let page = folder.appending(path: "report.html")
                try await look(at: page, with: browser)
                try await probe(page, in: folder, with: browser)
                try await photograph(page, in: folder, with: browser)
            }
        }

        private func look(at page: URL, with browser: Browser) async throws {
            let visit = try await browser.visit(page)
            #expect(visit.console.isEmpty, "\(visit.console)")
            #expect(visit.requests.isEmpty, "\(visit.requests)")
            for words in [
                "SIMULATED", "hop &lt;b&gt;&amp; \"back\"&lt;/b&gt;", "Greatest height", "Brown-out", "Motor balance",
                "AR.Drone 2.0", "seed 3", "height, m", "time since the start, min:s", "Estimated track", "on board:",
                "SHA-256", "&lt;/script&gt;&lt;script&gt;",
            ] {
                #expect(visit.document.contains(words), "\(words)")
            }
            #expect(!visit.document.contains("<title>hacked"))
            #expect(visit.document.contains("class=\"live\""), "the page's own script ran")
            for id in ["plot-height", "plot-attitude", "plot-motors", "plot-volts", "plot-gaps", "map"] {
                #expect(visit.document.contains("id=\"\(id)\""), "\(id)")
            }

            // That these eyes see: a page that does all of it.
            let bad = page.deletingLastPathComponent().appending(path: "bad.html")
            try Data("<img src='http://stork.invalid/x.png'><script>nosuch()</script>".utf8).write(to: bad)
            let seen = try await browser.visit(bad)
            #expect(seen.requests == ["http://stork.invalid/x.png"])
            #expect(seen.console.contains { $0.contains("nosuch") })
        }

        private func probe(_ page: URL, in folder: URL, with browser: Browser) async throws {
            let html = try String(contentsOf: page, encoding: .utf8)
            let policy = try #require(html.range(of: "<meta http-equiv=\"Content-Security-Policy\""))
            let end = try #require(html.range(of: ">", range: policy.upperBound..<html.endIndex))
            let open = html.replacingCharacters(in: policy.lowerBound..<end.upperBound, with: "")
                .replacingOccurrences(of: "</body>", with: Self.probe)
            let copy = folder.appending(path: "probe.html")
            try Data(open.utf8).write(to: copy)
            for width in [1280, 700, 500] {
                let visit = try await browser.visit(copy, width: width)
                #expect(visit.console.isEmpty, "\(visit.console)")
                let start = try #require(visit.document.range(of: "data-probe=\""))
                let text = visit.document[start.upperBound...].prefix { $0 != "\"" }
                    .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&nbsp;", with: " ")
                let found = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
                #expect((found["out"] as? [String])?.isEmpty == true, "\(width): \(found)")
                let scroll = try #require(found["scroll"] as? Int)
                let wide = try #require(found["wide"] as? Int)
                #expect(scroll <= wide, "\(width): \(found)")
                #expect((found["resources"] as? [String])?.isEmpty == true)
                #expect(found["rows"] as? Int == 1, "the filter leaves the mark alone: \(found)")
                let read = try #require(found["read"] as? [String])
                #expect(read.contains { $0.hasSuffix("m") && $0.first?.isNumber == true }, "\(read)")
                #expect(read.contains { $0.hasSuffix("counts") } && read.contains { $0.hasSuffix("V") }, "\(read)")
                // In the blackout nothing came from the drone, and nothing is made up.
                let silent = try #require(found["silent"] as? [String])
                #expect(silent.count { $0 == "n/a" } >= read.count - 1, "\(silent)")
                #expect((found["at"] as? String)?.hasPrefix("at 0:3") == true, "\(found)")
                let loaded = try #require(found["loaded"] as? Double)
                #expect(loaded < 20_000, "milliseconds, on a busy machine")
            }
        }

        private func photograph(_ page: URL, in folder: URL, with browser: Browser) async throws {
            let light = folder.appending(path: "light.png")
            let dark = folder.appending(path: "dark.png")
            try await browser.picture(of: page, dark: false, to: light)
            try await browser.picture(of: page, dark: true, to: dark)
            let (bright, dim) = (try await PictureColours(of: light), try await PictureColours(of: dark))
            #expect(bright.brightness > 0.8 && dim.brightness < 0.3, "\(bright), \(dim)")
            #expect(bright.colours > 30 && dim.colours > 30, "\(bright), \(dim)")
            let (sheets, text) = try await browser.print(page, to: folder.appending(path: "paper"))
            #expect((3...12).contains(sheets.count), "\(sheets.count) sheets")
            let paper = try await PictureColours(of: #require(sheets.first))
            #expect(paper.brightness > 0.8)
            for words in ["Summary", "Height and its sources", "Estimated track", "mark: </script>", "SHA-256"] {
                #expect(text.contains(words), "\(words)")
            }
            let pages = text.split(separator: "\u{C}").filter { $0.contains { !$0.isWhitespace } }
            for (index, sheet) in pages.enumerated() {
                #expect(sheet.contains("SIMULATED"), "sheet \(index + 1) does not say what it is")
            }
            // For a person who wants to look.
            if let album = ProcessInfo.processInfo.environment["STORK_SCREENSHOTS"] {
                try FileManager.default.createDirectory(atPath: album, withIntermediateDirectories: true)
                for file in [page, light, dark] + sheets {
                    let copy = URL(filePath: album).appending(path: file.lastPathComponent)
                    try? FileManager.default.removeItem(at: copy)
                    try FileManager.default.copyItem(at: file, to: copy)
                }
            }
        }
    }
}
