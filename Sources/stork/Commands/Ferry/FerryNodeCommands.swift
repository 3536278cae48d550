import ArgumentParser
import Foundation
import MessageFerry

/// What station and carrier have in common.
struct FerryNodeOptions: ParsableArguments {
    @OptionGroup var folder: FerryFolder

    @Option(help: ArgumentHelp("The node's name, on first run. (default: one is drawn)", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("The TCPCLv4 port, 0 for any that is free. (default: port in ferry.yaml, or 4556)"))
    var port: Int?

    @Option(
        help: ArgumentHelp(
            "A page for people with a browser, on this port of the node's address, or on another address. (default: web in ferry.yaml, or none)",
            valueName: "[address:]port"))
    var web: WebPlace?

    /// Runs until a signal comes.
    func run(_ role: FerrySettings.Role) async throws {
        let path = folder.path(ProcessInfo.processInfo.environment)
        let reading = try FerryConfiguration(folder: path).load(role: role, name: name)
        var configuration = reading.configuration
        if let port { configuration.port = port }
        // Where a file may not grow, the store says so; the process goes on.
        signal(SIGXFSZ, SIG_IGN)
        let (stop, stopped) = AsyncStream.makeStream(of: Void.self)
        let interruption = Interruption { count in
            if count > 1 { Foundation.exit(1) }
            stopped.finish()
        }
        defer { interruption.stop() }
        let service: FerryService
        do { service = try await FerryService.start(configuration) } catch {
            throw FileProblem(path: path, reason: "\(error)")
        }
        let port = service.port.map { "TCPCLv4 on port \($0)" } ?? "no port"
        StandardOutput.write("\(role.rawValue) \(configuration.settings.node) is up, \(port)")
        do {
            if let place = web ?? reading.web {
                try await FerryPages(place, of: configuration).serve(service) { for await _ in stop {} }
            } else {
                for await _ in stop {}
            }
        } catch {
            await service.stop()
            throw error
        }
        await service.stop()
    }
}

struct StationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "station",
        abstract: "A place with people: takes what is for them.",
        discussion: FerryNodeText.keys)

    @OptionGroup var options: FerryNodeOptions

    func run() async throws { try await options.run(.station) }
}

struct CarrierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "carrier",
        abstract: "What flies or walks: takes everything that it may for others.",
        discussion: FerryNodeText.keys)

    @OptionGroup var options: FerryNodeOptions

    func run() async throws { try await options.run(.carrier) }
}

enum FerryNodeText {
    static let keys = """
        Prints one line when ready, and runs until Ctrl-C. ferry.yaml is made on first run; its keys:

          node: dtn://name/ or ipn:7.0         subscribe: beginnings of groups, as ["dtn://topic/~"]
          carry: all, nothing, or beginnings   routing: epidemic, direct, spray
          quota: 4 GB                          order-patience: 1 h
          clock: trusted, untrusted            receipts: on, off
          listen: 0.0.0.0                      port, mtcp-port, stcp-port, udp-port, beacon-port: number or off
          web: a page for browsers, 8080, 10.0.0.1:8080 or off
          beacon-period: 1 (seconds)           beacon-to: more addresses, as ["10.0.0.255:3003"]
          peers: a list of address: host:port, layer: tcp, mtcp, stcp or udp, node: whose, only: ipn-sources,
                 no-fragments, standard-blocks

        group.key beside it, 64 hexadecimal digits, signs what is sent and checks what comes.

        The page needs nothing but a browser, not even scripts: topics, text, files. Who can reach it can read and write
        as this node; listen on an address that only the right people reach.

        Example: stork ferry station --folder bob --name bob --web 8080
        """
}
