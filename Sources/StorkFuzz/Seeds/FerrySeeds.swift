import BloomFilter
import BundleProtocol
import BundleStore
import MessageFerry

/// Filters, bundles and what carries them.
enum FerrySeeds {
    static var filters: [[UInt8]] {
        var seeds: [[UInt8]] = []
        for (members, hashing) in [(1, .salted(1)), (30, .salted(.max)), (5, .javaMD5)] as [(Int, BloomFilter.Hashing)]
        {
            guard let shape = try? BloomShape(members: members, probability: 0.01),
                var filter = try? BloomFilter(shape: shape, hashing: hashing)
            else { continue }
            for index in 0..<members { filter.insert([UInt8(index)]) }
            seeds.append(filter.encoded())
        }
        return seeds
    }

    /// Lives of nodes.
    static var nodes: [[UInt8]] {
        func step(_ step: FerryFuzzing.Step, _ arguments: [UInt8] = []) -> [UInt8] { [step.rawValue] + arguments }
        let digest = BundleDigest(high: 1, low: 2)
        let messages: [ExchangeMessage] = [
            .summary(.init(members: ["dtn://topic/~"], carries: [""], count: 1, xor: 1, held: .list([digest]))),
            .summary(.init(members: [], carries: [""], count: 90, xor: 3, held: .filter(filters.last ?? []))),
            .delivered([digest]), .table(BucketTable(salt: 7, count: 20)),
            .holdings(salt: 7, bits: 1, buckets: [0, 1], names: [9]),
        ]
        let requests: [LocalRequest] = [
            .status, .inbox(prefix: "dtn:", limit: 5, waits: true), .topic("dtn://topic/~t", limit: 7, largest: 9),
            .message(digest), .changes(since: 5, within: .seconds(9)),
        ]
        let text = ByteScript.block(Array("hello".utf8))
        let long = ByteScript.block([UInt8](repeating: 1, count: 400))
        let order = ByteScript.block([0x82, 1, 0])
        return ([0, 1, 5, 11] as [UInt8]).map { kind in
            var script: [UInt8] = [kind] + step(.open, [0, 1])
            for message in messages { script += step(.exchange, [0] + ByteScript.block(message.encoded)) }
            script += step(.submit, [17] + text + [60]) + step(.submit, [1] + long + [60]) + step(.commit, [0])
            script += step(.bundle, [1, 1, 0, 5] + text + order + [0, 0, 0, 0]) + step(.commit, [0])
            script += step(.bundle, [1, 129, 0, 6] + long + [0, 0, 0, 0, 0, 0]) + step(.commit, [1])
            script += step(.bundle, [1, 2, 0x31, 7] + text + [0, 0, 0, 0, 0, 0]) + step(.commit, [0])
            script += step(.outcome, [0, 1, 3]) + step(.confirm) + step(.tick, [200]) + step(.close, [0])
            for beacon in beacons { script += step(.beacon, [1] + ByteScript.block(beacon)) }
            for request in requests { script += step(.ask, ByteScript.block(request.encoded)) }
            return script
        }
    }

    /// Bundles of every shape. Nothing here can fail; what could is left out.
    static var bundles: [[UInt8]] {
        guard let source = try? EndpointID("dtn://alice/"), let group = try? EndpointID("dtn://chat/~room1"),
            let ipn = try? EndpointID("ipn:977000.100.1")
        else { return [] }
        let then = CreationTimestamp(time: DTNTime(unixMilliseconds: 1_500_000_000_000), sequence: 1)
        var plan = BundlePlan(source: source, destination: group, created: then, lifetime: .seconds(3600))
        plan.carriesAge = true
        plan.reportTo = source
        plan.flags = [.reportDelivery, .statusTimeRequested]
        guard var carried = try? Bundle(plan, payload: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)) else { return [] }
        try? carried.prepareForForwarding(by: ipn, now: nil, residence: .seconds(1))
        var bundles = [carried] + ((try? carried.fragments(ofAtMost: 10)) ?? [])
        let key = SecurityKey.direct([UInt8](repeating: 7, count: 32))
        var signed = carried
        if (try? signed.sign(0, key: key, source: source)) != nil,
            (try? signed.sign(1, key: key, source: source)) != nil
        {
            bundles.append(signed)
        }
        var encrypted = carried
        let wrapped = SecurityKey.wrapped([UInt8](repeating: 8, count: 16), with: [UInt8](repeating: 7, count: 32))
        if (try? encrypted.encrypt(1, key: wrapped, iv: Array("Twelve121212".utf8), source: ipn)) != nil {
            bundles.append(encrypted)
        }
        if let report = carried.statusReport(on: .delivered, now: then.time),
            let bundle = try? Bundle(
                .statusReport(report), from: source, to: source, created: then, lifetime: .seconds(60))
        {
            bundles.append(bundle)
        }
        // Mutations of these get past the codes, because there are none.
        let open = bundles.map { bundle in
            var open = bundle
            open.primary.crc = .none
            open.payloadBlock.crc = .none
            for index in open.extensions.indices { open.extensions[index].crc = .none }
            return open
        }
        return (bundles + open).map { $0.encoded() }
    }

    static var beacons: [[UInt8]] {
        let node = try? EndpointID("dtn://alice/")
        return [
            Beacon(node: node, sequence: 5, services: [.init("mtcp", port: 16_162), .init("tcp", port: 4556)]),
            Beacon(node: nil, sequence: .max, period: 0),
            Beacon(
                node: node, sequence: 0, services: [.init("udp", port: nil)],
                properties: [.init(tag: 42, value: [0x31]), .init(tag: 224, value: [])], period: 10),
        ].map(\.encoded)
    }

    static var streams: [[UInt8]] {
        [StreamFraming.mtcp, .stcp].map { framing in bundles.prefix(3).flatMap { framing.frame($0) ?? [] } }
    }

    /// As ``TCPCLFuzzing`` reads them: an order, and what it needs.
    static var conversations: [[UInt8]] {
        let parameters = TCPCLMessage.initiate(
            .init(
                keepalive: 1, segmentMRU: 20, transferMRU: 1000, nodeID: "dtn://alice/",
                extensions: [.init(isCritical: false, type: 0x8001, value: [1])]))
        func heard(_ messages: [TCPCLMessage]) -> [UInt8] {
            [TCPCLFuzzing.Step.receive.rawValue] + ByteScript.block(messages.flatMap(\.encoded))
        }
        func step(_ step: TCPCLFuzzing.Step, _ argument: UInt8...) -> [UInt8] { [step.rawValue] + argument }
        let header = [TCPCLFuzzing.Step.receive.rawValue] + ByteScript.block(ContactHeader(canTLS: true).encoded)
        let opening = header + heard([parameters])
        let whole: TCPCLMessage.SegmentFlags = [.start, .end]
        let receiving =
            opening
            + heard([
                .segment(.init(flags: whole, transfer: 0, data: [1, 2])),
                .segment(.init(flags: .start, transfer: 1, data: [3])),
                .segment(.init(flags: .end, transfer: 1, data: [4])),
            ]) + step(.stored, 1) + step(.stored, 0)
        let sending =
            opening + step(.send, 100) + step(.send, 3)
            + heard([
                .acknowledge(flags: .start, transfer: 0, length: 20), .refuse(transfer: 0, .completed),
                .acknowledge(flags: whole, transfer: 1, length: 3), .keepalive,
            ])
        let ending = step(.tick, 200) + heard([.terminate(isReply: false, .busy)]) + step(.end, 1)
        let securing = header + step(.secured, 1) + heard([parameters])
        let scripts: [[UInt8]] = [receiving + ending, sending + ending, securing]
        var all: [[UInt8]] = []
        for role: UInt8 in 0..<4 {
            for script in scripts { all.append([role] + script) }
        }
        return all
    }
}
