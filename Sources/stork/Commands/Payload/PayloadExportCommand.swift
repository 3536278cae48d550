import ArgumentParser
import DroneModel
import FlightRecording
import Foundation
import JSONText
import PayloadExport
import PayloadJournal
import PhotoMetadata

struct PayloadExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Tracks as GPX, KML, GeoJSON and CSV; pictures with their place written in.",
        discussion: """
            Every photo is joined to the nearest fix of its phone, with --recording also to the drone's nearest \
            packet, and the time between them is printed. Copies of those within 10 s of a fix get the place into \
            their EXIF; the others are copied as they are. May run while the station does.

            Example: stork payload export --recording Recordings/20260301T100000Z-side --output track
            """)

    @OptionGroup var folder: PayloadFolder
    @Option(help: ArgumentHelp("The folder to write into; made where it is missing.", valueName: "folder"))
    var output = "payload-export"

    @Option(
        name: .customLong("recording"),
        help: ArgumentHelp(
            "A flight's recording: photos are joined to its altitude, heading and battery. Again for more.",
            valueName: "recording"))
    var recordings: [String] = []

    func run() throws {
        let fixes = try lines("fixes.jsonl").compactMap { PhoneFix(line: $0) }
        let photos = try PhotoJoin.join(
            PhotoJoin.join(try lines("photos.jsonl").compactMap { PhotoRecord(line: $0) }, with: fixes),
            with: try recordings.map { try RecordingSource(path: $0) })
        guard !fixes.isEmpty || !photos.isEmpty else {
            StandardError.write("Error: \(folder.folder) holds no fix and no photo.")
            throw ExitCode(1)
        }
        do {
            try FileManager.default.createDirectory(atPath: output + "/photos", withIntermediateDirectories: true)
            try write(TrackText.gpx(fixes, photos: photos), "track.gpx")
            try write(TrackText.kml(fixes, photos: photos), "track.kml")
            try write(TrackText.geoJSON(fixes, photos: photos), "track.geojson")
            try write(TrackText.csv(fixes), "fixes.csv")
            try write(TrackText.csv(photos), "photos.csv")
        } catch {
            throw FileProblem(path: output, reason: error.localizedDescription)
        }
        StandardOutput.write("\(output): \(fixes.count) fixes as track.gpx, track.kml, track.geojson and fixes.csv")
        for join in photos { try copy(join) }
    }

    private func lines(_ name: String) throws -> [Substring] {
        let path = "\(folder.folder)/\(name)"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw FileProblem(path: path, reason: "cannot be read; name a folder of stork payload serve with --folder")
        }
        return text.split(separator: "\n")
    }

    private func write(_ text: String, _ name: String) throws {
        try text.write(toFile: "\(output)/\(name)", atomically: true, encoding: .utf8)
    }

    private func copy(_ join: PhotoJoin) throws {
        let name = join.photo.name
        var line = name + ": " + Self.gaps(of: join, hasRecording: !recordings.isEmpty)
        do {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(folder.folder)/photos/\(name)")))
            var copy = bytes
            if join.isNear, let fix = join.fix {
                copy = try Geotag.tagged(bytes, with: fix)
            } else {
                line += ", not tagged"
            }
            try Data(copy).write(to: URL(filePath: "\(output)/photos/\(name)"))
        } catch {
            line += ", not copied: \(error)"
        }
        StandardOutput.write(line)
    }

    /// How far in time a photo is from its fix and from the drone's packet, and what they say.
    static func gaps(of join: PhotoJoin, hasRecording: Bool) -> String {
        func number(_ value: Double?, _ decimals: Int) -> String {
            value.flatMap { DecimalNumber.fixed($0, decimals: decimals) } ?? "n/a"
        }
        func text(_ gap: Duration) -> String { "\(gap < .zero ? "" : "+")\(number(gap / .seconds(1), 2)) s" }
        var parts = ["no fix"]
        if let fix = join.fix, let gap = join.gap { parts = ["fix \(text(gap)), \(fix.latitude) \(fix.longitude)"] }
        if hasRecording {
            guard let moment = join.moment, let gap = join.momentGap else { return parts[0] + "; no navdata" }
            var words = ["drone \(text(gap))"]
            if join.hasMoment {
                words.append("\(number(moment.altitude, 2)) m high")
                words.append("heading \(number(moment.heading, 0))°")
                words.append("battery \(moment.battery.map(String.init) ?? "n/a") %")
            } else {
                words.append("too far away")
            }
            parts.append(words.joined(separator: ", "))
        }
        return parts.joined(separator: "; ")
    }
}
