import QRCode
import Testing

struct QRSymbolTests {
    @Test func `a short address is a symbol of version 2 with its three finders`() throws {
        let symbol = try #require(QRSymbol("http://10.0.0.1:8077/"))
        #expect(symbol.side == 25)
        for (row, column) in [(0, 0), (0, 18), (18, 0)] {
            let finder = (0..<7).map { line in
                String((0..<7).map { symbol.isDark(row: row + line, column: column + $0) ? "#" : "." })
            }
            #expect(finder == ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"])
        }
        #expect(!symbol.isDark(row: -1, column: 0))
        #expect(!symbol.isDark(row: 0, column: 25))
    }

    @Test func `a terminal shows two modules in a cell, with the quiet zone lit`() throws {
        let symbol = try #require(QRSymbol("a"))
        let lines = symbol.lines()
        #expect(lines.count == (21 + 8 + 1) / 2)
        #expect(lines.allSatisfy { $0.count == 29 })
        #expect(lines[0] == String(repeating: "█", count: 29))
        #expect(symbol.lines(isInverted: true)[0] == String(repeating: " ", count: 29))
    }

    @Test func `what does not fit is no code`() {
        #expect(QRSymbol("") == nil)
        #expect(QRSymbol(String(repeating: "x", count: 2331)) != nil)
        #expect(QRSymbol(String(repeating: "x", count: 2332)) == nil)
    }
}
