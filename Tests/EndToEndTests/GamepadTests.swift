import Foundation
import Testing

extension EndToEnd {
    /// Game pads from the kernel's interface to the drone: the real program, umockdev in place of the kernel.
    @Suite(.enabled(if: MockPads.isHere, "\(MockPads.notHere)"))
    struct GamepadTests {
        private func folder() throws -> URL {
            let folder = FileManager.default.temporaryDirectory.appending(path: "stork-config-\(UUID().uuidString)")
            try FileManager.default.createDirectory(
                at: folder.appending(path: "stork/gamepads"), withIntermediateDirectories: true)
            return folder
        }

        @Test func `list names every pad with its mapping, and nothing else`() async throws {
            let pads = try MockPads([(3, "nothing"), (5, "xbox"), (6, "playstation"), (7, "joystick")])
            let result = try await pads.run(["gamepad", "list"])
            #expect(result.status == 0, "\(result.errors)")
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 3)
            #expect(
                lines.first
                    == "/dev/input/event5  045e:028e  Microsoft X-Box 360 pad: 8 axes, 11 buttons, mapping xbox (built in)"
            )
            #expect(lines.dropFirst().first?.contains("mapping playstation (built in)") == true)
            #expect(lines.last?.contains("no mapping: stork gamepad map --pad /dev/input/event7 makes one") == true)
        }

        @Test func `list as JSON, and none found is status 1 with what to do`() async throws {
            let json = try await MockPads([(5, "xbox")]).run(["gamepad", "list", "--json"])
            let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            #expect(object?["id"] as? String == "045e:028e")
            #expect(object?["mapping"] as? String == "xbox")
            #expect((object?["axes"] as? [String])?.count == 8)
            let none = try await MockPads([(3, "nothing")]).run(["gamepad", "list"])
            #expect(none.status == 1)
            #expect(none.errors.contains("no game pad found: plug one in, or pair it"))
        }

        @Test func `watch prints what moves and what it asks for, through unplugging and plugging in`() async throws {
            let pads = try MockPads([(5, "xbox")])
            let watch = try pads.start(["gamepad", "watch", "--plain"])
            func wait(for text: String) async throws {
                while true {
                    let line = try await watch.line(within: .seconds(20)).text
                    if line.contains(text) { return }
                }
            }
            try await wait(for: "game pad Microsoft X-Box 360 pad, mapping xbox (built in)")
            try pads.order("axis 5 3 32767")
            try await wait(for: "ABS_RX 32767  roll +100 %")
            try await wait(for: "asks roll +100 %")
            try pads.order("button 5 304 1")
            try await wait(for: "orders take-off")
            try pads.order("unplug 5")
            try await wait(for: "asks hover")
            try await wait(for: "game pad gone (unplugged): hover")
            try pads.order("plug 8 playstation")
            try await wait(for: "mapping playstation (built in)")
            try pads.order("axis 8 1 0")
            try await wait(for: "asks climb +100 %")
        }

        @Test func `the live screen shows bars and buttons`() async throws {
            let pads = try MockPads([(5, "xbox")])
            let watch = try Terminal(["gamepad", "watch"], wrappedBy: pads.wrapper)
            try await watch.wait(for: "GAME PAD Microsoft X-Box 360 pad 045e:028e", row: 0)
            try pads.order("axis 5 1 -32768")
            try await watch.wait(for: "climb +100 %", row: 3)
            try await watch.wait(for: "asks for roll 0 %  pitch 0 %  climb +100 %  yaw 0 %")
            try pads.order("button 5 305 1")
            try await watch.wait(for: "[EAST:land]")
            try await watch.wait(for: "orders land")
            try pads.order("unplug 5")
            try await watch.wait(for: "no game pad: plug one in")
            try await watch.type("q")
            let end = try await watch.end()
            #expect(end.status == 0)
            expectRestored(end)
        }

        @Test func `a pad takes off, flies, hovers in the middle and lands`() async throws {
            let pads = try MockPads([(5, "xbox")])
            let cockpit = try Terminal(["cockpit", "--sim", "--video", "off"], wrappedBy: pads.wrapper)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.wait(for: "pad xbox (built in)", row: 23)
            try pads.order("button 5 304 1")
            try pads.order("button 5 304 0")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.wait(for: "hold")
            // Held still the stick tells nothing; the movement is renewed all the same.
            try pads.order("axis 5 4 -32768")
            try await cockpit.wait(for: "F 30 %")
            try await cockpit.wait(for: "FLYING", row: 1, column: 2)
            try pads.order("axis 5 4 0")
            try await cockpit.waitUntilGone("F 30 %")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            // A directional pad up is faster; half of the way behind the dead zone is half of the speed.
            try pads.order("axis 5 17 -1")
            try pads.order("axis 5 17 0")
            try await cockpit.wait(for: "keys ask for 40 %")
            try pads.order("axis 5 0 18842")
            try await cockpit.wait(for: "R 20 %")
            try pads.order("button 5 305 1")
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)
        }

        @Test(arguments: ["unplug 5", "close 5"]) func `a pad that goes while it flies is hover`(way: String)
            async throws
        {
            let pads = try MockPads([(5, "xbox")])
            let cockpit = try Terminal(["cockpit", "--sim", "--video", "off"], wrappedBy: pads.wrapper)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.wait(for: "pad xbox (built in)", row: 23)
            try pads.order("button 5 304 1")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try pads.order("axis 5 4 -32768")
            try await cockpit.wait(for: "F 30 %")
            try pads.order(way)
            try await cockpit.wait(for: "game pad gone (unplugged): hover")
            try await cockpit.waitUntilGone("F 30 %")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.type("l")
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)
        }

        @Test(arguments: [["--gamepad", "off"], ["--readonly"]]) func `no pad flies where none is wanted`(
            flags: [String]
        ) async throws {
            let pads = try MockPads([(5, "xbox")])
            let cockpit = try Terminal(["cockpit", "--sim", "--video", "off"] + flags, wrappedBy: pads.wrapper)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try pads.order("button 5 304 1")
            try await cockpit.type("?")
            try await cockpit.wait(for: "no game pad")
            try await cockpit.type("?")
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)
        }

        @Test func `one device may be named, and what is wrong with it is said`() async throws {
            let pads = try MockPads([(3, "nothing"), (5, "xbox"), (6, "playstation")])
            let cockpit = try Terminal(
                ["cockpit", "--sim", "--video", "off", "--gamepad", "/dev/input/event6"], wrappedBy: pads.wrapper)
            try await cockpit.wait(for: "pad playstation (built in)", row: 23)
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)
            let other = try MockPads([(3, "nothing")])
            let refused = try Terminal(
                ["cockpit", "--sim", "--video", "off", "--gamepad", "/dev/input/event3"], wrappedBy: other.wrapper)
            try await refused.wait(for: "is no game pad")
            try await refused.type("q")
            #expect(try await refused.end().status == 0)
        }

        @Test func `a mapping is made by moving, flies then, and is not overwritten`() async throws {
            let folder = try folder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let environment = ["XDG_CONFIG_HOME": folder.path]
            let pads = try MockPads([(7, "joystick")])
            let map = try Terminal(
                ["gamepad", "map", "--name", "old"], environment: environment, wrappedBy: pads.wrapper)
            func press(_ button: Int) throws {
                try pads.order("button 7 \(button) 1")
                try pads.order("button 7 \(button) 0")
            }
            try await map.wait(for: "Let all sticks go")
            try press(288)
            for (question, axis, value, name) in [
                ("Roll:", 2, 255, "ABS_Z"), ("Pitch:", 5, 0, "ABS_RZ"), ("Climb:", 1, 0, "ABS_Y"),
                ("Turn:", 0, 255, "ABS_X"),
            ] {
                try await map.wait(for: question)
                try pads.order("axis 7 \(axis) \(value)")
                try await map.wait(for: "\(name): now let it go")
                try pads.order("axis 7 \(axis) 128")
            }
            try await map.wait(for: "Press the button that LANDS")
            try press(289)
            try await map.wait(for: "take-off; return for none")
            try press(290)
            try await map.wait(for: "hover; return for none")
            try await map.type("\n\n\n\n\n\n\n\n")
            try await map.wait(for: "written:")
            #expect(try await map.end().status == 0)
            let text = try String(
                contentsOf: folder.appending(path: "stork/gamepads/old.yaml"), encoding: .utf8)
            #expect(text.contains("match: {vendor: \"0079\", product: \"0011\"}"))
            #expect(text.contains("roll: ABS_Z\n") && text.contains("climb: ABS_Y reversed\n"))
            #expect(text.contains("land: BTN_THUMB\n") && text.contains("take-off: BTN_THUMB2\n"))

            let list = try await MockPads([(7, "joystick")]).run(["gamepad", "list"], environment: environment)
            #expect(list.output.contains("mapping old\n"), "\(list.output)\(list.errors)")
            let again = try await MockPads([(7, "joystick")]).run(
                ["gamepad", "map", "--name", "old"], environment: environment)
            #expect(again.status == 1 && again.errors.contains("is there already"))
        }

        @Test(arguments: [["gamepad", "list"], ["cockpit", "--sim"]])
        func `a mistake in a mapping file is told with its place`(command: [String]) async throws {
            let folder = try folder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appending(path: "stork/gamepads/bad.yaml")
            try "axes: {roll: ABS_Q}\nbuttons: {land: BTN_EAST}\n".write(to: file, atomically: true, encoding: .utf8)
            let result = try await StorkProgram.run(command, environment: ["XDG_CONFIG_HOME": folder.path])
            #expect(result.status == 1)
            #expect(result.errors.contains("bad.yaml:1:14: unknown axis “ABS_Q”"), "\(result.errors)")
            #expect(result.errors.contains("“pitch” is missing"))
        }

        @Test func `wrong usage is status 64`() async throws {
            for arguments in [["cockpit", "--sim", "--gamepad", "event5"], ["gamepad", "map", "--name", "../x"]] {
                let result = try await StorkProgram.run(arguments)
                #expect(result.status == 64, "\(result.errors)")
            }
        }
    }
}
