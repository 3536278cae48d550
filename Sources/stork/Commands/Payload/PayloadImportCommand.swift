import ArgumentParser
import Foundation
import PayloadIntake
import PayloadJournal
import PhotoMetadata
import WebExchange

struct PayloadImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take in tracks and pictures that a phone kept in files.",
        discussion: """
            GPX and CSV tracks (a first line that names time, lat and lon) and JPEG pictures, for apps that send \
            nothing without internet. What is there already is not stored again.

            Example: stork payload import --device side 20260301.gpx DCIM/*.jpg
            """)

    @OptionGroup var folder: PayloadFolder
    @Option(help: ArgumentHelp("The phone they are from.", valueName: "name")) var device = "phone"
    @Argument(help: ArgumentHelp("GPX, CSV and JPEG files.", valueName: "file")) var files: [String]

    func validate() throws {
        if files.isEmpty { throw ValidationError("Which files? Example: stork payload import track.gpx") }
        guard PayloadHost.cleanName(device) == device else {
            throw ValidationError("--device “\(device)”: letters, digits, - and _, at most 32.")
        }
        for file in files where Self.kind(of: file) == nil {
            throw ValidationError("\(file): a name that ends in .gpx, .csv, .jpg or .jpeg is needed.")
        }
    }

    private static func kind(of file: String) -> (path: String, type: String)? {
        switch URL(filePath: file).pathExtension.lowercased() {
        case "gpx": ("/gpx", "application/gpx+xml")
        case "csv", "txt": ("/csv", "text/csv")
        case "jpg", "jpeg": ("/photo", "image/jpeg")
        default: nil
        }
    }

    func run() async throws {
        let journal: PayloadJournal
        do { journal = try PayloadJournal(folder.folder) { PhotoMetadata(jpeg: $0)?.time } } catch {
            StandardError.write("Error: \(error)")
            throw ExitCode(1)
        }
        var isGood = true
        for file in files {
            do {
                let stored = try await take(file, into: journal)
                StandardOutput.write("\(file): \(stored)")
            } catch {
                isGood = false
                StandardError.write("\(file): \(error)")
            }
        }
        if !isGood { throw ExitCode(1) }
    }

    private func take(_ file: String, into journal: PayloadJournal) async throws -> String {
        guard let kind = Self.kind(of: file) else { return "" }
        let bytes: Data
        do { bytes = try Data(contentsOf: URL(filePath: file)) } catch {
            throw FileProblem(path: file, reason: error.localizedDescription)
        }
        let request = WebRequest(
            method: "POST", target: kind.path, headers: ["Content-Type": kind.type], body: Array(bytes),
            remote: "file")
        let arrival = PayloadHost.now
        let post = try PhoneDialects.read(request, IntakeHint(device: device, arrival: arrival))
        let stored = try await journal.store(
            StoredRequest(request, device: device, user: nil, arrival: arrival), post)
        if let photo = stored.photo { return photo.name }
        if post.photo != nil { return "there already" }
        var text = "\(stored.fixes.count) new fixes of \(post.fixes.count)"
        if let refusal = post.refusals.first {
            text += "; \(post.refusals.count) not taken, the first: \(refusal.reason)"
        }
        return text
    }
}
