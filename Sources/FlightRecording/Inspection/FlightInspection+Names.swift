import DroneModel
import DroneProtocol

// Names and orders that the JSON and the page share.

extension CaptureStatistics {
    /// From the first frame to the last one read; nil without frames.
    var duration: Duration? {
        guard let firstTime, let lastTime else { return nil }
        return max(.zero, lastTime - firstTime)
    }
}

extension NavdataSummary {
    /// The options by tag, then by size.
    var sortedOptions: [(option: NavdataOptionSize, count: Int)] {
        options.counts.sorted { ($0.key.tag, $0.key.size) < ($1.key.tag, $1.key.size) }
            .map { (option: $0.key, count: $0.value) }
    }
}

extension DroneFindings {
    /// Which headers of the drone maker have the options that were seen; nil where none told.
    var layoutName: String? {
        switch evidence {
        case .layout(.sdk15)?: "SDK 1.5"
        case .layout(.sdk18)?: "SDK 1.8"
        case .layout(.sdk20)?: "SDK 2.0"
        case .layout(.sdk24)?: "firmware 2.4"
        case .ardrone2?: "any of AR.Drone 2.0"
        case nil: nil
        }
    }
}

extension ControlStateEvidence.Basis {
    /// How it is known, in a word.
    var name: String {
        switch self {
        case .assumed: "assumption"
        case .layout: "options"
        case .observed: "observation"
        case .firmware: "firmware"
        }
    }
}
