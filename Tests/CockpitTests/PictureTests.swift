import CellCanvas
import Cockpit
import DroneModel
import Testing

@Suite struct PictureTests {
    private func area(_ cockpit: Cockpit, columns: Int, rows: Int) -> Rectangle {
        cockpit.pictureArea(
            Scene.flying(), at: Scene.now, in: Rectangle(row: 0, column: 0, rows: rows, columns: columns))
    }

    private func cockpit(_ view: PictureView) -> Cockpit {
        var cockpit = Cockpit()
        cockpit.pictureView = view
        return cockpit
    }

    @Test func `v goes from off to beside to in place and back`() {
        var cockpit = Cockpit()
        var seen = [cockpit.pictureView]
        for _ in 0..<3 {
            #expect(cockpit.type("v", Scene.flying()).isEmpty)
            seen.append(cockpit.pictureView)
        }
        #expect(seen == [.off, .beside, .inPlace, .off])
    }

    @Test func `V and p are orders to who paints`() {
        var cockpit = Cockpit()
        #expect(cockpit.type("Vp", Scene.flying()) == [.nextPictureMode, .takePicture])
    }

    @Test func `a key of the video does not confirm a motor cut`() {
        var cockpit = Cockpit()
        let orders = cockpit.type("Kv", Scene.flying()) + cockpit.type("y", Scene.flying())
        #expect(!orders.contains(.intent(.cutMotors)))
    }

    @Test func `without video there is no picture`() {
        #expect(area(cockpit(.off), columns: 120, rows: 40).isEmpty)
    }

    @Test func `at 120x40 the picture is beside the horizon, which keeps 24 columns`() {
        let beside = area(cockpit(.beside), columns: 120, rows: 40)
        let inPlace = area(cockpit(.inPlace), columns: 120, rows: 40)
        #expect(beside.columns == inPlace.columns - 24)
        #expect(beside.endColumn == inPlace.endColumn)
        #expect(beside.rows == inPlace.rows)
    }

    @Test func `at 80x24 the horizon stays until the pilot puts the picture in its place`() {
        #expect(area(cockpit(.beside), columns: 80, rows: 24).isEmpty)
        #expect(cockpit(.beside).screen(Scene.flying(), columns: 80, rows: 24).shows("◆"))
        #expect(!area(cockpit(.inPlace), columns: 80, rows: 24).isEmpty)
    }

    @Test func `the help has the screen for itself`() {
        var cockpit = cockpit(.inPlace)
        cockpit.type("?", Scene.flying())
        #expect(area(cockpit, columns: 120, rows: 40).isEmpty)
    }

    @Test(arguments: [(0, 0), (1, 1), (19, 4), (20, 5), (40, 12), (79, 23), (80, 24), (120, 40), (200, 60)])
    func `the picture is inside the screen at every size`(columns: Int, rows: Int) {
        for view in PictureView.allCases {
            let bounds = Rectangle(row: 0, column: 0, rows: rows, columns: columns)
            let area = area(cockpit(view), columns: columns, rows: rows)
            #expect(area.isEmpty || area.intersection(bounds) == area)
            let screen = cockpit(view).screen(Scene.flying(), columns: columns, rows: rows)
            #expect(screen.columns == columns)
        }
    }

    @Test func `age and what was dropped stand right below the picture`() {
        var cockpit = cockpit(.inPlace)
        cockpit.pictureCaption = PictureCaption(parts: ["age 34 ms", "dropped 2"], problem: nil)
        let area = area(cockpit, columns: 120, rows: 40)
        let place = cockpit.screen(Scene.flying(), columns: 120, rows: 40).place(of: "age 34 ms  dropped 2")
        #expect(place?.row == area.endRow)
        #expect(place?.column == area.column + 1)
    }

    @Test func `what is wrong stands in the picture's place, in lines that fit`() {
        var cockpit = cockpit(.inPlace)
        cockpit.pictureCaption = PictureCaption(
            problem: "no video: the drone refuses the connection (is another program showing it?)")
        let area = area(cockpit, columns: 80, rows: 24)
        let screen = cockpit.screen(Scene.flying(), columns: 80, rows: 24)
        for words in ["no video: the drone", "refuses"] {
            let place = screen.place(of: words)
            #expect(place.map { area.contains(row: $0.row, column: $0.column) } == true)
        }
    }

    @Test func `a horizon that shares its pane is still drawn`() {
        let screen = cockpit(.beside).screen(Scene.flying(pitch: 5), columns: 120, rows: 40)
        #expect(screen.shows("pitch +5.0°"))
        #expect(!cockpit(.inPlace).screen(Scene.flying(pitch: 5), columns: 120, rows: 40).shows("pitch +5.0°"))
    }
}
