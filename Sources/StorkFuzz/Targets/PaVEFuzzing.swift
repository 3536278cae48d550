import DroneProtocol
import WireBytes

/// The video stream of a 2.0: its events do not depend on how it is cut, the gate passes nothing undecodable, and what
/// was read is read again.
enum PaVEFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        let whole = parse([bytes[...]])
        try compare(whole, parse(bytes.indices.map { bytes[$0...$0] }), "byte by byte")
        try compare(whole, parse(InputPieces.few(of: bytes)), "in pieces")
        for event in whole.events { try checkHeader(of: event) }
        try checkGate(whole.events)
        try checkWriter(whole.events)
    }

    private struct Parsing {
        var events: [PaVEStreamEvent] = []
        var skippedBytes = 0
        var mostBuffered = 0
    }

    private static func parse(_ pieces: [ArraySlice<UInt8>]) -> Parsing {
        var parser = PaVEStreamParser()
        var parsing = Parsing()
        for piece in pieces {
            parsing.events += parser.parse(piece.span.bytes)
            parsing.mostBuffered = max(parsing.mostBuffered, parser.bufferedBytes)
        }
        parsing.skippedBytes = parser.skippedBytes
        return parsing
    }

    private static func compare(_ whole: Parsing, _ pieces: Parsing, _ how: String) throws(Finding) {
        // By their encoded form, because an angle that is not a number is not equal to itself.
        try Finding.unless(
            whole.events.map(encoded) == pieces.events.map(encoded),
            "\(how) \(pieces.events), whole \(whole.events)")
        try Finding.unless(
            whole.skippedBytes == pieces.skippedBytes,
            "\(how) \(pieces.skippedBytes) bytes are skipped, whole \(whole.skippedBytes)")
        for parsing in [whole, pieces] {
            try Finding.unless(
                parsing.mostBuffered <= PaVEStreamParser.largestBuffer, "\(parsing.mostBuffered) bytes are kept")
        }
    }

    private static func encoded(_ event: PaVEStreamEvent) -> [UInt8] {
        switch event {
        case .frame(let frame): encoded(frame.header) + frame.payload
        case .announcement(let header): encoded(header)
        case .damage(let damage): Array("\(damage)".utf8)
        }
    }

    private static func encoded(_ header: PaVEHeader) -> [UInt8] {
        var writer = WireWriter()
        header.encode(into: &writer)
        return writer.bytes
    }

    private static func checkHeader(of event: PaVEStreamEvent) throws(Finding) {
        let header: PaVEHeader
        switch event {
        case .frame(let frame):
            header = frame.header
            try Finding.unless(frame.payload.count <= PaVEHeader.largestPayload, "\(frame.payload.count) bytes")
            try Finding.unless(
                frame.payload.count == Int(header.payloadSize), "\(header) has \(frame.payload.count) bytes")
            try Finding.unless(header.sliceIndex == 0, "a frame that begins with slice \(header.sliceIndex)")
        case .announcement(let announced): header = announced
        case .damage: return
        }
        let bytes = encoded(header)
        try Finding.unless(bytes.count == Int(header.headerSize), "\(bytes.count) bytes for \(header)")
        do throws(PaVEHeaderError) {
            let again = try PaVEHeader(decoding: bytes.span.bytes)
            try compare(bytes, encoded(again))
        } catch {
            throw Finding(description: "\(header) does not decode: \(error)")
        }
    }

    private static func compare(_ bytes: [UInt8], _ again: [UInt8]) throws(PaVEHeaderError) {
        if bytes != again { throw .payloadSize(.max) }
    }

    /// One by one and all at once the gate decides the same, counts every frame once, and lets no frame through that
    /// needs one which did not pass.
    private static func checkGate(_ events: [PaVEStreamEvent]) throws(Finding) {
        var atOnce = VideoFrameGate(pace: .everyFrame)
        var oneByOne = VideoFrameGate(pace: .everyFrame)
        var live = VideoFrameGate()
        let admitted = atOnce.admit(events)
        let numbers = events.flatMap { oneByOne.admit([$0]) }.map(\.header.frameNumber)
        try Finding.unless(
            admitted.map(\.header.frameNumber) == numbers && atOnce.counts == oneByOne.counts,
            "the gate passes \(numbers) one by one, else \(admitted.map(\.header.frameNumber))")
        try check(admitted, atOnce.counts, of: events)
        try check(live.admit(events), live.counts, of: events)
    }

    private static func check(
        _ admitted: [PaVEFrame], _ counts: VideoFrameGate.Counts, of events: [PaVEStreamEvent]
    ) throws(Finding) {
        var last: PaVEHeader?
        for frame in admitted {
            let header = frame.header
            let follows = last.map { header.frameNumber == $0.frameNumber &+ 1 && header.format == $0.format } ?? false
            try Finding.unless(
                follows || header.kind.isKey, "frame \(header.frameNumber) passes behind \(last?.frameNumber ?? 0)")
            last = header
        }
        var received = 0
        var described = 0
        for case .frame(let frame) in events {
            received += 1
            if frame.header.kind == .parameterSets, [.h264, .mpeg4].contains(frame.header.format.codec) {
                described += 1
            }
        }
        let sum = counts.admitted + counts.heldBack + counts.jumpedOver + described
        try Finding.unless(counts.received == received && received == sum, "\(received) frames are not \(counts)")
        try Finding.unless(counts.admitted == admitted.count, "\(admitted.count) frames passed, not \(counts)")
    }

    /// What a drone would send for the frames is read as the same pictures.
    private static func checkWriter(_ events: [PaVEStreamEvent]) throws(Finding) {
        var stream: [UInt8] = []
        var payloads: [[UInt8]] = []
        var writer: PaVEStreamWriter?
        for case .frame(let frame) in events.prefix(20) {
            var open = writer ?? PaVEStreamWriter(format: frame.header.format)
            open.nextFrameNumber = frame.header.frameNumber
            stream += open.frame(frame.payload, kind: frame.header.kind, timestamp: frame.header.timestamp)
            payloads.append(frame.payload)
            writer = open
        }
        let again = parse([stream[...]]).events.map { event -> [UInt8]? in
            if case .frame(let frame) = event { frame.payload } else { nil }
        }
        try Finding.unless(again == payloads, "\(payloads.count) frames written are read as \(again.count) events")
    }
}
