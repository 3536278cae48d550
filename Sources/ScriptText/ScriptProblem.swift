/// Where something stands in a script, as editors count.
public struct ScriptPlace: Hashable, Comparable, Sendable {
    /// From 1.
    public var line: Int
    /// From 1, in Unicode scalars.
    public var column: Int

    /// A place.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The first character.
    public static let start = ScriptPlace(line: 1, column: 1)

    /// Earlier in the text is smaller.
    public static func < (left: Self, right: Self) -> Bool { (left.line, left.column) < (right.line, right.column) }
}

/// One mistake in a script.
public struct ScriptProblem: Equatable, Sendable {
    /// Where it stands.
    public var place: ScriptPlace
    /// What is wrong.
    public var what: String
    /// What to do about it; empty where the first sentence says it all.
    public var remedy: String

    /// A problem.
    public init(at place: ScriptPlace, _ what: String, remedy: String = "") {
        self.place = place
        self.what = what
        self.remedy = remedy
    }

    /// `faults.yaml:3:7: unknown key “durtion”; did you mean “duration”?`
    public func description(file: String) -> String {
        "\(file):\(place.line):\(place.column): \(what)" + (remedy.isEmpty ? "" : "; \(remedy)")
    }
}

/// Every mistake found in a script, in the order of the text.
public struct ScriptError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The name under which the script was read.
    public var file: String
    /// At least one problem.
    public var problems: [ScriptProblem]

    /// An error from what was found.
    public init(file: String, problems: [ScriptProblem]) {
        self.file = file
        self.problems = problems.sorted { $0.place < $1.place }
    }

    /// One line per problem.
    public var description: String {
        problems.map { $0.description(file: file) }.joined(separator: "\n")
    }
}
