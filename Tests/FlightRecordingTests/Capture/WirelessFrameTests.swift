import FlightRecording
import Testing
import WireBytes

@Suite struct WirelessFrameTests {
    static let payload: [UInt8] = [1, 2, 3]
    static let body = FrameBuilder.logicalLink(FrameBuilder.ipv4(FrameBuilder.udp(payload)))

    /// Frame control: data; to, from, between access points, neither; each plain and with QoS; HT control.
    @Test(arguments: [0x0008, 0x0108, 0x0208, 0x0308] as [UInt16], [nil, 0, 0x0007] as [UInt16?])
    func `data is found whatever the direction and service`(control: UInt16, qualityOfService: UInt16?) throws {
        let frame = FrameBuilder.wireless(Self.body, control: control, qualityOfService: qualityOfService)
        #expect(try FrameDecoder.result(of: frame, on: .wireless).get().transport == .udp(Self.payload))
    }

    @Test func `HT control lengthens the header of QoS frames that have the order bit`() throws {
        let frame = FrameBuilder.wireless(Self.body, control: 0x8108, qualityOfService: 0)
        #expect(try FrameDecoder.result(of: frame, on: .wireless).get().transport == .udp(Self.payload))
    }

    @Test func `padding behind the header is read over where radiotap announces it`() throws {
        let frame = FrameBuilder.wireless(Self.body, qualityOfService: 0, padded: true)
        let padded = FrameBuilder.radiotap(frame, flags: 0x20)
        #expect(try FrameDecoder.result(of: padded, on: .radiotap).get().transport == .udp(Self.payload))
        let unannounced = FrameBuilder.radiotap(frame, flags: 0)
        #expect(FrameDecoder.omission(of: unannounced, on: .radiotap) == .notIP)
    }

    @Test func `the retry bit is handed on and counted`() {
        var decoder = FrameDecoder(linkType: .wireless)
        let first = decoder.decode(FrameBuilder.wireless(Self.body))
        let again = decoder.decode(FrameBuilder.wireless(Self.body, control: 0x0908))
        #expect(first?.isRadioRetry == false)
        #expect(again?.isRadioRetry == true)
        #expect(decoder.statistics.radioRetries == 1)
        #expect(decoder.statistics.datagrams == 2)
    }

    @Test(
        arguments: [
            (0x0080, 0x0010, nil, .wirelessManagement),  // beacon
            (0x00D4, 0x0010, nil, .wirelessManagement),  // acknowledgement
            (0x0148, 0x0010, nil, .wirelessWithoutData),  // null function
            (0x0148, 0x0010, 0, .wirelessWithoutData),  // QoS null
            (0x4108, 0x0010, nil, .wirelessEncrypted),
            (0x0508, 0x0010, nil, .wirelessFragment),  // the first of several
            (0x0108, 0x0011, nil, .wirelessFragment),  // the last of several
            (0x0108, 0x0010, 0x0080, .wirelessAggregate),
            (0x0109, 0x0010, nil, .malformedLinkHeader),  // version 1
        ] as [(UInt16, UInt16, UInt16?, FrameOmission)])
    func `frames without a readable packet are counted by reason`(
        control: UInt16, sequence: UInt16, qualityOfService: UInt16?, reason: FrameOmission
    ) {
        let frame = FrameBuilder.wireless(
            Self.body, control: control, sequence: sequence, qualityOfService: qualityOfService)
        #expect(FrameDecoder.omission(of: frame, on: .wireless) == reason)
    }

    @Test func `ten bytes are enough to know an acknowledgement`() {
        #expect(FrameDecoder.omission(of: [0xD4, 0, 0, 0, 2, 0, 0, 0, 0, 1], on: .wireless) == .wirelessManagement)
    }

    @Test func `a frame check sequence is compared and cut off`() throws {
        let frame = FrameBuilder.wireless(Self.body)
        #expect(
            try FrameDecoder.result(of: FrameBuilder.radiotap(frame), on: .radiotap).get().datagram(onPort: 5554)
                == Self.payload)
        let broken = FrameBuilder.radiotap(frame, frameCheck: Checksum.crc32(frame) ^ 1)
        #expect(FrameDecoder.omission(of: broken, on: .radiotap) == .frameCheckFailed)
    }

    @Test func `a frame the radio calls damaged is not read`() {
        let frame = FrameBuilder.radiotap(FrameBuilder.wireless(Self.body), flags: 0x50)
        #expect(FrameDecoder.omission(of: frame, on: .radiotap) == .frameCheckFailed)
    }

    @Test(arguments: 1...4) func `a check sequence the capture did not keep is neither compared nor cut off`(
        missing: Int
    ) {
        var decoder = FrameDecoder(linkType: .radiotap)
        let frame = FrameBuilder.radiotap(FrameBuilder.wireless(Self.body))
        let kept = Array(frame.dropLast(missing))
        let packet = decoder.decode(kept.span.bytes, originalLength: frame.count, at: .zero)
        #expect(packet?.transport == .udp(Self.payload))
    }

    @Test(
        arguments: [
            [], [0], [0, 0, 8, 0, 0, 0, 0],  // ends early
            [1, 0, 8, 0, 0, 0, 0, 0],  // version 1
            [0, 0, 7, 0, 0, 0, 0, 0],  // a length below its own fields
            [0, 0, 9, 0, 0, 0, 0, 0],  // a length beyond the frame
            [0, 0, 8, 0, 0, 0, 0, 0x80],  // another word announced, none there
            [0, 0, 10, 0, 1, 0, 0, 0, 0, 0],  // a time announced, two bytes there
            [0, 0, 8, 0, 2, 0, 0, 0],  // flags announced, none there
        ] as [[UInt8]])
    func `an impossible radiotap header is counted`(bytes: [UInt8]) {
        #expect(FrameDecoder.omission(of: bytes, on: .radiotap) == .malformedRadiotap)
    }

    @Test func `a radiotap header without flags means no check sequence`() throws {
        let frame = [0, 0, 8, 0, 0, 0, 0, 0] + FrameBuilder.wireless(Self.body)
        #expect(try FrameDecoder.result(of: frame, on: .radiotap).get().transport == .udp(Self.payload))
    }
}
