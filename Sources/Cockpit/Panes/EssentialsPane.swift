import CellCanvas
import DroneModel

/// State, altitude, battery and link age, and the attitude as numbers, packed into few lines.
struct EssentialsPane {
    let moment: Moment

    /// Where all values have a label; in fewer columns the units have to say what they are.
    private static let labelledColumns = 36

    /// The values in the order in which they are given room.
    private func items(forColumns columns: Int) -> [Item] {
        if columns < Self.labelledColumns {
            return [
                Item(label: "", field: moment.state, columns: 11), Item(label: "", field: moment.battery, columns: 5),
                Item(label: "", field: moment.altitude, columns: 7), Item(label: "", field: moment.linkAge, columns: 6),
                Item(label: "P", field: moment.pitch, columns: 6), Item(label: "R", field: moment.roll, columns: 6),
            ]
        }
        return [
            Item(label: "", field: moment.state, columns: 12),
            Item(label: "alt ", field: moment.altitude, columns: 8),
            Item(label: "bat ", field: moment.battery, columns: 6),
            Item(label: "link ", field: moment.linkAge, columns: 6),
            Item(label: "P ", field: moment.pitch, columns: 6),
            Item(label: "R ", field: moment.roll, columns: 6),
        ]
    }

    private struct Item {
        var label: String
        var field: Field
        /// What the value usually takes, so that lines do not break differently from frame to frame.
        var columns: Int

        /// The whole width, with one blank behind.
        func width(in glyphs: GlyphSet) -> Int {
            max(columns, Canvas.width(of: field.text, in: glyphs)) + label.count + 1
        }
    }

    /// How many rows the values usually take in this width: for a place below them that must not move.
    static func usualRows(forColumns columns: Int) -> Int { columns < labelledColumns ? 4 : columns < 60 ? 2 : 1 }

    /// How many rows the values take in this width.
    func rows(forColumns columns: Int) -> Int { (places(forColumns: columns).last?.row ?? 0) + 1 }

    private func places(forColumns columns: Int) -> [(item: Item, row: Int, column: Int)] {
        var row = 0
        var column = 0
        return items(forColumns: columns).map { item in
            let width = item.width(in: moment.glyphs)
            if column > 0, column + width - 1 > columns {
                row += 1
                column = 0
            }
            defer { column += width }
            return (item, row, column)
        }
    }

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        for (item, row, column) in places(forColumns: area.columns) {
            let end = canvas.write(item.label, in: area, row: row, column: column, style: Palette.label)
            canvas.write(item.field.text, in: area, row: row, column: end, style: item.field.style)
        }
    }
}
