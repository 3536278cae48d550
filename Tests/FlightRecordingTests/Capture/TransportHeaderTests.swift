import FlightRecording
import Testing

@Suite struct TransportHeaderTests {
    static func result(udp bytes: [UInt8]) -> Result<CapturedPacket, FrameOmission> {
        FrameDecoder.result(of: FrameBuilder.ipv4(bytes), on: .rawIP)
    }

    static func result(tcp bytes: [UInt8]) -> Result<CapturedPacket, FrameOmission> {
        FrameDecoder.result(of: FrameBuilder.ipv4(bytes, transport: 6), on: .rawIP)
    }

    @Test func `the datagram ends where its header says, not where the packet does`() throws {
        let packet = try Self.result(udp: FrameBuilder.udp([1, 2, 3, 4], length: 10)).get()
        #expect(packet.transport == .udp([1, 2]))
    }

    @Test func `an empty datagram is a datagram`() throws {
        #expect(try Self.result(udp: FrameBuilder.udp([])).get().transport == .udp([]))
    }

    @Test(arguments: [0, 1, 7, 13, 65_535]) func `a UDP length that cannot be is refused`(length: Int) {
        let result = Self.result(udp: FrameBuilder.udp([1, 2, 3, 4], length: length))
        #expect(result == .failure(.lyingUDPLength))
    }

    @Test func `cut anywhere in its header a datagram is malformed, behind it its length lies`() {
        let datagram = FrameBuilder.udp([1, 2, 3])
        for length in 0..<datagram.count {
            let expected: FrameOmission = length < 8 ? .malformedUDP : .lyingUDPLength
            #expect(Self.result(udp: Array(datagram[..<length])) == .failure(expected), "cut at \(length)")
        }
    }

    @Test func `the exact bytes of a segment are understood, options read over`() throws {
        let bytes: [UInt8] = [
            0x15, 0xB3, 0x9C, 0x41, 0xFF, 0xFF, 0xFF, 0xFE, 0x00, 0x00, 0x00, 0x05,
            0x60, 0x18, 0x01, 0x02, 0xAB, 0xCD, 0x00, 0x00, 0x01, 0x01, 0x01, 0x00,
            0x50, 0x61,
        ]
        let packet = try Self.result(tcp: bytes).get()
        #expect(packet.source == Endpoint(FrameBuilder.drone, port: 5555))
        #expect(packet.destination == Endpoint(FrameBuilder.client, port: 40_001))
        #expect(
            packet.transport
                == .tcp(
                    TCPSegment(
                        sequence: 0xFFFF_FFFE, acknowledgement: 5, flags: [.acknowledge, .push], window: 0x0102,
                        payload: [0x50, 0x61])))
        #expect(packet.datagram(onPort: 5555) == nil)
    }

    @Test(arguments: [0, 4, 7, 15]) func `a TCP header length that cannot be is refused`(words: Int) {
        let segment = FrameBuilder.tcp([1, 2, 3], sequence: 0, flags: [], headerWords: UInt8(words))
        #expect(Self.result(tcp: segment) == .failure(.malformedTCP))
    }

    @Test func `cut in its header a segment is malformed, cut behind it has less payload`() throws {
        let segment = FrameBuilder.tcp([7, 8, 9], sequence: 1, flags: [.push], options: [1, 1, 1, 0])
        for length in 0..<24 { #expect(Self.result(tcp: Array(segment[..<length])) == .failure(.malformedTCP)) }
        guard case .tcp(let rest) = try Self.result(tcp: Array(segment[..<26])).get().transport else {
            Issue.record("not a segment")
            return
        }
        #expect(rest.payload == [7, 8])
    }

    @Test func `a datagram is found by either port`() throws {
        let packet = try Self.result(udp: FrameBuilder.udp([5], from: 40_000, to: 5556)).get()
        #expect(packet.datagram(onPort: 5556) == [5])
        #expect(packet.datagram(onPort: 40_000) == [5])
        #expect(packet.datagram(onPort: 5554) == nil)
    }
}
