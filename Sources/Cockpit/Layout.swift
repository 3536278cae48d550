import CellCanvas
import DroneModel

/// The parts of the screen.
enum Pane: Hashable, Sendable, CaseIterable {
    /// State, altitude, battery and link age in as few cells as possible.
    case essentials
    /// Everything that fits into one or two lines.
    case line
    case status, altitude, horizon, motors, commanded, link, events, preflight, speed, sources, lift
    /// Of a mission: where it stands, how near its limits are, and all its flights.
    case mission, safety, ladder
    /// The ferry's node on board.
    case ferry
    /// The phone on board.
    case payload
    /// What is left to the program for the camera's picture.
    case picture
    /// The keys of a window with all panes, and of one with a single pane.
    case keys, compactKeys
    /// Drawn last: where there is no room it covers what is in its row.
    case prompt
    /// How far a replay has come, below everything else.
    case timeline
}

/// What a screen with all panes is for; the number is its key.
enum Arrangement: Int, Hashable, Sendable, CaseIterable {
    case fly = 1
    case video, lift
    /// Only where a mission is flown.
    case mission
    /// Only where a phone on board is listened to.
    case payload
    /// Only where the ferry's node on board is watched.
    case ferry

    /// The word beside the number.
    var name: String {
        switch self {
        case .fly: "fly"
        case .video: "video"
        case .lift: "lift"
        case .mission: "mission"
        case .payload: "payload"
        case .ferry: "ferry"
        }
    }

    /// What a small window shows when the arrangement is chosen.
    var compactPane: CompactPane {
        switch self {
        case .fly: .horizon
        case .video: .picture
        case .lift: .lift
        case .mission: .mission
        case .payload: .payload
        case .ferry: .ferry
        }
    }
}

/// Which pane a small window shows beside the essentials.
enum CompactPane: Int, Equatable, Sendable, CaseIterable {
    case horizon, motors, commanded, link, events, preflight, speed, lift
    /// Chosen by its layout's key alone: a program without video has nothing to show there.
    case picture
    /// Of a mission, where one is flown.
    case mission, safety
    /// The ferry's node and the phone, where they are on board.
    case ferry, payload

    /// The pane that tab shows next, of those that the arrangements in use have.
    func next(among arrangements: [Arrangement]) -> CompactPane {
        var panes: [CompactPane] = [.horizon, .motors, .commanded, .link, .events, .preflight, .speed, .lift]
        if arrangements.contains(.mission) { panes += [.mission, .safety] }
        if arrangements.contains(.payload) { panes.append(.payload) }
        if arrangements.contains(.ferry) { panes.append(.ferry) }
        guard let place = panes.firstIndex(of: self) else { return .horizon }
        return panes[(place + 1) % panes.count]
    }

    var pane: Pane {
        switch self {
        case .horizon: .horizon
        case .motors: .motors
        case .commanded: .commanded
        case .link: .link
        case .events: .events
        case .preflight: .preflight
        case .speed: .speed
        case .lift: .lift
        case .picture: .picture
        case .mission: .mission
        case .safety: .safety
        case .ferry: .ferry
        case .payload: .payload
        }
    }
}

/// Where everything is on a screen of a given size.
///
/// - From 80×24 on all panes of the arrangement; from 110×36 and from 160×50 on with more of them side by side.
/// - Smaller, down to 20×5: the essentials and one pane, inside the same border.
/// - Smaller still: lines of text, the most important first. No size is refused.
struct Layout {
    /// The smallest screen with all panes.
    static let full = (columns: 80, rows: 24)
    /// The smallest screen with a border.
    static let bordered = (columns: 20, rows: 5)
    /// From here on the link has its pane beside the motors, and the preflight list beside the events.
    static let wide = (columns: 110, rows: 36)
    /// From here on the right column is wide enough for a strip of sixteen seconds.
    static let vast = (columns: 160, rows: 50)

    /// How much room there is for panes.
    enum Room: Comparable {
        case line, compact, full, wide, vast

        init(_ bounds: Rectangle) {
            func holds(_ size: (columns: Int, rows: Int)) -> Bool {
                bounds.columns >= size.columns && bounds.rows >= size.rows
            }
            self =
                holds(Layout.vast)
                ? .vast
                : holds(Layout.wide) ? .wide : holds(Layout.full) ? .full : holds(Layout.bordered) ? .compact : .line
        }

        /// Columns of the panes at the right.
        var rightColumns: Int { self == .vast ? 71 : self == .wide ? 38 : 27 }
    }

    /// Where each pane is; panes that are not shown are missing.
    var panes: [Pane: Rectangle] = [:]
    /// The outer border; nil where there is no room for it.
    private(set) var border: Rectangle?
    /// Lines between panes.
    private(set) var rules: [Rule] = []
    /// Where a list may cover the panes; the prompt and the keys stay visible.
    var overlay: Rectangle
    /// How much room there is.
    let room: Room

    /// A line between panes, with the title of the pane below or right of it.
    struct Rule {
        var area: Rectangle
        var title = ""
        var isVertical: Bool { area.columns == 1 }
    }

    init(_ screen: Rectangle, moment: Moment, compactPane: CompactPane, arrangement: Arrangement) {
        room = Room(screen)
        // A replay has the last row for its timeline, where that leaves a border.
        let bounds = moment.replay == nil || room == .line ? screen : screen.prefix(rows: screen.rows - 1)
        if bounds != screen { panes[.timeline] = screen.suffix(rows: 1) }
        overlay = bounds
        switch room {
        case .line:
            panes[.line] = bounds
            return
        case .compact:
            border = bounds
            if compactPane == .picture {
                arrangeCompactPicture(bounds)
            } else {
                arrangeCompact(bounds.inset, moment, compactPane)
            }
            return
        case .full, .wide, .vast:
            border = bounds
        }
        let inside = bounds.inset
        panes[.status] = inside.prefix(rows: 1)
        panes[.keys] = inside.suffix(rows: 1).withMargin
        panes[.prompt] = inside.suffix(rows: 2).prefix(rows: 1).withMargin
        overlay = inside.dropping(rows: 1).prefix(rows: inside.rows - 3)
        switch arrangement {
        case .fly: arrangeFly(bounds, moment)
        case .video: arrangeVideo(bounds, moment)
        case .lift: arrangeLift(bounds, moment)
        case .mission: arrangeMission(bounds, moment)
        case .payload: arrangeCarried(.payload, "PAYLOAD", bounds, moment)
        case .ferry: arrangeCarried(.ferry, "FERRY", bounds, moment)
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

    /// As any other pane, but in a place that does not move with what the essentials say.
    private mutating func arrangeCompactPicture(_ bounds: Rectangle) {
        let inside = bounds.inset
        let picture = Self.compactPicture(in: bounds)
        panes[.essentials] = inside.prefix(rows: picture.row - inside.row)
        panes[.picture] = picture
        panes[.prompt] = inside.dropping(rows: picture.endRow - inside.row).prefix(rows: 1)
        panes[.compactKeys] = inside.suffix(rows: 1)
        overlay = inside.prefix(rows: picture.endRow - inside.row)
        if picture.isEmpty {
            panes[.compactKeys] = nil
            panes[.prompt] = inside.suffix(rows: 1)
            panes[.essentials] = inside
            overlay = inside
        }
    }

    /// Where a small window has the picture; empty where there is no room.
    static func compactPicture(in bounds: Rectangle) -> Rectangle {
        let inside = bounds.inset
        let top = EssentialsPane.usualRows(forColumns: inside.columns)
        let rows = inside.rows - top - 2
        return rows < 3 ? inside.prefix(rows: 0) : inside.dropping(rows: top).prefix(rows: rows)
    }

    // MARK: Lines

    mutating func rule(above area: Rectangle, _ title: String) {
        let line = Rectangle(row: area.row - 1, column: area.column, rows: 1, columns: area.columns)
        rules.append(Rule(area: line, title: title))
    }

    /// A line from the rule above `area` to its last row, or as many rows further.
    mutating func rule(leftOf area: Rectangle, andBelow further: Int = 0) {
        let rows = area.rows + 1 + further
        rules.append(Rule(area: Rectangle(row: area.row - 1, column: area.column - 1, rows: rows, columns: 1)))
    }
}

extension Rectangle {
    /// The area without its first and last column.
    var withMargin: Rectangle { dropping(columns: 1).prefix(columns: columns - 2) }
}
