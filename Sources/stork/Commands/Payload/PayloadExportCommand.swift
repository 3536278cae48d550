import ArgumentParser
import DroneModel
import Foundation
import JSONText
import PayloadExport
import PayloadJournal
import PhotoMetadata

struct PayloadExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Tracks as GPX, KML and GeoJSON; pictures with their place written in.",
        discussion: """
            Every photo is joined to the nearest fix of its phone, and the time between them is printed. Copies of \
            those within 10 s get the place into their EXIF; the others are copied as they are. May run while the \
            station does.

            Example: stork payload export --folder Recordings/20260301T100000Z-cockpit/payload --output track
            """)

    @OptionGroup var folder: PayloadFolder
    @Option(help: ArgumentHelp("The folder to write into; made where it is missing.", valueName: "folder"))
    var output = "payload-export"

    func run() throws {
        let fixes = try lines("fixes.jsonl").compactMap { PhoneFix(line: $0) }
        let photos = PhotoJoin.join(try lines("photos.jsonl").compactMap { PhotoRecord(line: $0) }, with: fixes)
        guard !fixes.isEmpty || !photos.isEmpty else {
            StandardError.write("Error: \(folder.folder) holds no fix and no photo.")
            throw ExitCode(1)
        }
        do {
            try FileManager.default.createDirectory(atPath: output + "/photos", withIntermediateDirectories: true)
            try write(TrackText.gpx(fixes, photos: photos), "track.gpx")
            try write(TrackText.kml(fixes, photos: photos), "track.kml")
            try write(TrackText.geoJSON(fixes, photos: photos), "track.geojson")
        } catch {
            throw FileProblem(path: output, reason: error.localizedDescription)
        }
        StandardOutput.write("\(output): \(fixes.count) fixes as track.gpx, track.kml and track.geojson")
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
        var line = "\(name): no fix"
        if let fix = join.fix, let gap = join.gap {
            let seconds = DecimalNumber.fixed(gap / .seconds(1), decimals: 1) ?? ""
            line = "\(name): fix \(gap < .zero ? "" : "+")\(seconds) s, \(fix.latitude) \(fix.longitude)"
        }
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
}
