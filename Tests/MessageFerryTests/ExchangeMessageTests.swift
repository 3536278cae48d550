import BundleProtocol
import BundleStore
import MessageFerry
import Testing

@Suite struct ExchangeMessageTests {
    @Test func `every message of the exchange survives its wire form`() throws {
        var table = BucketTable(salt: 7, count: 100)
        for number in 0..<100 { table.insert(BundleDigest(high: UInt64(number), low: 5)) }
        let digest = BundleDigest(high: 1, low: 2)
        let messages: [ExchangeMessage] = [
            .summary(.init(members: ["dtn://topic/~a"], carries: [""], count: 1, xor: 1, held: .list([digest]))),
            .summary(.init(members: [], carries: [], count: 99, xor: 3, held: .filter([1, 2, 3]))),
            .delivered([digest]), .table(table),
            .holdings(salt: 7, bits: 3, buckets: [1, 5], names: [9, .max]),
        ]
        for message in messages {
            let bytes = message.encoded
            #expect(try ExchangeMessage(decoding: bytes) == message)
            for length in 0..<bytes.count {
                #expect(throws: BundleError.self) { try ExchangeMessage(decoding: Array(bytes[..<length])) }
            }
            #expect(throws: BundleError.self) { try ExchangeMessage(decoding: bytes + [0]) }
        }
    }
}
