import FlightRecording
import Testing

@Suite struct FragmentReassemblerTests {
    static let payload = (0..<100).map { UInt8($0) }
    static let datagram = FrameBuilder.udp(payload)

    /// The part `range` of ``datagram`` as a frame of raw IP.
    static func fragment(_ range: Range<Int>, identification: UInt16 = 7, of datagram: [UInt8] = datagram) -> [UInt8] {
        FrameBuilder.ipv4(
            Array(datagram[range]), identification: identification, fragmentOffset: range.lowerBound,
            moreFragments: range.upperBound < datagram.count)
    }

    /// Feeds frames a given time apart and returns the payloads that came out.
    static func payloads(
        _ frames: [[UInt8]], every step: Duration = .milliseconds(1), into decoder: inout FrameDecoder
    ) -> [[UInt8]] {
        frames.enumerated().compactMap { index, frame in
            decoder.decode(frame.span.bytes, originalLength: frame.count, at: step * index)?.datagram(onPort: 5554)
        }
    }

    static let parts = [0..<48, 48..<64, 64..<108]

    @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1], [1, 1, 0, 0, 2]])
    func `fragments in any order, also repeated, make the datagram once`(order: [Int]) {
        var decoder = FrameDecoder(linkType: .rawIP)
        let frames = order.map { Self.fragment(Self.parts[$0]) }
        #expect(Self.payloads(frames, into: &decoder) == [Self.payload])
        #expect(decoder.statistics.reassembled == 1)
        #expect(decoder.statistics[.fragment] == order.count - 1)
        #expect(decoder.statistics.abandonedFragmentedDatagrams == 0)
    }

    @Test func `the datagram has the number and time of the frame that completed it`() {
        var decoder = FrameDecoder(linkType: .rawIP)
        var packet: CapturedPacket?
        for (index, part) in Self.parts.enumerated() {
            let frame = Self.fragment(part)
            packet = decoder.decode(frame.span.bytes, originalLength: frame.count, at: .seconds(index))
        }
        #expect(packet?.frameNumber == 3)
        #expect(packet?.time == .seconds(2))
    }

    @Test func `fragments of different datagrams are kept apart by their identification`() {
        var decoder = FrameDecoder(linkType: .rawIP)
        let other = FrameBuilder.udp([UInt8](repeating: 9, count: 100))
        let frames = [
            Self.fragment(0..<48, identification: 1), Self.fragment(0..<48, identification: 2, of: other),
            Self.fragment(48..<108, identification: 2, of: other), Self.fragment(48..<108, identification: 1),
        ]
        #expect(Self.payloads(frames, into: &decoder) == [[UInt8](repeating: 9, count: 100), Self.payload])
    }

    @Test func `version 6 fragments are put together, and an atomic one is whole`() throws {
        func header(offset: UInt16, more: Bool) -> [UInt8] {
            let place = offset | (more ? 1 : 0)
            return [17, 0, UInt8(place >> 8), UInt8(place & 0xFF), 0, 0, 0, 9]
        }
        var decoder = FrameDecoder(linkType: .rawIP)
        let first = FrameBuilder.ipv6(header(offset: 0, more: true) + Self.datagram[..<64], next: 44)
        let second = FrameBuilder.ipv6(header(offset: 64, more: false) + Self.datagram[64...], next: 44)
        #expect(Self.payloads([second, first], into: &decoder) == [Self.payload])
        let atomic = FrameBuilder.ipv6(header(offset: 0, more: false) + Self.datagram, next: 44)
        #expect(try FrameDecoder.result(of: atomic, on: .rawIP).get().transport == .udp(Self.payload))
    }

    @Test func `overlapping fragments are refused with all that was collected`() {
        for overlap in [40..<64, 0..<56] {
            var decoder = FrameDecoder(linkType: .rawIP)
            let frames = [Self.fragment(0..<48), Self.fragment(overlap), Self.fragment(48..<108)]
            #expect(Self.payloads(frames, into: &decoder).isEmpty)
            #expect(decoder.statistics[.malformedFragment] == 1)
        }
    }

    @Test func `a repetition with other bytes is refused`() {
        var decoder = FrameDecoder(linkType: .rawIP)
        var changed = Self.datagram
        changed[10] ^= 1
        let frames = [Self.fragment(0..<48), Self.fragment(0..<48, of: changed), Self.fragment(48..<108)]
        #expect(Self.payloads(frames, into: &decoder).isEmpty)
    }

    @Test func `fragments that contradict the end of the datagram are refused`() {
        let long = [UInt8](repeating: 0, count: 200)
        for frames in [
            // Two last fragments at different ends; a fragment beyond the end; an end before a fragment.
            [Self.fragment(48..<108), Self.fragment(96..<200, of: long)],
            [Self.fragment(48..<108), Self.fragment(112..<120, of: long)],
            [Self.fragment(112..<120, of: long), Self.fragment(48..<108)],
        ] {
            var decoder = FrameDecoder(linkType: .rawIP)
            #expect(Self.payloads(frames, into: &decoder).isEmpty)
            #expect(decoder.statistics[.malformedFragment] == 1)
        }
    }

    @Test func `a fragment that is not the last must be a multiple of eight bytes, and no fragment empty`() {
        let odd = FrameBuilder.ipv4([1, 2, 3], moreFragments: true)
        #expect(FrameDecoder.omission(of: odd, on: .rawIP) == .malformedFragment)
        let empty = FrameBuilder.ipv4([], moreFragments: true)
        #expect(FrameDecoder.omission(of: empty, on: .rawIP) == .malformedFragment)
    }

    @Test func `a fragment may end at byte 65,535 and not behind it`() {
        let fits = FrameBuilder.ipv4([UInt8](repeating: 0, count: 7), fragmentOffset: 65_528)
        #expect(FrameDecoder.omission(of: fits, on: .rawIP) == .fragment)
        let beyond = FrameBuilder.ipv4([UInt8](repeating: 0, count: 8), fragmentOffset: 65_528)
        #expect(FrameDecoder.omission(of: beyond, on: .rawIP) == .malformedFragment)
    }

    @Test func `the first fragment waits 30 seconds and no longer`() {
        let frames = [Self.fragment(0..<48), Self.fragment(48..<108)]
        var patient = FrameDecoder(linkType: .rawIP)
        #expect(Self.payloads(frames, every: .seconds(30), into: &patient) == [Self.payload])
        var late = FrameDecoder(linkType: .rawIP)
        #expect(Self.payloads(frames, every: .seconds(30) + .nanoseconds(1), into: &late).isEmpty)
        #expect(late.statistics.abandonedFragmentedDatagrams == 1)
        late.finish()
        #expect(late.statistics.abandonedFragmentedDatagrams == 2)
    }

    @Test func `sixty-four datagrams are collected at once, then the oldest goes`() {
        var decoder = FrameDecoder(linkType: .rawIP)
        let begun = (0..<65).map { Self.fragment(0..<48, identification: UInt16($0)) }
        #expect(Self.payloads(begun, into: &decoder).isEmpty)
        #expect(decoder.statistics.abandonedFragmentedDatagrams == 1)
        let second = [Self.fragment(48..<108, identification: 1)]
        #expect(Self.payloads(second, into: &decoder) == [Self.payload])
        let first = [Self.fragment(48..<108, identification: 0)]
        #expect(Self.payloads(first, into: &decoder).isEmpty)
    }

    @Test func `a quoted or plain ICMP fragment is only counted`() {
        let message = FrameBuilder.ipv4([3, 3, 0, 0, 0, 0, 0, 0], transport: 1, moreFragments: true)
        #expect(FrameDecoder.omission(of: message, on: .rawIP) == .icmp)
    }
}
