import DroneModel
import JSONText

extension RecordingSummary {
    /// The members of the inspection's JSON.
    var jsonValue: JSONValue {
        .object([
            ("name", .text(manifest?.name)),
            ("program", .text(manifest?.program)),
            ("simulated", .flag(manifest?.simulated)),
            ("seed", .text(manifest?.seed.map { "\($0)" })),
            ("start_unix_s", .number(manifest?.start.seconds, decimals: 6)),
            ("model", .text(manifest?.drone.model)),
            ("firmware", .text(manifest?.drone.firmware)),
            ("host", .text(manifest?.drone.host)),
            ("hull", .text(manifest?.hull)),
            ("mission", .text(manifest?.mission?.name)),
            ("mission_sha256", .text(manifest?.mission?.sha256)),
            ("ended", .flag(manifest.map { $0.end != nil })),
            ("duration_s", .seconds(manifest?.end.map { .nanoseconds($0.durationNanoseconds) })),
            ("packets", .integer(manifest?.end?.packets)),
            ("dropped_packets", .integer(droppedPackets)),
            ("problem", .text(manifest?.end?.problem)),
            ("manifest_problem", .text(manifestProblem)),
            ("events", hasEvents ? .integer(kinds.total) : .null),
            ("events_by_kind", kinds.object { $0 }),
            ("events_skipped", .integer(skippedLines)),
            ("payload_at_start_g", .number(manifest?.payloadGrams, decimals: 3)),
            (
                "payload_changes",
                .list(
                    payloads.map { change in
                        .object([
                            ("t_s", .seconds(change.time)),
                            ("mass_g", .number(change.payload.mass * 1000, decimals: 3)),
                        ])
                    })
            ),
        ])
    }

    /// The lines of the inspection's page.
    func add(to page: inout TextPage) {
        page.heading("Recording")
        page.row("name", words: manifest?.name)
        page.row("simulated", words: simulatedWords)
        page.row("written by", words: manifest?.program)
        page.row("drone", words: manifest.map(Self.words))
        if let mission = manifest?.mission { page.row("mission", words: "\(mission.name), \(mission.sha256)") }
        if let hull = manifest?.hull { page.row("hull", words: hull) }
        if let manifestProblem { page.row("manifest", words: manifestProblem) }
        page.row("ended", words: manifest.map { $0.end == nil ? "no: it runs, or its program died" : "yes" })
        if let problem = manifest?.end?.problem { page.row("problem", words: problem) }
        page.row("packets written", count: manifest?.end?.packets)
        page.row("packets dropped", count: droppedPackets)
        page.row("events", count: hasEvents ? kinds.total : nil)
        FlightInspection.add(kinds, to: &page) { $0 }
        if skippedLines > 0 { page.row("lines that are no event", count: skippedLines) }
        page.row("payload at the start", FlightInspection.number(manifest?.payloadGrams, 1), "g")
        for change in payloads {
            let mass = FlightInspection.number(change.payload.mass * 1000, 1) ?? "n/a"
            page.row("payload from \(TextPage.seconds(change.time) ?? "n/a") s", mass, "g")
        }
    }

    private var simulatedWords: String? {
        manifest?.simulated.map { simulated in
            simulated ? "YES" + (manifest?.seed.map { ", seed \($0)" } ?? "") : "no"
        }
    }

    private static func words(_ manifest: RecordingManifest) -> String {
        let firmware = manifest.drone.firmware.map { ", firmware \($0)" } ?? ""
        return (manifest.drone.model ?? "unknown model") + firmware + ", at \(manifest.drone.host)"
    }
}
