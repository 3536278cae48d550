import BundleProtocol
import Foundation
import NIOCore
import NIOPosix

/// What is between the nodes: carriers come near stations and leave; Bob and Alice never hear each other.
protocol Air: Sendable {
    /// How a node of a station is set up.
    func stationLines(_ station: Int) -> String
    /// How a carrier is.
    func carrierLines(_ carrier: Int) -> String
    /// What a node's program is started through.
    func prefix(station: Int) -> [String]
    /// What a carrier's is.
    func prefix(carrier: Int) -> [String]
    /// Lets a carrier be near a station for so long.
    func near(carrier: Int, station: Int, name: String, for time: Duration) async throws
    /// Packets that were seen at Bob and Alice in all, and those of them that went from the one to the other; nil where
    /// nobody looked. Takes everything down.
    func end() async -> (seen: Int, direct: Int)?
}

/// Programs on one computer without a way between Bob and Alice: a carrier hears a station's beacon only while it is
/// near, and reaches it only through a gate that closes.
struct GateAir: Air {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private var stationPorts: [Int] = []
    private var beaconPorts: [Int] = []

    init(carriers: Int) async throws {
        for _ in 0..<2 { stationPorts.append(try await freePort()) }
        for _ in 0..<carriers { beaconPorts.append(try await freePort()) }
    }

    private func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).get()
        defer { channel.close(promise: nil) }
        return channel.localAddress?.port ?? 0
    }

    func stationLines(_ station: Int) -> String {
        "listen: 127.0.0.1\nport: \(stationPorts[station])\nbeacon-port: off\nbeacon-period: 3600\n"
    }

    func carrierLines(_ carrier: Int) -> String {
        "listen: 127.0.0.1\nport: off\nbeacon-port: \(beaconPorts[carrier])\nbeacon-period: 3600\n"
    }

    func prefix(station: Int) -> [String] { [] }
    func prefix(carrier: Int) -> [String] { [] }

    func near(carrier: Int, station: Int, name: String, for time: Duration) async throws {
        try await Gate(group, stationPort: stationPorts[station]).open(
            for: time, station: name, carrierBeaconPort: beaconPorts[carrier])
    }

    func end() async -> (seen: Int, direct: Int)? {
        try? await group.shutdownGracefully()
        return nil
    }
}

/// Network namespaces of Bob, Alice and each carrier, with a cable from each carrier to both; near is a cable that is
/// plugged in. A capture at Bob and one at Alice prove that no packet went from the one to the other.
final class NamespaceAir: Air {
    private let tag = "sf\(getpid())-\(UInt16.random(in: 0 ... .max))"
    private let carriers: Int
    private let folder: String
    private let captures: [Process]

    /// True where namespaces can be made and packets captured.
    static var isPossible: Bool {
        guard geteuid() == 0, FerryProcess.find("ip") != nil, FerryProcess.find("dumpcap") != nil else { return false }
        let name = "sf\(getpid())-try"
        guard (try? FerryProcess.run(["ip", "netns", "add", name])) == 0 else { return false }
        return (try? FerryProcess.run(["ip", "netns", "del", name])) == 0
    }

    init(carriers: Int) throws {
        self.carriers = carriers
        folder = FileManager.default.temporaryDirectory.appending(path: tag).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func ip(_ words: String) throws {
            let status = try FerryProcess.run(["ip"] + words.split(separator: " ").map(String.init))
            guard status == 0 else { throw ExperimentProblem("ip \(words) ends with \(status)") }
        }
        for station in 0..<2 {
            try ip("netns add \(tag)-s\(station)")
            try ip("-n \(tag)-s\(station) link set lo up")
        }
        for carrier in 0..<carriers {
            try ip("netns add \(tag)-c\(carrier)")
            try ip("-n \(tag)-c\(carrier) link set lo up")
            for station in 0..<2 {
                let (here, there) = ("\(tag)-s\(station)", "\(tag)-c\(carrier)")
                let net = "10.\(77 + station).\(carrier)"
                try ip("-n \(here) link add c\(carrier) type veth peer name s\(station) netns \(there)")
                try ip("-n \(here) addr add \(net).1/24 brd + dev c\(carrier)")
                try ip("-n \(there) addr add \(net).2/24 brd + dev s\(station)")
                try ip("-n \(here) link set c\(carrier) up")
            }
        }
        var captures: [Process] = []
        for station in 0..<2 {
            let capture = Process()
            capture.executableURL = URL(filePath: "/usr/bin/env")
            capture.arguments = [
                "ip", "netns", "exec", "\(tag)-s\(station)", "dumpcap", "-q", "-P", "-s", "64", "-i", "any", "-f",
                "net 10.77.0.0/16 or net 10.78.0.0/16", "-w", "\(folder)/\(station).pcap",
            ]
            capture.standardOutput = FileHandle.nullDevice
            capture.standardError = FileHandle.nullDevice
            try capture.run()
            captures.append(capture)
        }
        self.captures = captures
    }

    private let lines = "listen: 0.0.0.0\nport: 4556\nbeacon-port: 3003\nbeacon-period: 1\n"
    func stationLines(_ station: Int) -> String { lines }
    func carrierLines(_ carrier: Int) -> String { lines }
    func prefix(station: Int) -> [String] { ["ip", "netns", "exec", "\(tag)-s\(station)"] }
    func prefix(carrier: Int) -> [String] { ["ip", "netns", "exec", "\(tag)-c\(carrier)"] }

    func near(carrier: Int, station: Int, name: String, for time: Duration) async throws {
        let cable = ["ip", "-n", "\(tag)-c\(carrier)", "link", "set", "s\(station)"]
        let end = ContinuousClock.now + time
        _ = try FerryProcess.run(cable + ["up"])
        try await Task.sleep(until: end, clock: .continuous)
        _ = try FerryProcess.run(cable + ["down"])
    }

    func end() async -> (seen: Int, direct: Int)? {
        for capture in captures where capture.isRunning {
            // It inherits the blocked signals of the thread that started it and hears no other. What it has seen it
            // writes out twice a second; the contacts are over for longer than that.
            kill(capture.processIdentifier, SIGKILL)
            capture.waitUntilExit()
        }
        var (seen, direct) = (0, 0)
        for station in 0..<2 {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(station).pcap") else { continue }
            let counted = Self.count(Array(data), other: UInt8(77 + 1 - station))
            seen += counted.seen
            direct += counted.direct
        }
        for station in 0..<2 { _ = try? FerryProcess.run(["ip", "netns", "del", "\(tag)-s\(station)"]) }
        for carrier in 0..<carriers { _ = try? FerryProcess.run(["ip", "netns", "del", "\(tag)-c\(carrier)"]) }
        try? FileManager.default.removeItem(atPath: folder)
        return (seen, direct)
    }

    /// Packets of a capture of the pseudo-device any (little-endian pcap; LINUX_SLL, 16 octets, or LINUX_SLL2, 20), and
    /// those with an address of the other station's side.
    private static func count(_ bytes: [UInt8], other: UInt8) -> (seen: Int, direct: Int) {
        guard bytes.count >= 24 else { return (0, 0) }
        func word(_ place: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) } }
        let head = word(20) == 276 ? 20 : 16
        var (seen, direct, place) = (0, 0, 24)
        while place + 16 <= bytes.count {
            let length = word(place + 8)
            let packet = place + 16 + head
            place += 16 + length
            guard place <= bytes.count else { break }
            seen += 1
            guard length >= head + 20, bytes[packet] >> 4 == 4 else { continue }
            let nets = [bytes[packet + 12...packet + 13], bytes[packet + 16...packet + 17]]
            if nets.contains(where: { Array($0) == [10, other] }) { direct += 1 }
        }
        return (seen, direct)
    }
}

/// Why the experiment could not be carried out.
struct ExperimentProblem: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
