import Foundation
import Testing

/// `stork sim` on ports of its own, and what its ready line says.
struct RunningDrone {
    let program: RunningProgram
    let host: String
    let atPort: Int
    let navdataPort: Int
    let controlPort: Int
    let ftpPort: Int
    /// 0 without video.
    let videoPort: Int
    /// 0 where nothing is recorded.
    let recordPort: Int

    /// Starts a simulated drone and waits until it is ready.
    init(_ arguments: [String] = [], host: String = "127.0.0.1", ephemeral: Bool = true) async throws {
        self.host = host
        program = try StorkProgram.start(
            ["sim", "--listen", host] + (ephemeral ? ["--ephemeral-ports"] : []) + arguments)
        let ready = try await program.line().text
        let pattern =
            /ready at (.+): AT (\d+), navdata (\d+), configuration (\d+), FTP (\d+), (?:no video|video (\d+)(?:, recording (\d+))?) \(seed \d+\)$/
        let match = try #require(try pattern.firstMatch(in: ready), "\(ready)")
        let ports = [match.2, match.3, match.4, match.5, match.6 ?? "", match.7 ?? ""].map { Int($0) ?? 0 }
        #expect(match.1 == host)
        (atPort, navdataPort, controlPort, ftpPort) = (ports[0], ports[1], ports[2], ports[3])
        (videoPort, recordPort) = (ports[4], ports[5])
    }

    /// The flags that make a command talk to this drone.
    func flags(atPort: Int? = nil) -> [String] {
        [
            "--drone", host, "--at-port", "\(atPort ?? self.atPort)", "--navdata-port", "\(navdataPort)",
            "--control-port", "\(controlPort)", "--ftp-port", "\(ftpPort)",
        ]
    }

    /// The flags that make a command find its video too.
    var videoFlags: [String] { ["--video-port", "\(videoPort)", "--record-port", "\(recordPort)"] }

    /// Starts to watch the drone's telemetry, as a program of its own that only observes.
    func watch(_ arguments: [String] = []) throws -> RunningProgram {
        try StorkProgram.start(["watch", "--json"] + flags() + arguments)
    }

    /// Ends it as a person would; a simulated drone ends with status 0.
    func stop() async throws {
        let result = try await program.interrupt()
        #expect(result.status == 0)
        #expect(result.errors == "")
    }
}

/// A line of `stork watch --json`, as far as the tests look at it.
struct WatchRow: Decodable {
    /// Seconds since the first row.
    var time: Double
    var simulated: Bool
    var model: String?
    var state: String?
    var flying: Bool?
    var batteryPercent: Int?
    /// Metres.
    var altitude: Double?
    var status: [String]?
    /// Packets a second.
    var navdataRate: Double
    /// Packets missing and refused so far.
    var missing: Int
    var refused: Int

    private enum CodingKeys: String, CodingKey {
        case simulated, model, state, flying, status
        case time = "t_s"
        case batteryPercent = "battery_percent"
        case altitude = "altitude_m"
        case navdataRate = "navdata_hz"
        case missing = "navdata_missing"
        case refused = "navdata_refused"
    }

    init(_ text: String) throws { self = try JSONDecoder().decode(WatchRow.self, from: Data(text.utf8)) }
}

extension RunningProgram {
    /// The next row of a watching program that satisfies `condition`.
    func row(
        within patience: Duration = .seconds(20), where condition: (WatchRow) -> Bool
    ) async throws -> WatchRow {
        try WatchRow(await line(within: patience) { condition(try WatchRow($0)) }.text)
    }
}
