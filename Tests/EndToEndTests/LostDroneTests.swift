import Testing

extension EndToEnd {
    /// The plug is pulled: a drone that vanishes, or was never there, and keys that no pilot types.
    @Suite(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
    struct LostDroneTests {
        @Test func `a drone that vanishes in the air is shown as unknown, and leaving says that it may fly`()
            async throws
        {
            let drone = try await RunningDrone()
            let cockpit = try Terminal(["cockpit"] + drone.flags())
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("t")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            drone.program.send(signal: 9)
            try await cockpit.wait(for: "NO NAVDATA")
            try await cockpit.wait(for: "ALT n/a", row: 1)
            try await cockpit.wait(for: "STATE n/a", row: 1, column: 2)
            try await cockpit.type("q")
            try await cockpit.wait(for: "It may be in the air")
            try await cockpit.type("y")
            let end = try await cockpit.end()
            #expect(end.status == 1)
            #expect(end.afterFullScreen.contains("THE DRONE MAY STILL FLY"), "\(end.afterFullScreen)")
            expectRestored(end)
        }

        @Test func `without a drone nothing is invented, take-off is refused, and q leaves at once`() async throws {
            let cockpit = try Terminal(["cockpit", "--drone", "127.0.0.1", "--navdata-port", "9", "--at-port", "9"])
            try await cockpit.wait(for: "REAL", row: 0, column: 3)
            try await cockpit.wait(for: "ALT n/a", row: 1)
            try await cockpit.type("t")
            try await cockpit.wait(for: "take-off refused: no navdata")
            try await cockpit.type("q")
            #expect(try await cockpit.end().status == 0)
        }

        @Test func `keys that no pilot types neither stop the program nor take the keys away`() async throws {
            let cockpit = try Terminal(["cockpit", "--sim"])
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("t")
            try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
            // Everything but what leaves (q, Ctrl-C), cuts the motors (y after K) and writes files (P).
            var seed: UInt32 = 7
            for _ in 0..<40 {
                let keys = (0..<50).compactMap { _ -> Character? in
                    seed = seed &* 1_664_525 &+ 1_013_904_223
                    let scalar = Unicode.Scalar((seed >> 20) % 0x180).map { Character($0) }
                    return scalar.flatMap { "qyYP\u{03}".contains($0) ? nil : $0 }
                }
                try await cockpit.type(String(keys))
            }
            try await cockpit.type("\u{1B}[200~\u{1B}[<0;1;1M\u{1C}\u{1A}\u{13}\u{1B}")
            try await cockpit.type("l")
            try await cockpit.wait(for: "LANDED", row: 1, column: 2)
            try await cockpit.type("q")
            let end = try await cockpit.end()
            #expect(end.status == 0)
            expectRestored(end)
        }
    }
}
