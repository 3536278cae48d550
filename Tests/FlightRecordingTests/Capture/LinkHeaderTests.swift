import FlightRecording
import Testing
import WireBytes

@Suite struct LinkHeaderTests {
    static let payload: [UInt8] = [0x88, 0x77, 0x66, 0x55, 9]
    static let packet = FrameBuilder.ipv4(FrameBuilder.udp(payload))
    static let packet6 = FrameBuilder.ipv6(FrameBuilder.udp(payload))

    @Test(arguments: LinkType.allCases)
    func `a datagram is found behind every link header`(link: LinkType) throws {
        let packet = try FrameDecoder.result(of: FrameBuilder.frame(Self.packet, on: link), on: link).get()
        #expect(packet.flow == FrameBuilder.navdata)
        #expect(packet.transport == .udp(Self.payload))
        #expect(packet.frameNumber == 1)
        #expect(!packet.isRadioRetry)
    }

    @Test(arguments: LinkType.allCases)
    func `a frame cut anywhere gives no datagram and one reason`(link: LinkType) {
        // 802.11 ends with a check sequence only where radiotap says so, and then the cut breaks that first.
        let frame = FrameBuilder.frame(Self.packet, on: link)
        for length in 0..<frame.count {
            let omission = FrameDecoder.omission(of: Array(frame[..<length]), on: link)
            #expect(omission?.isMalformed == true || omission == .frameCheckFailed, "\(link) cut at \(length)")
        }
    }

    @Test(arguments: [[0x8100], [0x88A8, 0x8100], [0x9100, 0x8100, 0x8100]] as [[UInt16]])
    func `VLAN tags are read over`(tags: [UInt16]) throws {
        let frame = FrameBuilder.ethernet(Self.packet, tags: tags)
        #expect(try FrameDecoder.result(of: frame, on: .ethernet).get().transport == .udp(Self.payload))
        let cut = Array(frame[..<(12 + tags.count * 4)])
        #expect(FrameDecoder.omission(of: cut, on: .ethernet) == .malformedLinkHeader)
    }

    @Test func `version 6 is found behind link headers that name it`() throws {
        let frames: [(LinkType, [UInt8])] = [
            (.ethernet, FrameBuilder.ethernet(Self.packet6, type: 0x86DD)),
            (.linuxCooked, FrameBuilder.linuxCooked(Self.packet6, type: 0x86DD)),
            (.linuxCooked2, FrameBuilder.linuxCooked2(Self.packet6, type: 0x86DD)),
            (.rawIP, Self.packet6), (.rawIPv6, Self.packet6),
            (.wireless, FrameBuilder.wireless(FrameBuilder.logicalLink(Self.packet6, type: 0x86DD))),
        ]
        for (link, frame) in frames {
            let packet = try FrameDecoder.result(of: frame, on: link).get()
            #expect(packet.source == Endpoint(FrameBuilder.drone6, port: 5554), "\(link)")
        }
    }

    @Test(arguments: [10, 24, 28, 30] as [UInt8])
    func `every system's number for version 6 is known on the loopback, in either byte order`(family: UInt8) throws {
        for head in [[family, 0, 0, 0], [0, 0, 0, family]] {
            #expect(try FrameDecoder.result(of: head + Self.packet6, on: .null).get().source.port == 5554)
        }
        #expect(try FrameDecoder.result(of: [0, 0, 0, family] + Self.packet6, on: .loopback).get().source.port == 5554)
        #expect(FrameDecoder.omission(of: [family, 0, 0, 0] + Self.packet6, on: .loopback) == .notIP)
    }

    @Test func `what is not IP is counted as such`() {
        #expect(FrameDecoder.omission(of: FrameBuilder.ethernet([0, 1], type: 0x0806), on: .ethernet) == .notIP)
        #expect(FrameDecoder.omission(of: FrameBuilder.linuxCooked([0, 1], type: 0x0806), on: .linuxCooked) == .notIP)
        #expect(FrameDecoder.omission(of: FrameBuilder.linuxCooked2([0], type: 1), on: .linuxCooked2) == .notIP)
        #expect(FrameDecoder.omission(of: [7, 0, 0, 0] + Self.packet, on: .null) == .notIP)
        #expect(FrameDecoder.omission(of: [0x50] + Self.packet.dropFirst(), on: .rawIP) == .notIP)
        // Spanning tree: 802.3 with a length and LLC 0x42.
        #expect(FrameDecoder.omission(of: FrameBuilder.ethernet([0x42, 0x42, 3], type: 38), on: .ethernet) == .notIP)
    }

    @Test func `IP in 802.3 with LLC and SNAP is read`() throws {
        let body = FrameBuilder.logicalLink(Self.packet)
        let frame = FrameBuilder.ethernet(body, type: UInt16(body.count))
        #expect(try FrameDecoder.result(of: frame, on: .ethernet).get().transport == .udp(Self.payload))
        let cooked = FrameBuilder.linuxCooked(body, type: 4)
        #expect(try FrameDecoder.result(of: cooked, on: .linuxCooked).get().transport == .udp(Self.payload))
    }

    @Test func `the padding of short Ethernet frames does not belong to the datagram`() throws {
        let frame = FrameBuilder.ethernet(Self.packet) + [UInt8](repeating: 0, count: 13)
        #expect(try FrameDecoder.result(of: frame, on: .ethernet).get().transport == .udp(Self.payload))
    }

    @Test func `raw IP is known under all its numbers, and an unknown number is refused`() {
        #expect([12, 14, 101].allSatisfy { LinkType(number: $0) == .rawIP })
        #expect(LinkType(number: 147) == nil)
        #expect(LinkType.allCases.allSatisfy { LinkType(number: $0.rawValue) == $0 })
    }
}
