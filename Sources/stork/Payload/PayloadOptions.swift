import ArgumentParser
import Foundation
import PayloadStation
import StationServer

/// Where phones are taken in; the same for `payload serve`, `cockpit` and `fly`.
struct StationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The address phones reach this computer at; nothing else listens. (default: the one towards the drone)",
            valueName: "address"))
    var listen: String?

    @Option(help: ArgumentHelp("The TCP port, 0 for any that is free.", valueName: "port")) var port = 8077

    @Option(
        name: .customLong("device"),
        help: ArgumentHelp(
            "A phone that may send, by a name such as side; again for more. Each has a token of its own, kept in the "
                + "folder. (default: phone)",
            valueName: "name"))
    var devices: [String] = []

    @Flag(help: "Whoever reaches the port may send, without tokens; phones say themselves who they are.")
    var open = false

    @Option(
        help: ArgumentHelp(
            "IP Webcam on a phone, which is asked for a picture every --every seconds: http://user:pass@10.0.0.7:8080",
            valueName: "url"))
    var webcam: String?

    @Option(help: ArgumentHelp("How often IP Webcam is asked, seconds.", valueName: "seconds")) var every = 5.0

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port \(port): 0 to 65535.") }
        guard (0.2...3600).contains(every) else { throw ValidationError("--every \(every): 0.2 to 3600 seconds.") }
        if open, !devices.isEmpty { throw ValidationError("--open knows no phones: take --device away.") }
        for name in devices where PayloadHost.cleanName(name) != name {
            throw ValidationError("--device “\(name)”: letters, digits, - and _, at most 32.")
        }
        if webcam != nil, webcamPoller == nil {
            throw ValidationError("--webcam: write it as http://10.0.0.7:8080")
        }
    }

    /// What fetches pictures; nil where nothing does.
    var webcamPoller: WebcamPoller? {
        guard let webcam, let url = URL(string: webcam), let host = url.host() else { return nil }
        var credentials: WebFetch.Credentials?
        if let user = url.user() { credentials = .init(user: user, password: url.password() ?? "") }
        return WebcamPoller(
            phone: WebFetch(host: host, port: url.port ?? 8080, credentials: credentials),
            device: devices.first ?? "phone",
            interval: .seconds(every), path: url.path().count > 1 ? url.path() : "/shot.jpg")
    }

    /// The address to listen at: the one given, else the one this computer has towards the drone, else only this
    /// computer itself.
    func address(towards drone: String) -> String { Self.address(listen, towards: drone) }

    /// The same for an address given elsewhere.
    static func address(_ listen: String?, towards drone: String) -> String {
        if let listen { return listen }
        if case .success(let route) = Route.toward(drone, port: 5556) { return route.localAddress }
        return "127.0.0.1"
    }
}
