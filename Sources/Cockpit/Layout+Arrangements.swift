import CellCanvas
import DroneModel

extension Layout {
    /// A pane in a column of panes.
    private struct Story {
        var pane: Pane
        var title: String
        var rows: Int

        init(_ pane: Pane, _ title: String, _ rows: Int) {
            self.pane = pane
            self.title = title
            self.rows = rows
        }
    }

    /// Columns of the altitude tape.
    private static let tapeColumns = 15
    /// Rows of the panes below the horizon.
    private static let rowsBelowHorizon = 4

    // MARK: Fly

    /// Tape, horizon and a column of panes; below them events with what goes with them.
    mutating func arrangeFly(_ bounds: Rectangle, _ moment: Moment) {
        let (body, lower) = split(bounds)
        let right = body.dropping(columns: body.columns - room.rightColumns)
        let tape = body.prefix(columns: Self.tapeColumns)
        var middle = body.dropping(columns: Self.tapeColumns + 1)
            .prefix(columns: body.columns - Self.tapeColumns - room.rightColumns - 2)
        panes[.altitude] = tape
        rule(above: tape, "ALTITUDE")
        rule(above: middle, HorizonPane(moment: moment).headingTitle)
        rule(leftOf: middle, andBelow: 1)
        rule(leftOf: right, andBelow: 1)
        if room >= .wide {
            let below = middle.suffix(rows: Self.rowsBelowHorizon)
            middle = middle.prefix(rows: middle.rows - Self.rowsBelowHorizon - 1)
            let speed = below.prefix(columns: below.columns / 2)
            let sources = below.dropping(columns: speed.columns + 1)
            place(.speed, "SPEED", in: speed)
            place(.sources, "ALTITUDE BY", in: sources)
            rule(leftOf: sources, andBelow: 1)
        }
        panes[.horizon] = middle
        var stories = [Story(.motors, "MOTORS PWM 0-255", room == .full ? 5 : 6)]
        if room >= .wide || !moment.wasOnGround { stories.append(Story(.commanded, "COMMANDED", 5)) }
        if room >= .wide || moment.wasOnGround { stories.append(Story(.link, "LINK", right.rows)) }
        stack(stories, in: right)
        arrangeLower(lower, moment, flying: room >= .wide ? Story(.lift, "LIFT", 0) : Story(.link, "LINK", 0))
    }

    // MARK: Video

    /// The picture, and beside it what never leaves the screen.
    mutating func arrangeVideo(_ bounds: Rectangle, _ moment: Moment) {
        let body = Self.videoBody(in: bounds)
        let picture = Self.fullPicture(in: bounds)
        let right = body.dropping(columns: picture.columns + 1)
        panes[.picture] = picture
        rule(above: picture, "VIDEO")
        rule(leftOf: right)
        let horizon = HorizonPane(moment: moment).headingTitle
        let last = moment.wasOnGround ? Story(.preflight, "PREFLIGHT", body.rows) : Story(.events, "EVENTS", body.rows)
        switch room {
        case .vast:
            stack(
                [
                    Story(.horizon, horizon, 18), Story(.speed, "SPEED", 4), Story(.sources, "ALTITUDE BY", 4),
                    Story(.link, "LINK", 12), last,
                ], in: right)
        case .wide:
            stack(
                [Story(.horizon, horizon, 12), Story(.speed, "SPEED", 4), Story(.link, "LINK", 7), last], in: right)
        case .line, .compact, .full:
            let rest = moment.wasOnGround ? last : Story(.link, "LINK", body.rows)
            stack([Story(.horizon, horizon, 8), Story(.speed, "SPEED", 3), rest], in: right)
        }
    }

    private static func videoBody(in bounds: Rectangle) -> Rectangle {
        bounds.inset.dropping(rows: 2).prefix(rows: bounds.inset.rows - 4)
    }

    /// Where a screen with all panes has the picture.
    static func fullPicture(in bounds: Rectangle) -> Rectangle {
        let body = videoBody(in: bounds)
        return body.prefix(columns: body.columns - Room(bounds).rightColumns - 1)
    }

    // MARK: Lift

    /// The motors large, and what hovering takes of them.
    mutating func arrangeLift(_ bounds: Rectangle, _ moment: Moment) {
        let (body, lower) = split(bounds)
        let right = body.dropping(columns: body.columns - room.rightColumns)
        let left = body.prefix(columns: body.columns - room.rightColumns - 1)
        let horizon = HorizonPane(moment: moment).headingTitle
        rule(leftOf: right, andBelow: 1)
        switch room {
        case .vast:
            stack([Story(.motors, "MOTORS PWM 0-255", 18), Story(.horizon, horizon, left.rows)], in: left)
            stack(
                [
                    Story(.lift, "LIFT", 7), Story(.speed, "SPEED", 4), Story(.sources, "ALTITUDE BY", 4),
                    Story(.link, "LINK", right.rows),
                ], in: right)
        case .wide:
            stack([Story(.motors, "MOTORS PWM 0-255", 14), Story(.horizon, horizon, left.rows)], in: left)
            stack(
                [Story(.lift, "LIFT", 7), Story(.sources, "ALTITUDE BY", 4), Story(.link, "LINK", right.rows)],
                in: right)
        case .line, .compact, .full:
            stack([Story(.motors, "MOTORS PWM 0-255", left.rows)], in: left)
            stack([Story(.lift, "LIFT", 7), Story(.speed, "SPEED", right.rows)], in: right)
        }
        arrangeLower(
            lower, moment,
            flying: room >= .wide ? Story(.commanded, "COMMANDED", 0) : Story(.sources, "ALTITUDE BY", 0))
    }

    // MARK: Mission

    /// The mission large, its limits beside it; below what happened and all flights.
    mutating func arrangeMission(_ bounds: Rectangle, _ moment: Moment) {
        let (body, lower) = split(bounds)
        let right = body.dropping(columns: body.columns - room.rightColumns)
        let left = body.prefix(columns: body.columns - room.rightColumns - 1)
        let horizon = HorizonPane(moment: moment).headingTitle
        rule(leftOf: right, andBelow: 1)
        let safety = Story(.safety, "LIMITS", Self.marginRows)
        switch room {
        case .vast:
            stack([Story(.mission, "MISSION", 14), Story(.horizon, horizon, left.rows)], in: left)
            stack(
                [
                    safety, moment.ferry == nil ? Story(.lift, "LIFT", 7) : Story(.ferry, "FERRY", 9),
                    Story(.motors, "MOTORS PWM 0-255", 6),
                    Story(.link, "LINK", right.rows),
                ], in: right)
        case .wide:
            stack([Story(.mission, "MISSION", 11), Story(.horizon, horizon, left.rows)], in: left)
            let last = moment.ferry == nil ? Story(.lift, "LIFT", right.rows) : Story(.ferry, "FERRY", right.rows)
            stack([safety, last], in: right)
        case .line, .compact, .full:
            stack([Story(.mission, "MISSION", left.rows)], in: left)
            stack([safety, Story(.lift, "LIFT", right.rows)], in: right)
        }
        let ladder = lower.dropping(columns: lower.columns - room.rightColumns)
        let events = lower.prefix(columns: lower.columns - room.rightColumns - 1)
        place(.events, "EVENTS", in: events)
        place(.ladder, "FLIGHTS", in: ladder)
        rule(leftOf: ladder)
    }

    /// How many limits there are.
    private static let marginRows = 8

    // MARK: What is carried along

    /// What is on board beside the horizon, which stays: it is looked at in the air.
    mutating func arrangeCarried(_ pane: Pane, _ title: String, _ bounds: Rectangle, _ moment: Moment) {
        let (body, lower) = split(bounds)
        let right = body.dropping(columns: body.columns - room.rightColumns)
        let left = body.prefix(columns: body.columns - room.rightColumns - 1)
        rule(leftOf: right, andBelow: 1)
        let horizon = HorizonPane(moment: moment).headingTitle
        if pane == .payload, moment.hasPhonePicture {
            let columns = max(Cockpit.horizonColumns, left.columns / 3)
            let picture = left.dropping(columns: columns + 1)
            stack([Story(.horizon, horizon, left.rows)], in: left.prefix(columns: columns))
            rule(above: picture, "LAST PICTURE")
            rule(leftOf: picture, andBelow: 1)
            panes[.picture] = picture
        } else {
            stack([Story(.horizon, horizon, left.rows)], in: left)
        }
        switch room {
        case .wide, .vast: stack([Story(pane, title, 14), Story(.link, "LINK", right.rows)], in: right)
        case .line, .compact, .full: stack([Story(pane, title, right.rows)], in: right)
        }
        arrangeLower(lower, moment, flying: Story(.lift, "LIFT", 0))
    }

    // MARK: Parts

    /// The large upper part, and the lower one with its rule above.
    private mutating func split(_ bounds: Rectangle) -> (body: Rectangle, lower: Rectangle) {
        let inside = bounds.inset
        let lowerRows = min(12, max(6, bounds.rows / 4))
        let bodyRows = inside.rows - lowerRows - 5
        let lower = inside.dropping(rows: bodyRows + 3).prefix(rows: lowerRows)
        rule(above: lower, "")
        return (inside.dropping(rows: 2).prefix(rows: bodyRows), lower)
    }

    /// Panes one below the other; the last takes what is left, and what has no room is left out.
    private mutating func stack(_ stories: [Story], in area: Rectangle) {
        var rest = area
        for (index, story) in stories.enumerated() {
            if index > 0 { rest = rest.dropping(rows: 1) }
            if rest.isEmpty { return }
            let pane = index == stories.count - 1 ? rest : rest.prefix(rows: story.rows)
            place(story.pane, story.title, in: pane)
            rest = rest.dropping(rows: pane.rows)
        }
    }

    private mutating func place(_ pane: Pane, _ title: String, in area: Rectangle) {
        rule(above: area, title)
        panes[pane] = pane == .horizon ? area : area.withMargin
    }

    private mutating func arrangeLower(_ lower: Rectangle, _ moment: Moment, flying: Story) {
        if moment.wasOnGround, room == .full {
            let wanted = PreflightPane(moment: moment).rows(forColumns: lower.withMargin.columns)
            let preflight = lower.prefix(rows: min(wanted, lower.rows - 2))
            place(.preflight, "PREFLIGHT", in: preflight)
            place(.events, "EVENTS", in: lower.dropping(rows: preflight.rows + 1))
            return
        }
        let story = moment.wasOnGround ? Story(.preflight, "PREFLIGHT", 0) : flying
        let rightColumns = moment.wasOnGround ? lower.columns - lower.columns / 2 - 1 : room.rightColumns
        let events = lower.prefix(columns: lower.columns - rightColumns - 1)
        let right = lower.dropping(columns: events.columns + 1)
        place(.events, "EVENTS", in: events)
        place(story.pane, story.title, in: right)
        rule(leftOf: right)
    }
}
