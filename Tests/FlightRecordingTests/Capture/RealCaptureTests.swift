import FlightRecording
import Foundation
import Testing

/// Captures of real drones, and the tools that everybody reads captures with.
enum RealCaptures {
    /// `../shared/data/ardrone2-captures` as seen from the package.
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/ardrone2-captures")

    static let flight5 = "Normal_Flights_Flight5.pcapng.gz"
    static let shortest = "Normal_Takeoff_and_landing_07.pcapng.gz"
    static let names = [
        "Normal_Takeoff_and_landing_01.pcapng.gz", "Normal_Takeoff_and_landing_06.pcapng.gz", shortest, flight5,
    ]

    static let areThere = names.allSatisfy { FileManager.default.fileExists(atPath: path($0)) }

    static func path(_ name: String) -> String { folder.appending(path: name).path }

    static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }
}

/// A program that is installed, or not.
struct Tool {
    let path: String

    init?(_ name: String) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let paths = folders.map { "\($0)/\(name)" }
        guard let path = paths.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else { return nil }
        self.path = path
    }

    static let tshark = Tool("tshark")
    static let editcap = Tool("editcap")

    /// Runs it to its end and returns the lines it printed.
    func lines(_ arguments: [String]) throws -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

/// A file that goes when it is no longer needed.
final class TemporaryFile {
    let url = FileManager.default.temporaryDirectory.appending(path: "stork-\(UUID().uuidString)")

    init(_ bytes: [UInt8] = []) throws { try Data(bytes).write(to: url) }

    deinit { try? FileManager.default.removeItem(at: url) }
}

/// Datagrams as tshark's fields print them.
enum TsharkText {
    static let arguments = [
        "-Y", "udp && !icmp && !icmpv6", "-T", "fields", "-E", "separator= ", "-e", "frame.number", "-e",
        "frame.time_epoch", "-e", "udp.srcport", "-e", "udp.dstport", "-e", "udp.length", "-e", "udp.payload",
    ]

    private static let digits = Array("0123456789abcdef".utf8)

    static func line(_ packet: CapturedPacket) -> String? {
        guard case .udp(let payload) = packet.transport else { return nil }
        let (seconds, attoseconds) = packet.time.components
        let fraction = String(attoseconds / 1_000_000_000)
        var hexadecimal: [UInt8] = []
        hexadecimal.reserveCapacity(payload.count * 2)
        for byte in payload {
            hexadecimal.append(digits[Int(byte >> 4)])
            hexadecimal.append(digits[Int(byte & 15)])
        }
        let time = "\(seconds).\(String(repeating: "0", count: 9 - fraction.count))\(fraction)"
        return "\(packet.frameNumber) \(time) \(packet.source.port) \(packet.destination.port) \(payload.count + 8) "
            + String(decoding: hexadecimal, as: UTF8.self)
    }
}

@Suite struct RealCaptureTests {
    @Test(
        .enabled(if: RealCaptures.areThere, "the captures of real drones are not there"),
        .enabled(if: Tool.tshark != nil, "tshark is not installed"), arguments: RealCaptures.names)
    func `tshark finds the same datagrams to the byte and the nanosecond`(name: String) throws {
        let tshark = try #require(Tool.tshark)
        let theirs = try tshark.lines(["-r", RealCaptures.path(name)] + TsharkText.arguments)
        let reader = try CaptureReader(path: RealCaptures.path(name))
        let ours = reader.compactMap { TsharkText.line($0) }
        #expect(ours.count == theirs.count)
        let difference = zip(ours, theirs).first { $0 != $1 }
        #expect(difference == nil)
        #expect(ours.count > 600)
        #expect(reader.end == .complete)
        #expect(reader.statistics.datagrams == theirs.count)
        #expect(reader.statistics.malformedFrames == 0)
    }

    /// The counts that tshark 4.0.17 gives, so that they hold where it is not installed.
    @Test(
        .enabled(if: RealCaptures.areThere, "the captures of real drones are not there"),
        arguments: [
            (RealCaptures.names[0], 1244, 680, 329), (RealCaptures.names[1], 1879, 1236, 583),
            (RealCaptures.names[2], 765, 435, 201), (RealCaptures.names[3], 216_196, 27_262, 3995),
        ])
    func `frames, commands and navdata are as many as are known`(
        name: String, frames: Int, commands: Int, navdata: Int
    ) throws {
        let reader = try CaptureReader(path: RealCaptures.path(name))
        var counts = (commands: 0, navdata: 0)
        for packet in reader {
            if packet.destination.port == 5556 { counts.commands += 1 }
            if packet.datagram(onPort: 5554) != nil { counts.navdata += 1 }
        }
        #expect(reader.statistics.frames == frames)
        #expect(counts.commands == commands)
        #expect(counts.navdata == navdata)
    }

    @Test(.enabled(if: RealCaptures.areThere, "the captures of real drones are not there"))
    func `seven navdata datagrams of the outdoor flight are only quoted`() throws {
        let reader = try CaptureReader(path: RealCaptures.path(RealCaptures.flight5))
        for _ in reader {}
        #expect(reader.linkType == .radiotap)
        #expect(reader.statistics.icmpQuotedPorts == [5554: 7, 14_550: 37])
        #expect(reader.statistics[.icmpQuote] == 44)
        #expect(reader.statistics[.frameCheckFailed] == 0)
        // As many as tshark finds with wlan.fc.retry == 1 && (ip || ipv6).
        #expect(reader.statistics.radioRetries == 8428)
    }

    @Test(
        .enabled(if: RealCaptures.areThere, "the captures of real drones are not there"),
        .enabled(if: Tool.editcap != nil, "editcap is not installed"),
        arguments: ["pcap", "nsecpcap"])
    func `a capture that editcap rewrites as pcap holds the same packets`(form: String) throws {
        let editcap = try #require(Tool.editcap)
        let file = try TemporaryFile()
        let path = RealCaptures.path(RealCaptures.shortest)
        _ = try editcap.lines(["-F", form, path, file.url.path])
        let original = Array(try CaptureReader(path: path))
        let rewritten = Array(try CaptureReader(path: file.url.path))
        #expect(original.count == rewritten.count)
        let isExact = form == "nsecpcap"
        for (left, right) in zip(original, rewritten) {
            #expect(left.transport == right.transport)
            #expect(left.flow == right.flow)
            #expect(isExact ? left.time == right.time : left.time - right.time < .microseconds(1))
        }
    }

    @Test(.enabled(if: RealCaptures.areThere, "the captures of real drones are not there"))
    func `a real capture cut anywhere gives the packets before the cut and says so`() throws {
        let bytes = try RealCaptures.bytes(RealCaptures.shortest)
        let all = Array(try CaptureReader(bytes: bytes))
        var most = 0
        for length in stride(from: 200, to: bytes.count, by: 211) {
            guard let reader = try? CaptureReader(bytes: Array(bytes[..<length])) else { continue }
            let packets = Array(reader)
            #expect(packets == Array(all.prefix(packets.count)))
            #expect(packets.count >= most)
            most = packets.count
            #expect(
                reader.end
                    == .damaged(afterFrames: reader.statistics.frames, reason: "the gzip data ends early"))
        }
        #expect(most > all.count * 9 / 10)
    }

    @Test(.enabled(if: RealCaptures.areThere, "the captures of real drones are not there"))
    func `real captures with changed bytes never trap`() throws {
        let bytes = try RealCaptures.bytes(RealCaptures.shortest)
        var generator = SeededGenerator(seed: 7)
        var damaged = 0
        for _ in 0..<60 {
            let mutated = RobustnessTests.mutate(bytes, using: &generator)
            guard let reader = try? CaptureReader(bytes: mutated) else { continue }
            for _ in reader {}
            if reader.end != .complete { damaged += 1 }
        }
        // gzip's check sum notices nearly every change.
        #expect(damaged > 40)
    }

    @Test(
        .enabled(if: Tool.tshark != nil, "tshark is not installed"), arguments: LinkType.allCases)
    func `tshark reads the captures the other tests are made of, and finds the same datagrams`(link: LinkType) throws {
        let tshark = try #require(Tool.tshark)
        let records = CaptureBuilder.smallFlight(on: link)
        for bytes in [CaptureBuilder.pcap(records, link: link), CaptureBuilder.pcapng(records, link: link)] {
            let file = try TemporaryFile(bytes)
            let theirs = try tshark.lines(["-r", file.url.path] + TsharkText.arguments)
            let ours = try CaptureReader(bytes: bytes).compactMap { TsharkText.line($0) }
            #expect(ours.count == 4)
            #expect(
                ours.map { $0.trimmingCharacters(in: .whitespaces) }
                    == theirs.map { $0.trimmingCharacters(in: .whitespaces) })
        }
    }
}
