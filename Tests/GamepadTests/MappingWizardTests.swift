import Gamepad
import Testing

struct MappingWizardTests {
    private var wizard = MappingWizard(Pads.joystick, Pads.rest(Pads.joystick), name: "old")

    private mutating func axis(_ axis: PadAxis, _ values: Int...) -> [MappingWizard.Output] {
        var outputs: [MappingWizard.Output] = []
        for value in values { outputs += wizard.handle(.event(.axis(axis, value))) }
        return outputs
    }

    private mutating func press(_ code: UInt16) -> [MappingWizard.Output] {
        let button = PadButton(code: code)
        return wizard.handle(.event(.button(button, isPressed: true)))
            + wizard.handle(.event(.button(button, isPressed: false)))
    }

    private mutating func moveSticks() {
        _ = press(0x120)
        // Right, forward, up, right, each and back.
        _ = axis(Pads.z, 200, 255, 200, 128)
        _ = axis(Pads.rz, 60, 0, 60, 128)
        _ = axis(Pads.y, 0, 128)
        _ = axis(Pads.x, 255, 128)
    }

    @Test mutating func `four sticks and some buttons make a mapping for this pad`() throws {
        #expect(wizard.start == [.ask("Let all sticks go, then press any button of USB Gamepad")])
        #expect(press(0x120) == [.ask("Roll: push its stick fully to the RIGHT and let it go")])
        #expect(axis(Pads.z, 200, 255) == [.say("ABS_Z: now let it go")])
        #expect(axis(Pads.z, 140).first == .say("roll is ABS_Z"))
        #expect(axis(Pads.rz, 0, 128).dropFirst().first == .say("pitch is ABS_RZ"))
        #expect(axis(Pads.y, 0, 128).dropFirst().first == .say("climb is ABS_Y, reversed"))
        #expect(
            axis(Pads.x, 255, 128).dropFirst() == [.say("yaw is ABS_X"), .ask("Press the button that LANDS")])
        #expect(press(0x121).first == .say("land is BTN_THUMB"))
        #expect(press(0x122).first == .say("take-off is BTN_THUMB2"))
        var outputs: [MappingWizard.Output] = []
        for _ in 0..<7 { outputs = wizard.handle(.skip) }
        guard case .done(let mapping)? = outputs.last else {
            Issue.record("not done: \(outputs)")
            return
        }
        #expect(mapping.match == PadMapping.Match(vendor: 0x0079, product: 0x0011))
        #expect(mapping.sticks[.roll] == PadMapping.Stick(Pads.z))
        #expect(mapping.sticks[.pitch] == PadMapping.Stick(Pads.rz))
        #expect(mapping.sticks[.climb] == PadMapping.Stick(Pads.y, isReversed: true))
        #expect(mapping.sticks[.yaw] == PadMapping.Stick(Pads.x))
        #expect(
            mapping.controls == [
                .button(PadButton(code: 0x121)): .land, .button(PadButton(code: 0x122)): .takeOff,
            ])
        #expect(mapping.missing(on: Pads.joystick) == [])
        var read = mapping
        read.file = "old.yaml"
        #expect(try PadMapping(text: mapping.text, file: "old.yaml") == read)
    }

    @Test mutating func `a stick pushed the other way round is reversed`() {
        _ = press(0x120)
        #expect(axis(Pads.z, 0, 128).dropFirst().first == .say("roll is ABS_Z, reversed"))
        #expect(axis(Pads.rz, 255, 128).dropFirst().first == .say("pitch is ABS_RZ, reversed"))
        #expect(axis(Pads.y, 255, 128).dropFirst().first == .say("climb is ABS_Y"))
    }

    @Test mutating func `a nudge, a stick that is used already and a trigger are no answers`() {
        wizard = MappingWizard(Pads.xbox, Pads.rest(Pads.xbox), name: "x")
        _ = press(0x130)
        #expect(axis(Pads.rx, 15000, 0) == [])
        #expect(axis(Pads.z, 100, 255) == [.say("ABS_Z does not rest in its middle: use a stick")])
        #expect(axis(Pads.z, 128, 0) == [])
        #expect(axis(Pads.rx, 32767, 0).count == 3)
        #expect(axis(Pads.rx, 32767, 0) == [])
        #expect(axis(Pads.ry, -32768, 0).dropFirst().first == .say("pitch is ABS_RY"))
    }

    @Test mutating func `land cannot be left out, and a button serves once`() {
        moveSticks()
        #expect(wizard.handle(.skip) == [.say("a pad that flies has to be able to land")])
        _ = press(0x121)
        #expect(press(0x121) == [.say("BTN_THUMB is land already: press another")])
    }

    @Test(arguments: [true, false]) mutating func `a cut without its confirmation is none`(hasFirst: Bool) throws {
        moveSticks()
        _ = press(0x121)
        _ = wizard.handle(.skip)
        _ = wizard.handle(.skip)
        _ = hasFirst ? press(0x123) : wizard.handle(.skip)
        var outputs: [MappingWizard.Output] = []
        for _ in 0..<8 where outputs.isEmpty || !outputs.contains(where: { if case .done = $0 { true } else { false } })
        {
            outputs = wizard.handle(.skip)
        }
        guard case .done(let mapping)? = outputs.last else {
            Issue.record("not done: \(outputs)")
            return
        }
        #expect(Set(mapping.controls.values) == [.land])
    }

    @Test mutating func `a directional pad may be a button`() {
        wizard = MappingWizard(Pads.xbox, Pads.rest(Pads.xbox), name: "x")
        _ = press(0x130)
        _ = axis(Pads.rx, 32767, 0)
        _ = axis(Pads.ry, -32768, 0)
        _ = axis(Pads.y, -32768, 0)
        _ = axis(Pads.x, 32767, 0)
        #expect(axis(Pads.hatY, -1, 0).first == .say("land is ABS_HAT0Y-"))
        #expect(axis(Pads.rx, 32767, 0) == [])
    }
}
