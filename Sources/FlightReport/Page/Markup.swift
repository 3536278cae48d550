/// A piece of HTML or SVG that is sound by construction: text gets in only escaped.
///
/// Whatever a recording, a mission or a capture says passes through ``text(_:)`` or an attribute, so that no name and
/// no event can become markup.
public struct Markup: Equatable, Sendable {
    /// The characters as they go into the page.
    public private(set) var html: String

    /// Nothing.
    public static let nothing = Markup(html: "")

    private init(html: String) { self.html = html }

    /// Words; every character stands for itself.
    public static func text(_ text: String) -> Markup { Markup(html: escaped(text)) }

    /// An element with its content.
    ///
    /// - Parameters:
    ///   - name: The element's name: a literal of this program, never something read.
    ///   - attributes: Names and values in order; a nil value leaves the attribute out, an empty one is written bare.
    ///   - content: What is in it.
    public static func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], _ content: [Markup] = []
    ) -> Markup {
        var html = "<\(name)"
        for (key, value) in attributes {
            guard let value else { continue }
            html += value.isEmpty ? " \(key)" : " \(key)=\"\(escaped(value))\""
        }
        html += ">"
        for part in content { html += part.html }
        return Markup(html: html + "</\(name)>")
    }

    /// An element that holds only words.
    public static func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], _ text: String
    ) -> Markup {
        element(name, attributes, [.text(text)])
    }

    /// An element of HTML that has no content and no end tag.
    public static func void(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:]) -> Markup {
        var html = "<\(name)"
        for (key, value) in attributes {
            guard let value else { continue }
            html += value.isEmpty ? " \(key)" : " \(key)=\"\(escaped(value))\""
        }
        return Markup(html: html + ">")
    }

    /// Style or script of this program, as it stands in its source.
    static func raw(_ element: StaticString, _ content: StaticString) -> Markup {
        Markup(html: "<\(element)>\(content)</\(element)>")
    }

    /// Pieces one after the other.
    public static func group(_ parts: [Markup], separator: StaticString = "") -> Markup {
        Markup(html: parts.map(\.html).joined(separator: "\(separator)"))
    }

    /// One after the other.
    public static func + (left: Markup, right: Markup) -> Markup { Markup(html: left.html + right.html) }

    /// The text with the five characters replaced that mean something in HTML, and with control characters, which no
    /// page may hold, shown as U+FFFD.
    static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && !special.contains($0) }) { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": escaped += "\u{FFFD}"
            // What turns the direction of writing could make a line read as something else.
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// `&`, `<`, `>`, `"`, `'`.
    private static let special: [UInt8] = [0x26, 0x3C, 0x3E, 0x22, 0x27]
}
