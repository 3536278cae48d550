import Foundation
import Testing

extension EndToEnd {
    /// Who may read and who has signed, seen from the commands that people type.
    struct FerryTrustTests {
        private static let key = String(repeating: "5a", count: 32)

        /// A node that dials another on the loopback.
        private func neighbour(_ name: String, of port: Int, key: String?) async throws -> FerryNodeProgram {
            try await FerryNodeProgram(
                name, "station",
                """
                listen: 127.0.0.1
                port: off
                beacon-port: off
                subscribe: ["dtn://topic/~"]
                peers:
                  - address: 127.0.0.1:\(port)

                """, key: key)
        }

        /// What a node's files hold.
        private func octets(of node: FerryNodeProgram) -> Data {
            ["store.sqlite", "store.sqlite-wal"].reduce(into: Data()) { all, name in
                all += (try? Data(contentsOf: URL(filePath: "\(node.folder)/\(name)"))) ?? Data()
            }
        }

        @Test func `a group's messages are verified by who has its key, and private ones are read by nobody else`()
            async throws
        {
            let port = try FerryNodeProgram.freePort()
            // Carries what it cannot read.
            let charlie = try await FerryNodeProgram(
                "charlie", "carrier", "listen: 127.0.0.1\nport: \(port)\nbeacon-port: off\n")
            let bob = try await neighbour("bob", of: port, key: Self.key)
            let alice = try await neighbour("alice", of: port, key: Self.key)
            let dora = try await neighbour("dora", of: port, key: nil)
            let mallory = try await neighbour("mallory", of: port, key: String(repeating: "a5", count: 32))
            try await bob.ferry("send", "--topic", "field", "open to all")
            try await bob.ferry("send", "--topic", "field", "--private", "only for the group")
            try await mallory.ferry("send", "--topic", "field", "signed by another")
            try await dora.ferry("send", "--topic", "field", "signed by nobody")

            let read = try await alice.inbox(of: 4).joined(separator: "\n")
            for end in [
                "dtn://bob/ → dtn://topic/~field (verified): open to all",
                "dtn://bob/ → dtn://topic/~field (verified): only for the group",
                "dtn://mallory/ → dtn://topic/~field (NOT verified): signed by another",
                "dtn://dora/ → dtn://topic/~field: signed by nobody",
            ] { #expect(read.contains(end), "\(read)") }

            let seen = try await dora.inbox(of: 3).joined(separator: "\n")
            #expect(seen.contains("dtn://bob/ → dtn://topic/~field (NOT verified): open to all"), "\(seen)")
            #expect(seen.contains("dtn://bob/ → dtn://topic/~field (encrypted): "), "\(seen)")
            #expect(try await mallory.inbox(of: 3).count == 3)
            for node in [charlie, dora, mallory] {
                let octets = octets(of: node)
                #expect(octets.range(of: Data("open to all".utf8)) != nil, "the search finds what is there")
                #expect(octets.range(of: Data("only for the group".utf8)) == nil)
            }

            let refused = try await StorkProgram.run(
                ["ferry", "send", "--folder", dora.folder, "--topic", "field", "--private", "x"])
            #expect(refused.status == 1)
            #expect(refused.errors.contains("group.key"), "\(refused.errors)")
        }

        @Test func `a private chat is marked as verified for the group and as encrypted for others`() async throws {
            let port = try FerryNodeProgram.freePort()
            let bob = try await FerryNodeProgram(
                "bob", "station",
                "listen: 127.0.0.1\nport: \(port)\nbeacon-port: off\nsubscribe: [\"dtn://topic/~\"]\n", key: Self.key)
            let alice = try await neighbour("alice", of: port, key: Self.key)
            let dora = try await neighbour("dora", of: port, key: nil)
            let talk = try StorkProgram.start(
                ["ferry", "chat", "--folder", bob.folder, "--plain", "--follow", "--private", "field"])
            try talk.write(line: "dinner at six")
            for (node, end) in [(alice, "bob (verified): dinner at six"), (dora, "bob (encrypted): ")] {
                let chat = try StorkProgram.start(
                    ["ferry", "chat", "--folder", node.folder, "--plain", "--follow", "field"])
                let line = try await chat.line { $0.contains("bob") }.text
                #expect(line.contains(end), "\(line)")
                try await chat.interrupt()
            }
            let step = try await talk.line { $0.contains("delivered") && $0.contains("alice") }.text
            #expect(step.contains("dinner at six"))
            try await talk.interrupt()
        }
    }
}
