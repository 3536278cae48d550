import BundleProtocol
import Foundation
import Testing

extension EndToEnd {
    /// pyD3TN and dtn7zero read what we write, and we read what they write.
    @Suite(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
    struct BundlePeerTests {
        private struct Read: Decodable {
            var destination: String
            var source: String
            var reportTo: String
            var flags: UInt64
            var sequence: UInt64
            var lifetime: UInt64
            var fragmentOffset: UInt64?
            var totalLength: UInt64?
            var payload: String
            var blocks: [[Part]]
            /// The bundle as it writes it, with codes that it computes.
            var again: String
        }

        /// A number or digits.
        private enum Part: Decodable, Equatable {
            case number(UInt64)
            case digits(String)

            init(from decoder: any Decoder) throws {
                let value = try decoder.singleValueContainer()
                self =
                    try (try? value.decode(UInt64.self)).map { .number($0) } ?? .digits(value.decode(String.self))
            }
        }

        private func run(_ arguments: [String]) async throws -> [String] {
            let program = try RunningProgram(
                OtherProgram.python, [OtherProgram.driver("bundle_peer.py")] + arguments,
                environment: StorkProgram.plainEnvironment)
            let result = try await program.result(within: .seconds(60))
            #expect(result.status == 0 && result.errors == "", "\(result.errors)")
            return result.output.split(separator: "\n").map(String.init)
        }

        private func digits(_ bytes: [UInt8]) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }

        private func bytes(_ digits: some StringProtocol) -> [UInt8] {
            let values = digits.compactMap(\.hexDigitValue)
            return stride(from: 0, to: values.count - 1, by: 2).map { UInt8(values[$0] * 16 + values[$0 + 1]) }
        }

        @Test func `pyD3TN reads every field of our bundles and computes the same codes`() async throws {
            let bundles = try BundleSamples.plain()
            let lines = try await run(["read"] + bundles.map { digits($0.encoded()) })
            #expect(lines.count == bundles.count)
            for (bundle, line) in zip(bundles, lines) {
                let read = try JSONDecoder().decode(Read.self, from: Data(line.utf8))
                #expect(read.destination == bundle.destination.description)
                #expect(read.source == bundle.source.description)
                #expect(read.reportTo == bundle.primary.reportTo.description)
                #expect(read.flags == bundle.primary.flags.rawValue | (bundle.isFragment ? 1 : 0))
                #expect(read.sequence == bundle.primary.created.sequence)
                #expect(read.lifetime == bundle.primary.lifetimeMilliseconds)
                #expect(read.fragmentOffset == bundle.primary.fragment?.offset)
                #expect(read.totalLength == bundle.primary.fragment?.totalLength)
                #expect(read.payload == digits(bundle.payload))
                #expect(
                    read.blocks
                        == bundle.extensions.map {
                            [.number($0.type.rawValue), .number($0.number), .digits(digits($0.data))]
                        })
                #expect(read.again == digits(bundle.encoded()))
            }
        }

        @Test func `we read pyD3TN's bundles and write the same octets`() async throws {
            var names: [String] = []
            for line in try await run(["make"]) {
                let words = line.split(separator: " ")
                let octets = bytes(words[1])
                let bundle = try Bundle(decoding: octets)
                #expect(bundle.encoded() == octets)
                names.append(String(words[0]))
                switch names.last {
                case "plain": #expect(bundle.id.description == "dtn://alice/-553315200000-1")
                case "full":
                    #expect(bundle.hopCount == HopCount(limit: 32, count: 1) && bundle.payload.count == 300)
                    #expect(bundle.previousNode?.description == "dtn://charlie/")
                case "fragment": #expect(bundle.id.fragment == .init(offset: 10, length: 5))
                // pyD3TN takes the age in seconds.
                case "clockless": #expect(bundle.ageMilliseconds == 2000)
                default: #expect(bundle.source.description == "ipn:2.0")
                }
            }
            #expect(names == ["plain", "ipn", "full", "fragment", "clockless"])
        }

        @Test func `pyD3TN takes our bundles out of an MTCP stream`() async throws {
            let bundles = try BundleSamples.plain()
            let stream = bundles.flatMap { StreamFraming.mtcp.frame($0.encoded()) ?? [] }
            #expect(try await run(["mtcp", digits(stream)]) == bundles.map { digits($0.encoded()) })
        }

        @Test func `dtn7zero reads our beacon and writes the same`() async throws {
            struct Heard: Decodable {
                var scheme: Int
                var name: String
                var sequence: UInt64
                var properties: [String: String]
                var period: UInt64
                var again: String
            }
            let beacon = Beacon(
                node: try .node("alice"), sequence: 300,
                services: [.init("tcp", port: 4556), .init("mtcp", port: 16_162)],
                properties: [.init(tag: 63, value: [0x68, 0x69]), .init(tag: 224, value: [1, 2, 3])], period: 2)
            let line = try #require(try await run(["beacon", digits(beacon.encoded)]).first)
            let heard = try JSONDecoder().decode(Heard.self, from: Data(line.utf8))
            #expect(heard.scheme == 1 && heard.name == "//alice/" && heard.sequence == 300 && heard.period == 2)
            #expect(heard.properties == ["63": "6869", "224": "010203"])
            #expect(heard.again == digits(beacon.encoded))
            #expect(try Beacon(decoding: bytes(heard.again)) == beacon)
        }
    }
}
