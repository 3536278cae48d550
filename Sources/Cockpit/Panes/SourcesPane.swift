import CellCanvas
import DroneModel

/// The height by each of its sources side by side, with a mark where one disagrees with what the drone makes of them.
struct SourcesPane {
    let moment: Moment

    /// From this difference to the fused height on a source disagrees, metres: more than the decimetres by which
    /// a barometer wanders in a gust, less than a table that an ultrasound sensor suddenly sees.
    static let disagreement = 0.5

    /// One source beside the fused height.
    struct Source {
        var name: String
        var brief: String
        var reading: Reading<Double>?
    }

    /// The two sources.
    var sources: [Source] {
        [
            Source(name: "ultrasound", brief: "us", reading: moment.telemetry.ultrasoundAltitude),
            Source(name: "barometer", brief: "baro", reading: moment.telemetry.barometricAltitude),
        ]
    }

    /// How far a source is from the fused height, metres; nil where one of them is not known.
    func difference(_ source: Source) -> Double? {
        guard let height = source.reading.current(at: moment.now),
            let fused = moment.telemetry.altitude.current(at: moment.now), height.isFinite, fused.isFinite
        else { return nil }
        return height - fused
    }

    /// Whether a source contradicts the fused height.
    func disagrees(_ source: Source) -> Bool { difference(source).map { abs($0) >= Self.disagreement } ?? false }

    /// A source's height, as a warning where it disagrees.
    func field(_ source: Source) -> Field {
        let style = disagrees(source) ? Palette.warning : Palette.value
        return moment.field(source.reading, style: style) { $0.fixed(2).map { $0 + " m" } }
    }

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let fused = moment.altitude
        canvas.write("fused", in: area, style: Palette.label)
        canvas.write(fused.text, in: area, column: Self.valueColumn(of: fused, in: canvas.glyphs), style: fused.style)
        for (row, source) in sources.enumerated() {
            let line = area.dropping(rows: row + 1).prefix(rows: 1)
            let field = field(source)
            canvas.write(source.name, in: line, style: Palette.label)
            canvas.write(
                field.text, in: line, column: Self.valueColumn(of: field, in: canvas.glyphs), style: field.style)
            guard let difference = difference(source)?.fixed(2, signed: true) else { continue }
            let mark = disagrees(source) ? difference + " !" : difference + "  "
            canvas.write(mark, in: line, endingAt: line.columns, style: field.style)
        }
        let pressure = moment.field(moment.telemetry.pressure) { ($0 / 100).fixed(1).map { $0 + " hPa" } }
        let last = area.dropping(rows: sources.count + 1).prefix(rows: 1)
        canvas.write("pressure", in: last, style: Palette.label)
        canvas.write(
            pressure.text, in: last, column: Self.valueColumn(of: pressure, in: canvas.glyphs), style: pressure.style)
    }

    /// Values stand in one column, a mark of age before it.
    private static func valueColumn(of field: Field, in glyphs: GlyphSet) -> Int { field.text.first == "~" ? 10 : 11 }
}
