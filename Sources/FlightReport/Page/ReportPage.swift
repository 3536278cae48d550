import FlightRecording

/// One self-contained HTML page: no file, font, script or picture from anywhere else.
///
/// Used by every report of this program: a title, what the numbers are worth (``Nature``), and sections.
public struct ReportPage: Sendable {
    /// What flew.
    public enum Nature: Equatable, Sendable {
        /// Hardware.
        case real
        /// A simulated drone, which has to be seen on every screen and every sheet of paper.
        case simulated(note: String)
        /// Nobody knows.
        case unknown(note: String)
    }

    /// A part of the page.
    public struct Section: Sendable {
        /// Its name in links, a literal.
        public var id: StaticString
        /// Its heading.
        public var title: String
        /// What is in it.
        public var content: Markup

        /// A section.
        public init(id: StaticString, title: String, content: Markup) {
            self.id = id
            self.title = title
            self.content = content
        }
    }

    /// What the page is about.
    public var title: String
    /// A line under the title.
    public var subtitle: String
    /// What flew.
    public var nature: Nature
    /// The program and its version, such as `stork 0.1.0`.
    public var program: String
    /// The parts in order.
    public var sections: [Section] = []

    /// A page without sections.
    public init(title: String, subtitle: String, nature: Nature, program: String) {
        self.title = title
        self.subtitle = subtitle
        self.nature = nature
        self.program = program
    }

    /// The name of this program's pages in their `generator`; a file without it was made by somebody else.
    public static let generatorMark = "<meta name=\"generator\" content=\"stork"

    /// The page's text.
    public var html: String {
        "<!DOCTYPE html>\n"
            + Markup.element("html", ["lang": "en"], [head, .text("\n"), body]).html + "\n"
    }

    private var isSimulated: Bool { if case .simulated = nature { true } else { false } }

    private var head: Markup {
        let mark = isSimulated ? "SIMULATED \u{2013} " : ""
        return .element(
            "head", [:],
            [
                .void("meta", ["charset": "utf-8"]),
                .void("meta", ["name": "generator", "content": program]),
                .void("meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy]),
                .void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                .void("meta", ["name": "color-scheme", "content": "light dark"]),
                .element("title", [:], mark + title),
                // An icon that is there, so that no browser asks for one.
                .void("link", ["rel": "icon", "href": "data:,"]),
                .raw("style", Self.style),
            ])
    }

    private var body: Markup {
        let links = sections.map { section in
            Markup.element("li", [:], [.element("a", ["href": "#\(section.id)"], section.title)])
        }
        let parts = sections.map { section in
            Markup.element(
                "section", ["id": "\(section.id)", "aria-labelledby": "\(section.id)-title"],
                [.element("h2", ["id": "\(section.id)-title"], section.title), section.content])
        }
        return .element(
            "body", ["class": isSimulated ? "simulated" : nil],
            [
                banner, isSimulated ? .element("div", ["class": "sheet"], "SIMULATED") : .nothing,
                .element(
                    "header", [:], [.element("h1", [:], title), .element("p", ["class": "subtitle"], subtitle)]),
                .element("nav", ["aria-label": "Sections"], [.element("ul", [:], links)]),
                .element("main", [:], [.group(parts, separator: "\n")]),
                .element("footer", [:], footer),
                .raw("script", Self.script),
            ])
    }

    private var footer: String {
        let made = "Made by \(program). Everything on this page is in this one file."
        return isSimulated ? "SIMULATED: no real drone flew. \(made)" : made
    }

    private var banner: Markup {
        switch nature {
        case .real: .nothing
        case .simulated(let note):
            .element(
                "div", ["class": "banner simulated", "role": "note"],
                [.element("strong", [:], "SIMULATED"), .element("span", [:], note)])
        case .unknown(let note):
            .element(
                "div", ["class": "banner unknown", "role": "note"],
                [.element("strong", [:], "REAL OR SIMULATED: UNKNOWN"), .element("span", [:], note)])
        }
    }

    /// Only this page's own style and script count, nothing is fetched: even markup that slipped through could not run.
    static let policy: String = {
        let hash = SHA256.digest(of: Array("\(script)".utf8))
        return "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-\(base64(hash))'; "
            + "base-uri 'none'; form-action 'none'"
    }()

    /// RFC 4648 §4.
    static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let word = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for index in 0..<4 {
                let isFilled = index <= group.count
                text.append(isFilled ? alphabet[Int(word >> UInt32(18 - 6 * index) & 63)] : "=")
            }
        }
        return text
    }
}
