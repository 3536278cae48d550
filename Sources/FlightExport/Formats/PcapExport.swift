import FlightRecording
import WireBytes

/// The packets as a pcap file with nanoseconds: a recording of ours byte for byte, other captures converted.
///
///     0  u32  0xA1B23C4D      per packet:
///     4  u16  2, u16 4         0  u32  seconds since 1970
///     8  u32  0, u32  0        4  u32  nanoseconds
///    16  u32  snapshot length  8  u32  captured bytes
///    20  u32  link type       12  u32  bytes on the wire
struct PcapExport {
    let settings: ExportSettings
    let monitor: ExportMonitor

    func run() throws(ExportError) -> ExportSummary {
        let source = try ExportSource(path: settings.recording, monitor: monitor)
        if source.isVideoOnly { throw .onlyVideo(recording: settings.recording, .pcap) }
        let reader: CaptureReader
        do throws(CaptureError) { reader = try CaptureReader(path: source.file) } catch {
            throw .recording(.capture(error))
        }
        let output = try OutputFile(path: settings.path, overwrite: settings.overwrite, source: source.file)
        var writer = WireWriter(capacity: 1 << 16)
        writer.write(UInt32(0xA1B2_3C4D))
        writer.write(UInt16(2))
        writer.write(UInt16(4))
        writer.write(UInt64(0))
        writer.write(UInt32(clamping: reader.snapshotLength))
        writer.write(reader.linkType.fileNumber)
        var count = 0
        while let frame = reader.nextFrame() {
            let (seconds, attoseconds) = frame.time.components
            writer.write(UInt32(clamping: seconds))
            writer.write(UInt32(clamping: max(0, attoseconds) / 1_000_000_000))
            writer.write(UInt32(clamping: frame.bytes.count))
            writer.write(UInt32(clamping: max(frame.originalLength, frame.bytes.count)))
            writer.write(contentsOf: frame.bytes)
            try output.write(writer.bytes)
            writer.removeAll()
            count += 1
            if count.isMultiple(of: ExportMonitor.interval) {
                if monitor.isStopped() { throw .stopped }
                monitor.note(ExportProgress(fraction: source.fraction(of: reader.bytesRead), items: count))
            }
        }
        try output.write(writer.bytes)
        try output.commit()
        var summary = ExportSummary(
            .pcap, files: [settings.path], bytes: output.byteCount, source: source, counts: [("packets", count)])
        if case .damaged? = reader.end, let end = reader.end { summary.remarks.append("the capture is \(end)") }
        return summary
    }
}
