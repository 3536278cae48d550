import Foundation
import Testing

extension EndToEnd {
    /// `stork inspect` on recordings of real drones, and on what is none.
    @Suite struct InspectCommandTests {
        private func inspect(_ path: String) async throws -> [String: Any] {
            let result = try await StorkProgram.run(["inspect", "--json", path], for: .seconds(120))
            #expect(result.status == 0, "\(result.errors)")
            return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        }

        private func captures() throws -> [String] {
            let files = FileManager.default.enumerator(
                at: RealData.folder.appending(path: "ardrone2-captures"), includingPropertiesForKeys: nil)
            var found: [String] = []
            for case let file as URL in files ?? .init() {
                let name = file.lastPathComponent
                if name.contains(".pcap") || name.contains(".cap") { found.append(file.path) }
            }
            return found.sorted()
        }

        @Test(.enabled(if: RealData.isHere, "\(RealData.notHere)"))
        func `the JSON of every capture has the promised keys`() async throws {
            let files = try captures()
            try #require(files.count >= 4)
            for file in files {
                let found = try await inspect(file)
                for (part, keys) in [
                    "navdata": ["valid", "duplicates", "refused", "first_sequence", "last_sequence", "rate_hz"],
                    "at": ["commands"], "battery": ["first_percent", "last_percent"],
                    "altitude": ["min_mm", "max_mm"],
                ] {
                    let object = try #require(found[part] as? [String: Any], "\(file): \(part)")
                    for key in keys { #expect(object[key] != nil, "\(file): \(part).\(key)") }
                }
                for state in try #require(found["states"] as? [[String: Any]]) {
                    #expect(state["t_s"] is Double && state["state"] is String)
                }
            }
        }

        @Test func `rubbish, an empty file, a folder and a missing file are refused in a sentence`() async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try Data("this is no capture at all\n".utf8).write(to: folder.appending(path: "rubbish"))
            try Data().write(to: folder.appending(path: "empty"))
            for name in ["rubbish", "empty", "missing", "."] {
                let path = folder.appending(path: name).path
                let result = try await StorkProgram.run(["inspect", path])
                #expect(result.status == 1, "\(name)")
                #expect(result.errors.hasPrefix("Error: "), "\(name): \(result.errors)")
                #expect(result.errors.contains(folder.lastPathComponent), "\(name): \(result.errors)")
                #expect(result.errors.split(separator: "\n").count == 1, "\(name): \(result.errors)")
                #expect(result.output == "")
            }
        }
    }
}
