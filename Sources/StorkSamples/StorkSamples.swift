import Foundation

/// Makes the simulated flights that ship in `Recordings`: the same bytes every time.
///
///     swift run -c release StorkSamples [folder]
@main
enum StorkSamples {
    static func main() throws {
        let folder = URL(filePath: CommandLine.arguments.dropFirst().first ?? "Recordings")
        for flight in SampleFlight.all {
            var virtual = VirtualFlight(flight)
            let recording = try virtual.fly()
            try write(recording, to: folder.appending(path: flight.name))
            print("\(flight.name): \(recording.capture.count / 1000) kB")
        }
    }

    /// Writes the three files of a recording.
    private static func write(_ recording: VirtualFlight.Recording, to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(recording.capture).write(to: folder.appending(path: "flight.pcap"))
        try Data(recording.events).write(to: folder.appending(path: "events.jsonl"))
        try Data(recording.manifest.utf8).write(to: folder.appending(path: "manifest.json"))
    }
}
