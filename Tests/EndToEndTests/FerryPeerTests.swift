import Foundation
import Testing

extension EndToEnd {
    /// Our node and nodes of others, on sockets.
    struct FerryPeerTests {
        private func driver(_ arguments: [String]) throws -> RunningProgram {
            try RunningProgram(
                OtherProgram.python, [OtherProgram.driver("bundle_peer.py")] + arguments,
                environment: StorkProgram.plainEnvironment)
        }

        @Test(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
        func `bundles that pyD3TN makes and sends by MTCP are in the inbox`() async throws {
            let port = try FerryNodeProgram.freePort()
            let bob = try await FerryNodeProgram(
                "bob", "station", "listen: 127.0.0.1\nport: off\nbeacon-port: off\nmtcp-port: \(port)\n")
            let result = try await driver(["give", "127.0.0.1", "\(port)"]).result()
            #expect(result.status == 0, "\(result.errors)")
            let lines = try await bob.inbox(of: 3)
            #expect(lines.count == 3)
            for number in 0..<3 { #expect(lines.contains { $0.hasSuffix("hello from python \(number)") }) }
            #expect(lines.allSatisfy { $0.contains("dtn://python/ → dtn://bob/chat") })
        }

        @Test(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
        func `pyD3TN takes our bundles from a node that dials it`() async throws {
            struct Read: Decodable { var destination: String, source: String, payload: String }
            let python = try driver(["take"])
            let port = try await python.line().text
            let bob = try await FerryNodeProgram(
                "bob", "station",
                """
                listen: 127.0.0.1
                port: off
                beacon-port: off
                peers:
                  - address: 127.0.0.1:\(port)
                    layer: mtcp
                    node: dtn://python/
                    only: [standard-blocks]

                """)
            try await bob.ferry("send", "--to", "dtn://python/in", "--priority", "urgent", "guten Tag")
            let line = try await python.line { $0.hasPrefix("{") }.text
            let read = try JSONDecoder().decode(Read.self, from: Data(line.utf8))
            #expect(read.destination == "dtn://python/in" && read.source == "dtn://bob/")
            let digits = "guten Tag".utf8.map { String($0, radix: 16) }.joined()
            #expect(read.payload == digits)
        }

        @Test(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
        func `dtn7zero hears our beacon, and we hear its answer`() async throws {
            let own = try FerryNodeProgram.freePort()
            let python = try driver(["hear", "\(own)"])
            _ = try await python.line { $0 == "ready" }
            let bob = try await FerryNodeProgram(
                "bob", "station",
                "listen: 127.0.0.1\nport: 0\nbeacon-port: \(own)\nbeacon-to: [\"127.0.0.1:3003\"]\n")
            let heard = try await python.line { $0.hasPrefix("{") }.text
            #expect(heard.contains("\"name\": \"//bob/\"") && heard.contains("\"tcp\""), "\(heard)")
            let end = ContinuousClock.now + .seconds(10)
            var status = ""
            while !status.contains("dtn://python/"), ContinuousClock.now < end {
                status = try await bob.ferry("status", "--json")
            }
            #expect(status.contains("\"node\":\"dtn://python/\"") || status.contains("\"node\": \"dtn://python/\""))
        }

        /// What tshark says of a capture that may not have ended: a column of values for each field.
        private struct Dissected {
            var text = ""

            init() {}

            init(file: String, port: Int) async throws {
                let program = try RunningProgram(
                    try #require(OtherProgram.tshark),
                    [
                        "-n", "-r", file, "-d", "tcp.port==\(port),tcpcl", "-T", "fields", "-E", "separator=/t", "-e",
                        "_ws.malformed", "-e", "bpv7.crc_status", "-e", "bpv7.block_failed_crc", "-e",
                        "bpv7.primary.dst_uri", "-e", "tcpcl.v4.mhdr.type",
                    ], environment: StorkProgram.plainEnvironment)
                text = try await program.result(within: .seconds(60)).output
            }

            subscript(column: Int) -> [Substring] {
                text.split(separator: "\n").flatMap { line in
                    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
                    return fields.count > column ? fields[column].split(separator: ",") : []
                }
            }
        }

        /// Wireshark's dissectors on what two nodes say to each other on the loopback.
        @Test(
            .enabled(
                if: geteuid() == 0 && OtherProgram.find("dumpcap") != nil && OtherProgram.tshark != nil,
                "needs tshark, and root to capture"))
        func `what two nodes say is dissected without a malformed finding, and every code is good`() async throws {
            let port = try FerryNodeProgram.freePort()
            let file = FileManager.default.temporaryDirectory.appending(path: "sc-\(UUID().uuidString).pcap").path
            defer { try? FileManager.default.removeItem(atPath: file) }
            let capture = try RunningProgram(
                try #require(OtherProgram.find("dumpcap")),
                ["-i", "lo", "-P", "-f", "tcp port \(port)", "-w", file], environment: StorkProgram.plainEnvironment)
            while !capture.errors.contains("File:") {
                try #require(capture.isRunning, "\(capture.errors)")
                try await Task.sleep(for: .milliseconds(10))
            }
            let key = String(repeating: "5a", count: 32)
            let bob = try await FerryNodeProgram(
                "bob", "station", "listen: 127.0.0.1\nport: \(port)\nbeacon-port: off\n", key: key)
            let charlie = try await FerryNodeProgram(
                "charlie", "carrier",
                "listen: 127.0.0.1\nport: off\nbeacon-port: off\npeers:\n  - address: 127.0.0.1:\(port)\n", key: key)
            for number in 0..<5 { try await bob.ferry("send", "--to", "dtn://alice/chat", "number \(number)") }
            try await bob.ferry("send", "--to", "dtn://alice/chat", "--private", "for nobody else")
            try await charlie.ferry("send", "--to", "dtn://bob/chat", "for bob")
            #expect(try await bob.inbox(of: 1).count == 1)
            let end = ContinuousClock.now + .seconds(20)
            var status = ""
            while !status.contains("\"bundles\":6") && !status.contains("\"bundles\": 6"), ContinuousClock.now < end {
                status = try await charlie.ferry("status", "--json")
            }
            try await charlie.program.interrupt()
            // What the kernel has captured comes to the file a while later.
            var dissected = Dissected()
            let patience = ContinuousClock.now + .seconds(20)
            while !dissected[4].contains("0x05"), ContinuousClock.now < patience {
                dissected = try await Dissected(file: file, port: port)
            }
            try await capture.interrupt()
            let all = dissected
            #expect(all[0] == [] && all[2] == [], "\(all.text)")
            #expect(Set(all[1]) == ["1"])
            #expect(all[3].filter { $0 == "dtn://alice/chat" }.count == 6)
            #expect(all[3].contains("dtn://bob/chat") && all[3].contains("dtn://bob/exchange"))
            #expect(Set(all[4]).isSuperset(of: ["0x01", "0x02", "0x05", "0x07"]))
        }
    }
}
