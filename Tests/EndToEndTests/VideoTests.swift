import Foundation
import Testing

extension EndToEnd {
    /// The camera's picture in real terminals, and in files.
    @Suite(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
    struct VideoTests {
        /// A terminal, and how it is to show the picture.
        struct Rung: CustomTestStringConvertible {
            var term: String
            var rows = 24
            var columns = 80
            var environment: [String: String] = [:]
            var flags: [String] = []
            /// Glyphs of which at least one has to be there, and some that may not.
            var some: String
            var none = ""
            /// How many pairs of colours there are at least and at most.
            var colours: ClosedRange<Int>
            /// A sequence that the program has to have sent, or may not.
            var sent: String?
            var unsent: String?
            var testDescription: String { "\(term) \(columns)x\(rows) \(environment) \(flags)" }
        }

        static let rungs = [
            Rung(term: "xterm-256color", some: "▀▄▌▐", colours: 40...5000, sent: "38;5;", unsent: "38;2;"),
            Rung(
                term: "xterm-256color", rows: 40, columns: 120, environment: ["COLORTERM": "truecolor"], some: "▀▄▌▐",
                colours: 200...5000, sent: "38;2;"),
            Rung(
                term: "xterm-direct", rows: 60, columns: 200, some: "▀▄▌▐", colours: 400...9000, sent: "38;2;",
                unsent: "38;5;"),
            Rung(term: "xterm", flags: ["--video", "half-blocks"], some: "▀▄", none: "▌▐▖▗", colours: 8...64),
            Rung(term: "vt100", some: ".:-=+*#", none: "▀▄", colours: 1...1, unsent: "38;"),
            Rung(
                term: "xterm-256color", environment: ["NO_COLOR": "1"], some: "▀▄▌▐▘▝█", colours: 1...1, unsent: "38;"),
            Rung(term: "xterm-256color", flags: ["--ascii"], some: ".:-=+*#", none: "▀▄", colours: 2...64),
        ]

        @Test(arguments: rungs) func `each terminal shows the picture as well as it can, with its age`(
            rung: Rung
        ) async throws {
            let cockpit = try Terminal(
                ["cockpit", "--sim"] + rung.flags, rows: rung.rows, columns: rung.columns, term: rung.term,
                environment: rung.environment)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("2")
            try await cockpit.wait(for: "dropped", row: rung.rows - 4)
            // The caption comes with the first picture; by the second one the painter has drawn all of its cells.
            try await cockpit.wait(for: "delay", row: rung.rows - 4)
            let area = (rows: rung.rows - 7, columns: rung.columns * 5 / 8)
            let answer = try await cockpit.cells(row: 3, column: 1, rows: area.rows, columns: area.columns)
            let cells = try #require(answer.cells)
            #expect(cells.glyphs.contains { rung.some.contains($0) }, "\(answer.picture)")
            #expect(!cells.glyphs.contains { rung.none.contains($0) }, "\(cells.glyphs)")
            #expect(rung.colours.contains(cells.colours), "\(cells.colours)")
            if let sent = rung.sent { #expect(answer.received.contains(sent)) }
            if let unsent = rung.unsent { #expect(!answer.received.contains(unsent)) }
            #expect(answer.screen[rung.rows - 4].contains("age "))
            try await cockpit.type("q")
            let end = try await cockpit.end()
            #expect(end.status == 0)
            #expect(end.lineSettingsRestored == true)
        }

        @Test(arguments: [("kitty", "\u{1B}_G"), ("sixel", "\u{1B}P")])
        func `a terminal that answers as one with pixels gets pixels, in whole frames`(
            graphics: String, introducer: String
        ) async throws {
            let cockpit = try Terminal(
                ["cockpit", "--sim"], rows: 40, columns: 120, environment: ["TERMINAL_GRAPHICS": graphics])
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("2")
            try await cockpit.wait(for: graphics, row: 36)
            try await cockpit.type("q")
            let end = try await cockpit.end()
            #expect(end.received.ranges(of: introducer).count >= 2)
            // What stands between the marks of DEC mode 2026 is shown at once; each beginning has its end.
            let begun = end.received.ranges(of: "\u{1B}[?2026h").count
            #expect(begun > 5)
            #expect(end.received.ranges(of: "\u{1B}[?2026l").count == begun)
            expectRestored(end)
        }

        @Test func `the picture follows the window in flight`() async throws {
            let cockpit = try Terminal(["cockpit", "--sim"])
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("2t")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            for (rows, columns) in [(40, 120), (12, 40), (1, 1), (60, 200), (24, 80)] {
                try await cockpit.resize(rows: rows, columns: columns)
                guard columns > 1 else { continue }
                try await cockpit.wait(for: "age ")
                let answer = try await cockpit.wait(for: "HOVERING", row: 1)
                #expect(answer.screen.count == rows)
                #expect(answer.picture.contains { "▀▄▌▐".contains($0) })
            }
            try await cockpit.type("l")
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)
        }

        @Test(arguments: ["TERM", "KILL", "hang up"])
        func `however the cockpit ends while it shows a picture, the drone comes down`(way: String) async throws {
            let drone = try await RunningDrone()
            let cockpit = try Terminal(["cockpit"] + drone.flags() + drone.videoFlags)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("2t")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.wait(for: "dropped", row: 20)
            let watch = try drone.watch(["--every", "50ms"])
            _ = try await watch.row { $0.flying == true && $0.altitude ?? 0 > 0.3 }
            if way == "hang up" { try await cockpit.hangUp() } else { try await cockpit.send(signal: way) }
            let row = try await watch.row(within: .seconds(60)) { $0.flying == false }
            #expect(row.status?.contains("emergency") == false)
            let end = try await cockpit.end()
            #expect(end.status == (way == "KILL" ? -9 : 0))
            if way == "TERM" { expectRestored(end) }
            try await watch.interrupt()
            try await drone.stop()
        }

        @Test(
            .enabled(if: OtherProgram.ffprobe != nil, "\(OtherProgram.noFfprobe)"),
            arguments: [
                ([], "640,360"), (["--size", "720p"], "1280,720"),
            ])
        func `p saves the camera's picture at the size that was asked of the drone`(
            flags: [String], size: String
        ) async throws {
            let cockpit = try Terminal(["cockpit", "--sim"] + flags)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            // The camera's settings are read back before they count as taken.
            if !flags.isEmpty { try await cockpit.wait(for: "video:video_codec = 131") }
            try await cockpit.type("2")
            try await cockpit.wait(for: "dropped", row: 20)
            let expected = size.replacing(",", with: "×")
            var saved: Terminal.Answer?
            // The picture that was shown may be of before the change.
            for _ in 0..<20 where saved?.picture.contains(expected) != true {
                try await cockpit.type("p")
                saved = try await cockpit.wait(for: "picture saved as")
            }
            let answer = try #require(saved)
            #expect(!answer.picture.contains("did not take"))
            let names = try FileManager.default.contentsOfDirectory(atPath: answer.folder).filter {
                $0.hasSuffix(".png")
            }
            let newest = try #require(names.max())
            let probe = try await Self.probe(answer.folder + "/" + newest)
            #expect(probe.hasPrefix("png,\(size)"), "\(probe)")
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)
        }

        @Test(
            .enabled(if: OtherProgram.ffprobe != nil, "\(OtherProgram.noFfprobe)"),
            arguments: [
                ("360p", "h264,Constrained Baseline,640,368"), ("720p", "h264,Constrained Baseline,1280,720"),
            ])
        func `what the pilot has recorded is a video that ffprobe reads to its last picture`(
            size: String, form: String
        ) async throws {
            let cockpit = try Terminal(["cockpit", "--sim"], rows: 40, columns: 120)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.wait(for: "live")
            try await cockpit.type(":record,on,\(size)\r")
            try await cockpit.wait(for: "VIDEO REC 0:0", row: 39)
            try await cockpit.wait(for: "VIDEO REC 0:03", row: 39)
            try await cockpit.type(":record,off\r")
            let answer = try await cockpit.wait(for: "video recorded as")
            let count = try #require(answer.picture.firstMatch(of: /h264: (\d+) pictures/)?.1)
            let names = try FileManager.default.contentsOfDirectory(atPath: answer.folder).filter {
                $0.hasSuffix(".h264")
            }
            #expect(names.count == 1)
            let probe = try await Self.probe(answer.folder + "/" + (names.first ?? ""), counting: true)
            #expect(probe == "\(form),\(count)\n")
            try await cockpit.waitUntilGone("VIDEO REC")
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)
        }

        @Test func `leaving in the air ends a recording and keeps it`() async throws {
            let drone = try await RunningDrone()
            let cockpit = try Terminal(["cockpit"] + drone.flags() + drone.videoFlags)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("t")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.type(":record,on,360p\r")
            try await cockpit.wait(for: "VIDEO REC 0:01", row: 23)
            let watch = try drone.watch(["--every", "50ms"])
            try await cockpit.send(signal: "TERM")
            let row = try await watch.row { $0.flying == false }
            #expect(row.status?.contains("emergency") == false)
            let end = try await cockpit.end()
            #expect(end.status == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: end.folder)
            let file = try #require(names.first { $0.hasSuffix(".h264") })
            #expect(try Data(contentsOf: URL(filePath: end.folder + "/" + file)).count > 10_000)
            try await watch.interrupt()
            try await drone.stop()
        }

        @Test func `watch tells the age of the video, and what the decoder makes of it`() async throws {
            let watch = try StorkProgram.start(["watch", "--sim", "--video", "--json"])
            let row = try await watch.line {
                $0.contains("\"video_phase\":\"streaming\"") && !$0.contains("\"video_decoded\":0,")
            }
            #expect(row.text.contains(/"video_age_s":0\.\d+/))
            #expect(row.text.contains("\"video_missing\":0"))
            try await watch.interrupt()
            let without = try await StorkProgram.run(["watch", "--sim", "--json", "--for", "1s"])
            #expect(without.output.contains("\"video_phase\":null"))
            let text = try await StorkProgram.run(["watch", "--sim", "--video", "--for", "4s"])
            #expect(text.output.contains(/video \d+ Hz age \d+ ms  missing 0 damaged 0/), "\(text.output.suffix(300))")
        }

        private static func probe(_ file: String, counting: Bool = false) async throws -> String {
            let entries = counting ? "codec_name,profile,width,height,nb_read_frames" : "codec_name,width,height"
            let program = try RunningProgram(
                try #require(OtherProgram.ffprobe),
                ["-v", "error"] + (counting ? ["-count_frames"] : [])
                    + ["-select_streams", "v:0", "-show_entries", "stream=\(entries)", "-of", "csv=p=0", file],
                environment: StorkProgram.plainEnvironment)
            let result = try await program.result(within: .seconds(60))
            #expect(result.errors == "")
            return result.output
        }
    }
}
