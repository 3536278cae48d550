public import ScriptText

/// One mistake in a mission, in whichever of its files.
public struct MissionProblem: Hashable, Sendable {
    /// The file, as it was asked for.
    public var file: String
    /// Where in it.
    public var place: ScriptPlace
    /// What is wrong.
    public var what: String
    /// What to do about it; empty where the first sentence says it all.
    public var remedy: String

    /// A problem.
    public init(file: String, at place: ScriptPlace, _ what: String, remedy: String = "") {
        self.file = file
        self.place = place
        self.what = what
        self.remedy = remedy
    }

    /// `hover.yaml:3:5: unknown step “hoover”; did you mean “hover”?`
    public var description: String {
        ScriptProblem(at: place, what, remedy: remedy).description(file: file)
    }
}

/// Every mistake found in a mission.
public struct MissionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// At least one.
    public var problems: [MissionProblem]

    /// An error from what was found.
    public init(_ problems: [MissionProblem]) { self.problems = problems }

    /// One line per problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// What is found while a mission is read; the same mistake at the same place once.
struct MissionProblems {
    private(set) var found: [MissionProblem] = []
    /// How often something was found, the same place again included.
    private(set) var count = 0
    private var places: Set<String> = []
    /// More than this help nobody.
    static let most = 200

    mutating func add(_ file: String, _ place: ScriptPlace, _ what: String, remedy: String = "") {
        count += 1
        guard found.count < Self.most, places.insert("\(file):\(place.line):\(place.column)").inserted else { return }
        found.append(MissionProblem(file: file, at: place, what, remedy: remedy))
    }

    mutating func add(_ problems: ScriptProblems, file: String) {
        for problem in problems.found { add(file, problem.place, problem.what, remedy: problem.remedy) }
    }
}
