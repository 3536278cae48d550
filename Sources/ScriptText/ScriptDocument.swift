import Yams

/// A YAML text as a tree of nodes with their places.
///
/// Anchors and aliases are refused: a script has no use for them, and a few lines of them can stand for more
/// nodes than a memory holds.
public struct ScriptDocument: Equatable, Sendable {
    /// The outermost node.
    public var root: ScriptNode
    /// The name for error messages.
    public var file: String

    /// How large a script may be.
    public enum Limit {
        /// Bytes. The largest script by hand is a few kilobytes; a megabyte takes the parser a few seconds.
        public static let bytes = 256 * 1024
        /// Levels of lists and mappings inside one another. A mission needs about six.
        public static let depth = 24
    }

    /// Reads `text`.
    ///
    /// - Throws: what YAML itself forbids, with its place.
    public init(_ text: String, file: String) throws(ScriptError) {
        self.file = file
        func refuse(_ problem: ScriptProblem) -> ScriptError { ScriptError(file: file, problems: [problem]) }

        guard text.utf8.count <= Limit.bytes else {
            throw refuse(
                ScriptProblem(
                    at: .start, "the script has \(text.utf8.count) bytes",
                    remedy: "at most \(Limit.bytes) are read; divide it"))
        }
        if let place = AnchorScan.firstAnchorOrAlias(in: text) {
            throw refuse(
                ScriptProblem(
                    at: place, "an anchor (&) or alias (*)",
                    remedy: "write the value out, or put the text between quotes"))
        }
        let composed: Node?
        do {
            composed = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw refuse(ScriptProblem(error, text: text))
        } catch {
            throw refuse(ScriptProblem(at: .start, "not readable as YAML: \(error)"))
        }
        guard let composed else {
            throw refuse(ScriptProblem(at: .start, "the script is empty", remedy: "see --help for an example"))
        }
        do throws(ScriptProblem.Refusal) {
            root = try ScriptNode(composed, depth: 0)
        } catch {
            throw refuse(error.problem)
        }
    }
}

extension ScriptProblem {
    /// A problem on its way up.
    struct Refusal: Error {
        var problem: ScriptProblem
    }

    init(_ error: YamlError, text: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let circumstance = context.map { " (\($0.text), line \($0.mark.line))" } ?? ""
            self.init(
                at: ScriptPlace(mark), "not YAML: \(problem)\(circumstance)",
                remedy: "check indentation, colons, quotes and brackets")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map { "“\($0)”" }.joined(separator: ", ")
            self.init(at: ScriptPlace(context.mark), "\(keys) stands here more than once", remedy: "keep one")
        case .reader(let problem, let offset, _, _):
            self.init(
                at: ScriptPlace(offset: offset ?? 0, in: text), "not text: \(problem)", remedy: "save it as UTF-8")
        case .memory:
            self.init(at: .start, "too deeply nested", remedy: "at most \(ScriptDocument.Limit.depth) levels are read")
        case .no, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            self.init(at: .start, "not readable as YAML: \(error)")
        }
    }
}

extension ScriptPlace {
    init(_ mark: Mark) {
        self.init(line: max(1, mark.line), column: max(1, mark.column))
    }

    /// The place of the character `offset` of `text`.
    init(offset: Int, in text: String) {
        var place = ScriptPlace.start
        for scalar in text.unicodeScalars.prefix(offset) {
            place =
                scalar == "\n"
                ? ScriptPlace(line: place.line + 1, column: 1)
                : ScriptPlace(line: place.line, column: place.column + 1)
        }
        self = place
    }
}

extension ScriptNode {
    init(_ node: Node, depth: Int) throws(ScriptProblem.Refusal) {
        let place = node.mark.map { ScriptPlace($0) } ?? .start
        guard depth <= ScriptDocument.Limit.depth else {
            throw .init(
                problem: ScriptProblem(
                    at: place, "too deeply nested",
                    remedy: "at most \(ScriptDocument.Limit.depth) levels are read"))
        }
        switch node {
        case .scalar(let scalar):
            self.init(.scalar(scalar.string), at: place)
        case .sequence(let sequence):
            var items: [ScriptNode] = []
            for item in sequence { items.append(try ScriptNode(item, depth: depth + 1)) }
            self.init(.sequence(items), at: place)
        case .mapping(let mapping):
            var entries: [ScriptEntry] = []
            for (key, value) in mapping {
                let keyPlace = key.mark.map { ScriptPlace($0) } ?? place
                guard let name = key.scalar?.string else {
                    throw .init(problem: ScriptProblem(at: keyPlace, "a key has to be a word"))
                }
                entries.append(ScriptEntry(key: name, at: keyPlace, value: try ScriptNode(value, depth: depth + 1)))
            }
            self.init(.mapping(entries), at: place)
        case .alias:
            throw .init(problem: ScriptProblem(at: place, "an alias", remedy: "write the value out"))
        }
    }
}
