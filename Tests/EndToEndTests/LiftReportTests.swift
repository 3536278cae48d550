import DroneModel
import DroneSimulation
import FlightRecording
import FlightRehearsal
import Foundation
import Testing

extension EndToEnd {
    /// From flights over recordings to `stork report CAMPAIGN`, and its page in a real browser.
    @Suite(.serialized) struct LiftReportTests {
        /// Five short flights, one of which is too heavy to take off, and their report; made once for all tests.
        private static let reported = Task { () throws -> (folder: URL, output: String) in
            let folder = FileManager.default.temporaryDirectory.appending(path: "stork-lift-\(UUID().uuidString)")
            var campaign = RehearsedCampaign(masses: [0, 0.11, 0.22, 0.11, 0])
            campaign.holds = [8, 7]
            campaign.place = SIMD3(0.01, 0.03, -0.03)
            try await campaign.fly(into: folder.path)
            let result = try await StorkProgram.run(["report", folder.path], for: .seconds(240))
            #expect(result.status == 0, "\(result.errors)")
            return (folder, result.output)
        }

        @Test func `the report weighs what flew, and says so to people and programs`() async throws {
            let (folder, output) = try await Self.reported.value
            #expect(output.contains("report of a SIMULATED lift campaign; 4 of 5 flights count"), "\(output)")
            #expect(output.contains("This drone carries up to 110 g: with 220 g the take-off failed."), "\(output)")
            #expect(output.contains("110 g sat off-centre: Move the load"), "\(output)")
            #expect(output.contains("to the left"), "\(output)")
            let text = try String(contentsOf: folder.appending(path: "results.json"), encoding: .utf8)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(object["simulated"] as? Bool == true && object["recommended_g"] as? Double == 110)
            let limits = try #require(object["limits"] as? [String: Any])
            let control = try #require(limits["control_217_counts"] as? [String: Any])
            // The simulator's own numbers, in closed form, say 257 g.
            let law = PropulsionParameters()
            let truth =
                1000
                * (4 * law.thrust(speed: law.speed(command: 217), density: Surroundings().airDensity) / 9.81 - 0.42)
            let estimate = try #require(control["payload_g"] as? Double)
            let total = try #require(control["total_95_g"] as? [Double])
            #expect(abs(estimate - truth) < 0.02 * (420 + truth), "\(estimate) of \(truth)")
            #expect(total[0] < truth && truth < total[1] && control["extrapolated"] as? Bool == true)
            let observed = try #require(limits["observed"] as? [String: Any])
            #expect(observed["payload_g"] as? Double == 220 && observed["reason"] as? String == "the take-off failed")
            let balance = try #require((object["balance"] as? [[String: Any]])?.last)
            let place = try #require(balance["position_forward_right_mm"] as? [Double])
            #expect(abs(place[0] - 10) < 3 && abs(place[1] - 30) < 3, "\(place)")
            #expect((balance["advice"] as? String)?.contains("to the left") == true, "\(balance)")
            // Expected numbers of lift physics 4, end to end.
            let runs = try #require(object["runs"] as? [[String: Any]])
            #expect(runs.count == 5)
            for run in runs where run["counts"] as? Bool == true {
                let grams = try #require(run["payload_g"] as? Double)
                let counts = try #require(run["collective_counts"] as? Double)
                let expected = try #require([0: 151.8, 110: 181.7][grams])
                #expect(abs(counts - expected) < 4, "\(grams) g: \(counts)")
            }
            #expect(runs.contains { $0["excluded_because"] as? String == "failed take-off" })
            for one in try #require(object["predictions"] as? [[String: Any]]) {
                #expect(one["within"] as? Bool == true, "\(one)")
            }
            let csv = try String(contentsOf: folder.appending(path: "results.csv"), encoding: .utf8)
            let rows = csv.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            #expect(rows.count == 6 && Set(rows.map(\.count)).count == 1)
        }

        @Test func `nobody's files are written over, and a campaign that is none is refused`() async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appending(path: "campaign.json")
            try Data("{\"format\": 1, \"runs\": [{\"recording\": \"gone\", \"order\": 1}]}".utf8).write(to: file)
            try Data("my own results\n".utf8).write(to: folder.appending(path: "results.csv"))
            let refused = try await StorkProgram.run(["report", folder.path])
            #expect(refused.status == 1 && refused.errors.contains("no report of stork"), "\(refused.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "report.html").path))
            // A recording that is gone is a flight that does not count, and says why.
            let told = try await StorkProgram.run(["report", folder.path, "--json"])
            #expect(told.status == 0 && told.output.contains("the recording cannot be read"), "\(told)")
            #expect(told.output.contains("These flights cannot tell how much this drone carries"))
            // Twice: a report of an earlier run is replaced.
            try FileManager.default.removeItem(at: folder.appending(path: "results.csv"))
            for _ in 0..<2 {
                let result = try await StorkProgram.run(["report", folder.path])
                #expect(result.status == 0 && result.output.contains("0 of 1 flights count"), "\(result)")
            }
            for bad in ["", "{", "{\"format\": 9, \"runs\": []}", "[]"] {
                try Data(bad.utf8).write(to: file)
                let result = try await StorkProgram.run(["report", folder.path])
                #expect(result.status == 1 && result.errors.contains("campaign.json"), "\(bad): \(result.errors)")
            }
        }

        @Test func `a prediction is printed, and by a campaign for its own drone`() async throws {
            let folder = try await Self.reported.value.folder
            let sold = try await StorkProgram.run(["lift", "predict", "--mass", "88g@0,60,-10mm"])
            #expect(sold.status == 0, "\(sold.errors)")
            for words in ["508 g", "176.0 counts", "10.4 mm to the right", "by the law of such drones", "8.8 min"] {
                #expect(sold.output.contains(words), "\(words): \(sold.output)")
            }
            let own = try await StorkProgram.run(
                ["lift", "predict", "--mass", "88 g", "--campaign", folder.path, "--json"], for: .seconds(240))
            #expect(own.status == 0, "\(own.errors)")
            let object = try #require(try JSONSerialization.jsonObject(with: Data(own.output.utf8)) as? [String: Any])
            #expect(object["calibrated"] as? Bool == true)
            #expect(abs(try #require(object["hover_counts"] as? Double) - 176) < 3)
            for wrong in [
                ["--mass", "88"], ["--mass", "88g", "--hull", "none"], ["--mass", "88g", "--drone-mass", "9g"],
            ] {
                let result = try await StorkProgram.run(["lift", "predict"] + wrong)
                #expect(result.status == 64, "\(wrong)")
            }
        }

        /// Weight logging without a script: one recording, what is on board changes twice, `:payload` marks it.
        @Test func `flights of the cockpit are weighed by their payload marks`() async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            var settings = DroneSettings(seed: 12)
            settings.aircraft.propulsion.motorSpread = 0
            settings.faults = FaultPlan([
                Fault(.payload(mass: 0.06, x: 0, y: 0, z: -0.03), at: .seconds(38), for: .milliseconds(5)),
                Fault(.payload(mass: 0, x: 0, y: 0, z: 0), at: .seconds(70), for: .milliseconds(5)),
            ])
            var flight = try RehearsedFlight(settings, recordingTo: folder.path, name: "by-hand")
            try flight.wait(.seconds(6))
            for (end, grams) in [(37, 0.0), (69, 0.06), (101, 0)] {
                flight.note(.payload(PayloadOnBoard(mass: grams, position: grams == 0 ? nil : SIMD3(0, 0, -0.03))))
                flight.perform(.flatTrim)
                try flight.wait(.seconds(2))
                flight.perform(.takeOff)
                try flight.wait(.seconds(end) - .seconds(6) - flight.now)
                try flight.land()
                try flight.wait(.seconds(end + 3) - flight.now)
            }
            try flight.finish { $0.payloadGrams = nil }
            let plain = try await StorkProgram.run(["report", folder.path, "--json"], for: .seconds(120))
            let digest = try #require(
                try JSONSerialization.jsonObject(with: Data(plain.output.utf8)) as? [String: Any], "\(plain.errors)")
            let legs = try #require(digest["flights"] as? [[String: Any]])
            #expect(legs.map { $0["payloads_g"] as? [Double] } == [[0], [60], [0]], "\(legs)")
            let result = try await StorkProgram.run(
                ["report", "--lift", folder.path, "--drone-mass", "420g", "--temperature", "20"], for: .seconds(120))
            #expect(result.status == 0 && result.output.contains("3 of 3 flights count"), "\(result)")
            #expect(result.output.contains("This drone carries 60 g well"), "\(result.output)")
            let text = try String(contentsOf: folder.appending(path: "results.json"), encoding: .utf8)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            let runs = try #require(object["runs"] as? [[String: Any]])
            #expect(runs.map { $0["payload_g"] as? Double } == [0, 60, 0] && object["simulated"] as? Bool == true)
            for (run, expected) in zip(runs, [151.8, 168.5, 151.8]) {
                #expect(abs((run["collective_counts"] as? Double ?? 0) - expected) < 4, "\(run)")
                #expect(run["air_from_the_drone"] as? Bool == true && (run["take_off_s"] as? Double ?? 0) > 3, "\(run)")
            }
            let page = try String(contentsOf: folder.appending(path: "lift-report.html"), encoding: .utf8)
            #expect(page.contains("--drone-mass 420g --temperature 20") && page.contains("barometer"))
            for wrong in [
                [folder.path, folder.path], ["--drone-mass", "420g", folder.path],
                ["--lift", folder.path, "--pressure", "9"],
            ] {
                let refused = try await StorkProgram.run(["report"] + wrong)
                #expect(refused.status == 64, "\(wrong): \(refused)")
            }
            let campaign = try await Self.reported.value.folder
            let refused = try await StorkProgram.run(["report", "--lift", campaign.path])
            #expect(refused.status == 1 && refused.errors.contains("leave --lift out"), "\(refused.errors)")
        }

        // MARK: In a browser

        @Test(.enabled(if: Browser.isHere, "\(Browser.notHere)"))
        func `the browser shows every part in light, dark and on paper`() async throws {
            let campaign = try await Self.reported.value.folder
            let browser = try Browser()
            defer { browser.remove() }
            let page = campaign.appending(path: "report.html")
            let visit = try await browser.visit(page)
            #expect(visit.console.isEmpty && visit.requests.isEmpty, "\(visit.console) \(visit.requests)")
            for id in [
                "plot-law", "plot-square", "plot-residual-order", "plot-residual-voltage", "motor-bars", "balance-map",
                "plot-take-off-height", "plot-take-off-motors", "plot-climb", "plot-height-rms", "plot-tilt-rms",
                "plot-voltages", "plot-busiest", "plot-endurance",
            ] {
                let isThere = visit.document.contains("id=\"\(id)\"")
                #expect(isThere, "\(id)")
            }
            for words in [
                "SIMULATED", "with 220&nbsp;g the take-off failed", "extrapolated", "Robust twin", "failed take-off",
                "stork report", "virtual room",
            ] {
                let isThere = visit.document.contains(words)
                #expect(isThere, "\(words)")
            }
            #expect(visit.document.contains("class=\"live\""), "the page's own script ran")
            try await look(at: page, in: campaign, with: browser)
        }

        private func look(at page: URL, in folder: URL, with browser: Browser) async throws {
            // Wide and narrow: nothing sticks out that cannot be scrolled to.
            let html = try String(contentsOf: page, encoding: .utf8)
            let policy = try #require(html.range(of: "<meta http-equiv=\"Content-Security-Policy\""))
            let end = try #require(html.range(of: ">", range: policy.upperBound..<html.endIndex))
            let open = html.replacingCharacters(in: policy.lowerBound..<end.upperBound, with: "")
                .replacingOccurrences(of: "</body>", with: Self.probe)
            let copy = folder.appending(path: "probe.html")
            try Data(open.utf8).write(to: copy)
            for width in [1280, 500, 390] {
                let probed = try await browser.visit(copy, width: width)
                let start = try #require(probed.document.range(of: "data-probe=\""))
                let text = String(probed.document[start.upperBound...].prefix { $0 != "\"" })
                #expect(text == "none", "\(width): \(text)")
            }
            let light = folder.appending(path: "lift-light.png")
            let dark = folder.appending(path: "lift-dark.png")
            let narrow = folder.appending(path: "lift-narrow.png")
            try await browser.picture(of: page, dark: false, height: 9000, to: light)
            try await browser.picture(of: page, dark: true, height: 3000, to: dark)
            try await browser.picture(of: page, dark: false, width: 500, height: 3000, to: narrow)
            let (bright, dim) = (try await PictureColours(of: light), try await PictureColours(of: dark))
            #expect(bright.brightness > 0.8 && dim.brightness < 0.3, "\(bright), \(dim)")
            #expect(bright.colours > 30 && dim.colours > 30, "\(bright), \(dim)")
            let (sheets, text) = try await browser.print(page, to: folder.appending(path: "lift-paper"))
            #expect((4...20).contains(sheets.count), "\(sheets.count) sheets")
            for words in ["Verdict", "Hover law", "Where the load sits", "Method", "SIMULATED"] {
                #expect(text.contains(words), "\(words)")
            }
            // For a person who wants to look.
            if let album = ProcessInfo.processInfo.environment["STORK_SCREENSHOTS"] {
                try FileManager.default.createDirectory(atPath: album, withIntermediateDirectories: true)
                for file in [page, light, dark, narrow] + sheets {
                    let kept = URL(filePath: album).appending(path: file.lastPathComponent)
                    try? FileManager.default.removeItem(at: kept)
                    try FileManager.default.copyItem(at: file, to: kept)
                }
            }
        }

        /// Names what sticks out of the page.
        private static let probe = """
            <script>
            window.addEventListener("load", function () {
              var root = document.documentElement, wide = root.clientWidth, out = [];
              document.querySelectorAll("body *").forEach(function (e) {
                if (e.closest(".plot-box, .scroll, caption, defs, svg")) { return; }
                var box = e.getBoundingClientRect();
                if (box.right > wide + 1 || box.left < -1) { out.push(e.tagName + "." + e.className); }
              });
              root.setAttribute("data-probe", out.length ? out.join(" ") : "none");
            });
            </script></body>
            """
    }
}
