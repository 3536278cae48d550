import BundleProtocol
import WireBytes

/// Bundles as a ferry handles them by the thousand.
enum BundleBenchmarks {
    static let all = [
        Benchmark(
            name: "bundle-decode", title: "decode a bundle of 1 kB and check its codes", goal: "≤ 2 µs median"
        ) { _ in
            let bytes = try bundle(of: 1000).encoded()
            var octets = 0
            let (samples, allocations) = try Measurement.measure(iterations: 50_000) { _ in
                octets = try Bundle(decoding: bytes).payload.count
            }
            Measurement.keep(octets)
            return Outcome(
                samples: samples, allocations: allocations, isReached: samples.median <= .microseconds(2),
                note: "\(bytes.count) bytes, CRC-32C on two blocks")
        },
        Benchmark(name: "bundle-encode", title: "encode the same") { _ in
            let bundle = try bundle(of: 1000)
            var octets = 0
            let (samples, allocations) = Measurement.measure(iterations: 50_000) { _ in octets = bundle.encoded().count
            }
            Measurement.keep(octets)
            return Outcome(samples: samples, allocations: allocations)
        },
        Benchmark(name: "bundle-forward", title: "decode, count the hop, encode") { _ in
            let bytes = try bundle(of: 1000).encoded()
            let node = try EndpointID.node("carrier")
            var octets = 0
            let (samples, allocations) = try Measurement.measure(iterations: 50_000) { _ in
                var bundle = try Bundle(decoding: bytes)
                try bundle.prepareForForwarding(by: node, now: nil, residence: .seconds(1))
                octets = bundle.encoded().count
            }
            Measurement.keep(octets)
            return Outcome(samples: samples, allocations: allocations)
        },
        Benchmark(name: "crc32c", title: "CRC-32C of 64 KiB") { _ in
            let bytes = [UInt8](repeating: 0x5A, count: 65_536)
            var code: UInt32 = 0
            let (samples, allocations) = Measurement.measure(iterations: 5000) { _ in
                var crc = CRC32C()
                crc.update(bytes.span.bytes)
                code = crc.value
            }
            Measurement.keep(code)
            let rate = 65_536 / max(1e-9, samples.median / .seconds(1)) / 1e9
            return Outcome(
                samples: samples, allocations: allocations, note: "\(ResultTable.text(rate, decimals: 2)) GB/s")
        },
        Benchmark(name: "tcpcl-transfer", title: "a bundle of 1 kB through two sessions, stored and acknowledged") {
            _ in
            let bytes = try bundle(of: 1000).encoded()
            var pair = try SessionPair()
            let (samples, allocations) = Measurement.measure(iterations: 50_000) { index in
                pair.carry(bytes, ticket: UInt64(index))
            }
            guard pair.isHealthy else { throw NotMeasurable(description: "a bundle was not delivered") }
            return Outcome(samples: samples, allocations: allocations)
        },
        Benchmark(name: "bundle-sign", title: "sign the payload of 1 kB and check it, HMAC-SHA-256") { _ in
            let bundle = try bundle(of: 1000)
            let key = [UInt8](repeating: 7, count: 32)
            let source = try EndpointID.node("alice")
            let (samples, allocations) = try Measurement.measure(iterations: 5000) { _ in
                var signed = bundle
                try signed.sign(1, key: .direct(key), source: source)
                try signed.verify(1) { _ in key }
            }
            return Outcome(samples: samples, allocations: allocations)
        },
    ]

    private static func bundle(of size: Int) throws -> Bundle {
        let plan = BundlePlan(
            source: try .node("alice"), destination: try EndpointID("dtn://chat/~room1"),
            created: CreationTimestamp(time: DTNTime(unixMilliseconds: 1_500_000_000_000), sequence: 1),
            lifetime: .seconds(3600))
        return try Bundle(plan, payload: (0..<size).map { UInt8(truncatingIfNeeded: $0) })
    }

    /// Two sessions joined without sockets.
    private struct SessionPair {
        var sides: [TCPCLSession]
        var delivered = 0
        var carried = 0
        var isHealthy: Bool { delivered == carried }

        init() throws {
            sides = [
                TCPCLSession(role: .active, settings: .init(nodeID: try .node("alice"))),
                TCPCLSession(role: .passive, settings: .init(nodeID: try .node("bob"))),
            ]
            give(1, .connected)
            give(0, .connected)
        }

        mutating func carry(_ bundle: [UInt8], ticket: UInt64) {
            carried += 1
            give(0, .send(ticket: ticket, bundle: bundle))
        }

        private mutating func give(_ side: Int, _ input: TCPCLSession.Input) {
            for order in sides[side].handle(input, at: .zero) {
                switch order {
                case .write(let bytes):
                    give(1 - side, .received(bytes))
                    give(side, .written(bytes.count))
                case .received(let transfer, _): give(side, .stored(transfer: transfer))
                case .delivered: delivered += 1
                default: break
                }
            }
        }
    }
}
