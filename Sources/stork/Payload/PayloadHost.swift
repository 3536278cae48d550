import DroneModel
import Foundation
import PayloadIntake
import PayloadJournal
import PayloadStation
import PhotoMetadata
import StationServer

/// The payload station of this process: its folder, its port, its tokens.
final class PayloadHost: Sendable {
    let station: PayloadStation
    /// The station as phones reach it.
    let address: String
    private let server: StationServer
    private let running: Task<Void, any Error>
    private let polling: Task<Void, Never>?

    /// What is served, and where.
    struct Settings {
        var folder: String
        var address: String
        var port: Int
        /// Phones with tokens; none for everybody.
        var devices: [String]
        var webcam: WebcamPoller?
    }

    /// Listens.
    ///
    /// - Parameter tell: Told what comes, on any thread.
    static func start(
        _ settings: Settings, tell: @escaping @Sendable (PayloadStation.Event) -> Void,
        note: @escaping @Sendable (String) -> Void
    ) async throws -> PayloadHost {
        let journal = try PayloadJournal(settings.folder) { PhotoMetadata(jpeg: $0)?.time }
        let register = DeviceRegister(tokens: try TokenFile(folder: settings.folder).tokens(for: settings.devices))
        let station = PayloadStation(journal, register: register, clock: { now }, tell: tell)
        let server = StationServer(
            StationServerSettings(address: settings.address, port: settings.port), station)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let running = Task {
            defer { port.finish() }
            try await server.run { port.yield($0) }
        }
        var iterator = ports.makeAsyncIterator()
        guard let bound = await iterator.next() else {
            try await running.value
            throw FileProblem(path: settings.address, reason: "the port did not open")
        }
        let shown = settings.address == "0.0.0.0" ? Self.reachableAddress : settings.address
        let address = "http://\(shown):\(bound)"
        station.listens(at: address)
        let polling = settings.webcam.map { webcam in Task { await webcam.run(into: station, tell: note) } }
        return PayloadHost(station, address, server, running, polling)
    }

    private init(
        _ station: PayloadStation, _ address: String, _ server: StationServer, _ running: Task<Void, any Error>,
        _ polling: Task<Void, Never>?
    ) {
        self.station = station
        self.address = address
        self.server = server
        self.running = running
        self.polling = polling
    }

    /// Ends, after requests that are being answered.
    func stop() async {
        polling?.cancel()
        running.cancel()
        _ = await running.result
    }

    /// The address of the page for each phone; one without a name where everybody may send.
    var joinAddresses: [(device: String?, address: String)] {
        let tokens = station.register.tokens
        if tokens.isEmpty { return [(nil, address + "/")] }
        return tokens.keys.sorted().map { ($0, JoinPage.address(address, token: tokens[$0]) + "/") }
    }

    /// This computer's clock.
    static var now: UTCTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UTCTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// The address to show where all are listened at: the one that packets leave by.
    private static var reachableAddress: String {
        if case .success(let route) = Route.toward("192.168.1.1", port: 9) { return route.localAddress }
        return "127.0.0.1"
    }

    /// A name as phones may have it.
    static func cleanName(_ name: String) -> String? { DeviceName.clean(name) }
}

/// The tokens of phones in the station's folder, so that a phone that was set up once stays so: lines of a name and a
/// token, for the owner's eyes only.
private struct TokenFile {
    let folder: String

    private var path: String { folder + "/tokens" }

    /// The tokens of these phones; new ones for those that have none.
    func tokens(for devices: [String]) throws -> [String: String] {
        if devices.isEmpty { return [:] }
        var known: [String: String] = [:]
        for line in (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n") ?? [] {
            let words = line.split(separator: " ")
            if words.count == 2 { known[String(words[0])] = String(words[1]) }
        }
        for device in devices where known[device] == nil { known[device] = DeviceRegister.newToken() }
        let text = known.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }.joined()
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileProblem(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw FileProblem(path: path, reason: String(cString: strerror(errno)))
        }
        return known.filter { devices.contains($0.key) }
    }
}
