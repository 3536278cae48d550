import DroneModel
import DroneProtocol
import FlightRecording
import Foundation
import WireBytes

/// Builds a recording: packets on raw IP with nanoseconds, as the recorder writes them.
struct FlightBuilder {
    /// When the recording begins: 2026-01-31 12:00:00 UTC.
    static let start: Int64 = 1_769_860_800_000_000_000
    private static let drone: UInt32 = 0xC0A8_0101
    private static let client: UInt32 = 0xC0A8_0102

    /// The capture's file.
    var bytes: [UInt8] { file.bytes }

    private var file = WireWriter()
    private var sequence: UInt32 = 0
    private var streamPosition: [UInt16: UInt32] = [:]

    init() {
        file.write(UInt32(0xA1B2_3C4D))
        file.write(UInt16(2))
        file.write(UInt16(4))
        file.write(UInt64(0))
        file.write(UInt32(65_535))
        file.write(UInt32(101))
    }

    /// A packet of full navdata; `position` in degrees and metres.
    mutating func navdata(
        at time: Duration, position: (Double, Double, Double)? = nil, number: UInt32? = nil,
        change: (inout Navdata) -> Void = { _ in }
    ) {
        sequence = number ?? sequence + 1
        var packet = Navdata(layout: .sdk24, options: .everything)
        packet.sequence = sequence
        packet.status = [.flying]
        packet.demo?.controlState = 4 << 16
        packet.demo?.batteryPercent = 80
        packet.demo?.altitudeMillimetres = 750
        packet.demo?.rollMillidegrees = -1500
        packet.demo?.forwardMillimetresPerSecond = 250
        packet.rawMeasures?.batteryMillivolts = 11_432
        packet.pwm?.motors = FixedArray([171, 172, 173, 174], filler: 0)
        if let position {
            packet.gps?.latitudeDegrees = position.0
            packet.gps?.longitudeDegrees = position.1
            packet.gps?.elevationMetres = position.2
            packet.gps?.state = 1
        }
        change(&packet)
        datagram(packet.encoded(), from: 5554, at: time)
    }

    /// A datagram from the drone, or to it.
    mutating func datagram(_ payload: [UInt8], from port: UInt16, at time: Duration) {
        add(udp(payload, from: port, to: 40_000), transport: 17, fromDrone: true, at: time)
    }

    /// A datagram of AT commands.
    mutating func commands(_ text: String, at time: Duration) {
        add(udp(Array(text.utf8), from: 40_000, to: 5556), transport: 17, fromDrone: false, at: time)
    }

    /// The next bytes of a connection, in segments; those at places in `losing` are not captured.
    mutating func stream(_ bytes: [UInt8], from port: UInt16 = 5555, at time: Duration, losing: Set<Int> = []) {
        for (index, start) in stride(from: 0, to: bytes.count, by: 1400).enumerated() {
            let piece = Array(bytes[start..<min(bytes.count, start + 1400)])
            let position = streamPosition[port, default: 1]
            streamPosition[port] = position &+ UInt32(piece.count)
            if losing.contains(index) { continue }
            var writer = WireWriter()
            writer.writeBigEndian(port)
            writer.writeBigEndian(UInt16(40_002))
            writer.writeBigEndian(position)
            writer.writeBigEndian(UInt32(1))
            writer.write(UInt8(0x50))
            writer.write(UInt8(0x18))
            writer.writeBigEndian(UInt16(8192))
            writer.writeBigEndian(UInt32(0))
            writer.write(contentsOf: piece)
            add(writer.bytes, transport: 6, fromDrone: true, at: time)
        }
    }

    private func udp(_ payload: [UInt8], from: UInt16, to: UInt16) -> [UInt8] {
        var writer = WireWriter()
        writer.writeBigEndian(from)
        writer.writeBigEndian(to)
        writer.writeBigEndian(UInt16(payload.count + 8))
        writer.writeBigEndian(UInt16(0))
        writer.write(contentsOf: payload)
        return writer.bytes
    }

    private mutating func add(_ payload: [UInt8], transport: UInt8, fromDrone: Bool, at time: Duration) {
        var packet = WireWriter()
        packet.write(contentsOf: [0x45, 0])
        packet.writeBigEndian(UInt16(payload.count + 20))
        packet.write(contentsOf: [0, 0, 0x40, 0, 64, transport, 0, 0])
        packet.writeBigEndian(fromDrone ? Self.drone : Self.client)
        packet.writeBigEndian(fromDrone ? Self.client : Self.drone)
        packet.write(contentsOf: payload)
        let nanoseconds = Self.start + Int64(time / .nanoseconds(1))
        file.write(UInt32(nanoseconds / 1_000_000_000))
        file.write(UInt32(nanoseconds % 1_000_000_000))
        file.write(UInt32(packet.count))
        file.write(UInt32(packet.count))
        file.write(contentsOf: packet.bytes)
    }

    /// A manifest of a simulated flight.
    static var simulated: RecordingManifest {
        RecordingManifest(
            program: "stork 0.1.0", name: "hover & look", simulated: true, seed: 7,
            drone: RecordingManifest.Drone(model: "AR.Drone 2.0", firmware: "2.4.8", host: "127.0.0.1"),
            clock: RecordingManifest.Clock(utcNanoseconds: start, monotonicNanoseconds: 0))
    }
}

/// A folder of its own for a test, gone afterwards.
final class Workspace {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "stork-export-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Writes a capture.
    func write(_ flight: FlightBuilder, as name: String = "capture.pcap") throws -> String {
        try Data(flight.bytes).write(to: folder.appending(path: name))
        return path(name)
    }

    /// Writes a recording's folder.
    func record(_ flight: FlightBuilder, manifest: RecordingManifest?, events: String? = nil) throws -> String {
        let place = folder.appending(path: "recording")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data(flight.bytes).write(to: place.appending(path: "flight.pcap"))
        try manifest?.text().write(to: place.appending(path: "manifest.json"), atomically: true, encoding: .utf8)
        try events?.write(to: place.appending(path: "events.jsonl"), atomically: true, encoding: .utf8)
        return place.path
    }

    /// The names of what lies in the folder.
    var names: Set<String> { Set((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []) }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
}

/// Recordings of real drones beside the package.
enum RealData {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data").standardizedFileURL
    static let isHere = FileManager.default.fileExists(atPath: folder.path)
    static let notHere = "the recordings of real drones are not beside the package (../shared/data)"
    static func path(_ name: String) -> String { folder.appending(path: name).path }
    static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }
    static let flight5 = "ardrone2-captures/Normal_Flights_Flight5.pcapng.gz"
    static let video = "ardrone2-video/ardrone2_video_example.capture"
}

/// Programs that nobody here wrote.
enum OtherProgram {
    static let ffprobe = find("ffprobe")
    static let ffmpeg = find("ffmpeg")
    static let tshark = find("tshark")
    static let xmllint = find("xmllint")
    static let notInstalled = "not installed: run Tests/setup.sh"
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL
    /// The Python of the tests, where it has the readers of our files.
    static let python: String? = {
        let path = root.appending(path: ".build/test-clients/bin/python").path
        guard FileManager.default.isExecutableFile(atPath: path),
            (try? output(path, ["-c", "import mcap, gpxpy, fastkml"])) != nil
        else { return nil }
        return path
    }()
    static let readers = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "readers")

    private static func find(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// What a program writes to its standard output.
    static func output(_ program: String?, _ arguments: [String]) throws -> String {
        guard let program else { throw Failure(description: notInstalled) }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        let words = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(program): \(String(decoding: words, as: UTF8.self))")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What a reader makes of a file, as JSON.
    static func read(_ reader: String, _ path: String) throws -> [String: Any] {
        let text = try output(python, [readers.appending(path: reader).path, path])
        return try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    }
}
