import ArgumentParser
import DroneModel
import FlightRecording
import FlightReplay

/// How a recording is played as a drone.
struct ServingOptions: ParsableArguments {
    @Flag(help: "Play it as a drone on real sockets, for any client; the first one begins the flight.")
    var serve = false

    @Option(help: ArgumentHelp("With --serve: address to listen on.", valueName: "address"))
    var listen = "127.0.0.1"

    @Flag(help: "With --serve: ports chosen by the system instead of the real ones; the line printed names them.")
    var ephemeralPorts = false

    /// Plays until the recording's end, or until somebody interrupts.
    func run(_ source: RecordingSource, _ playing: ReplayPlayer.Settings) async throws {
        let (endings, ending) = AsyncStream.makeStream(of: Void.self)
        let interruption = Interruption { _ in ending.yield() }
        defer { interruption.stop() }
        var settings = ReplayDroneSettings(address: listen, ports: ephemeralPorts ? .ephemeral : .standard)
        settings.playing = playing
        let drone = try await ReplayDrone.start(source, settings) { ending.yield() }
        let ports = drone.ports
        StandardOutput.write(
            "replay (\(drone.player.progress.source)) ready at \(drone.address): AT \(ports.commands), "
                + "navdata \(ports.navdata), configuration \(ports.control), video \(ports.video)")
        for await _ in endings { break }
        let counters = await drone.counters()
        await drone.stop()
        StandardError.write(
            "sent \(counters.navdataSent) navdata datagrams and \(counters.videoBytes) bytes of video, "
                + "heard \(counters.commandDatagrams) command datagrams")
    }
}
