import Testing

extension EndToEnd {
    /// The cockpit in a terminal, on a simulated drone of its own.
    @Suite(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
    struct CockpitFlightTests {
        @Test func `a flight from the keys: trim, take-off, movement, land, help and quit`() async throws {
            let cockpit = try Terminal(["cockpit", "--sim"])
            try await cockpit.wait(for: "SIM", row: 0, column: 3)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.wait(for: "firmware 2.4.8", row: 0)
            try await cockpit.wait(for: "100 %", row: 1)
            try await cockpit.wait(for: "no flat trim")
            try await cockpit.type("f")
            try await cockpit.wait(for: "AT*FTRIM")
            try await cockpit.waitUntilGone("no flat trim")
            try await cockpit.type("t")
            try await cockpit.wait(for: "TAKING OFF", row: 1, column: 2)
            try await cockpit.wait(for: "AT*REF 290718208 (fly)")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.wait(for: "hold")
            // Held, the key flies; 250 ms after the last repetition the drone holds its place again.
            try await cockpit.wait(for: "FLYING", row: 1, column: 2, holding: "w")
            try await cockpit.wait(for: "F 30 %", holding: "w")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.wait(for: "R 30 %", holding: "d")
            // Arrow keys in the form of the application mode, which the terminal was put in, and in the other.
            try await cockpit.wait(for: "U 30 %", holding: "\u{1B}OA")
            try await cockpit.wait(for: "D 30 %", holding: "\u{1B}[B")
            try await cockpit.type("?")
            try await cockpit.wait(for: "KEYS")
            try await cockpit.type("?")
            try await cockpit.waitUntilGone("KEYS")
            try await cockpit.type("l")
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("q")
            let end = try await cockpit.end()
            #expect(end.status == 0)
            expectRestored(end)
        }

        @Test func `motors are cut by K and y, and e recovers`() async throws {
            let cockpit = try Terminal(["cockpit", "--sim"])
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("t")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.type("K")
            try await cockpit.wait(for: "y CUTS THE MOTORS")
            try await cockpit.type("n")
            try await cockpit.wait(for: "motor cut cancelled")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.type("Ky")
            try await cockpit.wait(for: "EMERGENCY", row: 1, column: 2)
            try await cockpit.wait(for: "emergency state")
            try await cockpit.type("t")
            try await cockpit.wait(for: "take-off refused: emergency state")
            try await cockpit.type("e")
            try await cockpit.waitUntilGone("emergency state")
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("t")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.type("l")
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)
        }

        @Test func `take-off with an empty battery is refused with the reason and the remedy`() async throws {
            let drone = try await RunningDrone(["--fault", "battery 5 %"])
            let cockpit = try Terminal(["cockpit"] + drone.flags())
            try await cockpit.wait(for: "SIM", row: 0, column: 3)
            try await cockpit.wait(for: "battery low")
            try await cockpit.type("t")
            try await cockpit.wait(for: "take-off refused: battery low")
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)
            try await drone.stop()
        }

        @Test func `the window may be resized in flight to any size`() async throws {
            let cockpit = try Terminal(["cockpit", "--sim"])
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("t")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            for (rows, columns) in [(12, 40), (5, 20), (40, 120), (2, 8), (1, 1), (60, 200), (24, 80)] {
                try await cockpit.resize(rows: rows, columns: columns)
                if columns >= 20 {
                    let answer = try await cockpit.wait(for: "HOVERING", row: 1)
                    // The border reaches the window's last row and column.
                    #expect(answer.screen.count == rows)
                }
            }
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            try await cockpit.wait(for: "┘", row: 23, column: 79)
            try await cockpit.resize(rows: 5, columns: 20)
            try await cockpit.wait(for: "┘", row: 4, column: 19)
            try await cockpit.type("l")
            try await cockpit.wait(for: "LANDED", row: 1)
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)
        }

        @Test(arguments: ["xterm-256color", "vt100", "linux", "screen-256color", "xterm"])
        func `every terminal with a cursor shows the cockpit`(term: String) async throws {
            let cockpit = try Terminal(["cockpit", "--sim", "--ascii"], term: term)
            try await cockpit.wait(for: "SIM", row: 0)
            try await cockpit.wait(for: "LANDED", row: 1)
            try await cockpit.type("q")
            let end = try await cockpit.end()
            #expect(end.status == 0)
            #expect(end.lineSettingsRestored == true)
        }

        @Test(arguments: ["dumb", "unknown", "no-such-terminal", ""])
        func `a terminal that cannot show the cockpit is refused in a sentence`(term: String) async throws {
            let cockpit = try Terminal(["cockpit", "--sim"], term: term)
            let end = try await cockpit.end()
            #expect(end.status == 1)
            #expect(end.received.hasPrefix("Error: "), "\(end.received)")
            #expect(end.received.contains("TERM"), "\(end.received)")
            #expect(end.lineSettingsRestored == true)
        }

        @Test func `without a terminal the cockpit is refused in a sentence`() async throws {
            let result = try await StorkProgram.run(["cockpit", "--sim"])
            #expect(result.status == 1)
            #expect(result.errors.contains("terminal"), "\(result.errors)")
            #expect(result.output == "")
        }

        @Test(arguments: [[:], ["NO_COLOR": "1"]])
        func `NO_COLOR means no colours`(environment: [String: String]) async throws {
            let cockpit = try Terminal(["cockpit", "--sim"], environment: environment)
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("q")
            let end = try await cockpit.end()
            let colours = /\u{1B}\[[0-9;]*\b(3[0-7]|4[0-7]|9[0-7]|38;5;\d+)m/
            #expect(end.received.contains(colours) == environment.isEmpty)
        }
    }
}

/// The terminal is as it was: line settings, cursor, screen.
func expectRestored(_ end: Terminal.Answer) {
    #expect(end.lineSettingsRestored == true)
    #expect(end.received.contains("\u{1B}[?1049h"))
    let afterwards = end.afterFullScreen
    #expect(!afterwards.contains("\u{1B}[?1049h"))
    #expect(end.received.ranges(of: "\u{1B}[?25h").last.map { $0.lowerBound } != nil, "the cursor is shown again")
}
