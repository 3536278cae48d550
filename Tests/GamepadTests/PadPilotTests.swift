import DroneModel
import Gamepad
import Testing

struct PadPilotTests {
    private static let path = "/dev/input/event5"

    /// A pilot whose pad rests.
    private func pilot(_ pad: PadDescription = Pads.xbox, _ mappings: [PadMapping] = []) -> PadPilot {
        var pilot = PadPilot(mappings: mappings)
        _ = pilot.handle(.connected(path: Self.path, pad, Pads.rest(pad)), at: .zero)
        return pilot
    }

    private func axis(_ axis: PadAxis, _ value: Int) -> PadUpdate { .changed(path: Self.path, .axis(axis, value)) }

    private func button(_ button: PadButton, _ isPressed: Bool) -> PadUpdate {
        .changed(path: Self.path, .button(button, isPressed: isPressed))
    }

    @Test func `a pad that is plugged in says its mapping and moves nothing`() {
        var pilot = PadPilot(mappings: [])
        let outputs = pilot.handle(.connected(path: Self.path, Pads.xbox, Pads.rest(Pads.xbox)), at: .zero)
        #expect(outputs == [.say("game pad Microsoft X-Box 360 pad, mapping xbox (built in)")])
        #expect(pilot.seat?.mapping.name == "xbox")
    }

    @Test func `sticks steer, the middle is hover`() {
        var pilot = pilot()
        #expect(pilot.handle(axis(Pads.rx, 32767), at: .zero) == [.steer(Setpoint(roll: 1))])
        #expect(pilot.handle(axis(Pads.y, -32768), at: .zero) == [.steer(Setpoint(roll: 1, climb: 1))])
        #expect(pilot.handle(axis(Pads.y, -32768), at: .zero) == [])
        #expect(pilot.handle(axis(Pads.rx, 0), at: .zero) == [.steer(Setpoint(climb: 1))])
        #expect(pilot.handle(axis(Pads.y, 100), at: .zero) == [.steer(nil)])
    }

    @Test func `a stick that was never centred moves nothing`() {
        var pilot = PadPilot(mappings: [])
        var state = Pads.rest(Pads.playstation)
        state.axes[Pads.x] = 0
        state.axes[Pads.rx] = nil
        _ = pilot.handle(.connected(path: Self.path, Pads.playstation, state), at: .zero)
        #expect(pilot.handle(axis(Pads.x, 10), at: .zero) == [])
        #expect(pilot.handle(axis(Pads.rx, 255), at: .zero) == [])
        #expect(pilot.handle(axis(Pads.ry, 255), at: .zero) == [.steer(Setpoint(pitch: 1))])
        #expect(pilot.handle(axis(Pads.x, 128), at: .zero) == [])
        #expect(pilot.handle(axis(Pads.x, 255), at: .zero) == [.steer(Setpoint(pitch: 1, yaw: 1))])
    }

    @Test func `a button orders once when it goes down`() {
        var pilot = pilot()
        #expect(pilot.handle(button(Pads.south, true), at: .zero) == [.press(.takeOff)])
        #expect(pilot.handle(button(Pads.south, true), at: .zero) == [])
        #expect(pilot.handle(button(Pads.south, false), at: .zero) == [])
        #expect(pilot.handle(button(Pads.east, true), at: .zero) == [.press(.land)])
        #expect(pilot.handle(button(PadButton(code: 0x13E), true), at: .zero) == [])
    }

    @Test func `a directional pad presses, and one that trembles presses once`() throws {
        let old = try #require(Pads.mapping("xbox"))
        var mapping = old
        mapping.file = "trigger.yaml"
        mapping.controls[.axis(Pads.z, .positive)] = .picture
        var pilot = pilot(Pads.xbox, [mapping])
        #expect(pilot.handle(axis(Pads.hatY, -1), at: .zero) == [.press(.faster)])
        #expect(pilot.handle(axis(Pads.hatY, 0), at: .zero) == [])
        #expect(pilot.handle(axis(Pads.hatY, 1), at: .zero) == [.press(.slower)])
        // 205 of 255 is 0.61 of the way to one side, 200 is 0.57, 170 is 0.33.
        #expect(pilot.handle(axis(Pads.z, 205), at: .zero) == [.press(.picture)])
        for value in [200, 205, 200, 255] { #expect(pilot.handle(axis(Pads.z, value), at: .zero) == []) }
        #expect(pilot.handle(axis(Pads.z, 170), at: .zero) == [])
        #expect(pilot.handle(axis(Pads.z, 205), at: .zero) == [.press(.picture)])
    }

    @Test(arguments: [true, false]) func `unplugged is hover at once, moving or not`(isMoving: Bool) {
        var pilot = pilot()
        if isMoving { _ = pilot.handle(axis(Pads.rx, 32767), at: .zero) }
        let outputs = pilot.handle(.disconnected(path: Self.path, reason: "unplugged"), at: .zero)
        #expect(outputs == [.steer(nil), .warn("game pad gone (unplugged): hover")])
        #expect(pilot.seat == nil)
        #expect(pilot.handle(axis(Pads.rx, 32767), at: .zero) == [])
        #expect(pilot.tick(at: .seconds(60)) == [])
    }

    @Test func `the next pad takes over with its sticks as they are then`() {
        var pilot = pilot()
        let other = "/dev/input/event9"
        #expect(
            pilot.handle(.connected(path: other, Pads.playstation, Pads.rest(Pads.playstation)), at: .zero) == [
                .say("another game pad: Wireless Controller, not used")
            ])
        #expect(pilot.handle(.changed(path: other, .axis(Pads.rx, 255)), at: .zero) == [])
        let outputs = pilot.handle(.disconnected(path: Self.path, reason: "unplugged"), at: .zero)
        #expect(outputs.last == .say("game pad Wireless Controller, mapping playstation (built in)"))
        // It was pushed when it took over: first the middle.
        #expect(pilot.handle(.changed(path: other, .axis(Pads.rx, 250)), at: .zero) == [])
        #expect(pilot.handle(.changed(path: other, .axis(Pads.rx, 128)), at: .zero) == [])
        #expect(pilot.handle(.changed(path: other, .axis(Pads.rx, 255)), at: .zero) == [.steer(Setpoint(roll: 1))])
    }

    @Test func `a pad without a mapping says how to make one`() {
        var pilot = PadPilot(mappings: [])
        let outputs = pilot.handle(.connected(path: Self.path, Pads.joystick, Pads.rest(Pads.joystick)), at: .zero)
        #expect(outputs == [.warn("USB Gamepad has no mapping: stork gamepad map makes one")])
        #expect(pilot.seat == nil)
        #expect(pilot.shown?.path == Self.path)
    }

    @Test func `a mapping that names what the pad lacks does not fly it`() throws {
        let mapping = try PadMapping(
            text: PadMappingTests.text.replacing("match: {vendor: \"045e\"}", with: "match: {vendor: 0079}"),
            file: "old.yaml")
        var pilot = PadPilot(mappings: [mapping])
        let outputs = pilot.handle(.connected(path: Self.path, Pads.joystick, Pads.rest(Pads.joystick)), at: .zero)
        #expect(
            outputs == [
                .warn("mapping old names ABS_HAT0Y+, ABS_RX, ABS_RY, BTN_EAST: USB Gamepad lacks that")
            ])
        #expect(pilot.seat == nil)
    }

    @Test func `a stick that tells nothing new for 5 s is hover until it was centred`() {
        var pilot = pilot()
        _ = pilot.handle(axis(Pads.rx, 32767), at: .seconds(1))
        #expect(pilot.tick(at: .seconds(6) - .nanoseconds(1)) == [])
        #expect(
            pilot.tick(at: .seconds(6)) == [
                .steer(nil), .warn("Microsoft X-Box 360 pad told nothing for 5 s: hover. Centre the sticks"),
            ])
        #expect(pilot.tick(at: .seconds(7)) == [])
        #expect(pilot.handle(axis(Pads.rx, 32000), at: .seconds(7)) == [])
        #expect(pilot.handle(axis(Pads.rx, 0), at: .seconds(8)) == [])
        #expect(pilot.handle(axis(Pads.rx, 32767), at: .seconds(8)) == [.steer(Setpoint(roll: 1))])
    }

    @Test func `any news keeps a held stick, and a resting pad is never silent`() {
        var pilot = pilot()
        #expect(pilot.tick(at: .seconds(100)) == [])
        _ = pilot.handle(axis(Pads.rx, 32767), at: .seconds(100))
        _ = pilot.handle(button(Pads.north, true), at: .seconds(104))
        #expect(pilot.tick(at: .seconds(108)) == [])
    }

    @Test func `a device that was asked for and cannot be used is told`() {
        var pilot = PadPilot(mappings: [])
        #expect(
            pilot.handle(.unusable(path: "/dev/input/event1", reason: "Permission denied"), at: .zero) == [
                .warn("game pad /dev/input/event1: Permission denied")
            ])
    }
}
