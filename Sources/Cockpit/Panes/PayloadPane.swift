import CellCanvas

/// The phone on board: where it is and how well it says so, its pictures, what is missing.
struct PayloadPane {
    let moment: Moment
    let payload: PayloadReadout

    /// A phone tells its place every second or few; after this long it is worth a look, and after that many more unknown.
    static let lateFix: Duration = .seconds(5)
    static let lostFix: Duration = .seconds(30)

    /// How old the newest fix is; nil before the first.
    private var age: Duration? { payload.fixArrival.map { max(.zero, moment.now - $0) } }

    /// The rows, the most important first.
    private var rows: [(label: String, field: Field)] {
        func field(_ text: String?, _ style: Style = Palette.value) -> Field {
            text.map { Field(text: $0, style: style) } ?? .unknown
        }
        // A place that was told long ago is not where it is.
        let isKnown = age.map { $0 < Self.lostFix } ?? false
        func place(_ text: String?) -> Field { isKnown ? field(text) : .unknown }
        let ageStyle =
            age.map { $0 >= Self.lostFix ? Palette.alarm : $0 >= Self.lateFix ? Palette.warning : Palette.good }
        return [
            ("phone", field(payload.device.map { name in payload.source.map { "\(name), \($0)" } ?? name })),
            ("last fix", field(age.map { $0.brief + " ago" }, ageStyle ?? Palette.value)),
            ("accuracy", place(payload.accuracy?.fixed(1).map { "\($0) m" })),
            ("from home", place(payload.distance?.fixed(1).map { "\($0) m" })),
            ("bearing", place(bearing)),
            ("speed", place(payload.speed?.fixed(1).map { "\($0) m/s" })),
            ("pictures", field("\(payload.photos), \(FerryPane.octets(payload.photoBytes))")),
            ("last picture", field(payload.photoArrival.map { max(.zero, moment.now - $0).brief + " ago" } ?? "none")),
            ("gaps", field(gaps, payload.gaps > 0 ? Palette.warning : Palette.value)),
            ("fixes", field("\(payload.fixes)")),
            ("battery", field(payload.battery?.percent())),
            ("refused", field("\(payload.refused)", payload.refused > 0 ? Palette.warning : Palette.value)),
        ]
    }

    private var bearing: String? {
        guard let bearing = payload.bearing, bearing.isFinite, let distance = payload.distance else { return nil }
        // Within the accuracy there is no direction.
        if distance < (payload.accuracy ?? 0) { return "at home" }
        let degrees = Int(bearing.rounded()) % 360
        return (degrees < 100 ? "0" : "") + (degrees < 10 ? "0" : "") + "\(degrees)\(moment.glyphs.degrees)"
    }

    private var gaps: String {
        payload.gaps == 0 ? "none" : "\(payload.gaps)" + (payload.longestGap.map { ", longest \($0.brief)" } ?? "")
    }

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        if payload.device == nil { return drawJoining(in: area, into: &canvas) }
        for (row, item) in rows.prefix(area.rows).enumerated() {
            canvas.write(item.label, in: area, row: row, style: Palette.label)
            canvas.write(item.field.text, in: area, row: row, endingAt: area.columns, style: item.field.style)
        }
    }

    /// Where to join, while nothing has come: an address in as many rows as it needs.
    private func drawJoining(in area: Rectangle, into canvas: inout Canvas) {
        canvas.write("no phone has sent yet", in: area, style: Palette.warning)
        guard let address = payload.joinAddress else { return }
        canvas.write("phones join at", in: area, row: 1, style: Palette.label)
        var rest = Substring(address)
        var row = 2
        while !rest.isEmpty, row < area.rows, area.columns > 0 {
            canvas.write(String(rest.prefix(area.columns)), in: area, row: row, style: Palette.value)
            rest = rest.dropFirst(area.columns)
            row += 1
        }
        if payload.refused > 0 {
            canvas.write("refused \(payload.refused)", in: area, row: row, style: Palette.warning)
        }
    }
}
