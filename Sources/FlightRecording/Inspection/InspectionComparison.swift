import JSONText

/// What two files hold differently.
public struct InspectionComparison: Equatable, Sendable {
    /// The first file's name.
    public var first: String
    /// The second file's name.
    public var second: String
    /// Values that are not the same, in the order of the inspection's JSON.
    public var differences: [Difference] = []
    /// How many values were compared.
    public var compared = 0

    /// A value that is not the same in both.
    public struct Difference: Equatable, Sendable {
        /// Where it is in the inspection's JSON, such as `navdata.valid` or `flights[0].landed_s`.
        public var path: String
        /// In the first file, as JSON; nil where it has no such value.
        public var first: String?
        /// In the second file.
        public var second: String?

        /// Second minus first, where both are numbers.
        public var change: Double? {
            guard let first = first.flatMap(Double.init), let second = second.flatMap(Double.init) else { return nil }
            return second - first
        }
    }

    /// Compares two inspections; their names are no difference.
    public init(_ one: FlightInspection, _ other: FlightInspection) {
        first = one.name
        second = other.name
        let values = (one.jsonValue.flattened, other.jsonValue.flattened)
        let others = Dictionary(values.1.map { ($0.path, $0.text) }) { first, _ in first }
        let known = Set(values.0.map(\.path))
        for (path, text) in values.0 where path != "file" {
            compared += 1
            let second = others[path]
            if text != second { differences.append(Difference(path: path, first: text, second: second)) }
        }
        for (path, text) in values.1 where path != "file" && !known.contains(path) {
            compared += 1
            differences.append(Difference(path: path, first: nil, second: text))
        }
    }

    /// The comparison as one JSON object.
    public var json: String {
        JSONValue.object([
            ("a", .text(first)), ("b", .text(second)), ("compared", .integer(compared)),
            (
                "differences",
                .list(
                    differences.map { difference in
                        .object([
                            ("path", .text(difference.path)),
                            ("a", difference.first.map { .literal($0) } ?? .null),
                            ("b", difference.second.map { .literal($0) } ?? .null),
                            ("change", .number(difference.change, decimals: 6)),
                        ])
                    })
            ),
        ]).rendered()
    }

    /// The most differences that the page names.
    private static let mostLines = 400

    /// The comparison as a page of at most 80 columns; a value that a file does not hold is n/a.
    public var text: String {
        var page = TextPage()
        page.append("A \(first)")
        page.append("B \(second)")
        page.heading("\(differences.count) of \(TextPage.grouped(compared)) values differ")
        for difference in differences.prefix(Self.mostLines) {
            let change = difference.change.flatMap { change in
                DecimalNumber.text(change, decimals: 6).map { change > 0 ? " (+\($0))" : " (\($0))" }
            }
            page.append("  " + difference.path)
            page.append("      \(Self.words(difference.first)) → \(Self.words(difference.second))\(change ?? "")")
        }
        if differences.count > Self.mostLines {
            page.append("  and \(TextPage.grouped(differences.count - Self.mostLines)) more; --json names all")
        }
        return page.text
    }

    private static func words(_ value: String?) -> String {
        value == nil || value == "null" ? "n/a" : value ?? "n/a"
    }
}

extension JSONValue {
    /// All values that hold no others, with the way to each.
    fileprivate var flattened: [(path: String, text: String)] {
        var found: [(path: String, text: String)] = []
        flatten("", into: &found)
        return found
    }

    private func flatten(_ path: String, into found: inout [(path: String, text: String)]) {
        switch self {
        case .object(let members) where !members.isEmpty:
            for (key, value) in members { value.flatten(path.isEmpty ? key : "\(path).\(key)", into: &found) }
        case .list(let values) where !values.isEmpty:
            for (index, value) in values.enumerated() { value.flatten("\(path)[\(index)]", into: &found) }
        case .object, .list: found.append((path, "null"))
        case .null, .integer, .flag, .literal, .text: found.append((path, rendered()))
        }
    }
}
