import FlightRecording
import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// How many flights are killed: a few with every change, 200 where STORK_KILLS says so.
private let kills = ProcessInfo.processInfo.environment["STORK_KILLS"].flatMap { Int($0) } ?? 5

/// A small disk in memory can be made here.
private let canMount = geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/bin/mount")

extension EndToEnd {
    /// What is left of a recording when the program or its disk ends before the flight.
    @Suite(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
    struct RecordingCrashTests {
        @Test(arguments: 0..<kills)
        func `kill -9 at any moment of a flight loses at most the last half second`(seed: Int) async throws {
            var numbers = SeededNumbers(seed: UInt64(seed))
            let folder = try RecordedFolder()
            let cockpit = try Terminal(["cockpit", "--sim", "--video", "off"], environment: folder.environment)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("f")
            try await cockpit.wait(for: "AT*FTRIM")
            try await cockpit.type("t")
            try await Task.sleep(for: .milliseconds(Int(numbers.next() % 4000)))
            let before = Date().timeIntervalSince1970
            try await cockpit.send(signal: "KILL")
            #expect(try await cockpit.end().status == -9)

            let source = try folder.recording()
            #expect(source.manifest != nil && source.manifest?.end == nil)
            let reader = try FlightReader(source)
            var last: Duration = .zero
            var navdata = 0
            while let item = reader.next() {
                last = item.time
                if case .navdata = item.content { navdata += 1 }
            }
            #expect(navdata > 20)
            #expect(reader.problems.isEmpty, "\(reader.problems)")
            let begin = Double(try #require(source.manifest).clock.utcNanoseconds) / 1e9
            let missing = before - begin - last / .seconds(1)
            // Printed for whoever runs it 200 times.
            print("killed \(seed): \(Int(missing * 1000)) ms missing, end \(reader.end.map { "\($0)" } ?? "none")")
            #expect(missing <= 0.5)
        }

        @Test(.enabled(if: canMount, "a file system of its own needs root and mount"))
        func `a full disk is told at once, flying goes on, and so does the recording when there is room`() async throws
        {
            let place = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: place) }
            try await run("/bin/mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", place])
            do {
                try await flyOnSmallDisk(place)
            } catch {
                try? await run("/bin/umount", ["-l", place])
                throw error
            }
            try await run("/bin/umount", ["-l", place])
        }

        private func run(_ path: String, _ arguments: [String]) async throws {
            let program = try RunningProgram(path, arguments, environment: StorkProgram.plainEnvironment)
            let result = try await program.result()
            try #require(result.status == 0, "\(path): \(result.errors)")
        }

        private func flyOnSmallDisk(_ place: String) async throws {
            let filler = place + "/filler"
            try Data(count: 6 << 20).write(to: URL(filePath: filler))
            let cockpit = try Terminal(
                ["cockpit", "--sim", "--video", "off", "--recordings", place + "/r", "--low-space", "1MB"])
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("ft")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.wait(for: " NOT RECORDING ", row: 0)
            try await cockpit.wait(for: "the disk is full")
            // The drone is still flown.
            try await cockpit.wait(for: "FLYING", row: 1, column: 2, holding: "w")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try FileManager.default.removeItem(atPath: filler)
            try await cockpit.wait(for: " REC ", row: 0)
            try await cockpit.wait(for: "recording goes on")
            try await cockpit.wait(for: "lost", row: 0)
            try await cockpit.type("l")
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)

            let source = try RecordedFolder(path: place + "/r").recording()
            let (items, end) = try RecordedFolder.items(source)
            #expect(end == .complete)
            let manifest = try #require(source.manifest)
            #expect((manifest.end?.dropped ?? 0) > 0)
            let texts = items.compactMap { item -> String? in
                if case .event(.log(_, let text)) = item.content { text } else { nil }
            }
            #expect(texts.contains { $0.hasPrefix("NOT RECORDING: the disk is full") })
            #expect(texts.contains { $0.hasPrefix("recording goes on; ") })
            let states = items.compactMap { if case .navdata = $0.content { $0.time } else { nil } }
            let longest = zip(states, states.dropFirst()).map { $1 - $0 }.max() ?? .zero
            #expect(longest > .milliseconds(500), "what was lost shows as silence")
        }

        @Test(.enabled(if: canMount, "a file system of its own needs root and mount"))
        func `a disk that is full to the end leaves what fits, with its end in the manifest`() async throws {
            let place = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: place) }
            try await run("/bin/mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", place])
            let result = try await StorkProgram.run(
                ["record", "--sim", "--no-video", "--for", "6s", "--recordings", place + "/r"], for: .seconds(60))
            #expect(result.status == 1)
            #expect(result.errors.contains("NOT RECORDING: the disk is full"), "\(result.errors)")
            do {
                let source = try RecordedFolder(path: place + "/r").recording()
                #expect(source.manifest?.end?.problem == "the disk is full")
                #expect(try RecordedFolder.items(source).end == .complete)
            }
            try await run("/bin/umount", ["-l", place])
        }
    }
}
