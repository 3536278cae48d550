import CellCanvas
import Testing

struct StyleTests {
    @Test(arguments: [
        (-1, ColorDepth.monochrome), (0, .monochrome), (2, .monochrome), (8, .eight), (16, .sixteen), (88, .sixteen),
        (256, .palette256), (1 << 15, .palette256), (1 << 24, .truecolor),
    ])
    func `depth follows the number of colours`(colors: Int, depth: ColorDepth) {
        #expect(ColorDepth(colors: colors) == depth)
    }

    @Test(arguments: [
        (ColorDepth.monochrome, Color.standard), (.eight, .named(.yellow)), (.sixteen, .named(.brightYellow)),
        (.palette256, .indexed(220, else: .brightYellow)),
    ])
    func `a palette colour falls back to the one named with it`(depth: ColorDepth, expected: Color) {
        #expect(Color.indexed(220, else: .brightYellow).reduced(to: depth) == expected)
    }

    @Test func `bright colours become plain where there are eight`() {
        #expect(Color.named(.brightRed).reduced(to: .eight) == .named(.red))
        #expect(Color.named(.brightRed).reduced(to: .palette256) == .named(.brightRed))
    }

    @Test(arguments: ColorDepth.allCases)
    func `emphasis survives every depth`(depth: ColorDepth) {
        let style = Style(.named(.red), on: .indexed(25, else: .blue), [.bold, .reverse])
        #expect(style.reduced(to: depth).emphasis == [.bold, .reverse])
    }

    @Test func `terminal numbers are those of the palette`() {
        #expect(Color.standard.terminalIndex == nil)
        #expect(Color.named(.brightWhite).terminalIndex == 15)
        #expect(Color.indexed(240, else: .blue).terminalIndex == 240)
    }

    @Test(arguments: [
        (ColorDepth.truecolor, Color.rgb(red: 250, green: 10, blue: 4)), (.palette256, .indexed(196, else: .brightRed)),
        (.sixteen, .named(.brightRed)), (.eight, .named(.red)), (.monochrome, .standard),
    ])
    func `a picture's colour becomes the nearest that the terminal has`(depth: ColorDepth, expected: Color) {
        #expect(Color.rgb(red: 250, green: 10, blue: 4).reduced(to: depth) == expected)
    }

    @Test func `palette colours stay what they are where there are more`() {
        #expect(Color.indexed(25, else: .blue).reduced(to: .truecolor) == .indexed(25, else: .blue))
        #expect(Color.named(.red).reduced(to: .truecolor) == .named(.red))
    }

    @Test func `direct colours are numbered by their components`() {
        #expect(Color.rgb(red: 1, green: 2, blue: 3).directIndex == 0x010203)
        #expect(Color.named(.red).directIndex == 1)
        #expect(Color.named(.brightYellow).directIndex == 0xFFFF00)
        #expect(Color.indexed(220, else: .yellow).directIndex == 0xFFD700)
        #expect(Color.indexed(3, else: .yellow).directIndex == 3)
        #expect(Color.standard.directIndex == nil)
    }

    @Test(arguments: 0...7) func `the darkest blues are not taken for the theme's colours`(blue: Int) {
        let number = Color.rgb(red: 0, green: 0, blue: UInt8(blue)).directIndex
        #expect(number == (blue == 0 ? 0 : 8))
    }

    @Test(arguments: 16...255) func `a palette entry is nearest to itself`(index: Int) {
        let (red, green, blue) = XtermPalette.components(of: UInt8(index))
        let found = XtermPalette.nearest(red: red, green: green, blue: blue)
        let again = XtermPalette.components(of: found)
        #expect(again == (red, green, blue))
    }

    @Test func `the nearest palette entry is the nearest of all`() {
        var farther: [String] = []
        for red in stride(from: 0, through: 255, by: 15) {
            for green in stride(from: 0, through: 255, by: 15) {
                for blue in stride(from: 0, through: 255, by: 15) {
                    func error(_ index: Int) -> Int {
                        let found = XtermPalette.components(of: UInt8(index))
                        let parts = (Int(found.red) - red, Int(found.green) - green, Int(found.blue) - blue)
                        return 2 * parts.0 * parts.0 + 4 * parts.1 * parts.1 + parts.2 * parts.2
                    }
                    let found = XtermPalette.nearest(red: UInt8(red), green: UInt8(green), blue: UInt8(blue))
                    let best = (16...255).map(error).min() ?? 0
                    if error(Int(found)) > best { farther.append("\(red) \(green) \(blue)") }
                }
            }
        }
        #expect(farther == [])
    }
}
