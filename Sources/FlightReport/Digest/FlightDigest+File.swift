import DroneModel
public import FlightRecording

extension FlightDigest {
    /// Reads a recording, or a capture of somebody else's, into a digest.
    ///
    /// - Parameters:
    ///   - source: The recording.
    ///   - program: What makes the report, such as `stork 0.1.0`.
    ///   - fingerprint: SHA-256 and length of the file with the packets, where somebody took them.
    public static func read(
        _ source: RecordingSource, program: String, fingerprint: (digest: String, byteCount: Int)? = nil
    ) throws(RecordingError) -> FlightDigest {
        let reader = try FlightReader(source)
        var digester = FlightDigester(manifest: source.manifest)
        while let item = reader.next() { digester.receive(item) }
        let statistics = reader.statistics
        var facts = ReadingFacts(
            duration: 0, damage: nil, reversedTimes: reader.reversedTimes, problems: reader.problems.count)
        if let start = reader.start, let last = statistics.lastTime {
            facts.duration = min(1e9, max(0, (last - start).inSeconds))
        }
        var ending = "read to its end"
        if case .damaged(let frames, let reason) = reader.end {
            facts.damage = reason
            ending = "damaged after \(frames) frames: \(reason)"
        }
        let isSniffed = statistics.linkType == .radiotap || statistics.linkType == .wireless
        let provenance = Provenance(
            name: source.manifest?.name ?? lastPart(of: source.path),
            file: source.capture == source.path
                ? lastPart(of: source.path)
                : lastPart(of: source.path) + "/"
                    + RecordingSource.Name.capture,
            sha256: fingerprint?.digest, byteCount: fingerprint?.byteCount,
            start: reader.start.map { $0.components.seconds }, recorder: source.manifest?.program, reporter: program,
            mission: source.manifest?.mission, seed: source.manifest?.seed, link: "\(statistics.linkType)",
            frames: statistics.frames, ending: ending, isSniffed: isSniffed,
            problems: ([source.problem].compactMap { $0 } + reader.problems).map { "\($0)" })
        return digester.finish(provenance, reading: facts)
    }

    private static func lastPart(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
