import CellCanvas
import DroneModel

/// The gaps between navdata packets of the last sixteen seconds as a row of columns, the newest at the right.
///
/// Each step of height doubles the gap, from 10 ms to 640 ms; a full column is a second and more, where the link
/// counts as lost.
struct JitterPane {
    let moment: Moment

    /// The longest gap that each height stands for, milliseconds; longer ones are full.
    private static let steps: [Duration] = [10, 20, 40, 80, 160, 320, 999].map { .milliseconds($0) }
    /// From this gap on a column is a warning: two packets of the slowest navdata mode (65 ms) are missing.
    private static let noticeable: Duration = .milliseconds(150)

    func draw(in line: Rectangle, into canvas: inout Canvas) {
        let gaps = moment.snapshot.link.jitter.gaps(at: moment.now)
        let strip = line.dropping(columns: canvas.write("gaps ", in: line, style: Palette.label))
        guard strip.columns > 0 else { return }
        // Several slots share a column in a narrow pane, and the longest gap stands for them.
        let share = (gaps.count + strip.columns - 1) / strip.columns
        let columns = (gaps.count + share - 1) / share
        let glyphs = canvas.glyphs.lowerBlocks
        for column in 0..<columns {
            let end = gaps.count - (columns - 1 - column) * share
            guard let gap = gaps[max(0, end - share)..<end].max() else { continue }
            let place = strip.columns - columns + column
            guard gap > .zero else {
                canvas.write(String(canvas.glyphs.emptyBar), in: strip, column: place, style: Palette.faint)
                continue
            }
            let height = (Self.steps.firstIndex { gap <= $0 } ?? Self.steps.count) + 1
            let glyph = glyphs[min(glyphs.count - 1, (height * glyphs.count - 1) / (Self.steps.count + 1))]
            let style = gap >= .seconds(1) ? Palette.alarm : gap >= Self.noticeable ? Palette.warning : Palette.good
            canvas.write(String(glyph), in: strip, column: place, style: style)
        }
    }
}
