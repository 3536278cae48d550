import FlightRecording

/// Frames: each gives a packet or is counted under one reason.
///
/// The first byte chooses the link type; then frames, each behind its length in two bytes.
enum FrameFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        var script = ByteScript(bytes)
        let types = LinkType.allCases
        var decoder = FrameDecoder(linkType: types[Int(script.byte()) % types.count])
        var streams = TCPStreamReassembler(pendingLimit: 256, capacity: 4)
        var packets = 0
        var time = Duration.zero
        while !script.isAtEnd {
            let frame = script.block()
            time += .milliseconds(1)
            // Every other frame was longer than what was captured of it.
            let length = frame.count + (frame.count % 2) * 8
            guard let packet = decoder.decode(frame.span.bytes, originalLength: length, at: time) else { continue }
            packets += 1
            _ = streams.receive(packet)
        }
        decoder.finish()
        _ = streams.finish()
        try check(decoder.statistics, packets: packets)
    }

    static func check(_ counts: CaptureStatistics, packets: Int) throws(Finding) {
        let omitted = counts.omissions.values.reduce(0, +)
        try Finding.unless(
            counts.frames == counts.datagrams + counts.segments + omitted, "frames are not counted once: \(counts)")
        try Finding.unless(
            packets == counts.datagrams + counts.segments, "\(packets) packets came, counted are \(counts)")
        _ = counts.malformedFrames
    }
}
