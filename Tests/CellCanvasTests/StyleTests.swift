import CellCanvas
import Testing

struct StyleTests {
    @Test(arguments: [
        (-1, ColorDepth.monochrome), (0, .monochrome), (2, .monochrome), (8, .eight), (16, .sixteen), (88, .sixteen),
        (256, .palette256), (1 << 24, .palette256),
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
}
