import DroneProtocol
import Testing
import WireBytes

/// The header of a key frame of a real drone, 68 bytes.
private let realHeader: [UInt8] = [
    0x50, 0x61, 0x56, 0x45, 0x02, 0x04, 0x44, 0x00, 0x0d, 0x28, 0x00, 0x00, 0x80, 0x02, 0x70, 0x01,
    0x80, 0x02, 0x68, 0x01, 0xf3, 0xe6, 0x02, 0x00, 0xf0, 0xd5, 0x5e, 0x00, 0x01, 0x00, 0x01, 0x00,
    0xc0, 0x55, 0x3c, 0x2f, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x0e, 0x0a, 0x00, 0x00,
    0x0d, 0x28, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0xbb, 0x35, 0x20, 0xbd, 0x2a, 0x10, 0x7a, 0x3b,
    0x45, 0x40, 0x37, 0xc0,
]

private func header(_ bytes: [UInt8]) -> Result<PaVEHeader, PaVEHeaderError> {
    do throws(PaVEHeaderError) {
        return .success(try PaVEHeader(decoding: bytes.span.bytes))
    } catch {
        return .failure(error)
    }
}

@Suite struct PaVEHeaderTests {
    @Test func `a real header reads as what it says`() throws {
        let read = try header(realHeader).get()
        #expect(read.version == 2)
        #expect(read.format.codec == .h264)
        #expect(read.headerSize == 68)
        #expect(read.payloadSize == 10253)
        #expect(read.format.codedWidth == 640)
        #expect(read.format.codedHeight == 368)
        #expect(read.format.shownWidth == 640)
        #expect(read.format.shownHeight == 360)
        #expect(read.frameNumber == 190195)
        #expect(read.timestamp == 6_215_152)
        #expect(read.kind == .refresh)
        #expect(read.control == [])
        #expect(read.streamPosition == 0x2F3C_55C0)
        #expect(read.format.streamID == 1)
        #expect(read.slices == 1)
        #expect(read.sliceIndex == 0)
        #expect(read.sequenceParametersSize == 14)
        #expect(read.pictureParametersSize == 10)
        #expect(read.advertisedSize == 10253)
        #expect(read.flight?.controlState == 2)
        #expect(read.flight?.angles[0] == Float(bitPattern: 0xBD20_35BB))
        #expect(read.flight?.angles[2] == Float(bitPattern: 0xC037_4045))
    }

    @Test func `a real header is written as it was read`() throws {
        var writer = WireWriter()
        try header(realHeader).get().encode(into: &writer)
        #expect(writer.bytes == realHeader)
    }

    @Test(arguments: PaVEStreamWriter.Form.allCases)
    func `each form has its size on the wire and comes back`(form: PaVEStreamWriter.Form) throws {
        var writer = PaVEStreamWriter(
            format: VideoFormat(codec: .mpeg4, width: 1280, height: 720, streamID: 7), form: form, firstFrameNumber: 9)
        let state = PaVEFlightState(controlState: 4, angles: FixedArray([0.5, -0.25, 3], filler: 0))
        let bytes = writer.frame([1, 2, 3], kind: .intra, timestamp: 5, flight: state, control: .lastFrame)
        #expect(bytes.count == Int(form.rawValue) + 3)
        let read = try header(bytes).get()
        #expect(read.format.codedHeight == 720)
        #expect(read.frameNumber == 9)
        #expect(read.control == .lastFrame)
        #expect(read.flight == (form == .documented ? nil : state))
    }

    @Test func `the position counts payloads without parameter sets`() throws {
        var writer = PaVEStreamWriter(format: VideoFormat(codec: .h264, width: 640, height: 360))
        _ = writer.frame(
            [UInt8](repeating: 0, count: 100), kind: .refresh, timestamp: 0, parameterSets: (sequence: 14, picture: 10))
        let second = writer.frame([0], kind: .predicted, timestamp: 33)
        let read = try header(second).get()
        #expect(read.streamPosition == 76)
        #expect(read.frameNumber == 1)
    }

    @Test(arguments: 0..<68) func `a header cut short is refused`(length: Int) {
        guard case .failure(.truncated) = header(Array(realHeader[..<length])) else {
            Issue.record("\(length) bytes were enough")
            return
        }
    }

    @Test(arguments: [0, 1, 63, 1025, 65535] as [UInt16])
    func `an impossible header size is refused`(size: UInt16) {
        var bytes = realHeader
        bytes.replaceSubrange(6..<8, with: littleEndian(size))
        #expect(header(bytes) == .failure(.headerSize(size)))
    }

    @Test(arguments: [524_289, UInt32.max]) func `an impossible payload size is refused`(size: UInt32) {
        var bytes = realHeader
        bytes.replaceSubrange(8..<12, with: littleEndian(size))
        #expect(header(bytes) == .failure(.payloadSize(size)))
    }

    @Test func `an announcement may name any size because nothing follows`() throws {
        var bytes = realHeader
        bytes.replaceSubrange(8..<12, with: littleEndian(UInt32.max))
        bytes[31] = 1
        #expect(try header(bytes).get().followingBytes == 0)
    }

    @Test func `another signature is named`() {
        var bytes = realHeader
        bytes[0] = 0x51
        #expect(header(bytes) == .failure(.signature(found: 0x4556_6151)))
        #expect("\(PaVEHeaderError.signature(found: 0x4556_6151))" == "0x45566151 where the signature PaVE should be")
    }

    @Test(arguments: [(640, 640), (360, 368), (65535, 65535), (1, 16)] as [(UInt16, UInt16)])
    func `coded sizes are whole macroblocks`(shown: UInt16, coded: UInt16) {
        let format = VideoFormat(codec: .h264, width: shown, height: shown)
        #expect(format.codedWidth == coded)
        #expect(format.codedHeight == coded)
    }
}
