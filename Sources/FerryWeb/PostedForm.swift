import WebExchange

/// What somebody wrote into the form of a topic.
struct PostedForm: Equatable {
    /// What shows that the form is of this node.
    var token = ""
    /// How the writer calls themselves; empty for nothing.
    var name = ""
    /// The text.
    var text = ""
    /// The file's octets. Its name is not looked at.
    var file: [UInt8] = []

    /// Why a form cannot be read.
    enum Problem: Error, Equatable, CustomStringConvertible {
        /// It is of another kind.
        case mediaType(String)
        /// It is broken.
        case multipart(MultipartProblem)

        var description: String {
            switch self {
            case .mediaType(let type): "“\(type)” is no kind of form"
            case .multipart(let problem): "\(problem)"
            }
        }
    }

    /// Reads a form of either kind that browsers send.
    init(_ request: WebRequest) throws(Problem) {
        switch request.mediaType {
        case "application/x-www-form-urlencoded":
            let fields = FormFields(request.body)
            token = fields["token"] ?? ""
            name = FormText.name(fields["name"] ?? "")
            text = FormText.text(fields["text"] ?? "")
        case "multipart/form-data":
            let form: MultipartForm
            do throws(MultipartProblem) {
                form = try MultipartForm(request.body, contentType: request.headers["content-type"] ?? "")
            } catch { throw .multipart(error) }
            token = form.text("token") ?? ""
            name = FormText.name(form.text("name") ?? "")
            text = FormText.text(form.text("text") ?? "")
            file = form.parts.first { $0.name == "file" }?.content ?? []
        default: throw .mediaType(String(request.mediaType.prefix(60)))
        }
    }
}

/// Texts of forms as they are taken.
enum FormText {
    /// A name: one line, 40 characters.
    static func name(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        var name = String(line.prefix(40))
        while name.first?.isWhitespace ?? false { name.removeFirst() }
        while name.last?.isWhitespace ?? false { name.removeLast() }
        return name
    }

    /// A text: line ends as this program has them, none at the end.
    static func text(_ text: String) -> String {
        // Browsers send CR LF, which is one character.
        var lines = String(text.map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
        while lines.last?.isWhitespace ?? false { lines.removeLast() }
        return lines
    }

    /// A name from its cookie.
    static func unpacked(_ cookie: String) -> String { PercentText.decode(Array(cookie.utf8)) }
}
