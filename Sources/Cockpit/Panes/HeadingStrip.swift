import CellCanvas
import DroneModel

/// A strip of directions that moves behind a fixed number.
struct HeadingStrip {
    let moment: Moment

    /// Degrees that one column stands for: about 100° are then in view on an 80×24 screen, and wider strips have a
    /// finer scale before they have more of the circle.
    private static func degreesPerColumn(in line: Rectangle) -> Double { line.columns < 60 ? 3 : 2 }

    func draw(in line: Rectangle, into canvas: inout Canvas) {
        let compass = moment.telemetry.heading
        let hasCompass = compass.current(at: moment.now) != nil
        let reading =
            hasCompass
            ? compass.map { Reading($0, at: $1) } : moment.telemetry.attitude.map { Reading($0.yaw, at: $1) }
        let field = moment.field(reading) { angle in
            Self.normalized(angle.degrees).fixed(0).map { digits in
                String(repeating: "0", count: max(0, 3 - digits.count)) + (digits == "360" ? "000" : digits)
                    + moment.glyphs.degrees
            }
        }
        let isKnown = field != .unknown
        if isKnown, let degrees = reading?.value.degrees {
            drawScale(degrees: Self.normalized(degrees), named: hasCompass, in: line, into: &canvas)
        }
        let text = isKnown ? field.text : (hasCompass ? "heading " : "yaw ") + field.text
        let box = " [\(text)] "
        canvas.write(
            box, in: line.centered(rows: 1, columns: Canvas.width(of: box, in: canvas.glyphs)), style: field.style)
    }

    /// An angle in 0..<360; not a number stays so.
    private static func normalized(_ degrees: Double) -> Double {
        let rest = degrees.truncatingRemainder(dividingBy: 360)
        return rest < 0 ? rest + 360 : rest
    }

    private func drawScale(degrees: Double, named: Bool, in line: Rectangle, into canvas: inout Canvas) {
        let middle = Double(line.columns) / 2
        let scale = Self.degreesPerColumn(in: line)
        for mark in stride(from: -360, through: 720, by: 5) {
            let column = ((Double(mark) - degrees) / scale + middle).rounded(.down)
            guard column >= 0, column < Double(line.columns) else { continue }
            let direction = (mark + 360) % 360
            let name = named ? Self.names[direction] : nil
            guard direction % 30 == 0 || name != nil else {
                if direction % 10 != 0 { continue }
                canvas.write(canvas.glyphs == .unicode ? "·" : ".", in: line, column: Int(column), style: Palette.line)
                continue
            }
            let digits = String(direction)
            let number = String(repeating: "0", count: 3 - digits.count) + digits
            let text = name ?? number
            canvas.write(text, in: line, column: Int(column) - text.count / 2, style: Palette.label)
        }
    }

    private static let names = [0: "N", 45: "NE", 90: "E", 135: "SE", 180: "S", 225: "SW", 270: "W", 315: "NW"]
}

extension Optional {
    /// The reading with its value changed, at its own time.
    fileprivate func map<Value, New>(_ change: (Value, Duration) -> Reading<New>) -> Reading<New>?
    where Wrapped == Reading<Value> {
        flatMap { change($0.value, $0.time) }
    }
}
