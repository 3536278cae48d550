import BundleProtocol
import Testing

@Suite struct BeaconTests {
    private static func alice() throws -> Beacon {
        Beacon(
            node: try .node("alice"), sequence: 5,
            services: [.init("mtcp", port: 16_162), .init("tcp", port: 4556)])
    }

    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"), arguments: Examples.names("cbor"))
    func `the examples are read, and written octet for octet`(name: String) throws {
        #expect(try Beacon(decoding: Examples.bytes(name)).encoded == Examples.bytes(name))
    }

    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"))
    func `the fields of the examples are the documented ones`() throws {
        #expect(try Beacon(decoding: Examples.bytes("D1")) == Self.alice())
        let second = try Beacon(decoding: Examples.bytes("D2"))
        #expect(second.period == 10 && second.sequence == 6)
        #expect(second.properties == [.init(tag: 42, value: [0x31])])
        #expect(second.services == [.init("tcp", port: 4556)])
    }

    @Test func `the sequence may stand before the node`() throws {
        let beacon = try Beacon(decoding: octets("8507030582 01682f2f616c6963652f 8280a0"))
        #expect(try beacon.sequence == 5 && beacon.node == .node("alice"))
        #expect(beacon.encoded == octets("85070382 01682f2f616c6963652f 058280a0"))
    }

    @Test func `every combination of parts comes back`() throws {
        for bits in 0..<8 {
            let beacon = Beacon(
                node: bits & 1 != 0 ? try EndpointID("ipn:7.0") : nil, sequence: 1 << 40,
                services: bits & 2 != 0 ? [.init("udp", port: nil), .init("http", port: 0)] : nil,
                properties: bits & 2 != 0 ? [.init(tag: 224, value: []), .init(tag: 255, value: [1, 2])] : [],
                period: bits & 4 != 0 ? 0 : nil)
            #expect(try Beacon(decoding: beacon.encoded) == beacon)
        }
    }

    @Test func `a beacon cut short anywhere is refused, and so are others that cannot be`() throws {
        let bytes = try Self.alice().encoded
        for count in bytes.indices {
            #expect(throws: BundleError.self) { try Beacon(decoding: Array(bytes[..<count])) }
        }
        for text in [
            "83060000", "83070100", "8407000000", "84070200 81 80", "84070200 83 80a080",

            "84070200 82 818201 00a0", "84070200 82 818261611a00010000a0", "84070200 82 80a119010040",
            "84070200 82 80a10001", "84070200 82 9b8000000000000000a0", "84070200 82 80bb8000000000000000",
            "84070400f5",
            "80", "87070000000000", "840702008280a0 00",
        ] {
            #expect(throws: BundleError.self, "\(text)") { try Beacon(decoding: octets(text)) }
        }
        #expect(throws: BundleError.tooLarge(1501, limit: 1500)) {
            try Beacon(decoding: [UInt8](repeating: 0, count: 1501))
        }
    }

    @Test func `flipped bits neither trap nor make a beacon that cannot be written`() throws {
        let bytes = try Self.alice().encoded
        for bit in 0..<bytes.count * 8 {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            if let beacon = try? Beacon(decoding: damaged) {
                #expect(try Beacon(decoding: beacon.encoded) == beacon)
            }
        }
    }
}
