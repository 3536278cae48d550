import CellCanvas
import Cockpit
import DroneModel
import Testing

/// The picture in rows 4 to 12 and columns 17 to 50 of an 80×24 screen.
struct HorizonTests {
    private func rows(pitch: Double, roll: Double, _ glyphs: GlyphSet) -> [String] {
        let screen = Cockpit().screen(Scene.flying(pitch: pitch, roll: roll), glyphs: glyphs)
        return (4...12).map { screen.text(row: $0, column: 17, columns: 34) }
    }

    @Test func `a level drone sees a level horizon in the middle`() {
        let rows = rows(pitch: 0, roll: 0, .ascii)
        #expect(rows[4] == "------------" + "---<+>---" + "-------------")
        #expect(rows[5] == String(repeating: ":", count: 34))
        #expect(rows[3] == String(repeating: " ", count: 34))
    }

    @Test func `a roll to the right lifts the horizon's right end`() {
        let rows = rows(pitch: 0, roll: 30, .ascii)
        let picture = rows.joined(separator: "\n")
        #expect(picture.contains("/"))
        #expect(!picture.contains("\\"))
        #expect(rows[4].first == " ")
        #expect(rows[4].last == ":")
        #expect(rows[8].first == ":" || rows[8].contains("/"))
        // tan 30° over cells twice as high as wide: 17 columns right of the middle the line is 4.9 rows up.
        #expect(rows[0].last == "/" || rows[0].last == ":")
    }

    @Test func `a roll to the left leans the other way`() {
        let picture = rows(pitch: 0, roll: -30, .ascii).joined()
        #expect(picture.contains("\\"))
        #expect(!picture.contains("/"))
    }

    @Test func `nose up lowers the horizon and nose down lifts it`() {
        // 40° over nine rows: 9° are two rows.
        let up = rows(pitch: 9, roll: 0, .ascii)
        #expect(up[6].allSatisfy { "_-\"".contains($0) })
        #expect(up[7].contains("::::"))
        #expect(up[5].first == " ")
        let down = rows(pitch: -9, roll: 0, .ascii)
        #expect(down[2].allSatisfy { "_-\"".contains($0) })
        #expect(down[3].contains("::::"))
    }

    @Test func `upside down the ground is above`() {
        let rows = rows(pitch: 0, roll: 180, .ascii)
        #expect(rows[0].contains("::::"))
        #expect(rows[8].trimmingLadder.isEmpty)
    }

    @Test func `on its side the ground is on one side`() {
        let rows = rows(pitch: 0, roll: 90, .ascii)
        #expect(rows.allSatisfy { $0.first == " " && $0.last == ":" })
    }

    @Test func `a horizon out of the window is pointed at`() {
        #expect(rows(pitch: 60, roll: 0, .ascii)[8].contains("v horizon below v"))
        #expect(rows(pitch: -60, roll: 0, .unicode)[0].contains("▲ horizon above ▲"))
    }

    @Test func `the ladder counts up above the horizon and down below`() {
        let level = rows(pitch: 0, roll: 0, .unicode)
        let above = level[..<4].joined()
        let below = level[5...].joined()
        #expect(above.contains(" 10"))
        #expect(below.contains("-10"))
        #expect(!above.contains("-10"))
    }

    @Test func `the unicode horizon is a line of dots over shaded ground`() {
        let level = rows(pitch: 0, roll: 0, .unicode)
        #expect(level[4].contains("━━━┫◆┣━━━"))
        let isBraille = level[4].prefix(12).unicodeScalars.allSatisfy { (0x2801...0x28FF).contains($0.value) }
        #expect(isBraille)
        #expect(level[5].allSatisfy { $0 == "░" })
    }

    @Test func `sky and ground differ in colour as well`() {
        let screen = Cockpit().screen(Scene.flying())
        #expect(screen[5, 20].style.background != screen[11, 20].style.background)
    }

    @Test(arguments: stride(from: -180.0, through: 180, by: 15).map { $0 }, [-89.0, -20, 0, 20, 89])
    func `every attitude can be drawn`(roll: Double, pitch: Double) {
        for glyphs in GlyphSet.allCases {
            let rows = rows(pitch: pitch, roll: roll, glyphs)
            #expect(rows.count == 9)
            #expect(rows.allSatisfy { $0.count == 34 })
        }
    }
}

extension String {
    /// What remains without blanks and the signs of the pitch ladder.
    fileprivate var trimmingLadder: String { filter { !" -0123456789".contains($0) } }
}
