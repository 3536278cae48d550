import DroneProtocol
import FlightRecording
import Foundation
import Missions

/// Missions as files: the one place of the program that opens them.
enum MissionFiles {
    /// Reads and checks the mission at `path`; includes are looked for beside it.
    ///
    /// - Throws: `MissionError`.
    static func read(_ path: String) throws(MissionError) -> Mission {
        try MissionReader.read(file: path, vocabulary: .ofTheDrone) { try text(of: $0) }
    }

    /// Largest file that is read, bytes; a mission by hand has a few thousand.
    private static let largest = 256 * 1024

    private static func text(of path: String) throws -> String {
        let attributes: [FileAttributeKey: Any]
        do { attributes = try FileManager.default.attributesOfItem(atPath: resolved(path)) } catch {
            throw Unreadable(reason: "no such file")
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular else { throw Unreadable(reason: "not a file") }
        guard let size = attributes[.size] as? Int, size <= largest else {
            throw Unreadable(reason: "more than 256 KiB")
        }
        guard let data = FileManager.default.contents(atPath: path) else { throw Unreadable(reason: "no permission") }
        guard let text = String(validating: data, as: UTF8.self) else { throw Unreadable(reason: "not UTF-8 text") }
        return text
    }

    private static func resolved(_ path: String) -> String { URL(filePath: path).resolvingSymlinksInPath().path }

    struct Unreadable: Error, CustomStringConvertible {
        var reason: String
        var description: String { reason }
    }
}

extension Mission {
    /// The hash of all its files, lower-case hexadecimal.
    var sha256: String {
        var hash = SHA256()
        for source in sources { hash.update(Array(source.text.utf8)) }
        let digits = Array("0123456789abcdef")
        return String(hash.finish().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}

extension MissionVocabulary {
    /// Every animation and light pattern of the drone.
    static let ofTheDrone = MissionVocabulary(
        animations: FlightAnimation.allCases.map {
            ($0.name, Int($0.rawValue), Int($0.defaultDuration / .milliseconds(1)))
        },
        lights: LEDAnimation.allCases.map { ($0.name, Int($0.rawValue)) })
}
