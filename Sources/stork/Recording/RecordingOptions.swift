import ArgumentParser
import FlightRecording

/// Where a flight is recorded, and how much.
struct RecordingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder with all recordings. (default: $STORK_RECORDINGS, else the configuration file, else Recordings)",
            valueName: "folder"))
    var recordings: String?

    @Option(help: ArgumentHelp("What the recording is called. (default: the command)", valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp(
            "The recording ends when it has this size, e.g. 2GB. (default: the configuration file, else no limit)",
            valueName: "size"))
    var recordingLimit: ByteCount?

    @Option(
        help: ArgumentHelp(
            "Delete the oldest finished recordings when all take more than this. (default: the configuration file, "
                + "else nothing is deleted)", valueName: "size"))
    var keepRecordings: ByteCount?

    @Option(
        help: ArgumentHelp(
            "Warn when less than this is left on the disk. (default: the configuration file, else 1 GiB)",
            valueName: "size"))
    var lowSpace: ByteCount?

    /// What is to be recorded, by flags, environment, file and defaults.
    func plan(
        _ defaults: Defaults, command: String, tell: @escaping @Sendable (String) -> Void
    ) -> FlightLog.Plan {
        var limits = RecordingLimits()
        limits.largest = (recordingLimit ?? defaults.recordingLimit)?.bytes
        if let low = lowSpace ?? defaults.lowSpace { limits.lowSpace = low.bytes }
        return FlightLog.Plan(
            settings: FlightRecorder.Settings(folder: recordings ?? defaults.recordings, limits: limits),
            name: name ?? command, mostBytes: (keepRecordings ?? defaults.keepRecordings)?.bytes,
            tell: { tell($0.text) })
    }
}
