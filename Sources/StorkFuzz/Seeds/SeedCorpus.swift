import DroneProtocol
import FlightRecording
import Foundation

/// What fuzzing of a target starts from: made by our own encoders, and real bytes where recordings are beside the
/// package.
struct SeedCorpus {
    let target: FuzzTarget

    /// Writes each seed to a file of its own in the target's folder; returns how many.
    func write(into folder: URL) throws -> Int {
        let folder = folder.appending(path: target.rawValue)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (index, seed) in seeds.enumerated() {
            let name = "seed-" + String(1000 + index).dropFirst()
            try Data(seed).write(to: folder.appending(path: name))
        }
        return seeds.count
    }

    private var seeds: [[UInt8]] {
        switch target {
        case .at: ProtocolSeeds.atDatagrams + RealBytes.shared.datagrams(onPort: 5556, limit: 30)
        case .navdata: ProtocolSeeds.navdata + RealBytes.shared.navdata
        case .session, .screen: SessionSeeds.scripts
        case .configuration: ProtocolSeeds.dumps + RealBytes.shared.streams(fromPort: 5559)
        case .sets: ProtocolSeeds.lists
        case .pave: VideoSeeds.streams + RealBytes.shared.video
        case .decoder: VideoSeeds.coded + VideoSeeds.streams
        case .parameters: VideoSeeds.payloads + RealBytes.shared.video
        case .uvlc, .uvlcEncoder: VideoSeeds.pictures + RealBytes.shared.uvlc
        case .terminalReply: TerminalSeeds.replies
        case .capture: CaptureSeeds.files + RealBytes.shared.captureBeginnings
        case .recording: RecordingSeeds.scripts
        case .recordingText: RecordingSeeds.texts.map { Array($0.utf8) }
        case .frames: CaptureSeeds.frameScripts
        case .segments: CaptureSeeds.segmentScripts
        case .lift: LiftSeeds.inputs
        case .phone: PhoneSeeds.requests
        case .script: ScriptSeeds.texts.map { Array($0.utf8) }
        case .mission: MissionSeeds.texts.map { Array($0.utf8) }
        case .bloom: FerrySeeds.filters
        case .cbor: FerrySeeds.bundles.map { Array($0.dropFirst()) } + FerrySeeds.beacons
        case .bundle: FerrySeeds.bundles
        case .tcpcl: FerrySeeds.conversations
        case .beacon: FerrySeeds.beacons + FerrySeeds.streams
        case .ferry: FerrySeeds.nodes
        case .keys: KeySeeds.texts.map { Array($0.utf8) }
        case .local: ChatSeeds.local
        case .chat: ChatSeeds.chats
        }
    }
}

/// Bytes that real drones and their clients sent, out of the recordings beside the package.
struct RealBytes {
    static let shared = RealBytes()

    private let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data")
    private let packets: [CapturedPacket]

    private init() {
        let captures = folder.appending(path: "ardrone2-captures")
        let path = captures.appending(path: "Normal_Takeoff_and_landing_01.pcapng.gz").path
        if FileManager.default.fileExists(atPath: path), let reader = try? CaptureReader(path: path) {
            packets = Array(reader.prefix(20_000))
        } else {
            packets = []
        }
    }

    /// Datagrams from or to a port, one of each length.
    func datagrams(onPort port: UInt16, limit: Int) -> [[UInt8]] {
        var lengths: Set<Int> = []
        let distinct = packets.compactMap { $0.datagram(onPort: port) }.filter { lengths.insert($0.count).inserted }
        return Array(distinct.prefix(limit))
    }

    /// Datagrams of the navdata port, and the one with all options.
    var navdata: [[UInt8]] {
        let full = try? Data(contentsOf: folder.appending(path: "ardrone2-navdata/full-28-options.bin"))
        return datagrams(onPort: 5554, limit: 20) + (full.map { [[UInt8]($0)] } ?? [])
    }

    /// What a drone sent over TCP from a port, the first 16 KiB.
    func streams(fromPort port: UInt16) -> [[UInt8]] {
        var reassembler = TCPStreamReassembler()
        var bytes: [UInt8] = []
        for packet in packets where packet.source.port == port {
            for event in reassembler.receive(packet) {
                if case .data(let data, _) = event.content { bytes += data }
            }
        }
        return bytes.isEmpty ? [] : [Array(bytes.prefix(16_384))]
    }

    /// The first 4 KiB of each recording of the video port.
    var video: [[UInt8]] { beginnings(in: "ardrone2-video", withSuffixes: [".bin", ".capture", ".h264"]) }

    /// The first 4 KiB of a picture of a 1.0.
    var uvlc: [[UInt8]] { beginnings(in: "ardrone1-uvlc", withSuffixes: [".bin"]) }

    /// The first 4 KiB of each capture: compressed, and cut off.
    var captureBeginnings: [[UInt8]] { beginnings(in: "ardrone2-captures", withSuffixes: [".gz"]) }

    private func beginnings(in name: String, withSuffixes suffixes: [String]) -> [[UInt8]] {
        let files = folder.appending(path: name)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: files.path)) ?? []
        return names.filter { name in suffixes.contains { name.hasSuffix($0) } }.sorted().compactMap { name in
            (try? Data(contentsOf: files.appending(path: name))).map { [UInt8]($0.prefix(4096)) }
        }
    }
}
