public import CellCanvas
public import DroneModel
public import Gamepad

/// A game pad live: every axis and button with what it tells and what it orders.
///
/// A value: who runs it notes what happens and draws it.
public struct GamepadScreen: Equatable, Sendable {
    /// The pad, or nil while there is none.
    public var pad: PadDescription?
    /// Where it is.
    public var path = ""
    /// How it is now.
    public var state = PadState()
    /// What it means; nil where no mapping is for it.
    public var mapping: PadMapping?
    /// What the sticks ask for together; nil for hover.
    public var steering: Setpoint?
    /// What it ordered and what was said, the newest last; some ten are kept.
    public private(set) var log: [String] = []

    /// Nothing known.
    public init() {}

    /// Adds a line to what is said below.
    public mutating func note(_ line: String) {
        log.append(line)
        if log.count > 50 { log.removeFirst(log.count - 50) }
    }

    /// What an axis tells: its place as a share of the way to one side, and what that means after the dead zone.
    ///
    /// - Returns: Text such as `climb +53 %`; empty for an axis without a meaning.
    public func meaning(of axis: PadAxis) -> String {
        guard let pad, let mapping else { return "" }
        if let flight = FlightAxis.allCases.first(where: { mapping.sticks[$0]?.axis == axis }) {
            let value = mapping.value(of: flight, state, on: pad)
            return "\(flight.rawValue) \(value.map(Self.percent) ?? "n/a")"
        }
        let orders = mapping.controls.filter { if case .axis(axis, _) = $0.key { true } else { false } }
        return orders.map { "\($0.key.name.suffix(1)) \($0.value.rawValue)" }.sorted(by: >).joined(separator: ", ")
    }

    /// A share with its sign, in percent.
    public static func percent(_ share: Double) -> String {
        share == 0 ? "0 %" : (share * 100).fixed(0, signed: true).map { "\($0) %" } ?? "n/a"
    }

    /// Draws all of it over all of the canvas.
    public func draw(into canvas: inout Canvas) {
        canvas.fill(canvas.bounds)
        guard canvas.rows > 2, canvas.columns > 20 else { return }
        canvas.frame(canvas.bounds)
        let inside = canvas.bounds.inset
        let title = pad.map { "GAME PAD \($0.name) \($0.identifier) \(path)" } ?? "GAME PAD none"
        canvas.write(
            " \(title) ", in: canvas.bounds.prefix(columns: canvas.columns - 2), column: 2, style: Palette.title)
        let last = inside.dropping(rows: inside.rows - 1)
        canvas.write("q", in: last, column: 1, style: Palette.key)
        canvas.write("quit", in: last, column: 3)
        let body = Rectangle(
            row: inside.row, column: inside.column + 1, rows: inside.rows - 1, columns: max(0, inside.columns - 2))
        guard let pad else {
            canvas.write("no game pad: plug one in, or see stork gamepad list", in: body)
            drawLog(in: body.dropping(rows: 2), into: &canvas)
            return
        }
        let name = mapping.map { "mapping \($0.title), dead zone \(($0.deadZone * 100).fixed(0) ?? "n/a") %" }
        canvas.write(
            name ?? "no mapping: stork gamepad map makes one", in: body,
            style: mapping == nil ? Palette.warning : Palette.label)
        var row = 1
        for axis in pad.axes.keys.sorted(by: { $0.code < $1.code }) {
            draw(axis, pad, in: body.dropping(rows: row).prefix(rows: 1), into: &canvas)
            row += 1
        }
        row += drawButtons(pad, in: body.dropping(rows: row), into: &canvas)
        drawSetpoint(in: body.dropping(rows: row).prefix(rows: 1), into: &canvas)
        drawLog(in: body.dropping(rows: row + 1), into: &canvas)
    }

    private func draw(_ axis: PadAxis, _ pad: PadDescription, in line: Rectangle, into canvas: inout Canvas) {
        guard let range = pad.axes[axis] else { return }
        canvas.write(axis.name, in: line, style: Palette.label)
        let raw = state.axes[axis]
        canvas.write(raw.map(String.init) ?? "n/a", in: line, endingAt: 20, style: Palette.value)
        let meaningColumns = 22
        let bar = line.dropping(columns: 22).prefix(columns: max(0, line.columns - 22 - meaningColumns))
        // Odd, so that the middle is a cell.
        let odd = bar.prefix(columns: bar.columns - (bar.columns + 1) % 2)
        canvas.centeredBar(
            odd, fraction: raw.map { range.position(of: $0) } ?? 0, style: Palette.warning, emptyStyle: Palette.faint)
        canvas.write(
            meaning(of: axis), in: line, column: max(22, line.columns - meaningColumns + 1),
            style: isSteering(axis) ? Palette.value : Palette.faint)
    }

    private func isSteering(_ axis: PadAxis) -> Bool {
        guard let pad, let mapping else { return false }
        return FlightAxis.allCases.contains {
            mapping.sticks[$0]?.axis == axis && mapping.value(of: $0, state, on: pad) ?? 0 != 0
        }
    }

    /// Draws the buttons one after the other, those held in reverse; how many rows they took.
    private func drawButtons(_ pad: PadDescription, in area: Rectangle, into canvas: inout Canvas) -> Int {
        var row = 0
        var column = 0
        for button in pad.buttons.sorted(by: { $0.code < $1.code }) {
            let action = mapping?.controls[.button(button)]
            let text = button.name.dropFirst(4) + (action.map { ":\($0.rawValue)" } ?? "")
            if column > 0, column + text.count > area.columns {
                row += 1
                column = 0
            }
            if row >= area.rows { break }
            let isPressed = state.pressed.contains(button)
            let style = isPressed ? Palette.value.with(.reverse) : action == nil ? Palette.faint : Style.plain
            // Brackets, because not every terminal has reverse.
            column = canvas.write(
                isPressed ? "[\(text)]" : " \(text) ", in: area, row: row, column: column, style: style)
        }
        return row + 1
    }

    private func drawSetpoint(in line: Rectangle, into canvas: inout Canvas) {
        let values = steering.map { wanted in
            "roll \(Self.percent(wanted.roll))  pitch \(Self.percent(wanted.pitch))  "
                + "climb \(Self.percent(wanted.climb))  yaw \(Self.percent(wanted.yaw))"
        }
        let end = canvas.write("asks for ", in: line, style: Palette.label)
        canvas.write(values ?? "hover", in: line, column: end, style: Palette.value)
    }

    private func drawLog(in area: Rectangle, into canvas: inout Canvas) {
        for (row, line) in log.suffix(max(0, area.rows)).enumerated() { canvas.write(line, in: area, row: row) }
    }
}
