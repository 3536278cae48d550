import DroneProtocol
import FlightRecording
import WireBytes

/// What is recorded: whatever passes, every frame reads, and datagrams and streams have the bytes that passed.
///
/// Per piece: what passes and where (kind, service, client), a step of time, lost bytes, and a block.
enum RecordingFuzzing {
    static func run(_ bytes: [UInt8]) throws(Finding) {
        var script = ByteScript(bytes)
        var encoder = TrafficEncoder(clock: .init(utcNanoseconds: 1_700_000_000_000_000_000, monotonicNanoseconds: 0))
        var writer = WireWriter()
        var datagrams: [[UInt8]] = []
        var streamed = 0
        var time = Duration.zero
        while !script.isAtEnd, datagrams.count + streamed / 64 < 4096 {
            let choice = script.byte()
            let place = script.byte()
            time += .microseconds(Int(Int8(bitPattern: script.byte())) * 1000)
            let missing = Int(script.byte())
            let block = script.block()
            let content: DroneTraffic.Content
            switch choice % 6 {
            case 0: content = .received(block)
            case 1: content = .sent(block)
            case 2: content = .opened
            case 3: content = .streamReceived(block)
            case 4: content = .streamSent(block)
            default: content = .closed(by: choice & 8 == 0 ? .client : .drone)
            }
            if choice % 6 < 2 { datagrams.append(block) }
            if choice % 6 == 3 || choice % 6 == 4 { streamed += block.count }
            let service = DroneService.allCases[Int(place & 7) % DroneService.allCases.count]
            let client: SocketEnd.Address = place & 8 == 0 ? .v4(0xC0A8_0102) : .v6(high: 1, low: 2)
            let drone: SocketEnd.Address = place & 16 == 0 ? .v4(0xC0A8_0101) : .v6(high: 1, low: 1)
            let traffic = DroneTraffic(
                time: time, service: service, client: SocketEnd(client, port: 40_000 + UInt16(place >> 5)),
                drone: SocketEnd(drone, port: 1), content: content)
            encoder.encode(traffic, missing: missing, to: &writer)
        }
        try check(TrafficEncoder.fileHeader + writer.bytes, encoder.packets, datagrams, streamed)
    }

    private static func check(
        _ file: [UInt8], _ packets: Int, _ datagrams: [[UInt8]], _ streamed: Int
    ) throws(Finding) {
        let reader: CaptureReader
        do throws(CaptureError) { reader = try CaptureReader(bytes: file) } catch {
            throw Finding(description: "the file does not open: \(error)")
        }
        var found: [[UInt8]] = []
        var bytes = 0
        var latest = Duration.zero
        while let packet = reader.next() {
            switch packet.transport {
            case .udp(let payload): found.append(payload)
            case .tcp(let segment): bytes += segment.payload.count
            }
            try Finding.unless(packet.time >= latest, "time steps back")
            latest = packet.time
        }
        try Finding.unless(reader.end == .complete, "the file ends with \(String(describing: reader.end))")
        try Finding.unless(reader.statistics.omissions.isEmpty, "frames without a packet: \(reader.statistics)")
        try Finding.unless(reader.statistics.frames == packets, "\(reader.statistics.frames) of \(packets) frames")
        try Finding.unless(found == datagrams.filter { $0.count <= 65_507 }, "the datagrams are others")
        try Finding.unless(bytes == streamed, "\(bytes) of \(streamed) bytes of streams")
    }

    /// A line of `events.jsonl`, or a manifest: refused with a reason, or the same again when written again.
    static func runText(_ bytes: [UInt8]) throws(Finding) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let event = try? RecordedEvent(line: text) {
            guard let line = try? event.line(), let again = try? RecordedEvent(line: line) else {
                throw Finding(description: "an event that was read cannot be written and read again")
            }
            try Finding.unless(again.time == event.time, "\(event) became \(again)")
        }
        if let manifest = try? RecordingManifest(text: text, name: "input") {
            guard let written = try? manifest.text(),
                let again = try? RecordingManifest(text: written, name: "again")
            else { throw Finding(description: "a manifest that was read cannot be written and read again") }
            try Finding.unless(again.clock == manifest.clock && again.end == manifest.end, "the manifest has changed")
        }
    }
}
