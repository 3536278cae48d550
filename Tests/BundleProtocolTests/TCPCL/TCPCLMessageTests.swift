import BundleProtocol
import Testing

@Suite struct TCPCLMessageTests {
    private func reader() -> TCPCLReader { TCPCLReader(segmentMRU: 1 << 20) }

    /// All messages of an example, read at once.
    private func messages(_ bytes: [UInt8]) throws -> [TCPCLMessage] {
        var reader = reader()
        reader.append(bytes)
        var messages: [TCPCLMessage] = []
        while let message = try reader.next() { messages.append(message) }
        #expect(reader.waiting == 0)
        return messages
    }

    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"), arguments: Examples.names("tcpcl"))
    func `every example is read, and written octet for octet`(name: String) throws {
        let bytes = Examples.bytes(name)
        if bytes.starts(with: Array("dtn!".utf8)) {
            var reader = reader()
            reader.append(bytes)
            #expect(try reader.nextContactHeader()?.encoded == bytes)
            return
        }
        let messages = try messages(bytes)
        #expect(messages.count == 1)
        #expect(messages.first?.encoded == bytes)
    }

    @Test(.enabled(if: Examples.isHere, "\(Examples.notHere)"))
    func `the fields of the examples are the documented ones`() throws {
        #expect(
            try messages(Examples.bytes("T2")) == [
                .initiate(
                    .init(keepalive: 30, segmentMRU: 1 << 20, transferMRU: 1 << 30, nodeID: "dtn://alice/"))
            ])
        guard case .segment(let segment)? = try messages(Examples.bytes("T4a")).first else {
            Issue.record("no segment")
            return
        }
        #expect(segment.flags == .start && segment.transfer == 1 && segment.data.count == 40)
        #expect(segment.extensions == [.init(isCritical: true, type: 1, value: [0, 0, 0, 0, 0, 0, 0, 65])])
        #expect(try messages(Examples.bytes("X1")) == [.refuse(transfer: 1, .completed)])
        #expect(try messages(Examples.bytes("X2")) == [.reject(.unexpected, type: 7)])
        #expect(try messages(Examples.bytes("R5")) == [.terminate(isReply: true, .idle)])
        guard case .initiate(let parameters)? = try messages(Examples.bytes("X3")).first else {
            Issue.record("no parameters")
            return
        }
        #expect(parameters.nodeID == "" && parameters.extensions.first?.type == 0x8001)
    }

    static let all: [TCPCLMessage] = [
        .segment(.init(flags: [.start, .end], transfer: 7, data: [1, 2, 3])),
        .segment(
            .init(
                flags: .start, transfer: .max, extensions: [.init(isCritical: false, type: 9, value: [1])], data: [])),
        .segment(.init(flags: [], transfer: 0, data: [9])),
        .segment(.init(flags: TCPCLMessage.SegmentFlags(rawValue: 0xF1), transfer: 0, data: [9])),
        .acknowledge(flags: [.end], transfer: 3, length: 1 << 40), .refuse(transfer: 4, .completed), .keepalive,
        .terminate(isReply: true, .busy), .reject(.unsupported, type: 2),
        .initiate(
            .init(
                keepalive: 1, segmentMRU: 2, transferMRU: 3, nodeID: "ipn:2.0",
                extensions: [
                    .init(isCritical: true, type: 0x8000, value: []), .init(isCritical: false, type: 1, value: [5]),
                ]
            )),
    ]

    @Test func `messages come back whole, octet by octet and glued`() throws {
        let bytes = Self.all.flatMap(\.encoded)
        #expect(try messages(bytes) == Self.all)
        var reader = reader()
        var found: [TCPCLMessage] = []
        for byte in bytes {
            reader.append([byte])
            while let message = try reader.next() { found.append(message) }
        }
        #expect(found == Self.all)
    }

    @Test(arguments: TCPCLMessageTests.all) func `a message cut short anywhere waits for the rest`(
        message: TCPCLMessage
    ) throws {
        let bytes = message.encoded
        for count in bytes.indices {
            var reader = reader()
            reader.append(Array(bytes[..<count]))
            #expect(try reader.next() == nil)
            reader.append(Array(bytes[count...]))
            #expect(try reader.next() == message)
        }
    }

    @Test func `what cannot be is refused as soon as it is known`() {
        let cases: [(String, TCPCLError)] = [
            ("00", .unknownMessage(0)), ("08", .unknownMessage(8)), ("ff", .unknownMessage(255)),
            ("0100 0000000000000000 0000000000100001", .segmentTooLarge(1_048_577, limit: 1 << 20)),
            ("0100 0000000000000000 8000000000000000", .segmentTooLarge(1 << 63, limit: 1 << 20)),
            ("0100 0000000000000000 ffffffffffffffff", .segmentTooLarge(.max, limit: 1 << 20)),
            ("0102 0000000000000000 ffffffff", .extensionsTooLarge(.max)),
            ("0102 0000000000000000 00000004 00000100", .malformedExtensions),
            ("0102 0000000000000000 00000006 000001000200", .malformedExtensions),
            ("07 0000 0000000000000001 0000000000000001 0001 ff 00000000", .nodeID("\u{FFFD}")),
            ("07 0000 0000000000000001 0000000000000001 0000 80000000", .extensionsTooLarge(1 << 31)),
        ]
        for (text, expected) in cases {
            var reader = reader()
            reader.append(octets(text))
            let error = #expect(throws: TCPCLError.self, "\(text)") { try reader.next() }
            #expect(error == expected)
            #expect(error?.description.isEmpty == false)
        }
    }

    @Test func `a contact header is known by its first octets`() throws {
        for (text, expected) in [
            ("47", .noContactHeader), ("64746e20", .noContactHeader), ("64746e2103", .version(3)),
            ("64746e2105", .version(5)), ("64746e210300", .version(3)),
            ("474554202f20485454502f312e31", .noContactHeader),
        ] as [(String, TCPCLError)] {
            var reader = reader()
            reader.append(octets(text))
            let error = #expect(throws: TCPCLError.self) { try reader.nextContactHeader() }
            #expect(error == expected)
        }
        var reader = reader()
        for byte in octets("64746e2104") {
            reader.append([byte])
            #expect(try reader.nextContactHeader() == nil)
        }
        reader.append([0x81, 0x04])
        #expect(try reader.nextContactHeader() == ContactHeader(canTLS: true))
        #expect(try reader.next() == .keepalive)
    }
}
