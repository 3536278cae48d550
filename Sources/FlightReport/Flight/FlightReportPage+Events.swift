import FlightRecording

extension FlightReportPage {
    /// What happened, in order, with a filter where the reader's browser runs scripts.
    static func events(_ digest: FlightDigest) -> Markup {
        guard !digest.events.isEmpty else { return .element("p", [:], "Nothing happened that is worth a line.") }
        var table = ReportTable(
            caption: "Events", columns: [.init("Time, min:s", isNumeric: true), .init("Kind"), .init("Event")])
        for event in digest.events {
            table.add(
                [
                    .text(ReportNumber.clock(event.time, tenths: true)), .text(word(event.kind)), .text(event.text),
                ], style: "kind-\(event.kind.rawValue)")
        }
        let boxes = DigestEvent.Kind.allCases.filter { kind in digest.events.contains { $0.kind == kind } }.map {
            kind in
            Markup.element(
                "label", [:],
                [
                    .void("input", ["type": "checkbox", "value": "kind-\(kind.rawValue)", "checked": ""]),
                    .text(" \(word(kind)) (\(digest.events.count { $0.kind == kind }))"),
                ])
        }
        let search = Markup.element(
            "label", [:],
            [
                .text("with the words "), .void("input", ["type": "search", "aria-label": "words in the event"]),
            ])
        let shown = Markup.element("output", ["id": "events-shown", "class": "note"], "")
        let omitted =
            digest.omittedEvents == 0
            ? Markup.nothing
            : .element(
                "p", ["class": "note"],
                "\(ReportNumber.count(digest.omittedEvents)) more events did not fit this page; the recording has them."
            )
        return .group([
            .element("fieldset", ["class": "filter"], [.element("legend", [:], "Show")] + boxes + [search, shown]),
            .element("div", ["class": "events", "tabindex": "0"], [table.markup]), omitted,
        ])
    }

    private static func word(_ kind: DigestEvent.Kind) -> String {
        switch kind {
        case .alarm: "\u{2715} alarm"
        case .warning: "\u{25B2} warning"
        case .notice: "notice"
        case .mark: "\u{25C6} mark"
        case .command: "command"
        }
    }

    /// Where the numbers come from, so that somebody else gets the same.
    static func provenance(_ digest: FlightDigest) -> Markup {
        let source = digest.provenance
        let unknown = ReportNumber.unknown
        var facts: [(String, String)] = [
            ("Recording", source.name), ("File", source.file),
            ("SHA-256 of the file", source.sha256 ?? "\(unknown): not taken"),
            ("Size", source.byteCount.map { "\(ReportNumber.count($0)) bytes" } ?? unknown),
            ("Begun", source.start.map(ReportNumber.utc) ?? unknown),
            ("Recorded by", source.recorder ?? "another program: there is no manifest"),
            ("Reported by", source.reporter),
            ("Simulated", simulated(digest.reality)),
            (
                "Mission",
                source.mission.map { "\($0.name), SHA-256 \($0.sha256)" } ?? "none: flown by hand, or not told"
            ),
            ("Capture", "\(source.link), \(ReportNumber.count(source.frames)) frames, \(source.ending)"),
        ]
        if source.isSniffed { facts.append(("Listener", "a third station in monitor mode, not the pilot's computer")) }
        for problem in source.problems { facts.append(("Not read", problem)) }
        let list = facts.flatMap { [Markup.element("dt", [:], $0.0), .element("dd", [:], $0.1)] }
        let method = [
            "Every packet went through the session and decoder that fly the drone; only packets that were news count.",
            "In the air is what the drone's flying bit says. A flight ends with the first packet without it.",
            "Gaps are times between arrivals at the recorder. Percentiles are nearest rank, at most 1.6 % too high.",
            "Vertical speed is derived from the height: the drone's own value is always 0.",
            "Barometric height is the fall of pressure since take-off, 8,434.5 m for a factor e.",
            "Distance is the sum of speed times time in the air. Its interval takes every reading as 0.054 m/s too high, "
                + "or 18 % too low, as measured on an AR.Drone 2.0 against motion capture.",
            "Vibration follows ArduPilot: above 5 Hz, squared, smoothed at 2 Hz, rooted.",
            "To make this page again: stork report \(argument(of: source.file))",
        ]
        return .element("dl", ["class": "facts"], list) + .element("h3", [:], "How they were made")
            + .element("ul", ["class": "note"], method.map { .element("li", [:], $0) })
    }

    /// What the command line was given: the folder of a recording, or a capture's file.
    private static func argument(of file: String) -> String {
        let ending = "/" + RecordingSource.Name.capture
        return file.hasSuffix(ending) ? String(file.dropLast(ending.count)) : file
    }

    private static func simulated(_ reality: FlightDigest.Reality) -> String {
        switch reality {
        case .real: "no"
        case .simulated(let seed): "YES, seed \(seed.map(String.init) ?? ReportNumber.unknown)"
        case .unknown: "\(ReportNumber.unknown): the recording does not say"
        }
    }
}
