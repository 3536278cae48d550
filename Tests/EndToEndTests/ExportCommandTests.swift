import Foundation
import Testing

extension EndToEnd {
    /// `stork export` as a person and a script use it.
    @Suite struct ExportCommandTests {
        private static let flight5 = RealData.folder.appending(
            path: "ardrone2-captures/Normal_Flights_Flight5.pcapng.gz"
        ).path

        /// A folder of its own, gone afterwards.
        private func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
            let folder = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            return try await body(folder)
        }

        private func names(in folder: URL) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder.path)
        }

        @Test(.enabled(if: RealData.isHere, "\(RealData.notHere)"))
        func `a table goes to standard output, and what was written to standard error`() async throws {
            let result = try await StorkProgram.run(
                ["export", Self.flight5, "--format", "csv", "--output", "-"], for: .seconds(120))
            #expect(result.status == 0)
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 3992)
            #expect(lines.first?.hasPrefix("simulated,time_s,utc_unix_s,sequence,") == true)
            #expect(result.errors.contains("standard output: 3991 rows"))
        }

        @Test(.enabled(if: RealData.isHere, "\(RealData.notHere)"))
        func `the summary is JSON where that is asked for, and a second export needs --force`() async throws {
            try await withFolder { folder in
                let file = folder.appending(path: "f5.csv").path
                let arguments = ["export", Self.flight5, "--format", "csv", "-o", file, "--json"]
                let result = try await StorkProgram.run(arguments, for: .seconds(120))
                let summary = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
                #expect((summary?["counts"] as? [String: Int]) == ["rows": 3991])
                #expect(summary?["files"] as? [String] == [file])
                let again = try await StorkProgram.run(arguments, for: .seconds(120))
                #expect(again.status == 1)
                #expect(
                    again.errors
                        == "Error: \(file) is there already. Give another --output, or --force to replace it.\n")
                let forced = try await StorkProgram.run(arguments + ["--force"], for: .seconds(120))
                #expect(forced.status == 0)
                #expect(try names(in: folder) == ["f5.csv"])
            }
        }

        @Test(.enabled(if: RealData.isHere, "\(RealData.notHere)"))
        func `without a position there is no track, and the reason is told`() async throws {
            try await withFolder { folder in
                let file = folder.appending(path: "f5.gpx").path
                let result = try await StorkProgram.run(
                    ["export", Self.flight5, "--format", "gpx", "-o", file], for: .seconds(120))
                #expect(result.status == 1)
                #expect(result.errors.contains("no packet has a position"))
                #expect(result.output == "")
                #expect(try names(in: folder) == [])
            }
        }

        @Test(.enabled(if: RealData.isHere, "\(RealData.notHere)"))
        func `an interrupted export says so and leaves nothing`() async throws {
            try await withFolder { folder in
                let file = folder.appending(path: "f5.mcap").path
                let program = try StorkProgram.start(["export", Self.flight5, "--format", "mcap", "-o", file])
                // Once something is there to be taken back.
                while program.isRunning, try names(in: folder).isEmpty { await Task.yield() }
                let result = try await program.interrupt()
                #expect(result.status == 1)
                #expect(result.errors.contains("stopped; nothing was left behind"))
                #expect(try names(in: folder) == [])
            }
        }

        @Test(arguments: [
            ["export", "x.pcap"], ["export", "x.pcap", "--format", "avi"],
            ["export", "x.pcap", "--format", "mp4", "-o", "-"], ["export", "x.pcap", "--format", "csv", "-o", ""],
            ["inspect", "--diff", "x.pcap"],
        ])
        func `wrong usage ends with 64`(arguments: [String]) async throws {
            let result = try await StorkProgram.run(arguments)
            #expect(result.status == 64, "\(result.errors)")
        }

        @Test(.enabled(if: RealData.isHere, "\(RealData.notHere)"))
        func `two captures are compared, as a page and as JSON`() async throws {
            let paths = ["01", "06"].map {
                RealData.folder.appending(path: "ardrone2-captures/Normal_Takeoff_and_landing_\($0).pcapng.gz").path
            }
            let page = try await StorkProgram.run(["inspect", "--diff"] + paths)
            #expect(page.status == 0)
            #expect(page.output.contains("  navdata.valid\n      317 → 570 (+253)\n"))
            let result = try await StorkProgram.run(["inspect", "--diff", "--json"] + paths)
            let found = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
            let differences = try #require(found?["differences"] as? [[String: Any]])
            #expect(differences.contains { $0["path"] as? String == "navdata.valid" && $0["change"] as? Int == 253 })
        }

        @Test(.enabled(if: RealData.isHere, "\(RealData.notHere)"))
        func `a file of a video connection is inspected`() async throws {
            let path = RealData.folder.appending(path: "ardrone2-video/ardrone2_video_example.capture").path
            let result = try await StorkProgram.run(["inspect", "--json", path])
            let found = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
            let video = try #require((found?["video"] as? [[String: Any]])?.first)
            #expect((video["frames"] as? Int, video["key_frames"] as? Int) == (517, 35))
        }
    }
}
