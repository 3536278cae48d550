import CellCanvas
import DroneModel

/// The parts of the screen.
enum Pane: Hashable, Sendable, CaseIterable {
    /// State, altitude, battery and link age in as few cells as possible.
    case essentials
    /// Everything that fits into one or two lines.
    case line
    case status, altitude, horizon, motors, commanded, link, events, preflight
    /// The keys of a window with all panes, and of one with a single pane.
    case keys, compactKeys
    /// Drawn last: where there is no room it covers what is in its row.
    case prompt
}

/// Which pane a small window shows beside the essentials.
enum CompactPane: Int, Equatable, Sendable, CaseIterable {
    case horizon, motors, commanded, link, events, preflight

    /// The pane that tab shows next.
    var next: CompactPane { CompactPane(rawValue: rawValue + 1) ?? .horizon }

    var pane: Pane {
        switch self {
        case .horizon: .horizon
        case .motors: .motors
        case .commanded: .commanded
        case .link: .link
        case .events: .events
        case .preflight: .preflight
        }
    }
}

/// Where everything is on a screen of a given size.
///
/// - From 80×24 on all panes: three columns above, two below; while the drone is down the preflight list
///   takes the lower part.
/// - Smaller, down to 20×5: the essentials and one pane, inside the same border.
/// - Smaller still: lines of text, the most important first. No size is refused.
struct Layout {
    /// The smallest screen with all panes.
    static let full = (columns: 80, rows: 24)
    /// The smallest screen with a border.
    static let bordered = (columns: 20, rows: 5)
    /// From here on the link has its pane beside the motors, and the preflight list beside the events.
    static let wide = (columns: 110, rows: 36)

    /// Where each pane is; panes that are not shown are missing.
    private(set) var panes: [Pane: Rectangle] = [:]
    /// The outer border; nil where there is no room for it.
    private(set) var border: Rectangle?
    /// Lines between panes.
    private(set) var rules: [Rule] = []
    /// Where a list may cover the panes; the prompt and the keys stay visible.
    private(set) var overlay: Rectangle

    /// A line between panes, with the title of the pane below or right of it.
    struct Rule {
        var area: Rectangle
        var title = ""
        var isVertical: Bool { area.columns == 1 }
    }

    init(_ bounds: Rectangle, moment: Moment, compactPane: CompactPane) {
        overlay = bounds
        if bounds.columns < Self.bordered.columns || bounds.rows < Self.bordered.rows {
            panes[.line] = bounds
            return
        }
        border = bounds
        if bounds.columns < Self.full.columns || bounds.rows < Self.full.rows {
            arrangeCompact(bounds.inset, moment, compactPane)
        } else {
            arrangeFull(bounds, moment)
        }
    }

    // MARK: One pane

    private mutating func arrangeCompact(_ inside: Rectangle, _ moment: Moment, _ compactPane: CompactPane) {
        let essentials = EssentialsPane(moment: moment).rows(forColumns: inside.columns)
        let top = min(inside.rows, essentials)
        panes[.essentials] = inside.prefix(rows: top)
        var rest = inside.dropping(rows: top)
        if rest.rows >= 5 {
            panes[.compactKeys] = rest.suffix(rows: 1)
            rest = rest.prefix(rows: rest.rows - 1)
        }
        let prompt = rest.isEmpty ? inside.suffix(rows: 1) : rest.suffix(rows: 1)
        panes[.prompt] = prompt
        rest = rest.prefix(rows: rest.rows - 1)
        overlay = rest.rows >= 3 ? inside.prefix(rows: top + rest.rows) : inside
        if !rest.isEmpty { panes[compactPane.pane] = rest }
    }

    // MARK: All panes

    /// Columns of the altitude tape.
    private static let tapeColumns = 15

    private mutating func arrangeFull(_ bounds: Rectangle, _ moment: Moment) {
        let inside = bounds.inset
        let isWide = bounds.columns >= Self.wide.columns && bounds.rows >= Self.wide.rows
        let lowerRows = min(12, max(6, bounds.rows / 4))
        let bodyRows = inside.rows - lowerRows - 5
        let rightColumns = isWide ? 38 : 27
        panes[.status] = inside.prefix(rows: 1)
        panes[.keys] = inside.suffix(rows: 1).withMargin
        panes[.prompt] = inside.suffix(rows: 2).prefix(rows: 1).withMargin

        let body = inside.dropping(rows: 2).prefix(rows: bodyRows)
        let lower = inside.dropping(rows: bodyRows + 3).prefix(rows: lowerRows)
        overlay = inside.dropping(rows: 1).prefix(rows: inside.rows - 3)
        let tape = body.prefix(columns: Self.tapeColumns)
        let right = body.dropping(columns: body.columns - rightColumns)
        let middle = body.dropping(columns: Self.tapeColumns + 1)
            .prefix(columns: body.columns - Self.tapeColumns - rightColumns - 2)
        panes[.altitude] = tape
        panes[.horizon] = middle
        rule(above: tape, "ALTITUDE")
        rule(above: middle, HorizonPane(moment: moment).headingTitle)
        rule(leftOf: middle, andBelow: 1)
        rule(leftOf: right, andBelow: 1)
        rule(above: Rectangle(row: lower.row, column: inside.column, rows: 1, columns: inside.columns), "")
        arrangeRight(right, isWide: isWide, moment)
        arrangeLower(lower, rightColumns: rightColumns, isWide: isWide, moment)
    }

    private mutating func arrangeRight(_ right: Rectangle, isWide: Bool, _ moment: Moment) {
        var stack: [(pane: Pane, title: String, rows: Int)] = [(.motors, "MOTORS PWM 0-255", 5)]
        if isWide || !moment.wasOnGround { stack.append((.commanded, "COMMANDED", 5)) }
        if isWide || moment.wasOnGround { stack.append((.link, "LINK", right.rows)) }
        var rest = right
        for (index, item) in stack.enumerated() {
            if index > 0 { rest = rest.dropping(rows: 1) }
            let area = rest.prefix(rows: item.rows)
            rule(above: area, item.title)
            panes[item.pane] = area.withMargin
            rest = rest.dropping(rows: item.rows)
        }
    }

    private mutating func arrangeLower(_ lower: Rectangle, rightColumns: Int, isWide: Bool, _ moment: Moment) {
        switch (moment.wasOnGround, isWide) {
        case (true, false):
            let wanted = PreflightPane(moment: moment).rows(forColumns: lower.withMargin.columns)
            let preflight = lower.prefix(rows: min(wanted, lower.rows - 2))
            let events = lower.dropping(rows: preflight.rows + 1)
            rule(above: preflight, "PREFLIGHT")
            rule(above: events, "EVENTS")
            panes[.preflight] = preflight.withMargin
            panes[.events] = events.withMargin
        case (true, true):
            let events = lower.prefix(columns: lower.columns / 2)
            let preflight = lower.dropping(columns: events.columns + 1)
            rule(above: events, "EVENTS")
            rule(above: preflight, "PREFLIGHT")
            rule(leftOf: preflight)
            panes[.preflight] = preflight.withMargin
            panes[.events] = events.withMargin
        case (false, false):
            let events = lower.prefix(columns: lower.columns - rightColumns - 1)
            let link = lower.dropping(columns: events.columns + 1)
            rule(above: events, "EVENTS")
            rule(above: link, "LINK")
            rule(leftOf: link)
            panes[.events] = events.withMargin
            panes[.link] = link.withMargin
        case (false, true):
            rule(above: lower, "EVENTS")
            panes[.events] = lower.withMargin
        }
    }

    private mutating func rule(above area: Rectangle, _ title: String) {
        let line = Rectangle(row: area.row - 1, column: area.column, rows: 1, columns: area.columns)
        rules.append(Rule(area: line, title: title))
    }

    /// A line from the rule above `area` to its last row, or as many rows further.
    private mutating func rule(leftOf area: Rectangle, andBelow further: Int = 0) {
        let rows = area.rows + 1 + further
        rules.append(Rule(area: Rectangle(row: area.row - 1, column: area.column - 1, rows: rows, columns: 1)))
    }
}

extension Rectangle {
    /// The area without its first and last column.
    fileprivate var withMargin: Rectangle { dropping(columns: 1).prefix(columns: columns - 2) }
}
