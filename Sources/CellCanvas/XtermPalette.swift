/// The 256 colours of xterm as red, green and blue, and the way back.
///
/// 16–231 are a cube of 6×6×6, 232–255 greys: xterm's 256colres.pl, which all terminals with 256 colours follow.
/// The first sixteen belong to the user's theme; their values here are xterm's own defaults (charproc.c).
public enum XtermPalette {
    /// The intensities along one side of the cube, 0–255.
    private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]

    private static let themed: [(red: UInt8, green: UInt8, blue: UInt8)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
        (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255),
        (0, 255, 255), (255, 255, 255),
    ]

    /// Red, green and blue of a palette entry, each 0–255.
    public static func components(of index: UInt8) -> (red: UInt8, green: UInt8, blue: UInt8) {
        switch index {
        case ..<16: return themed[Int(index)]
        case 232...:
            let grey = 8 + 10 * (index - 232)
            return (grey, grey, grey)
        default:
            let place = Int(index) - 16
            return (levels[place / 36], levels[place / 6 % 6], levels[place % 6])
        }
    }

    /// The nearest of the entries 16–255, which mean the same on every terminal.
    public static func nearest(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
        let cube = 16 + 36 * side(red) + 6 * side(green) + side(blue)
        // The mean with the weights of the distance, 7 in all; greys begin at 8 and are 10 apart.
        let mean = 2 * Int(red) + 4 * Int(green) + Int(blue)
        let grey = 232 + min(23, max(0, (mean - 7 * 3) / 70))
        let wanted = (red: red, green: green, blue: blue)
        let isGreyNearer =
            distance(wanted, components(of: UInt8(grey))) < distance(wanted, components(of: UInt8(cube)))
        return UInt8(isGreyNearer ? grey : cube)
    }

    /// The nearest of the first `count` (8 or 16) colours, as xterm shows them by default.
    public static func nearestName(red: UInt8, green: UInt8, blue: UInt8, among count: Int) -> Color.Name {
        let wanted = (red: red, green: green, blue: blue)
        let names = Color.Name.allCases.prefix(count)
        return names.min { left, right in
            distance(wanted, themed[Int(left.rawValue)]) < distance(wanted, themed[Int(right.rawValue)])
        } ?? .white
    }

    /// The step of the cube's side nearest to an intensity: the middles between levels are 48, 115, 155, 195, 235.
    private static func side(_ value: UInt8) -> Int { value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40 }

    /// Squared distance with the eye's weights, roughly: green counts four times blue, red twice.
    private static func distance(
        _ left: (red: UInt8, green: UInt8, blue: UInt8), _ right: (red: UInt8, green: UInt8, blue: UInt8)
    ) -> Int {
        let red = Int(left.red) - Int(right.red)
        let green = Int(left.green) - Int(right.green)
        let blue = Int(left.blue) - Int(right.blue)
        return 2 * red * red + 4 * green * green + blue * blue
    }
}
