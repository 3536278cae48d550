/// A request of HTTP as a value: what came, whole, and from whom.
public struct WebRequest: Equatable, Sendable {
    /// `GET`, `POST`, …
    public var method: String
    /// The target as it was sent, for example `/osmand?id=side&lat=59.97`.
    public var target: String
    /// The header fields.
    public var headers: WebHeaders
    /// The body; empty where there is none.
    public var body: [UInt8]
    /// The sender's IP address as text, without its port.
    public var remote: String

    /// A request.
    public init(
        method: String, target: String, headers: WebHeaders = [:], body: [UInt8] = [], remote: String = "127.0.0.1"
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.remote = remote
    }

    /// The parts of the path between slashes, percent signs decoded. Empty parts, `.` and `..` are left out, so that no
    /// path leads out of anything.
    public var path: [String] {
        target.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
            .map { PercentText.decode(Array($0.utf8)) }
            .filter { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    /// The fields after the question mark.
    public var query: FormFields {
        guard let mark = target.firstIndex(of: "?") else { return FormFields() }
        return FormFields(Array(target[target.index(after: mark)...].prefix { $0 != "#" }.utf8))
    }

    /// The media type of the body in small letters, without its parameters; empty where it is not told.
    public var mediaType: String {
        let value = headers["content-type"] ?? ""
        let type = value.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        return String(decoding: type.utf8.map(\.lowered), as: UTF8.self)
    }

    /// The user and password of `Authorization: Basic`; nil where there are none.
    public var basicCredentials: (user: String, password: String)? {
        guard let encoded = credentials(of: "basic"), let bytes = Base64Text.decode(encoded) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let colon = text.firstIndex(of: ":") else { return nil }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    /// The token of `Authorization: Bearer`; nil where there is none.
    public var bearerToken: String? { credentials(of: "bearer") }

    private func credentials(of scheme: String) -> String? {
        guard let value = headers["authorization"] else { return nil }
        let words = value.split(separator: " ", maxSplits: 1)
        guard words.count == 2, String(words[0]).isSameName(as: scheme) else { return nil }
        return String(words[1].filter { $0 != " " })
    }

    /// The value of a cookie; nil where it was not sent.
    public func cookie(_ name: String) -> String? {
        for field in headers.fields where field.name.isSameName(as: "cookie") {
            for pair in field.value.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                if parts.count == 2, parts[0].filter({ $0 != " " }) == name { return String(parts[1]) }
            }
        }
        return nil
    }
}
