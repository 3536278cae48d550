import DroneLink
import DroneModel
import DroneProtocol
import Foundation

/// A drone whose configuration has been read, for the `config` commands.
struct ConfiguredDrone {
    let connection: DroneConnection
    let configuration: DroneConfiguration
    /// By the firmware the drone reports; a drone that reports none is taken for a 2.0.
    let generation: DroneGeneration
    let ids: MulticonfigurationIDs

    var firmware: FirmwareVersion? { configuration.firmware }

    /// Opens the drone, hands it to `body`, and closes it whatever happens.
    ///
    /// - Parameter ids: Multiconfiguration sets to activate first; the default set otherwise.
    static func with<Result>(
        _ options: DroneOptions, ids: MulticonfigurationIDs? = nil,
        _ body: (ConfiguredDrone) async throws -> Result
    ) async throws -> Result {
        let connection = try await DroneConnection.open(options, navdata: .asIs, role: .observer, ids: ids)
        do {
            try await connection.waitUntilLive()
            let configuration = try await connection.link.readConfiguration()
            let drone = ConfiguredDrone(
                connection: connection, configuration: configuration,
                generation: configuration.firmware?.generation ?? .ardrone2, ids: ids ?? .standard)
            let result = try await body(drone)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    /// The sets this program activates for keys that have no value without them.
    static var ownIDs: MulticonfigurationIDs {
        MulticonfigurationIDs(
            session: .session(random: .random(in: 1...UInt32.max)), user: .user(named: "stork"),
            application: .application(named: "stork"))
    }

    /// Writes values and reads all of them back in one go.
    ///
    /// - Throws: ``NotTaken`` naming every key that reads back as something else.
    func write(_ writes: [(key: ConfigurationKey, value: String)]) async throws {
        for (key, value) in writes { try await connection.link.write(key: "\(key)", value: value) }
        let after = try await connection.link.readConfiguration()
        let wrong = writes.compactMap { key, wanted -> String? in
            let found = after[key]
            guard let type = ConfigurationCatalogue.entry(for: key)?.type,
                let left = ConfigurationValue(wanted, as: type), let text = found,
                let right = ConfigurationValue(text, as: type)
            else { return found == wanted ? nil : "\(key) reads back as \(found ?? "n/a") instead of \(wanted)" }
            return left.isEquivalent(to: right) ? nil : "\(key) reads back as \(text) instead of \(wanted)"
        }
        if !wrong.isEmpty { throw NotTaken(sentences: wrong) }
    }
}

/// The drone acknowledged values and did not keep them.
struct NotTaken: Error, CustomStringConvertible {
    var sentences: [String]

    var description: String {
        "the drone did not take every value: " + sentences.joined(separator: "; ")
            + " (another program may have written it, or this firmware ignores it)"
    }
}

/// A file that a command cannot use.
struct FileProblem: Error, CustomStringConvertible {
    var path: String
    var reason: String

    var description: String { "\(path): \(reason)" }
}

/// Configuration files of `backup`, `restore` and `diff`.
enum ConfigurationFile {
    static func read(_ path: String) throws -> DroneConfiguration {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw FileProblem(path: path, reason: "cannot be read; write one with: stork config backup FILE")
        }
        do throws(ConfigurationFileError) {
            return try DroneConfiguration(fileText: text)
        } catch {
            throw FileProblem(path: path, reason: "\(error)")
        }
    }
}
