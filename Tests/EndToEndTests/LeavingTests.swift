import Foundation
import Testing

extension EndToEnd {
    /// Every way in which a cockpit can end with the drone in the air, judged on the drone's side.
    @Suite(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
    struct LeavingTests {
        /// A drone in the air with its cockpit, and an observer.
        private struct Flight {
            let drone: RunningDrone
            let cockpit: Terminal
            let watch: RunningProgram

            init() async throws {
                drone = try await RunningDrone()
                cockpit = try Terminal(["cockpit"] + drone.flags())
                try await cockpit.wait(for: "LANDED", row: 1, column: 2)
                try await cockpit.type("t")
                try await cockpit.wait(for: "HOVERING", row: 1, column: 2)
                watch = try drone.watch(["--every", "50ms"])
                _ = try await watch.row { $0.flying == true && $0.altitude ?? 0 > 0.3 }
            }

            /// Waits until the drone is down, and says that it came down by landing.
            func expectLanding() async throws {
                _ = try await watch.row { $0.state == "landing" }
                let row = try await watch.row { $0.flying == false }
                #expect(row.status?.contains("emergency") == false)
                #expect(row.altitude ?? 1 < 0.2)
            }

            func stop() async throws {
                try await watch.interrupt()
                try await drone.stop()
            }
        }

        enum Way: String, CaseIterable, CustomTestStringConvertible {
            case quit = "q"
            case control = "Ctrl-C"
            case interrupt = "SIGINT"
            case terminate = "SIGTERM"
            case hangUpSignal = "SIGHUP"
            case quitSignal = "SIGQUIT"
            var testDescription: String { rawValue }
        }

        @Test(arguments: Way.allCases)
        func `leaving in the air lands first and restores the terminal`(way: Way) async throws {
            let flight = try await Flight()
            let cockpit = flight.cockpit
            switch way {
            case .quit:
                try await cockpit.type("q")
                try await cockpit.wait(for: "Land and quit?")
                try await cockpit.type("y")
            case .control: try await cockpit.type("\u{03}")
            case .interrupt: try await cockpit.send(signal: "INT")
            case .terminate: try await cockpit.send(signal: "TERM")
            case .hangUpSignal: try await cockpit.send(signal: "HUP")
            case .quitSignal: try await cockpit.send(signal: "QUIT")
            }
            try await flight.expectLanding()
            let end = try await cockpit.end()
            #expect(end.status == 0)
            expectRestored(end)
            try await flight.stop()
        }

        @Test func `a closed terminal lands the drone, and the program ends`() async throws {
            let flight = try await Flight()
            try await flight.cockpit.hangUp()
            try await flight.expectLanding()
            #expect(try await flight.cockpit.end().status == 0)
            try await flight.stop()
        }

        @Test func `a second SIGINT leaves at once and says that the drone still flies`() async throws {
            let flight = try await Flight()
            try await flight.cockpit.send(signal: "INT")
            try await flight.cockpit.wait(for: "leaving")
            try await flight.cockpit.send(signal: "INT")
            let end = try await flight.cockpit.end()
            #expect(end.status == 1)
            #expect(end.afterFullScreen.contains("THE DRONE STILL FLIES"), "\(end.afterFullScreen)")
            expectRestored(end)
            try await flight.stop()
        }

        @Test func `a cockpit that is killed leaves a drone that comes down by its own watchdog`() async throws {
            let flight = try await Flight()
            try await flight.cockpit.send(signal: "KILL")
            #expect(try await flight.cockpit.end().status == -9)
            _ = try await flight.watch.row { $0.status?.contains("communication watchdog") == true }
            let down = try await flight.watch.row(within: .seconds(60)) { $0.flying == false }
            #expect(down.status?.contains("emergency") == false)
            try await flight.stop()
        }

        @Test func `another cockpit adopts a flying drone whose cockpit was killed`() async throws {
            let flight = try await Flight()
            try await flight.cockpit.send(signal: "KILL")
            _ = try await flight.cockpit.end()
            let second = try Terminal(["cockpit"] + flight.drone.flags())
            try await second.wait(for: "HOVERING", row: 1, column: 2)
            _ = try await flight.watch.row { $0.status?.contains("communication watchdog") == false }
            try await second.type("l")
            try await flight.expectLanding()
            try await second.wait(for: "LANDED", row: 1, column: 2)
            try await second.type("q")
            #expect(try await second.end().status == 0)
            try await flight.stop()
        }
    }
}
