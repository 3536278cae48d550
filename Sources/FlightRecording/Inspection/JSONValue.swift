/// A JSON value that keeps its members in the order given, so that the same inspection is always the same text.
indirect enum JSONValue {
    case null
    case integer(Int)
    /// A number that is already text; see ``number(_:decimals:)``.
    case literal(String)
    case text(String)
    case list([JSONValue])
    case object([(key: String, value: JSONValue)])

    /// A number with at most so many decimals; null where JSON has no number for it (nil, NaN, infinity).
    static func number(_ value: Double?, decimals: Int) -> JSONValue {
        guard let text = value.flatMap({ DecimalNumber.text($0, decimals: decimals) }) else { return .null }
        return .literal(text)
    }

    /// An integer, or null.
    static func integer(_ value: (some BinaryInteger)?) -> JSONValue {
        value.map { .integer(Int(clamping: $0)) } ?? .null
    }

    /// Text, or null.
    static func text(_ value: String?) -> JSONValue { value.map { .text($0) } ?? .null }

    /// The text of RFC 8259: two spaces per level, what holds no further list or object in one line.
    func rendered(indentation: String = "") -> String {
        switch self {
        case .null: return "null"
        case .integer(let value): return "\(value)"
        case .literal(let text): return text
        case .text(let text): return Self.quoted(text)
        case .list(let values):
            return Self.join(
                values.map { ("", $0) }, brackets: ("[", "]"), isFlat: values.allSatisfy(\.isLeaf), indentation)
        case .object(let members):
            return Self.join(
                members.map { (Self.quoted($0.key) + ": ", $0.value) }, brackets: ("{", "}"),
                isFlat: !indentation.isEmpty && members.allSatisfy(\.value.isLeaf), indentation)
        }
    }

    private var isLeaf: Bool {
        switch self {
        case .list(let values): values.isEmpty
        case .object(let members): members.isEmpty
        case .null, .integer, .literal, .text: true
        }
    }

    private static func join(
        _ parts: [(String, JSONValue)], brackets: (String, String), isFlat: Bool, _ indentation: String
    ) -> String {
        let inner = indentation + "  "
        let texts = parts.map { $0.0 + $0.1.rendered(indentation: inner) }
        if texts.isEmpty || isFlat { return brackets.0 + texts.joined(separator: ", ") + brackets.1 }
        return "\(brackets.0)\n\(inner)" + texts.joined(separator: ",\n\(inner)") + "\n\(indentation)\(brackets.1)"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

/// Decimal text of numbers, the same in every locale.
enum DecimalNumber {
    /// `value` with at most `decimals` decimals, without trailing zeros; nil for NaN, infinity and beyond 9e12.
    static func text(_ value: Double, decimals: Int) -> String? {
        guard var text = fixed(value, decimals: decimals) else { return nil }
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text == "-0" ? "0" : text
    }

    /// `value` with exactly `decimals` decimals, 0 to 6; nil for NaN, infinity and beyond 9e12.
    static func fixed(_ value: Double, decimals: Int) -> String? {
        guard value.isFinite, abs(value) < 9e12 else { return nil }
        let scale = (0..<min(6, max(0, decimals))).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((abs(value) * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        if scale == 1 { return "\(sign)\(scaled)" }
        let fraction = String(scale + scaled % scale).dropFirst()
        return "\(sign)\(scaled / scale).\(fraction)"
    }
}
