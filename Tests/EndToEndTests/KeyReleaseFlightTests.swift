import Testing

extension EndToEnd {
    /// The cockpit in a terminal with kitty's keyboard protocol.
    @Suite(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
    struct KeyReleaseFlightTests {
        /// A key pressed or let go, as kitty sends it when all was asked for.
        private func press(_ key: Character) -> String { "\u{1B}[\(code(key));;\(code(key))u" }
        private func release(_ key: Character) -> String { "\u{1B}[\(code(key));1:3u" }
        private func code(_ key: Character) -> UInt32 { key.unicodeScalars.first?.value ?? 0 }

        private func hovering() async throws -> Terminal {
            let cockpit = try Terminal(["cockpit", "--sim", "--video", "off"], hasKittyKeyboard: true)
            let landed = try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            #expect(landed.keyboard == [0, 1, 31])
            try await cockpit.type(press("t") + release("t"))
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.wait(for: "hold")
            return cockpit
        }

        private func quit(_ cockpit: Terminal) async throws {
            try await cockpit.type(press(" ") + release(" "))
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type(press("q"))
            let end = try await cockpit.end()
            #expect(end.status == 0)
            #expect(end.keyboard == [0, 0, 0])
            expectRestored(end)
        }

        @Test func `a key flies from its press to its release without repeating`() async throws {
            let cockpit = try await hovering()
            try await cockpit.type(press("w"))
            try await cockpit.wait(for: "F 30 %")
            // It takes the simulated drone more than a second of forward flight to gain this speed.
            try await cockpit.wait(for: "FLYING", row: 1, column: 2)
            try await cockpit.type("\u{1B}[A")
            try await cockpit.wait(for: "U 30 %")
            let both = try await cockpit.wait(for: "F 30 %")
            #expect(both.picture.contains("U 30 %"))
            try await cockpit.type("\u{1B}[1;1:3A")
            try await cockpit.waitUntilGone("U 30 %")
            try await cockpit.wait(for: "F 30 %")
            try await cockpit.type(release("w"))
            try await cockpit.waitUntilGone("F 30 %")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await quit(cockpit)
        }

        @Test func `a terminal that falls silent, and a window without the focus, make it hover`() async throws {
            let cockpit = try await hovering()
            try await cockpit.type(press("d"))
            try await cockpit.wait(for: "R 30 %")
            try await cockpit.type("\u{1B}[O")
            try await cockpit.wait(for: "the keys go to another window: hover")
            try await cockpit.waitUntilGone("R 30 %")
            try await cockpit.type(press("a"))
            try await cockpit.wait(for: "L 30 %")
            try await cockpit.mute()
            try await cockpit.wait(for: "the terminal does not answer: hover")
            try await cockpit.waitUntilGone("L 30 %")
            try await quit(cockpit)
        }

        @Test(arguments: ["SEGV", "TRAP", "ABRT", "TERM"])
        func `the keyboard is given back however it ends`(signal: String) async throws {
            let cockpit = try Terminal(["cockpit", "--sim", "--video", "off"], hasKittyKeyboard: true)
            let landed = try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            #expect(landed.keyboard == [0, 1, 31])
            try await cockpit.send(signal: signal)
            let end = try await cockpit.end()
            #expect((end.status == 0) == (signal == "TERM"))
            #expect(end.keyboard == [0, 0, 0])
            expectRestored(end)
        }

        @Test func `Control-C as a key lands first, and the second leaves at once`() async throws {
            let cockpit = try await hovering()
            try await cockpit.type("\u{1B}[99;5u\u{1B}[99;5:3u")
            try await cockpit.wait(for: "leaving: a flying drone lands first")
            try await cockpit.type("\u{1B}[99;5u")
            let end = try await cockpit.end()
            #expect(end.status == 1)
            #expect(end.afterFullScreen.contains("THE DRONE STILL FLIES"), "\(end.afterFullScreen)")
            #expect(end.keyboard == [0, 0, 0])
            expectRestored(end)
        }

        @Test func `letters with modifiers, escape and the command line work as ever`() async throws {
            let cockpit = try Terminal(["cockpit", "--sim", "--video", "off"], hasKittyKeyboard: true)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("\u{1B}[57441;2u\u{1B}[47:63;2;63u\u{1B}[47:63;2:3u\u{1B}[57441;1:3u")
            try await cockpit.wait(for: "KEYS")
            try await cockpit.type("\u{1B}[27u")
            try await cockpit.waitUntilGone("KEYS on the ground")
            try await cockpit.type("\u{1B}[57441;2u\u{1B}[59:58;2;58u\u{1B}[57441;1:3u" + press("t") + release("t"))
            try await cockpit.wait(for: ":t_")
            try await cockpit.type("\u{1B}[127u\u{1B}[27u\u{1B}[92;5u")
            try await cockpit.waitUntilGone(":_")
            try await cockpit.type("\u{1B}[107:75;2;75u")
            try await cockpit.wait(for: "y CUTS THE MOTORS")
            try await cockpit.type(press("n"))
            try await cockpit.wait(for: "motor cut cancelled")
            try await cockpit.type(press("q"))
            #expect(try await cockpit.end().status == 0)
        }
    }
}
