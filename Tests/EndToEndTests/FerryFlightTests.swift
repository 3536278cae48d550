import Foundation
import Testing

extension EndToEnd {
    /// Missions that carry real bundles between real nodes while the simulated drone is within their range.
    @Suite struct FerryFlightTests {
        private static let shipped = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Missions/ferry-hop.yaml").standardizedFileURL.path

        /// The program's lines; the folder is where recordings go.
        private func fly(_ mission: String, _ flags: [String], in folder: RecordedFolder) async throws
            -> RunningProgram.Result
        {
            try await StorkProgram.run(["fly", mission] + flags + ["--recordings", folder.path], for: .seconds(120))
        }

        @Test func `after the rehearsal what was sent at A is at B, and what was sent at B at A`() async throws {
            let folder = try RecordedFolder()
            let result = try await fly(Self.shipped, ["--rehearse"], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("ferry: B got “hello B, this is A” from A\n"), "\(result.output)")
            #expect(result.output.contains("ferry: A got “hello A, this is B” from B\n"), "\(result.output)")
            // Nothing was waited for in vain.
            let campaign = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path).first)
            let events = try String(
                contentsOfFile: "\(folder.path)/\(campaign)/01-flight/events.jsonl", encoding: .utf8)
            #expect(!events.contains("in vain"), "\(events)")
        }

        @Test func `out of range nothing is carried, and the drone flies home all the same`() async throws {
            let folder = try RecordedFolder()
            let far = FileManager.default.temporaryDirectory.appending(path: "far-\(UUID().uuidString).yaml").path
            let text = try String(contentsOfFile: Self.shipped, encoding: .utf8)
                .replacing("range: 2.5 m", with: "range: 1 cm").replacing("A: 0 m forward", with: "A: 1 m left")
            try text.write(toFile: far, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(atPath: far) }
            let result = try await fly(far, ["--rehearse"], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(!result.output.contains(" got "), "\(result.output)")
            #expect(result.output.contains("ferry: nothing reached A\nferry: nothing reached B\n"), "\(result.output)")
            #expect(result.output.contains("1 of 1 flights landed"))
        }

        /// Twenty seconds of real time.
        @Test(
            .enabled(if: ProcessInfo.processInfo.environment["STORK_FLIGHTS"] == "all", "set STORK_FLIGHTS=all"))
        func `a flight on the simulated drone in real time carries them too`() async throws {
            let folder = try RecordedFolder()
            let result = try await fly(Self.shipped, ["--sim", "--plain"], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("ferry: B got “hello B, this is A” from A\n"), "\(result.output)")
            #expect(result.output.contains("ferry: A got “hello A, this is B” from B\n"), "\(result.output)")
        }
    }
}
