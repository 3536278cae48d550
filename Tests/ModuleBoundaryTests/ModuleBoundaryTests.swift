import Foundation
import Testing

/// Which modules a target may import, besides the standard library: the design's arrows, held by reading the import
/// lines.
private let law: [String: Set<String>] = [
    "WireBytes": [],
    "DroneModel": [],
    "CellCanvas": [],
    "JSONText": [],
    "WebExchange": [],
    "PayloadJournal": [
        "PayloadIntake", "WebExchange", "DroneModel", "JSONText", "WireBytes", "Dispatch", "FoundationEssentials",
    ],
    "PayloadIntake": ["CExpat", "WebExchange", "DroneModel", "FoundationEssentials", "Foundation"],
    "QRCode": ["CQREncode"],
    "PayloadExport": ["FlightRecording", "PayloadJournal", "DroneModel", "JSONText"],
    "PhotoMetadata": ["CExif", "DroneModel"],
    "PayloadStation": [
        "PayloadIntake", "PayloadJournal", "StationServer", "WebExchange", "QRCode", "DroneModel", "JSONText",
    ],
    "StationServer": ["WebExchange", "HummingbirdCore", "HTTPTypes", "NIOHTTPTypes", "NIOHTTP1", "Logging"],
    "BloomFilter": [],
    "BundleProtocol": ["WireBytes", "Crypto"],
    "BundleStore": ["BundleProtocol", "GRDB", "FoundationEssentials"],
    "MessageFerry": [
        "BundleStore", "BundleProtocol", "BloomFilter", "JSONText", "WireBytes", "Dispatch",
        "FoundationEssentials",
    ],
    "DroneProtocol": ["WireBytes", "DroneModel"],
    "DroneSimulation": ["DroneProtocol", "DroneModel", "WireBytes"],
    "ScriptText": ["DroneModel", "Yams"],
    "Missions": ["ScriptText", "DroneModel"],
    "MissionRehearsal": [
        "Missions", "FlightRecording", "DroneSimulation", "DroneProtocol", "DroneModel", "WireBytes",
        "FoundationEssentials",
    ],
    "SimulatedCamera": ["DroneSimulation", "DroneProtocol", "DroneModel", "Video", "WireBytes"],
    "SimulationHost": [
        "SimulatedCamera", "DroneSimulation", "DroneProtocol", "DroneModel", "ScriptText", "WireBytes",
    ],
    "Video": ["DroneProtocol", "DroneModel", "WireBytes", "CLibav", "Dispatch"],
    "DroneLink": ["DroneProtocol", "DroneModel", "WireBytes"],
    "FlightExport": [
        "Dispatch",
        "FlightRecording", "Video", "DroneProtocol", "DroneModel", "JSONText", "WireBytes", "FoundationEssentials",
    ],
    "FlightRecording": [
        "DroneProtocol", "DroneModel", "JSONText", "WireBytes", "CPcap", "CZlib", "Dispatch",
        "FoundationEssentials",
    ],
    "FlightReplay": ["FlightRecording", "DroneProtocol", "DroneModel", "Dispatch"],
    "FlightReport": ["LiftAnalysis", "FlightRecording", "DroneProtocol", "DroneModel", "JSONText", "WireBytes"],
    "LiftAnalysis": ["DroneModel"],
    "Gamepad": ["DroneModel", "ScriptText"],
    "GamepadDevices": ["Gamepad", "CEvdev", "Dispatch"],
    "Cockpit": ["CellCanvas", "DroneModel", "Gamepad"],
    "FerryChat": ["CellCanvas"],
    "FerryWeb": ["BundleProtocol", "BundleStore", "FerryChat", "JSONText", "MessageFerry", "WebExchange"],
    "TerminalPicture": ["CellCanvas"],
    "TerminalKeys": ["CellCanvas"],
    "CursesTerminal": ["CellCanvas", "TerminalKeys", "CNcurses"],
]

/// What the system gives: allowed everywhere, because it is the C library under the standard library.
private let system: Set<String> = ["Glibc", "Musl", "Darwin", "Synchronization"]

/// Sockets, in the modules that are there for sockets.
private let sockets: Set<String> = ["NIOCore", "NIOPosix", "NIOConcurrencyHelpers"]
private let socketModules: Set<String> = [
    "DroneLink", "FlightReplay", "MessageFerry", "SimulationHost", "StationServer",
]

@Suite struct ModuleBoundaryTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources").standardizedFileURL

    /// The modules that the Swift files of a target import.
    private func imports(of target: String) throws -> Set<String> {
        let folder = Self.sources.appending(path: target)
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var modules: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
                    words[..<position].allSatisfy({ ["public", "internal", "private", "@testable"].contains($0) })
                else { continue }
                modules.insert(String(words[position + 1].prefix { $0 != "." }))
            }
        }
        return modules
    }

    @Test(arguments: law.keys.sorted()) func `a module imports only what lies under it`(target: String) throws {
        var allowed = (law[target] ?? []).union(system)
        if socketModules.contains(target) { allowed.formUnion(sockets) }
        let found = try imports(of: target)
        #expect(found.subtracting(allowed).isEmpty, "\(target) imports \(found.subtracting(allowed).sorted())")
    }

    @Test func `every library target has its line in the law`() throws {
        let programs: Set<String> = ["stork", "StorkBenchmarks", "StorkFuzz", "StorkSamples"]
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
        let libraries = try folders.filter { folder in
            let files = try FileManager.default.subpathsOfDirectory(atPath: Self.sources.appending(path: folder).path)
            return files.contains { $0.hasSuffix(".swift") } && !programs.contains(folder)
        }
        #expect(Set(libraries) == Set(law.keys))
    }

    @Test(arguments: [
        "Yams", "CNcurses", "CPcap", "CZlib", "CLibav", "CEvdev", "ArgumentParser", "Crypto", "GRDB", "HummingbirdCore",
    ])
    func `an outside library has one importing module`(library: String) throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
        let importers = try folders.filter { $0 != "StorkBenchmarks" && $0 != "StorkFuzz" }
            .filter { try imports(of: $0).contains(library) }
        #expect(importers.count == 1, "\(library) is imported by \(importers.sorted())")
    }

    @Test func `only the program prints, exits and reads the environment`() throws {
        let forbidden = ["print(", " exit(", "getenv(", "ProcessInfo.processInfo.environment"]
        for target in law.keys where target != "CursesTerminal" {
            let folder = Self.sources.appending(path: target)
            let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
            for case let file as URL in files where file.pathExtension == "swift" {
                for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                    let code = line.drop { $0 == " " }
                    if code.hasPrefix("//") { continue }
                    #expect(
                        !forbidden.contains { code.contains($0) }, "\(file.lastPathComponent): \(code)")
                }
            }
        }
    }
}
