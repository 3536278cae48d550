import FlightRecording
import Testing

@Suite struct NetworkHeaderTests {
    static let payload: [UInt8] = [10, 20, 30, 40]
    static let datagram = FrameBuilder.udp(payload)

    static func omission(_ packet: [UInt8]) -> FrameOmission? { FrameDecoder.omission(of: packet, on: .rawIP) }

    static func payload(_ packet: [UInt8]) throws -> [UInt8]? {
        try FrameDecoder.result(of: packet, on: .rawIP).get().datagram(onPort: 5554)
    }

    @Test func `the exact bytes of a packet are understood`() throws {
        let bytes: [UInt8] = [
            0x45, 0x00, 0x00, 0x1D, 0x12, 0x34, 0x40, 0x00, 0x40, 0x11, 0x00, 0x00,
            192, 168, 1, 1, 192, 168, 1, 2,
            0x15, 0xB2, 0x9C, 0x40, 0x00, 0x09, 0x00, 0x00, 0x01,
        ]
        let packet = try FrameDecoder.result(of: bytes, on: .rawIPv4).get()
        #expect(
            packet
                == CapturedPacket(frameNumber: 1, time: .zero, flow: FrameBuilder.navdata, transport: .udp([1])))
    }

    @Test(arguments: [4, 20, 40]) func `IPv4 options are read over`(length: Int) throws {
        let options = [UInt8](repeating: 1, count: length)
        #expect(try Self.payload(FrameBuilder.ipv4(Self.datagram, options: options)) == Self.payload)
    }

    @Test func `bytes behind the total length do not belong to the packet`() throws {
        #expect(try Self.payload(FrameBuilder.ipv4(Self.datagram) + [9, 9, 9]) == Self.payload)
        #expect(try Self.payload(FrameBuilder.ipv6(Self.datagram) + [9, 9, 9]) == Self.payload)
    }

    @Test func `a total length of 0 stands for all there is, as segmentation offload writes it`() throws {
        #expect(try Self.payload(FrameBuilder.ipv4(Self.datagram, totalLength: 0)) == Self.payload)
        #expect(try Self.payload(FrameBuilder.ipv6(Self.datagram, payloadLength: 0)) == Self.payload)
    }

    @Test(arguments: [1, 19, 33, 65_535]) func `an IPv4 length that cannot be is refused`(length: Int) {
        #expect(Self.omission(FrameBuilder.ipv4(Self.datagram, totalLength: length)) == .lyingIPLength)
    }

    @Test(arguments: 0...4) func `an IPv4 header shorter than it can be is refused`(words: Int) {
        #expect(Self.omission(FrameBuilder.ipv4(Self.datagram, headerWords: UInt8(words))) == .malformedIPv4)
    }

    @Test func `IPv4 options that reach beyond the frame are refused`() {
        #expect(Self.omission(FrameBuilder.ipv4([1, 2, 3], headerWords: 6)) == .malformedIPv4)
    }

    @Test func `cut anywhere in its header an IPv4 packet is malformed, behind it its length lies`() {
        let packet = FrameBuilder.ipv4(Self.datagram)
        for length in 0..<20 { #expect(Self.omission(Array(packet[..<length])) == .malformedIPv4) }
        for length in 20..<packet.count { #expect(Self.omission(Array(packet[..<length])) == .lyingIPLength) }
    }

    @Test func `cut anywhere in its header an IPv6 packet is malformed, behind it its length lies`() {
        let packet = FrameBuilder.ipv6(Self.datagram)
        for length in 1..<40 { #expect(Self.omission(Array(packet[..<length])) == .malformedIPv6) }
        for length in 40..<packet.count { #expect(Self.omission(Array(packet[..<length])) == .lyingIPLength) }
    }

    @Test func `IPv6 extension headers are read over`() throws {
        let hopByHop: [UInt8] = [43, 0, 1, 4, 0, 0, 0, 0]
        let routing: [UInt8] = [51, 1] + [UInt8](repeating: 0, count: 14)
        let authentication: [UInt8] = [60, 1] + [UInt8](repeating: 0, count: 10)
        let options: [UInt8] = [17, 0, 1, 4, 0, 0, 0, 0]
        let chain = hopByHop + routing + authentication + options
        #expect(try Self.payload(FrameBuilder.ipv6(chain + Self.datagram, next: 0)) == Self.payload)
        for length in 1..<chain.count {
            let cut = FrameBuilder.ipv6(Array(chain[..<length]), next: 0)
            #expect(Self.omission(cut) == .malformedIPv6, "cut at \(length)")
        }
    }

    @Test func `an extension header that reaches beyond the packet into the padding is refused`() {
        let packet = FrameBuilder.ipv6([17, 4, 0, 0, 0, 0, 0, 0], next: 60)
        #expect(Self.omission(packet + [UInt8](repeating: 0, count: 64)) == .malformedIPv6)
    }

    @Test func `other transports are counted`() {
        #expect(Self.omission(FrameBuilder.ipv4([0x16, 0], transport: 2)) == .otherTransport)
        #expect(Self.omission(FrameBuilder.ipv6([0, 0], next: 59)) == .otherTransport)
    }

    @Test func `a frame of which the capture kept only the head is not called malformed`() {
        var decoder = FrameDecoder(linkType: .rawIP)
        let packet = FrameBuilder.ipv4(Self.datagram)
        let head = Array(packet[..<30])
        #expect(decoder.decode(head.span.bytes, originalLength: packet.count, at: .zero) == nil)
        #expect(decoder.statistics[.cutBySnapshotLength] == 1)
        #expect(decoder.statistics.malformedFrames == 0)
    }
}

@Suite struct ICMPQuoteTests {
    static let navdata = FrameBuilder.ipv4(FrameBuilder.udp([0x88, 0x77, 0x66, 0x55], from: 5554, to: 5554))

    static func unreachable(_ quote: [UInt8], type: UInt8 = 3) -> [UInt8] { [type, 3, 0, 0, 0, 0, 0, 0] + quote }

    @Test func `a datagram quoted by an error is not a datagram`() {
        var decoder = FrameDecoder(linkType: .rawIP)
        #expect(decoder.decode(FrameBuilder.ipv4(Self.unreachable(Self.navdata), transport: 1)) == nil)
        #expect(decoder.statistics[.icmpQuote] == 1)
        #expect(decoder.statistics.icmpQuotedPorts == [5554: 1])
        #expect(decoder.statistics.datagrams == 0)
    }

    @Test func `eight bytes of the datagram are enough, and options are read over`() {
        let quote = FrameBuilder.ipv4(FrameBuilder.udp([], to: 14_550), options: [1, 1, 1, 1])
        let message = FrameBuilder.ipv4(Self.unreachable(quote), transport: 1)
        #expect(FrameDecoder.omission(of: message, on: .rawIP) == .icmpQuote)
    }

    @Test func `ICMP version 6 quotes too`() {
        let quote = FrameBuilder.ipv6(FrameBuilder.udp([1], to: 5554))
        let message = FrameBuilder.ipv6(Self.unreachable(quote, type: 1), next: 58)
        #expect(FrameDecoder.omission(of: message, on: .rawIP) == .icmpQuote)
    }

    @Test func `what quotes no datagram is plain ICMP`() {
        let ping = Self.unreachable(Self.navdata, type: 8)
        let aboutTCP = Self.unreachable(FrameBuilder.ipv4([0, 80, 0, 80], transport: 6))
        for message in [ping, aboutTCP, [], [3]] {
            #expect(FrameDecoder.omission(of: FrameBuilder.ipv4(message, transport: 1), on: .rawIP) == .icmp)
        }
    }

    @Test func `a quote cut before the ports is plain ICMP at every length`() {
        let whole = Self.unreachable(Self.navdata)
        for length in 0..<whole.count {
            let message = FrameBuilder.ipv4(Array(whole[..<length]), transport: 1)
            let expected: FrameOmission = length < 8 + 20 + 4 ? .icmp : .icmpQuote
            #expect(FrameDecoder.omission(of: message, on: .rawIP) == expected, "cut at \(length)")
        }
    }
}
