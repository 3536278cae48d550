import ArgumentParser
import FerryWeb
import Foundation
import MessageFerry
import StationServer

/// A port to listen on, on an address where one is named: `8080`, `10.0.0.1:8080`, `[::1]:8080`.
struct WebPlace: ExpressibleByArgument, Equatable {
    var address: String?
    var port: Int

    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = parts.last, last.allSatisfy(\.isNumber), let port = Int(last), (0...65_535).contains(port)
        else {
            return nil
        }
        var address = parts.dropLast().joined(separator: ":")
        if address.hasPrefix("["), address.hasSuffix("]") {
            address = String(address.dropFirst().dropLast())
        } else if address.contains(":") {
            return nil
        }
        if parts.count > 1, address.isEmpty { return nil }
        self.address = parts.count > 1 ? address : nil
        self.port = port
    }
}

/// The page of a node, on its port.
struct FerryPages {
    private let address: String
    private let port: Int

    init(_ place: WebPlace, of node: FerryService.Configuration) {
        address = place.address ?? node.address
        port = place.port
    }

    /// Serves until `end` returns. Says where when it listens.
    func serve(_ service: FerryService, until end: @escaping @Sendable () async -> Void) async throws {
        var settings = FerrySite.Settings()
        settings.hostNames = [ProcessInfo.processInfo.hostName]
        let site = FerrySite(settings, secret: Self.secret(), shown: FerryText.chat) { await service.ask($0) }
        let server = StationServer(StationServerSettings(address: address, port: port), site)
        let address = address
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.run { port in
                    let anywhere = address == "0.0.0.0" || address == "::"
                    let host = anywhere ? "THIS-MACHINE" : address.contains(":") ? "[\(address)]" : address
                    StandardOutput.write("page for browsers on http://\(host):\(port)/")
                }
            }
            group.addTask { await end() }
            try await group.next()
            group.cancelAll()
        }
    }

    /// What only forms of this run know: 128 bits.
    private static func secret() -> String {
        (0..<16).map { _ in
            let digits = String(UInt8.random(in: 0...255), radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }
}
