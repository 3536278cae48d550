import DroneProtocol
import Testing

/// The numbers of what a gate lets through.
private func admitted(_ gate: inout VideoFrameGate, _ frames: [PaVEFrame]) -> [UInt32] {
    gate.admit(frames.map { .frame($0) }).map(\.header.frameNumber)
}

@Suite struct VideoFrameGateTests {
    @Test func `nothing passes before a key frame`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        #expect(gate.wait == .firstKeyFrame)
        #expect(admitted(&gate, [videoFrame(1), videoFrame(2), videoFrame(3, .refresh), videoFrame(4)]) == [3, 4])
        #expect(gate.wait == nil)
        #expect(gate.counts.heldBack == 2)
    }

    @Test func `a key frame without parameter sets cannot be the first`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        let bare = videoFrame(1, .refresh, payload: MadePayload.keyAlone)
        #expect(admitted(&gate, [bare, videoFrame(2)]) == [])
        #expect(admitted(&gate, [videoFrame(3, .refresh)]) == [3])
    }

    @Test func `parameter sets in a frame of their own go in front of the next key frame`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        let described = videoFrame(1, .parameterSets, payload: MadePayload.parameterSets)
        let bare = videoFrame(2, .intra, payload: MadePayload.keyAlone)
        let passed = gate.admit([.frame(described), .frame(bare)])
        #expect(passed.map(\.payload) == [MadePayload.parameterSets + MadePayload.keyAlone])
    }

    @Test func `after a gap everything waits for a key frame`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        #expect(admitted(&gate, [videoFrame(1, .refresh), videoFrame(2), videoFrame(5), videoFrame(6)]) == [1, 2])
        #expect(gate.wait == .gap)
        #expect(gate.counts.missing == 2)
        #expect(admitted(&gate, [videoFrame(7, .refresh), videoFrame(8)]) == [7, 8])
    }

    @Test func `after a gap an intra frame will do`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        let intra = videoFrame(9, .intra, payload: MadePayload.keyAlone)
        #expect(admitted(&gate, [videoFrame(1, .refresh), videoFrame(5), intra, videoFrame(10)]) == [1, 9, 10])
    }

    @Test func `the frame number wraps without a gap`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        #expect(
            admitted(&gate, [videoFrame(.max - 1, .refresh), videoFrame(.max), videoFrame(0), videoFrame(1)]).count == 4
        )
        #expect(gate.counts.missing == 0)
    }

    @Test func `a repeated number is a break, a number that starts again is not thousands of missing frames`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        #expect(admitted(&gate, [videoFrame(5, .refresh), videoFrame(5)]) == [5])
        #expect(admitted(&gate, [videoFrame(1, .refresh), videoFrame(2)]) == [1, 2])
        #expect(gate.counts.missing == 0)
    }

    @Test func `after damage everything waits for a key frame`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        let passed = gate.admit([
            .frame(videoFrame(1, .refresh)), .damage(.slices(frameNumber: 2)), .frame(videoFrame(2)),
            .frame(videoFrame(3, .refresh)),
        ])
        #expect(passed.map(\.header.frameNumber) == [1, 3])
        #expect(gate.counts.damages == 1)
    }

    @Test func `after a frame that gave no picture everything waits for a key frame`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        #expect(admitted(&gate, [videoFrame(1, .refresh)]) == [1])
        gate.noteUndecodable()
        #expect(gate.wait == .damage)
        #expect(admitted(&gate, [videoFrame(2), videoFrame(3, .refresh), videoFrame(4)]) == [3, 4])
    }

    @Test func `another camera waits for its own key frame`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        let ground = VideoFormat(codec: .h264, width: 640, height: 360, streamID: 2)
        let bare = videoFrame(3, .intra, payload: MadePayload.keyAlone, format: ground)
        #expect(admitted(&gate, [videoFrame(1, .refresh), videoFrame(2, format: ground), bare]) == [1])
        #expect(gate.wait == .streamChange)
        #expect(admitted(&gate, [videoFrame(4, .refresh, format: ground), videoFrame(5, format: ground)]) == [4, 5])
        #expect(gate.counts.streamChanges == 1)
    }

    @Test func `the recording's MPEG-4 begins with its own description`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        let format = VideoFormat(codec: .mpeg4, width: 640, height: 360)
        let bare = videoFrame(2, .intra, payload: [0, 0, 1, 0xB6, 0x10], format: format)
        let described = videoFrame(3, .intra, payload: [0, 0, 1, 0x20, 0, 0, 1, 0xB6, 0x10], format: format)
        #expect(admitted(&gate, [videoFrame(1, .refresh), bare, described]) == [1, 3])
    }

    @Test func `the last frame ends the stream`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        #expect(
            admitted(&gate, [videoFrame(1, .refresh), videoFrame(2, control: .lastFrame), videoFrame(3)]) == [1, 2])
        #expect(admitted(&gate, [videoFrame(4, .refresh)]) == [4])
    }

    @Test func `when too much waits the newest key frame is next`() {
        var gate = VideoFrameGate()
        #expect(admitted(&gate, [videoFrame(1, .refresh)]) == [1])
        let burst = [
            videoFrame(2), videoFrame(3, .refresh), videoFrame(4), videoFrame(5, .refresh), videoFrame(6),
        ]
        #expect(admitted(&gate, burst) == [5, 6])
        #expect(gate.counts.jumpedOver == 3)
        #expect(gate.counts.missing == 0)
    }

    @Test func `without a key frame among them all that waits is decoded in order`() {
        var gate = VideoFrameGate()
        #expect(admitted(&gate, [videoFrame(1, .refresh)]) == [1])
        #expect(admitted(&gate, [videoFrame(2), videoFrame(3), videoFrame(4), videoFrame(5)]) == [2, 3, 4, 5])
    }

    @Test func `two frames waiting are not a delay worth a jump`() {
        var gate = VideoFrameGate()
        #expect(admitted(&gate, [videoFrame(1, .refresh)]) == [1])
        #expect(admitted(&gate, [videoFrame(2), videoFrame(3, .refresh)]) == [2, 3])
    }

    @Test func `a recording is never jumped`() {
        var gate = VideoFrameGate(pace: .everyFrame)
        let burst = (1...30).map { videoFrame($0, $0 % 10 == 1 ? .refresh : .predicted) }
        #expect(admitted(&gate, burst).count == 30)
    }
}

@Suite struct PictureStartCodeTests {
    private static let cases: [([UInt8], PictureStartCode?)] = [
        ([0x40, 0x82, 0x00, 0x00], .uvlcPicture),
        ([0x00, 0x84, 0x00, 0x00], .uvlcPiece(group: 1)),
        ([0x00, 0xFC, 0x00, 0x00], .uvlcPiece(group: 31)),
        ([0x00, 0x00, 0x01, 0x00], .p264Picture),
        ([0x00, 0x04, 0x01, 0x00], .p264Piece(group: 1)),
        ([0x00, 0x7C, 0x01, 0x00], .p264Piece(group: 31)),
        ([0x50, 0x61, 0x56, 0x45], nil),
        ([0x00, 0x00, 0x00, 0x00], nil),
        ([0x00, 0x00, 0x02, 0x00], nil),
        ([0x40, 0x82, 0x00], nil),
        ([], nil),
    ]

    @Test(arguments: cases) func `the first word tells the codec of the AR-Drone 1`(
        bytes: [UInt8], expected: PictureStartCode?
    ) {
        #expect(PictureStartCode(of: bytes.span.bytes) == expected)
    }

    @Test func `pieces belong to their codec`() {
        #expect(PictureStartCode.uvlcPiece(group: 3).codec == .uvlc)
        #expect(PictureStartCode.p264Picture.codec == .p264)
    }
}
