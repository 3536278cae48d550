import CellCanvas
import Cockpit
import DroneModel
import Testing

/// The cockpit with a phone on board.
struct PayloadScreenTests {
    private static func readout() -> PayloadReadout {
        var readout = PayloadReadout()
        readout.device = "side"
        readout.source = "owntracks"
        readout.fixArrival = Scene.now - .seconds(2)
        readout.accuracy = 6
        readout.distance = 123.4
        readout.bearing = 45
        readout.speed = 3.06
        readout.battery = 0.71
        readout.fixes = 42
        readout.gaps = 2
        readout.longestGap = .seconds(31)
        readout.photos = 3
        readout.photoBytes = 1_234_567
        readout.photoArrival = Scene.now - .seconds(5)
        return readout
    }

    private func cockpit(_ readout: PayloadReadout? = readout()) -> Cockpit {
        var cockpit = Cockpit()
        cockpit.payload = readout
        cockpit.type("5", Scene.flying())
        return cockpit
    }

    @Test(arguments: [(80, 24), (110, 36), (160, 50)])
    func `layout 5 shows the phone, its fix, where it is, pictures and gaps`(columns: Int, rows: Int) {
        let screen = cockpit().screen(Scene.flying(), columns: columns, rows: rows)
        for text in [
            "5 PAYLOAD", "side, owntracks", "2.0 s ago", "6.0 m", "123.4 m", "045°", "3.1 m/s", "3, 1234 kB",
            "5.0 s ago", "2, longest 31 s", "HOVERING",
        ] {
            #expect(screen.shows(text), "\(text) is not in\n\(screen.text)")
        }
    }

    @Test func `a place that was told long ago is not where it is`() {
        let screen = cockpit().screen(Scene.flying(), at: Scene.now + .seconds(29))
        #expect(screen.shows("31 s ago") && !screen.shows("123.4 m") && !screen.shows("045°"), "\(screen.text)")
    }

    @Test func `within the accuracy there is no bearing`() {
        var readout = Self.readout()
        readout.distance = 5.9
        #expect(cockpit(readout).screen(Scene.flying()).shows("at home"))
        readout.distance = nil
        readout.bearing = nil
        #expect(cockpit(readout).screen(Scene.flying()).shows("n/a"))
    }

    @Test func `before anything came it says where to join, in as many rows as that needs`() {
        var readout = PayloadReadout()
        readout.joinAddress = "http://10.0.0.1:8077/t/69qdekqxy69grhm4/"
        let screen = cockpit(readout).screen(Scene.landed())
        #expect(screen.shows("no phone has sent yet"), "\(screen.text)")
        #expect(screen.shows("http://10.0.0.1:8077/t/69 ") && screen.shows("qdekqxy69grhm4/ "), "\(screen.text)")
    }

    @Test func `a small window has it by its key, and without a phone the key does nothing`() {
        #expect(cockpit().screen(Scene.flying(), columns: 40, rows: 12).shows("123.4 m"))
        #expect(!cockpit(nil).screen(Scene.flying()).shows("payload"))
    }

    @Test(arguments: [(80, 24), (110, 36), (160, 50)])
    func `its last picture has a place beside the horizon, and says how old it is`(columns: Int, rows: Int) {
        var readout = Self.readout()
        readout.hasPicture = true
        var cockpit = cockpit(readout)
        let bounds = Rectangle(row: 0, column: 0, rows: rows, columns: columns)
        #expect(!cockpit.showsPhonePicture(in: bounds))
        cockpit.pictureView = .beside
        cockpit.pictureCaption = .ofPhone(arrival: Scene.now - .seconds(5), at: Scene.now, mode: "sextants")
        let area = cockpit.pictureArea(Scene.flying(), at: Scene.now, in: bounds)
        #expect(cockpit.showsPhonePicture(in: bounds) && area.columns >= 24 && area.rows >= 8, "\(area)")
        let screen = cockpit.screen(Scene.flying(), columns: columns, rows: rows)
        for text in ["LAST PICTURE", "5.0 s ago  sextants", "PAYLOAD", "123.4 m", "◆"] {
            #expect(screen.shows(text), "\(text) is not in\n\(screen.text)")
        }
        // Elsewhere the picture is the camera's.
        cockpit.type("1", Scene.flying())
        #expect(!cockpit.showsPhonePicture(in: bounds))
    }

    @Test func `without a picture the horizon has all of the room, and a small window shows none`() {
        var readout = Self.readout()
        var cockpit = cockpit(readout)
        cockpit.pictureView = .beside
        let bounds = Rectangle(row: 0, column: 0, rows: 24, columns: 80)
        #expect(!cockpit.showsPhonePicture(in: bounds))
        readout.hasPicture = true
        cockpit.payload = readout
        #expect(!cockpit.showsPhonePicture(in: Rectangle(row: 0, column: 0, rows: 12, columns: 40)))
    }
}
