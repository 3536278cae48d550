/// Text that stands in a page of HTML, whatever is in it.
enum HTMLText {
    /// Escapes what HTML gives a meaning, in texts and in quoted attributes, and replaces what no page may hold or what
    /// turns the direction of what follows.
    static func escaped(_ text: String) -> String {
        var safe = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "'": safe += "&#39;"
            case "\n", "\t": safe.unicodeScalars.append(scalar)
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{200E}", "\u{200F}", "\u{FEFF}":
                safe += "\u{FFFD}"
            default:
                safe.unicodeScalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
            }
        }
        return safe
    }

    /// A text as one part of a path.
    static func pathPart(_ text: String) -> String {
        text.utf8.map { octet in
            let isPlain =
                (0x30...0x39).contains(octet) || (0x41...0x5A).contains(octet) || (0x61...0x7A).contains(octet)
                || octet == 0x2D || octet == 0x5F
            if isPlain { return String(Unicode.Scalar(octet)) }
            let digits = String(octet, radix: 16, uppercase: true)
            return "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
