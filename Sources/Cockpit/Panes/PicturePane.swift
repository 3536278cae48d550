import CellCanvas

/// The place of the camera's picture: says so until the program paints over it.
struct PicturePane {
    func draw(in area: Rectangle, into canvas: inout Canvas) {
        canvas.fill(area)
        let text = "no picture"
        canvas.write(text, in: area.centered(rows: 1, columns: text.count), style: Palette.faint)
    }
}
