/// A table of a report: columns that say their unit, rows of cells.
public struct ReportTable: Sendable {
    /// A column.
    public struct Column: Sendable {
        /// Its heading, with the unit where it has one.
        public var heading: String
        /// True for numbers, which stand at the right.
        public var isNumeric: Bool

        /// A column.
        public init(_ heading: String, isNumeric: Bool = false) {
            self.heading = heading
            self.isNumeric = isNumeric
        }
    }

    /// What the table shows, for those who hear the page.
    public var caption: String
    /// Its columns.
    public var columns: [Column]
    /// True for a table of few and short columns, which is not made as wide as the page.
    public var isNarrow = false
    /// True for a table of long cells: on a narrow screen its rows become cards, a cell under the other.
    public var stacks = false
    /// True for a table of many columns: smaller, with headings that wrap, so that it fits a sheet of paper.
    public var isDense = false
    /// Its rows: a cell per column, and a class for the style sheet.
    public private(set) var rows: [(cells: [Markup], style: String?)] = []

    /// A table without rows.
    public init(caption: String, columns: [Column]) {
        self.caption = caption
        self.columns = columns
    }

    /// Adds a row.
    public mutating func add(_ cells: [Markup], style: String? = nil) { rows.append((cells, style)) }

    /// Adds a row of words.
    public mutating func add(texts: [String], style: String? = nil) { add(texts.map(Markup.text), style: style) }

    /// The table; the first cell of each row is its heading.
    public var markup: Markup {
        let head = columns.map {
            Markup.element("th", ["scope": "col", "class": $0.isNumeric ? "number" : nil], $0.heading)
        }
        let body = rows.map { row in
            Markup.element(
                "tr", ["class": row.style],
                zip(columns, row.cells).enumerated().map { index, pair in
                    let style = pair.0.isNumeric ? "number" : nil
                    return index == 0
                        ? .element("th", ["scope": "row", "class": style], [pair.1])
                        : .element("td", ["class": style], [pair.1])
                })
        }
        let table = Markup.element(
            "table", ["class": isNarrow ? "narrow" : stacks ? "stacks" : isDense ? "dense" : nil],
            [
                .element("caption", [:], caption), .element("thead", [:], [.element("tr", [:], head)]),
                .element("tbody", [:], [.group(body, separator: "\n")]),
            ])
        return .element("div", ["class": "scroll"], [table])
    }
}
