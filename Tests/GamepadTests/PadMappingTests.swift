import DroneModel
import Gamepad
import ScriptText
import Testing

struct PadMappingTests {
    @Test(arguments: [
        (-32768, -1.0), (32767, 1.0), (0, 0.0), (4914, 0.0), (-4915, 0.0), (4916, 0.0000), (18842, 0.5),
    ])
    func `a stick is 0 in the dead zone and from its edge on even`(raw: Int, expected: Double) throws {
        let mapping = try #require(Pads.mapping("xbox"))
        var state = Pads.rest(Pads.xbox)
        state.apply(.axis(Pads.rx, raw))
        let value = try #require(mapping.value(of: .roll, state, on: Pads.xbox))
        #expect(abs(value - expected) < 0.001)
        #expect((value == 0) == (-4915...4914 ~= raw))
    }

    @Test func `forward is negative pitch, up is positive climb, right is positive roll and yaw`() throws {
        let mapping = try #require(Pads.mapping("playstation"))
        // The kernel counts up and forward as small, right as large.
        var state = Pads.rest(Pads.playstation)
        for (axis, value) in [(Pads.rx, 255), (Pads.ry, 0), (Pads.y, 0), (Pads.x, 255)] {
            state.apply(.axis(axis, value))
        }
        #expect(mapping.value(of: .roll, state, on: Pads.playstation) == 1)
        #expect(mapping.value(of: .pitch, state, on: Pads.playstation) == -1)
        #expect(mapping.value(of: .climb, state, on: Pads.playstation) == 1)
        #expect(mapping.value(of: .yaw, state, on: Pads.playstation) == 1)
    }

    @Test(arguments: [127, 128]) func `a pad without a middle rests all the same`(raw: Int) throws {
        let mapping = try #require(Pads.mapping("playstation"))
        var state = Pads.rest(Pads.playstation)
        state.apply(.axis(Pads.x, raw))
        #expect(mapping.value(of: .yaw, state, on: Pads.playstation) == 0)
    }

    @Test func `the kernel's own middle is heeded where it is wider`() throws {
        var pad = Pads.xbox
        pad.axes[Pads.rx] = PadDescription.Range(minimum: -100, maximum: 100, flat: 40)
        let mapping = try #require(Pads.mapping("xbox"))
        var state = Pads.rest(pad)
        state.apply(.axis(Pads.rx, 40))
        #expect(mapping.value(of: .roll, state, on: pad) == 0)
        state.apply(.axis(Pads.rx, 41))
        #expect(mapping.value(of: .roll, state, on: pad) ?? 0 > 0)
    }

    @Test(arguments: [(0, 0), (5, 5), (10, -10), (Int.min, Int.max)])
    func `a range that is none, or the widest, is no trap`(minimum: Int, maximum: Int) {
        let range = PadDescription.Range(minimum: minimum, maximum: maximum, flat: Int.max)
        for value in [Int.min, -1, 0, 1, Int.max] { #expect((-1...1).contains(range.position(of: value))) }
    }

    @Test func `pads are known by their maker, others by the standard layout`() {
        #expect(PadMapping.best(for: Pads.xbox, among: PadMapping.builtIn)?.name == "xbox")
        #expect(PadMapping.best(for: Pads.playstation, among: PadMapping.builtIn)?.name == "playstation")
        var other = Pads.xbox
        other.vendor = 0x2DC8
        #expect(PadMapping.best(for: other, among: PadMapping.builtIn)?.name == "standard")
        #expect(PadMapping.best(for: Pads.joystick, among: PadMapping.builtIn) == nil)
    }

    @Test func `a file goes before what is built in, a more exact match before a looser one`() throws {
        func file(_ name: String, _ match: String) throws -> PadMapping {
            try PadMapping(text: Self.text.replacing("match: {vendor: \"045e\"}", with: match), file: "/x/\(name).yaml")
        }
        let named = try file("named", "match: {name: x-box}")
        let vendor = try file("vendor", "match: {vendor: 045e}")
        let product = try file("product", "match: {vendor: 045e, product: 028e}")
        let foreign = try file("foreign", "match: {vendor: 054c}")
        let all = [named, vendor, product, foreign] + PadMapping.builtIn
        #expect(PadMapping.best(for: Pads.xbox, among: all)?.name == "product")
        #expect(PadMapping.best(for: Pads.xbox, among: [foreign, named] + PadMapping.builtIn)?.name == "named")
        #expect(PadMapping.best(for: Pads.playstation, among: all)?.name == "foreign")
    }

    @Test func `the built-in mappings have every action, and use nothing twice`() {
        for mapping in PadMapping.builtIn {
            #expect(Set(mapping.controls.values) == Set(PadAction.allCases))
            #expect(Set(mapping.sticks.values.map(\.axis)).count == 4)
            #expect(mapping.missing(on: Pads.xbox) == [] || mapping.name == "playstation")
        }
    }

    // MARK: Files

    static let text = """
        match: {vendor: "045e"}
        dead-zone: 10 %
        axes:
          roll: ABS_RX
          pitch: ABS_RY
          climb: ABS_Y reversed
          yaw: ABS_X
        buttons:
          land: [BTN_EAST, ABS_HAT0Y+]
          take-off: BTN_A
        """

    @Test func `a file says which axis is what, and which button`() throws {
        let mapping = try PadMapping(text: Self.text, file: "/home/a/gamepads/my.yaml")
        #expect(mapping.name == "my" && mapping.title == "my")
        #expect(mapping.match == PadMapping.Match(vendor: 0x045E))
        #expect(mapping.deadZone == 0.1)
        #expect(mapping.sticks[.climb] == PadMapping.Stick(Pads.y, isReversed: true))
        #expect(
            mapping.controls == [
                .button(Pads.east): .land, .axis(Pads.hatY, .positive): .land, .button(Pads.south): .takeOff,
            ])
    }

    @Test(arguments: PadMapping.builtIn.map(\.name)) func `what is written is read as the same`(name: String) throws {
        var mapping = try #require(Pads.mapping(name))
        mapping.match = PadMapping.Match(vendor: 0x0079, product: 0x0011, name: "It's \"mine\": #1")
        mapping.deadZone = 0.125
        mapping.name = "copy"
        mapping.file = "/x/copy.yaml"
        #expect(try PadMapping(text: mapping.text, file: "/x/copy.yaml") == mapping)
    }

    @Test(arguments: [
        ("climb: ABS_Y reversed", "climb: ABS_V", "6:10", "unknown axis “ABS_V”"),
        ("climb: ABS_Y reversed", "climb: ABS_Y backwards", "6:16", "only reversed may stand there"),
        ("climb: ABS_Y reversed", "climb: ABS_X", "7:8", "ABS_X is climb already"),
        ("climb: ABS_Y reversed", "climb: [1]", "6:10", "no axis"),
        ("  yaw: ABS_X\n", "", "4:3", "“yaw” is missing"), ("take-off: BTN_A", "takeoff: BTN_A", "10:3", "“take-off”?"),
        ("take-off: BTN_A", "take-off: BTN_SOUT", "10:13", "did you mean “BTN_SOUTH”?"),
        ("take-off: BTN_A", "take-off: BTN_EAST", "10:13", "BTN_EAST is land already"),
        ("take-off: BTN_A", "cut: BTN_A", "9:3", "cut and confirm-cut belong together"),
        ("land: [BTN_EAST, ABS_HAT0Y+]", "hover: BTN_EAST", "9:3", "“land” is missing"),
        ("10 %", "10", "2:12", "has no unit"), ("10 %", "99 %", "2:12", "out of range"),
        ("\"045e\"", "45e", "1:17", "four hexadecimal digits"),
        ("{vendor: \"045e\"}", "{maker: 1}", "1:9", "unknown key"),
        ("axes:", "axis:", "3:1", "“axes”"), ("{vendor: \"045e\"}", "{}", "1:8", "match says nothing"),
        ("dead-zone: 10 %", "dead-zone: &a 10 %", "2:12", "anchor"),
    ])
    func `a mistake is told with its place and what to do`(part: String, instead: String, place: String, text: String) {
        do {
            let mapping = try PadMapping(text: Self.text.replacing(part, with: instead), file: "pads/my.yaml")
            Issue.record("read as \(mapping)")
        } catch {
            let lines = error.description.split(separator: "\n")
            #expect(lines.contains { $0.hasPrefix("pads/my.yaml:\(place):") }, "\(error)")
            #expect(lines.contains { $0.contains(text) }, "\(error)")
        }
    }

    @Test(arguments: 0..<Self.text.utf8.count) func `a file that was cut off is refused or complete`(length: Int) {
        let text = String(decoding: Self.text.utf8.prefix(length), as: UTF8.self)
        guard let mapping = try? PadMapping(text: text, file: "cut.yaml") else { return }
        #expect(mapping.sticks.count == 4 && mapping.controls.values.contains(.land))
    }

    @Test func `a pad that lacks a stick or the landing button is told so`() throws {
        let mapping = try PadMapping(text: Self.text, file: "my.yaml")
        #expect(mapping.missing(on: Pads.joystick) == ["ABS_HAT0Y+", "ABS_RX", "ABS_RY", "BTN_EAST"])
        #expect(mapping.missing(on: Pads.xbox) == [])
    }

    @Test func `names are read as they are written`() {
        for code in 0...0x2E as ClosedRange<UInt16> {
            #expect(PadAxis(name: PadAxis(code: code).name) == PadAxis(code: code))
        }
        for code in PadButton.range { #expect(PadButton(name: PadButton(code: code).name) == PadButton(code: code)) }
        for text in ["", "ABS_", "BTN_", "ABS_0x2f", "BTN_0xff", "ABS_X", "BTN_SOUTH+", "ABS_X*", "+"] {
            #expect(PadControl(name: text) == nil)
        }
    }

    @Test func `a pad's name cannot command a terminal`() {
        let pad = PadDescription(name: "A\u{1B}[2J\u{7}\u{9B}B\n" + String(repeating: "x", count: 300))
        #expect(pad.name.hasPrefix("A[2JB"))
        #expect(pad.name.count == 80)
    }
}
