public import CellCanvas
public import DroneModel

/// Where the camera's picture is on the screen.
public enum PictureView: Hashable, Sendable, CaseIterable {
    /// Nowhere: the horizon has its pane for itself.
    case off
    /// Beside the horizon, where the pane is wide enough for both; nowhere else.
    case beside
    /// In the horizon's place.
    case inPlace

    /// What the key shows next.
    var next: PictureView {
        switch self {
        case .off: .beside
        case .beside: .inPlace
        case .inPlace: .off
        }
    }
}

extension PictureView: CustomStringConvertible {
    /// What a message says.
    public var description: String {
        switch self {
        case .off: "off"
        case .beside: "beside the horizon"
        case .inPlace: "in the horizon's place"
        }
    }
}

/// What is said around the picture.
public struct PictureCaption: Equatable, Sendable {
    /// The line below it, the most important first: age, dropped frames, how it is shown. As many as have room stand
    /// there.
    public var parts: [String]
    /// What is wrong, in the picture's place; nil while there is a picture.
    public var problem: String?

    /// A caption.
    public init(parts: [String] = [], problem: String? = "no picture") {
        self.parts = parts
        self.problem = problem
    }

    /// Below the last picture of the phone on board.
    ///
    /// - Parameters:
    ///   - arrival: When it came, on the clock of `now`.
    ///   - mode: How it is shown.
    public static func ofPhone(arrival: Duration, at now: Duration, mode: String) -> PictureCaption {
        PictureCaption(parts: ["\(max(.zero, now - arrival).brief) ago", mode], problem: nil)
    }
}

extension Cockpit {
    /// The narrowest pane that horizon and picture share: 24 columns of horizon, 36 of picture.
    static let sharedColumns = 60
    /// What the horizon keeps of a shared pane, columns.
    static let horizonColumns = 24

    /// Where the picture goes on a screen of that size; empty where none is shown.
    ///
    /// In the video layout it has a pane of its own, elsewhere it shares the horizon's. The cells there are left to
    /// the picture's painter, as long as ``pictureCaption`` tells no problem.
    public func pictureArea(_ snapshot: DroneSnapshot, at now: Duration, in bounds: Rectangle) -> Rectangle {
        guard mode != .help else { return .empty }
        let moment = moment(snapshot, at: now, in: bounds, .unicode)
        let layout = Layout(bounds, moment: moment, compactPane: compactPane, arrangement: arrangement)
        let picture = layout.panes[.picture] ?? layout.panes[.horizon].map { split($0, of: layout).picture } ?? .empty
        return picture.prefix(rows: max(0, picture.rows - 1))
    }

    /// Whether the picture on a screen of that size is the last one of the phone on board, not the camera's.
    public func showsPhonePicture(in bounds: Rectangle) -> Bool {
        arrangement == .payload && pictureView != .off && payload?.hasPicture ?? false
            && Layout.Room(bounds) >= .full
    }

    /// The horizon's pane as horizon and picture share it; the picture's part ends with its caption's row.
    func split(_ pane: Rectangle, of layout: Layout) -> (horizon: Rectangle, picture: Rectangle) {
        // A caption and two rows of picture at least; and one picture is enough.
        if pictureView == .off || pane.rows < 3 || layout.panes[.picture] != nil { return (pane, .empty) }
        if pictureView == .inPlace { return (.empty, pane) }
        // The horizon leaves the screen only when the pilot asks for it.
        if pane.columns < Self.sharedColumns { return (pane, .empty) }
        return (pane.prefix(columns: Self.horizonColumns), pane.dropping(columns: Self.horizonColumns))
    }

    /// Draws what is said below the picture, and in its place.
    func drawCaption(in picture: Rectangle, into canvas: inout Canvas) {
        if picture.isEmpty { return }
        var line = ""
        for part in pictureCaption.parts {
            let longer = line.isEmpty ? part : line + "  " + part
            if !line.isEmpty, Canvas.width(of: longer, in: canvas.glyphs) > picture.columns - 2 { break }
            line = longer
        }
        canvas.write(line, in: picture.suffix(rows: 1), column: 1, style: Palette.label)
        guard let problem = pictureCaption.problem else { return }
        let room = picture.prefix(rows: max(1, picture.rows - 1))
        for (row, text) in Self.wrapped(problem, columns: max(1, room.columns - 2)).enumerated() {
            let width = Canvas.width(of: text, in: canvas.glyphs)
            let start = max(0, (room.columns - width) / 2)
            canvas.write(
                text, in: room, row: max(0, room.rows / 2 - 1) + row, column: start, style: Palette.warning)
        }
    }

    /// A sentence in lines, broken between words.
    private static func wrapped(_ text: String, columns: Int) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.count + 1 + word.count <= columns {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
