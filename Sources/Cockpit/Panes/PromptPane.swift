import CellCanvas

/// The line above the keys: a question, a message, or what is wrong.
struct PromptPane {
    let prompt: Prompt?

    func draw(in area: Rectangle, into canvas: inout Canvas) {
        guard let prompt else { return }
        canvas.fill(area)
        let fits = Canvas.width(of: prompt.text, in: canvas.glyphs) <= area.columns
        let text = fits ? prompt.text : prompt.brief
        let end = canvas.write(text, in: area, style: prompt.style)
        if end > area.columns {
            canvas.write(String(canvas.glyphs.ellipsis), in: area, endingAt: area.columns, style: prompt.style)
        }
    }
}
