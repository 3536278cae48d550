import DroneModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What a window of cells looking forward from the drone sees of sky, ground and pitch ladder.
///
/// Lengths are in half rows: a cell is taken as one wide and two high, which is what terminal fonts are
/// near to, so that 30° look like 30°. x counts to the right and y up from the window's middle.
struct HorizonView {
    /// What a cell shows.
    enum Part: Equatable {
        case sky
        case ground
        /// The horizon runs through it; `ground` is the share below the horizon, 0…1.
        case edge(ground: Double, lean: Lean)
    }

    /// Which way the horizon line leans in a cell.
    enum Lean: Equatable {
        case none, rightUp, leftUp, upright
    }

    /// Whether the horizon is in the window.
    enum Visible: Equatable {
        case both, skyOnly, groundOnly
    }

    /// A cell of the window.
    struct Place: Hashable {
        var row: Int
        var column: Int
    }

    private let columns: Int
    private let rows: Int
    private let pitch: Double
    private let sine: Double
    private let cosine: Double
    private let degreesPerUnit: Double

    /// Half the length of the ladder's lines.
    private static let ladderReach = 6.0
    /// The part in the middle that ladder lines leave free for the aircraft.
    private static let ladderGap = 1.5
    /// Degrees between two lines of the ladder.
    private static let ladderStep = 10.0

    /// A view; nil for angles that are not numbers or a window without cells.
    init?(attitude: Attitude, columns: Int, rows: Int, degreesPerRow: Double) {
        guard attitude.pitch.degrees.isFinite, attitude.roll.radians.isFinite, columns > 0, rows > 0 else { return nil }
        self.columns = columns
        self.rows = rows
        pitch = min(90, max(-90, attitude.pitch.degrees))
        sine = sin(attitude.roll.radians)
        cosine = cos(attitude.roll.radians)
        degreesPerUnit = degreesPerRow / 2
    }

    private func middle(of place: Place) -> (x: Double, y: Double) {
        (Double(place.column) + 0.5 - Double(columns) / 2, Double(rows) - 2 * (Double(place.row) + 0.5))
    }

    /// Degrees above the horizon at a point: a roll to the right turns the world to the left.
    private func elevation(x: Double, y: Double) -> Double { pitch + (y * cosine - x * sine) * degreesPerUnit }

    /// How much of a cell is ground, 0…1.
    ///
    /// The horizon is straight, so four times four points tell as much as an eighth block can show.
    private func groundShare(_ place: Place) -> Double {
        let (x, y) = middle(of: place)
        let farthest = (abs(cosine) + abs(sine) / 2) * degreesPerUnit
        let here = elevation(x: x, y: y)
        if here > farthest { return 0 }
        if here < -farthest { return 1 }
        var below = 0
        for step in 0..<4 {
            for height in 0..<8 {
                let dx = (Double(step) + 0.5) / 4 - 0.5
                let dy = (Double(height) + 0.5) / 4 - 1
                if elevation(x: x + dx, y: y + dy) < 0 { below += 1 }
            }
        }
        return Double(below) / 32
    }

    /// What the cell at a place shows.
    func part(row: Int, column: Int) -> Part {
        let share = groundShare(Place(row: row, column: column))
        if share <= 0 { return .sky }
        if share >= 1 { return .ground }
        return .edge(ground: share, lean: lean)
    }

    /// The lean of the whole line: from 15° on a stroke is nearer to it than a dash, from 75° a bar.
    private var lean: Lean {
        let slope = sine / (cosine == 0 ? 1e-9 : cosine)
        if abs(cosine) < 0.26 { return .upright }
        if abs(slope) < 0.27 { return .none }
        return slope > 0 ? .rightUp : .leftUp
    }

    /// Whether sky, ground or both are in the window.
    var visible: Visible {
        let corners = [(0, 0), (0, columns - 1), (rows - 1, 0), (rows - 1, columns - 1)]
            .map { groundShare(Place(row: $0.0, column: $0.1)) }
        if corners.allSatisfy({ $0 == 0 }) { return .skyOnly }
        return corners.allSatisfy { $0 == 1 } ? .groundOnly : .both
    }

    // MARK: Lines

    /// The place on the screen of a point `along` a line of the ladder at `degrees`.
    private func point(along: Double, degrees: Double) -> (x: Double, y: Double) {
        let up = (degrees - pitch) / degreesPerUnit
        return (along * cosine - up * sine, along * sine + up * cosine)
    }

    private func place(x: Double, y: Double) -> Place? {
        let column = (x + Double(columns) / 2).rounded(.down)
        let row = ((Double(rows) - y) / 2).rounded(.down)
        guard column >= 0, row >= 0, column < Double(columns), row < Double(rows) else { return nil }
        return Place(row: Int(row), column: Int(column))
    }

    /// The ladder's angles: every ten degrees but the horizon itself.
    private var ladderAngles: [Double] {
        stride(from: -90, through: 90, by: Self.ladderStep).filter { $0 != 0 }
    }

    /// The horizon and the ladder as braille dots, one byte of dots for each cell.
    func brailleLines() -> [Place: UInt8] {
        var dots: [Place: UInt8] = [:]
        func dot(_ x: Double, _ y: Double) {
            guard let place = place(x: x, y: y) else { return }
            let inX = x + Double(columns) / 2 - Double(place.column)
            let inY = (Double(rows) - y) / 2 - Double(place.row)
            let column = inX < 0.5 ? 0 : 1
            let row = min(3, max(0, Int(inY * 4)))
            dots[place, default: 0] |= Self.brailleBits[row][column]
        }
        let reach = Double(columns + 2 * rows)
        for along in stride(from: -reach, through: reach, by: 0.25) {
            let (x, y) = point(along: along, degrees: 0)
            dot(x, y)
        }
        for degrees in ladderAngles {
            for along in stride(from: -Self.ladderReach, through: Self.ladderReach, by: 0.25)
            where abs(along) >= Self.ladderGap {
                let (x, y) = point(along: along, degrees: degrees)
                dot(x, y)
            }
        }
        return dots
    }

    /// The cells of the ladder's lines.
    func ladderCells() -> Set<Place> {
        var cells: Set<Place> = []
        for degrees in ladderAngles {
            for along in stride(from: -Self.ladderReach, through: Self.ladderReach, by: 0.5)
            where abs(along) >= Self.ladderGap {
                let (x, y) = point(along: along, degrees: degrees)
                if let place = place(x: x, y: y) { cells.insert(place) }
            }
        }
        return cells
    }

    /// The numbers at the right ends of the ladder's lines, where they fit.
    func ladderLabels() -> [(row: Int, column: Int, text: String)] {
        ladderAngles.compactMap { degrees in
            let (x, y) = point(along: Self.ladderReach + 2, degrees: degrees)
            guard let place = place(x: x, y: y), let text = degrees.fixed(0), place.column + text.count <= columns
            else { return nil }
            return (place.row, place.column, text)
        }
    }

    /// The bit of each dot in a braille cell (Unicode block 2800), by row and column.
    private static let brailleBits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}
