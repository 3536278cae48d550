import FlightRecording

/// TCP segments: no byte is handed on twice, and each stream is opened before and closed after its data.
///
/// Per segment: stream and flags, an offset to the stream's base in two bytes, a length, the payload.
enum SegmentFuzzing {
    private static let drone = IPAddress.v4(192, 168, 1, 1)
    private static let client = IPAddress.v4(192, 168, 1, 2)
    /// Near the wrap of the sequence numbers.
    private static let base: UInt32 = 0xFFFF_FF00

    static func run(_ bytes: [UInt8]) throws(Finding) {
        var script = ByteScript(bytes)
        var reassembler = TCPStreamReassembler(pendingLimit: 64, capacity: 3)
        var sent = 0
        var received = 0
        var time = Duration.zero
        while !script.isAtEnd {
            let choice = script.byte()
            let flow = Flow(
                from: Endpoint(drone, port: 5555 + UInt16(choice & 3)), to: Endpoint(client, port: 40_000))
            let segment = TCPSegment(
                sequence: base &+ UInt32(script.word()), flags: TCPSegment.Flags(rawValue: choice >> 2 & 0x17),
                payload: script.take(Int(script.byte() & 0x3F)))
            time += .milliseconds(1)
            sent += segment.payload.count
            received += try check(reassembler.receive(segment, of: flow, at: time))
        }
        received += try check(reassembler.finish())
        try Finding.unless(received <= sent, "\(received) bytes handed on, \(sent) sent")
        try Finding.unless(
            reassembler.repeatedBytes == sent - received || reassembler.repeatedBytes <= sent,
            "\(reassembler.repeatedBytes) repeated of \(sent) bytes")
    }

    /// How many bytes the events hand on.
    private static func check(_ events: [TCPStreamEvent]) throws(Finding) -> Int {
        var count = 0
        for event in events {
            switch event.content {
            case .data(let bytes, _):
                try Finding.unless(!bytes.isEmpty, "data without bytes")
                count += bytes.count
            case .gap(let byteCount): try Finding.unless(byteCount > 0, "a gap of \(byteCount) bytes")
            case .opened, .closed: continue
            }
        }
        return count
    }
}
