/// A JSON value that keeps its members in the order given, so that the same inspection is always the same text.
public indirect enum JSONValue: Sendable {
    /// Nothing known.
    case null
    /// A whole number.
    case integer(Int)
    /// True or false.
    case flag(Bool)
    /// A number that is already text; see ``number(_:decimals:)``.
    case literal(String)
    /// Text.
    case text(String)
    /// Values in order.
    case list([JSONValue])
    /// Members in order.
    case object([(key: String, value: JSONValue)])

    /// A number with at most so many decimals; null where JSON has no number for it (nil, NaN, infinity).
    public static func number(_ value: Double?, decimals: Int) -> JSONValue {
        guard let text = value.flatMap({ DecimalNumber.text($0, decimals: decimals) }) else { return .null }
        return .literal(text)
    }

    /// An integer, or null.
    public static func integer(_ value: (some BinaryInteger)?) -> JSONValue {
        value.map { .integer(Int(clamping: $0)) } ?? .null
    }

    /// True, false, or null.
    public static func flag(_ value: Bool?) -> JSONValue { value.map { .flag($0) } ?? .null }

    /// Text, or null.
    public static func text(_ value: String?) -> JSONValue { value.map { .text($0) } ?? .null }

    /// The text of RFC 8259: two spaces per level, what holds no further list or object in one line.
    public func rendered(indentation: String = "") -> String {
        switch self {
        case .null: return "null"
        case .integer(let value): return "\(value)"
        case .flag(let value): return value ? "true" : "false"
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

    /// The same in one line, for JSON lines.
    public var line: String {
        switch self {
        case .null, .integer, .flag, .literal, .text: rendered()
        case .list(let values): "[" + values.map(\.line).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.key) + ":" + $0.value.line }.joined(separator: ",") + "}"
        }
    }

    private var isLeaf: Bool {
        switch self {
        case .list(let values): values.isEmpty
        case .object(let members): members.isEmpty
        case .null, .integer, .flag, .literal, .text: true
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
