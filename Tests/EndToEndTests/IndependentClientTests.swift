import Foundation
import Testing

extension EndToEnd {
    /// Clients that nobody here wrote, on a simulated drone with the real ports.
    @Suite struct IndependentClientTests {
        private struct Seen: Decodable {
            var flew: Bool
            var tookOff: Bool
            var landed: Bool
            var flying: Bool
            /// Major control states in order, each once while it lasts.
            var states: [Int]
            var highestMm: Int
            var batteryPercent: Int
        }

        @Test(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
        func `pyardrone takes off, reads navdata and lands`() async throws {
            let drone = try await RunningDrone(host: "127.0.0.7", ephemeral: false)
            let flight = try RunningProgram(
                OtherProgram.python, [OtherProgram.driver("pyardrone_flight.py"), drone.host],
                environment: StorkProgram.plainEnvironment)
            let result = try await flight.result(within: .seconds(60))
            #expect(result.status == 0 && result.errors == "", "\(result.errors)")
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let seen = try decoder.decode(Seen.self, from: Data(result.output.utf8))
            #expect(seen.tookOff && seen.flew)
            #expect(seen.landed && !seen.flying)
            #expect(seen.highestMm > 500)
            #expect((80...100).contains(seen.batteryPercent))
            // Firmware 2.4.8 numbers its states so: landed, taking off, hovering, flying, landing, landed.
            #expect(seen.states == [2, 7, 4, 3, 9, 2])
            try await drone.stop()
        }

        @Test(.enabled(if: OtherProgram.havePython, "\(OtherProgram.noPython)"))
        func `Python's FTP client reads version.txt`() async throws {
            let drone = try await RunningDrone(["--firmware", "2.3.3"])
            let client = try RunningProgram(
                OtherProgram.python, [OtherProgram.driver("version_file.py"), drone.host, "\(drone.ftpPort)"],
                environment: StorkProgram.plainEnvironment)
            #expect(try await client.result().output == "2.3.3\n")
            try await drone.stop()
        }

        @Test(.enabled(if: OtherProgram.curl != nil, "\(OtherProgram.noCurl)"))
        func `curl reads version.txt`() async throws {
            let drone = try await RunningDrone(["--model", "1"])
            let client = try RunningProgram(
                try #require(OtherProgram.curl),
                ["--silent", "--show-error", "--max-time", "10", "ftp://\(drone.host):\(drone.ftpPort)/version.txt"],
                environment: StorkProgram.plainEnvironment)
            let result = try await client.result()
            #expect(result.output == "1.11.5\n", "\(result.errors)")
            try await drone.stop()
        }
    }
}
