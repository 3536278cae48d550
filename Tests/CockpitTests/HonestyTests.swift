import CellCanvas
import Cockpit
import DroneModel
import Testing

/// Unknown is n/a, old is marked, and nothing is invented.
struct HonestyTests {
    private let snapshot = Scene.flying()
    private let tick: Duration = .nanoseconds(1)

    @Test func `a value is marked old from half a second on`() {
        let limit = Scene.measured + .milliseconds(500)
        let fresh = Cockpit().screen(snapshot, at: limit - tick)
        #expect(fresh.text(row: 1, column: 17, columns: 10) == "ALT 1.24 m")
        #expect(!fresh[1, 21].style.emphasis.contains(.dim))
        let old = Cockpit().screen(snapshot, at: limit)
        #expect(old.text(row: 1, column: 17, columns: 11) == "ALT ~1.24 m")
        #expect(old[1, 21].style.emphasis.contains(.dim))
        #expect(old.shows("old attitude"))
        #expect(old.shows("~168"))
    }

    @Test func `a value is unknown from two seconds on`() {
        let limit = Scene.measured + .seconds(2)
        #expect(Cockpit().screen(snapshot, at: limit - tick).text(row: 1, column: 17, columns: 11) == "ALT ~1.24 m")
        let expired = Cockpit().screen(snapshot, at: limit)
        #expect(expired.text(row: 1, column: 17, columns: 11) == "ALT n/a    ")
        #expect(expired.shows("attitude n/a"))
        #expect(expired.shows("STATE n/a"))
        #expect(!expired.shows("1.24"))
        #expect(!expired.shows("168"))
    }

    @Test func `link age goes on growing instead of expiring`() {
        #expect(Cockpit().screen(snapshot, at: Scene.measured + .milliseconds(499)).shows("LINK 499 ms "))
        #expect(Cockpit().screen(snapshot, at: Scene.measured + .milliseconds(500)).shows("LINK 500 ms !"))
        #expect(Cockpit().screen(snapshot, at: Scene.measured + .seconds(2)).shows("LINK 2.0 s LOST"))
        #expect(Cockpit().screen(snapshot, at: Scene.measured + .seconds(700)).shows("LINK 11 min LOST"))
    }

    @Test func `silence is announced and the flying layout stays`() {
        let screen = Cockpit().screen(snapshot, at: Scene.measured + .seconds(3))
        #expect(screen.text(row: 21, column: 2, columns: 20) == "NO NAVDATA for 3.0 s")
        #expect(screen.shows("COMMANDED"))
    }

    @Test(arguments: [(80, 24), (40, 12), (20, 5), (120, 40)])
    func `nothing known means n/a and no measured zero`(columns: Int, rows: Int) {
        let screen = Cockpit().screen(Scene.unknown(), columns: columns, rows: rows)
        #expect(screen.shows("n/a"))
        for invented in ["0 %", "0.00 m", "0.0°", "0 ms", "LANDED"] {
            #expect(!screen.shows(invented) || columns == 120)
        }
    }

    @Test func `unknown values name themselves`() {
        let screen = Cockpit().screen(Scene.unknown())
        #expect(screen.shows("STATE n/a"))
        #expect(screen.shows("ALT n/a"))
        #expect(screen.shows("LINK n/a"))
        #expect(screen.shows("V/S n/a"))
        #expect(screen.shows("pitch n/a"))
        #expect(screen.shows("roll n/a"))
        #expect(screen.shows("mean n/a"))
        #expect(screen.shows("wifi n/a"))
        #expect(screen.shows("gap n/a"))
        #expect(screen.shows("yaw n/a"))
        #expect(screen.shows("unknown AR.Drone, firmware n/a"))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e9])
    func `what is not a number is n/a and does not trap`(value: Double) {
        var broken = snapshot
        let time = Scene.measured
        broken.telemetry.altitude = Reading(value, at: time)
        broken.telemetry.verticalSpeed = Reading(value, at: time)
        broken.telemetry.batteryVoltage = Reading(value, at: time)
        broken.telemetry.wifiQuality = Reading(value, at: time)
        broken.telemetry.heading = Reading(Angle(degrees: value), at: time)
        broken.telemetry.attitude = Reading(
            Attitude(pitch: Angle(degrees: value), roll: Angle(degrees: value), yaw: Angle(degrees: value)), at: time)
        broken.telemetry.batteryPercent = Reading(.max, at: time)
        broken.link.navdataRate = value
        broken.link.atRate = value
        broken.link.counters.navdataMissing = .max
        broken.events = [DroneEvent(time: .seconds(Int64.max), severity: .alarm, text: "x")]
        for size in [(80, 24), (120, 40), (40, 12), (20, 5)] {
            let screen = Cockpit().screen(broken, columns: size.0, rows: size.1)
            #expect(screen.shows("n/a"))
        }
    }

    @Test(arguments: [
        (0.004, "ALT 0.00 m"), (-0.004, "ALT 0.00 m"), (-0.02, "ALT -0.02 m"), (12.345, "ALT 12.35 m"),
        (0.999, "ALT 1.00 m"),
    ])
    func `decimals are rounded and zero has no sign`(metres: Double, text: String) {
        var sample = snapshot
        sample.telemetry.altitude = Reading(metres, at: Scene.measured)
        #expect(Cockpit().screen(sample).shows(text))
    }

    @Test func `a compass is told from a yaw that began at zero`() {
        #expect(Cockpit().screen(snapshot).shows("YAW since start"))
        #expect(Cockpit().screen(snapshot).shows("[330°]"))
        var compass = snapshot
        compass.telemetry.heading = Reading(Angle(degrees: 359.7), at: Scene.measured)
        #expect(Cockpit().screen(compass).shows("HEADING magnetic"))
        #expect(Cockpit().screen(compass).shows("[000°]"))
    }

    @Test func `events are listed in their order, the newest last`() {
        var busy = snapshot
        busy.events = (0..<20).map {
            DroneEvent(time: .milliseconds(61_000 + $0 * 100), severity: .command, text: "command \($0)")
        }
        let screen = Cockpit().screen(busy)
        #expect(screen.text(row: 15, column: 2, columns: 22) == " 1:02.4 -> command 14 ")
        #expect(screen.text(row: 20, column: 2, columns: 22) == " 1:02.9 -> command 19 ")
        #expect(!screen.shows("command 13"))
    }

    @Test(arguments: [(DroneEvent.Severity.command, "->"), (.notice, "  "), (.warning, "! "), (.alarm, "!!")])
    func `how much an event matters is written`(severity: DroneEvent.Severity, mark: String) {
        var one = snapshot
        one.events = [DroneEvent(time: .zero, severity: severity, text: "word")]
        #expect(Cockpit().screen(one).text(row: 15, column: 2, columns: 16) == " 0:00.0 \(mark) word ")
    }

    @Test func `an event cannot leave its line`() {
        var hostile = snapshot
        hostile.events = [
            DroneEvent(
                time: .zero, severity: .notice, text: "a\u{1B}[2J\nb\u{202E}" + String(repeating: "漢", count: 90))
        ]
        let screen = Cockpit().screen(hostile)
        #expect(screen.text(row: 15, column: 13, columns: 8) == "a\u{FFFD}[2J\u{FFFD}b\u{FFFD}")
        #expect(screen[15, 51].glyph == "│")
        #expect(screen[15, 79].glyph == "║")
        #expect(screen.text(row: 15, column: 48, columns: 3).contains("…"))
    }

    @Test func `counters that counted go before those that did not`() {
        var counted = snapshot
        counted.link.counters.navdataUnknownOptions = 7
        counted.link.counters.configurationFailed = 12_345
        let screen = Cockpit().screen(counted)
        #expect(screen.text(row: 19, column: 53, columns: 25) == "cfg fail 12k tags new   7")
    }
}
