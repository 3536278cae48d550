import CellCanvas
import Cockpit
import DroneModel
import Testing

/// The cockpit while the ferry's node is on board.
struct FerryScreenTests {
    private static let readout = FerryReadout(
        node: "charlie", role: "carrier", bundles: 12, octets: 23_456, quota: 4 << 30,
        destinations: [.init(name: "alice/chat", bundles: 9), .init(name: "~field", bundles: 3)],
        contacts: [.init(name: "bob", since: Scene.now - .seconds(5), toSend: 7, sent: 2, received: 12)],
        lastTransfer: Scene.now - .seconds(2))

    private func cockpit(_ watch: FerryWatch? = .heard(readout, at: Scene.now)) -> Cockpit {
        var cockpit = Cockpit()
        cockpit.ferry = watch
        cockpit.type("6", Scene.flying())
        return cockpit
    }

    @Test(arguments: [(80, 24), (110, 36), (160, 50)])
    func `layout 6 shows what is on board, for whom, who is near and the last transfer`(columns: Int, rows: Int) {
        let screen = cockpit().screen(Scene.flying(), columns: columns, rows: rows)
        for text in [
            "FERRY", "12 bundles, 23 kB", "2.0 s ago", "near bob", "7 to go", "for alice/chat", "9 bundles",
            "for ~field", "charlie, carrier", "6 FERRY", "HOVERING",
        ] {
            #expect(screen.shows(text), "\(text) is not in\n\(screen.text)")
        }
    }

    @Test func `a small window has it by its key and by tab`() {
        var cockpit = cockpit()
        #expect(cockpit.screen(Scene.flying(), columns: 40, rows: 12).shows("12 bundles"))
        cockpit.type("1", Scene.flying())
        var seen = 0
        for _ in 0..<9 {
            _ = cockpit.handle(.tab, Scene.flying(), at: Scene.now)
            if cockpit.screen(Scene.flying(), columns: 40, rows: 12).shows("12 bundles") { seen += 1 }
        }
        #expect(seen == 1)
    }

    @Test func `a node that falls silent is known no more`() {
        let late = Scene.now + .seconds(6)
        let screen = cockpit().screen(Scene.flying(), at: late)
        #expect(screen.shows("the node does not answer") && !screen.shows("12 bundles"))
        #expect(cockpit(.away("the node ends")).screen(Scene.flying()).shows("the node ends"))
        #expect(cockpit(.asking).screen(Scene.flying()).shows("asking the node"))
    }

    @Test func `without a node its key does nothing`() {
        let screen = cockpit(nil).screen(Scene.flying())
        #expect(screen.shows("1 FLY") && !screen.shows("ferry"))
    }
}
