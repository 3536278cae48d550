import Foundation
import Testing

/// A real browser without a window, and what it made of a page.
struct Browser {
    static let chromium = OtherProgram.find("chromium") ?? OtherProgram.find("chromium-browser")
    static let pdftoppm = OtherProgram.find("pdftoppm")
    static let notHere: String = "chromium and pdftoppm are not installed: run Tests/setup.sh"
    static let isHere = chromium != nil && pdftoppm != nil

    /// Where its profile and its files go.
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "stork-browser-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// What a page did.
    struct Visit {
        /// The document after its scripts have run.
        var document: String
        /// What scripts and the browser had to say about the page.
        var console: [String]
        /// What the page asked the network for; the browser's own calls home are none of it.
        var requests: [String]
    }

    /// Opens a page, lets its scripts run, and looks what it did.
    ///
    /// - Parameter host: The one host it may reach, which gets three seconds for the page's scripts; nil for none.
    func visit(_ page: URL, width: Int = 1280, reaching host: String? = nil) async throws -> Visit {
        let log = folder.appending(path: "network.json")
        let result = try await run(
            ["--enable-logging=stderr", "--log-net-log=\(log.path)", "--window-size=\(width),900", "--dump-dom"]
                + Self.reaching(host), page)
        let console = result.errors.split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init)
        let events = try JSONSerialization.jsonObject(with: Data(contentsOf: log)) as? [String: Any]
        let requests = (events?["events"] as? [[String: Any]] ?? []).compactMap { event -> String? in
            // Requests of a page from a file have the origin "null", those of the browser itself "not an origin".
            guard let details = event["params"] as? [String: Any], let url = details["url"] as? String,
                let initiator = details["initiator"] as? String, initiator != "not an origin",
                !url.hasPrefix("file:"), !url.hasPrefix("data:")
            else { return nil }
            return url
        }
        return Visit(document: result.output, console: console, requests: requests)
    }

    /// A picture of the page, as tall as asked for.
    func picture(
        of page: URL, dark: Bool, width: Int = 1280, height: Int = 1400, to file: URL, reaching host: String? = nil
    ) async throws {
        var arguments = ["--hide-scrollbars", "--window-size=\(width),\(height)", "--screenshot=\(file.path)"]
        // Blink's enumeration begins with dark.
        if dark { arguments.append("--blink-settings=preferredColorScheme=0") }
        _ = try await run(arguments + Self.reaching(host), page)
    }

    /// Of two rules the browser takes the last.
    private static func reaching(_ host: String?) -> [String] {
        guard let host else { return [] }
        return ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE \(host)", "--virtual-time-budget=3000"]
    }

    /// The page on paper: a picture per sheet, and the words of all.
    func print(_ page: URL, to prefix: URL) async throws -> (sheets: [URL], text: String) {
        let paper = prefix.appendingPathExtension("pdf")
        _ = try await run(["--no-pdf-header-footer", "--print-to-pdf=\(paper.path)"], page)
        let pictures = try RunningProgram(
            try #require(Self.pdftoppm), ["-r", "60", "-png", paper.path, prefix.path],
            environment: StorkProgram.plainEnvironment)
        #expect(try await pictures.result(within: .seconds(120)).status == 0)
        let words = try RunningProgram(
            try #require(OtherProgram.find("pdftotext")), ["-layout", paper.path, "-"],
            environment: StorkProgram.plainEnvironment)
        let text = try await words.result(within: .seconds(60)).output
        let files = try FileManager.default.contentsOfDirectory(atPath: prefix.deletingLastPathComponent().path)
        let name = prefix.lastPathComponent + "-"
        let sheets = files.filter { $0.hasPrefix(name) && $0.hasSuffix(".png") }.sorted()
        return (sheets.map { prefix.deletingLastPathComponent().appending(path: $0) }, text)
    }

    private func run(_ arguments: [String], _ page: URL) async throws -> RunningProgram.Result {
        let always = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND",
            "--user-data-dir=\(folder.appending(path: "profile").path)",
        ]
        let program = try RunningProgram(
            try #require(Self.chromium), always + arguments + [page.absoluteString],
            // It would make the home folder that others rely on not to be there.
            environment: StorkProgram.plainEnvironment.merging(["HOME": folder.path]) { $1 })
        let result = try await program.result(within: .seconds(120))
        try #require(result.status == 0, "\(result.errors)")
        return result
    }
}

/// The colours of a picture, through ffmpeg.
struct PictureColours {
    /// The mean brightness, 0 to 1.
    var brightness: Double
    /// How many different colours it has, told apart by their upper four bits.
    var colours: Int

    init(of file: URL) async throws {
        let raw = file.appendingPathExtension("rgb")
        defer { try? FileManager.default.removeItem(at: raw) }
        let program = try RunningProgram(
            try #require(OtherProgram.find("ffmpeg")),
            ["-v", "error", "-y", "-i", file.path, "-pix_fmt", "rgb24", "-f", "rawvideo", raw.path],
            environment: StorkProgram.plainEnvironment)
        #expect(try await program.result(within: .seconds(60)).status == 0)
        let bytes = [UInt8](try Data(contentsOf: raw))
        try #require(bytes.count > 3000)
        var sum = 0
        var seen: Set<Int> = []
        for start in stride(from: 0, to: bytes.count - 2, by: 3) {
            let (red, green, blue) = (Int(bytes[start]), Int(bytes[start + 1]), Int(bytes[start + 2]))
            sum += red + green + blue
            seen.insert((red >> 4) * 256 + (green >> 4) * 16 + (blue >> 4))
        }
        brightness = Double(sum) / Double(bytes.count) / 255
        colours = seen.count
    }
}
