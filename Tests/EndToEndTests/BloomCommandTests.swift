import BloomFilter
import Foundation
import Testing

extension EndToEnd {
    /// `stork bloom` on files.
    @Suite struct BloomCommandTests {
        private let folder = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)")

        private func path(_ name: String) -> String { folder.appending(path: name).path }

        private func write(_ text: String, to name: String) throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(toFile: path(name), atomically: true, encoding: .utf8)
        }

        @Test func `what was built tells its keys from others, and describes itself`() async throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            try write((0..<1000).map { "message \($0)\n" }.joined() + "message 0\n\n", to: "keys")
            let built = try await StorkProgram.run(["bloom", "build", path("keys"), "-o", path("f"), "--json"])
            #expect(built.status == 0, "\(built.errors)")
            #expect(built.output.contains("\"bits\":14378,\"octets\":1798,\"hashes\":10"), "\(built.output)")
            #expect(built.output.contains("\"added\":1000"))

            let held = try await StorkProgram.run(["bloom", "test", path("f"), path("keys")])
            #expect(held.status == 0)
            #expect(held.output.split(separator: "\n").allSatisfy { $0.hasPrefix("maybe\tmessage ") })

            try write("message 7\nanother\n", to: "mixed")
            let mixed = try await StorkProgram.run(["bloom", "test", path("f"), path("mixed"), "--json"])
            #expect(mixed.status == 1)
            #expect(
                mixed.output == """
                    {"key":"message 7","maybe":true}
                    {"key":"another","maybe":false}

                    """)
            #expect(mixed.errors.hasPrefix("Error: 1 of 2 keys were never added"), "\(mixed.errors)")

            let info = try await StorkProgram.run(["bloom", "info", path("f")])
            #expect(info.output.contains("14378 bits (1798 octets), 10 for each key"), "\(info.output)")
        }

        @Test func `filters of one salt are joined, others are refused by name`() async throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            try write("00ff\n", to: "a.hex")
            try write("0aFF\n", to: "b.hex")
            for (name, salt) in [("a", "1"), ("b", "1"), ("c", "2")] {
                let keys = path(name == "a" ? "a.hex" : "b.hex")
                let built = try await StorkProgram.run([
                    "bloom", "build", "--hex", keys, "-o", path(name), "--members", "100", "--salt", salt,
                ])
                #expect(built.status == 0, "\(built.errors)")
            }
            let merged = try await StorkProgram.run(["bloom", "merge", path("a"), path("b"), "-o", path("ab")])
            #expect(merged.status == 0, "\(merged.errors)")
            let filter = try BloomFilter(decoding: [UInt8](Data(contentsOf: URL(filePath: path("ab")))))
            #expect(filter.contains([0, 0xFF]) && filter.contains([0x0A, 0xFF]))
            let refused = try await StorkProgram.run(["bloom", "merge", path("a"), path("c"), "-o", path("ac")])
            #expect(refused.status == 1)
            #expect(refused.errors.contains("salt") && refused.errors.contains(path("c")), "\(refused.errors)")
            #expect(!FileManager.default.fileExists(atPath: path("ac")))
        }

        @Test func `the Java mode sets the bits of the Java class`() async throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            try write("foo\n", to: "keys")
            let built = try await StorkProgram.run([
                "bloom", "build", "--java", "--members", "1000", "--probability", "0.01", path("keys"), "-o", path("f"),
            ])
            #expect(built.status == 0, "\(built.errors)")
            let filter = try BloomFilter(decoding: [UInt8](Data(contentsOf: URL(filePath: path("f")))))
            #expect(filter.hashing == .javaMD5)
            // |−1710797018 mod 10099|, the first of the class's hashes of foo.
            #expect(filter.positions.contains(1_710_797_018 % 10_099))
            #expect(filter.shape.bitCount == 10_099 && filter.setBits == 7)
        }

        @Test func `a damaged filter and keys that are not hexadecimal are refused by name`() async throws {
            defer { try? FileManager.default.removeItem(at: folder) }
            try write("00f\n", to: "keys")
            let odd = try await StorkProgram.run(["bloom", "build", "--hex", path("keys"), "-o", path("f")])
            #expect(odd.status == 1 && odd.errors.contains("line 1"), "\(odd.errors)")
            try write("SBLF and then nothing of sense, for more than forty octets", to: "f")
            let damaged = try await StorkProgram.run(["bloom", "info", path("f")])
            #expect(damaged.status == 1 && damaged.errors.contains(path("f")), "\(damaged.errors)")
        }
    }
}
