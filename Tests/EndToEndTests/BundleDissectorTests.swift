import BundleProtocol
import Foundation
import Testing

extension EndToEnd {
    /// Wireshark's dissectors of TCPCLv4 and BPv7 read what two of our sessions say to each other.
    ///
    /// That of Debian 12 (4.0.17) knows ipn names of two elements only, and looks at signatures and ciphertexts without
    /// checking them: those are not its business here.
    @Suite(.enabled(if: OtherProgram.tshark != nil, "\(OtherProgram.noTshark)"))
    struct BundleDissectorTests {
        /// Two sessions and everything they wrote, in order.
        private struct Conversation {
            var sides: [TCPCLSession]
            var pieces: [(isFromClient: Bool, bytes: [UInt8])] = []
            var delivered = 0
            var refused = 0
            var now = Duration.zero

            init() throws {
                var alice = TCPCLSession.Settings(nodeID: try .node("alice"))
                alice.segmentSize = 1000
                var bob = TCPCLSession.Settings(nodeID: try .node("bob"))
                bob.extensions = [.init(isCritical: false, type: 0x8001, value: [1, 2])]
                bob.segmentMRU = 5000
                sides = [TCPCLSession(role: .active, settings: alice), TCPCLSession(role: .passive, settings: bob)]
                give(1, .connected)
                give(0, .connected)
            }

            mutating func give(_ side: Int, _ input: TCPCLSession.Input) {
                for order in sides[side].handle(input, at: now) {
                    switch order {
                    case .write(let bytes):
                        pieces.append((side == 0, bytes))
                        give(1 - side, .received(bytes))
                        give(side, .written(bytes.count))
                    case .received(let transfer, let bundle):
                        // Every seventh is there already.
                        give(
                            side,
                            transfer % 7 == 6 && bundle.count < 400
                                ? .refuse(transfer: transfer, .completed) : .stored(transfer: transfer))
                    case .delivered: delivered += 1
                    case .refused: refused += 1
                    default: break
                    }
                }
            }
        }

        private func dissect(_ capture: [UInt8], _ arguments: [String]) async throws -> [[String]] {
            let file = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString).pcap")
            try Data(capture).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let program = try RunningProgram(
                try #require(OtherProgram.tshark),
                ["-n", "-r", file.path, "-T", "fields", "-E", "separator=/t"] + arguments,
                environment: StorkProgram.plainEnvironment)
            let result = try await program.result(within: .seconds(60))
            #expect(result.status == 0, "\(result.errors)")
            return result.output.split(separator: "\n", omittingEmptySubsequences: true).map {
                $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            }
        }

        @Test func `a session is dissected without a malformed finding, and every code is good`() async throws {
            let bundles = try BundleSamples.plain() + BundleSamples.secured()
            var conversation = try Conversation()
            for (index, bundle) in bundles.enumerated() {
                conversation.give(0, .send(ticket: UInt64(index), bundle: bundle.encoded()))
                conversation.give(1, .send(ticket: UInt64(index), bundle: bundle.encoded()))
            }
            conversation.now = .seconds(2)
            conversation.give(0, .tick)
            conversation.give(1, .tick)
            conversation.give(0, .end(.idle))
            #expect(conversation.sides.map(\.isClosed) == [true, true])
            #expect(conversation.delivered + conversation.refused == 2 * bundles.count && conversation.refused == 2)

            let capture = CaptureFile.bytes(ofConnectionTo: 4556, conversation.pieces)
            let fields = [
                "_ws.malformed", "tcpcl.v4.mhdr.type", "bpv7.crc_status", "bpv7.block_failed_crc",
                "bpv7.primary.dst_uri",
            ]
            let frames = try await dissect(capture, fields.flatMap { ["-e", $0] })
            func all(_ column: Int) -> [String] {
                frames.flatMap { $0.count > column ? $0[column].split(separator: ",").map(String.init) : [] }
            }
            #expect(all(0) == [])
            #expect(all(3) == [])
            // Each kind of message was said and understood.
            #expect(Set(all(1)) == ["0x01", "0x02", "0x03", "0x04", "0x05", "0x07"])
            // 1 is good: of every block that has a code, in both directions.
            let codes = bundles.reduce(0) { count, bundle in
                count + (bundle.extensions + [bundle.payloadBlock]).filter { $0.crc != .none }.count
                    + (bundle.primary.crc == .none ? 0 : 1)
            }
            #expect(Set(all(2)) == ["1"])
            #expect(all(2).count == 2 * codes)
            #expect(all(4).count == 2 * bundles.count)
            #expect(all(4).filter { $0 == "dtn://chat/~room1" }.count == 2)
        }
    }
}
