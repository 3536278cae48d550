import CellCanvas
import DroneModel

/// The screen where not even a border has room: words in lines, the most important first.
struct LinePane {
    let moment: Moment
    let prompt: Prompt?

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        let reality = moment.snapshot.identity.reality
        var words = [
            Field(text: reality.word, style: reality.style.with([.bold, .reverse])), moment.state, moment.altitude,
            moment.battery, moment.linkAge, labelled("P", moment.pitch), labelled("R", moment.roll),
        ]
        if let replay = moment.replay { words.insert(Field(text: "(\(replay.source))", style: reality.style), at: 1) }
        if let prompt { words.insert(Field(text: prompt.brief, style: prompt.style), at: 1) }
        // Before a message, which may take all that is left.
        if let recording = moment.snapshot.recording {
            words.insert(RecordingSign(health: recording).brief, at: 1)
        }
        if moment.snapshot.videoRecord?.phase.isOver == false {
            words.append(Field(text: "VREC", style: Palette.warning))
        }
        var row = 0
        var column = 0
        for word in words {
            let width = Canvas.width(of: word.text, in: moment.glyphs)
            if column > 0, column + width > area.columns {
                row += 1
                column = 0
            }
            column = canvas.write(word.text, in: area, row: row, column: column, style: word.style) + 1
        }
    }

    private func labelled(_ label: String, _ field: Field) -> Field {
        Field(text: label + field.text, style: field.style)
    }
}
