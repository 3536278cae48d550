import FlightRecording

/// Capture files: reading ends, says how, and has counted each frame once.
enum CaptureFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        let reader: CaptureReader
        do throws(CaptureError) {
            reader = try CaptureReader(bytes: bytes, name: "input")
        } catch {
            try Finding.unless(!error.description.isEmpty, "an error without words")
            return
        }
        var streams = TCPStreamReassembler(pendingLimit: 4096, capacity: 8)
        var packets = 0
        while let packet = reader.next() {
            packets += 1
            _ = streams.receive(packet)
        }
        _ = streams.finish()
        try Finding.unless(reader.end != nil, "no packet, and no end either")
        try FrameFuzzing.check(reader.statistics, packets: packets)
    }
}
