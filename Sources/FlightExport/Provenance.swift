import FlightRecording

/// Where a file comes from, in words that stand in it.
struct Provenance {
    private let manifest: RecordingManifest?

    init(_ manifest: RecordingManifest?) { self.manifest = manifest }

    /// The recording's name, marked where the flight was a simulated one.
    func title(_ settings: ExportSettings) -> String {
        let name = manifest.map(\.name) ?? ExportSettings.name(of: settings.recording)
        return manifest?.simulated == true ? "SIMULATED: \(name)" : name
    }

    /// Whether the flight was a simulated one, and which drone it was.
    var sentence: String {
        guard let manifest else { return "A capture without a manifest: nobody said whether the drone is simulated." }
        let drone =
            (manifest.drone.model ?? "AR.Drone") + (manifest.drone.firmware.map { " with firmware \($0)" } ?? "")
        return switch manifest.simulated {
        case true?:
            "SIMULATED flight\(manifest.seed.map { ", seed \($0)" } ?? ""): \(drone), simulated by \(manifest.program)."
        case false?: "\(drone), recorded by \(manifest.program)."
        case nil: "\(drone), recorded by \(manifest.program); nobody said whether it is simulated."
        }
    }
}
