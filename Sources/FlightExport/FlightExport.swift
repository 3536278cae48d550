/// Writes recordings out in the forms of other programs.
public enum FlightExport {
    /// Writes a recording out. What is written has its name only once it is whole; an export that fails or is stopped
    /// leaves nothing behind.
    ///
    /// Memory does not grow with the recording, but for some 100 bytes for each MiB of an MCAP file.
    public static func run(
        _ settings: ExportSettings, monitor: ExportMonitor = ExportMonitor()
    ) throws(ExportError) -> ExportSummary {
        switch settings.format {
        case .csv: try CSVExport(settings: settings, monitor: monitor).run()
        case .mp4: try MP4Export(settings: settings, monitor: monitor).run()
        case .ass: try SubtitleExport(settings: settings, monitor: monitor).run()
        case .gpx: try GPXExport(settings: settings, monitor: monitor).run()
        case .kml: try KMLExport(settings: settings, monitor: monitor).run()
        case .mcap: try MCAPExport(settings: settings, monitor: monitor).run()
        case .pcap: try PcapExport(settings: settings, monitor: monitor).run()
        case .y4m: try Y4MExport(settings: settings, monitor: monitor).run()
        }
    }
}
