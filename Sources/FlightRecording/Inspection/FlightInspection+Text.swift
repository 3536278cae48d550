import DroneModel
import DroneProtocol
import JSONText

extension FlightInspection {
    /// The inspection as a page for people: at most 80 columns, every number with its unit, `n/a` for what the file
    /// does not hold, a line break after each line.
    public var text: String {
        var page = TextPage()
        page.append(name)
        addSource(to: &page)
        if case .video = source {
            for video in video { video.add(to: &page) }
            return page.text
        }
        recording?.add(to: &page)
        addDrone(to: &page)
        addNavdata(to: &page)
        if isCapture { addCommands(to: &page) }
        addFlight(to: &page)
        for video in video { video.add(to: &page) }
        if isCapture { addStreams(to: &page) }
        if case .datagram(let options, _) = source { Self.add(options, to: &page) }
        return page.text
    }

    private func addSource(to page: inout TextPage) {
        page.heading("File")
        switch source {
        case .datagram(_, let extra):
            page.row("kind", words: "one navdata datagram")
            if extra > 0 { page.row("bytes behind the checksum", count: extra, "bytes") }
        case .video(let byteCount, let damage):
            page.row("kind", words: "what came on the video port of an AR.Drone 2.0, without times")
            page.row("state", words: damage.map { "damaged: \($0)" } ?? "complete")
            page.row("size", count: byteCount, "bytes")
        case .capture(let statistics, let end):
            page.row("kind", words: (recording == nil ? "capture, " : "recording, ") + "\(statistics.linkType)")
            page.row("state", words: end.map { "\($0)" } ?? "not read to its end")
            page.row("duration", TextPage.seconds(statistics.duration), "s")
            page.row("frames", count: statistics.frames)
            page.row("UDP datagrams", count: statistics.datagrams)
            page.row("TCP segments", count: statistics.segments)
            page.row("malformed frames", count: statistics.malformedFrames)
            for (reason, count) in statistics.omissions.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                page.row("  \(reason.rawValue)", count: count)
            }
        }
    }

    private func addDrone(to page: inout TextPage) {
        page.heading("Drone")
        page.row("generation", words: drone.generation?.description)
        page.row("firmware", words: drone.firmware?.description)
        page.row("options as sent by", words: drone.layoutName)
        let numbering = drone.numbering.map { $0 == .shifted ? "as since 2.4" : "as in the maker's header" }
        let basis = drone.numberingBasis.map { " (by \($0.name))" } ?? ""
        page.row("control states numbered", words: numbering.map { $0 + basis })
    }

    private func addNavdata(to page: inout TextPage) {
        page.heading("Navdata")
        page.row("valid", count: navdata.valid, "packets")
        page.row("  of these repeated", count: navdata.duplicates)
        page.row("  of these late", count: navdata.late)
        page.row("  of these without options", count: navdata.statusOnly)
        page.row("  of these 0x55667789", count: navdata.secondHeader)
        page.row("refused", count: navdata.refused.total)
        Self.add(navdata.refused, to: &page) { $0 }
        page.row("missing by number", count: navdata.missing)
        page.row("restarts", count: navdata.restarts)
        page.row("numbers", words: navdata.sequence.map { "\($0.first) to \($0.last)" })
        if let all = navdata.sequenceOfAll, all != navdata.sequence {
            page.row("  with those without options", words: "\(all.first) to \(all.last)")
        }
        page.row("rate by the drone's count", Self.number(navdata.rate, 1), "Hz")
        page.row("rate of arrival", Self.number(navdata.arrivalRate, 1), "Hz")
        page.row("longest gap", TextPage.seconds(navdata.longestGap), "s")
        page.row("  began at", TextPage.seconds(navdata.longestGapStart), "s")
        if isCapture {
            page.row("wake-ups to the drone", count: navdata.wakeUps)
            page.row("quoted in ICMP, not counted", count: navdata.quotedInICMP)
            if navdata.senders.counts.count > 1 { page.row("senders", words: Self.list(navdata.senders) { $0 }) }
            for (option, count) in navdata.sortedOptions {
                page.row("  \(option.tag) \(option.name ?? "unknown"), \(option.size) B", count: count)
            }
        }
    }

    private func addCommands(to page: inout TextPage) {
        page.heading("Commands")
        page.row("datagrams", count: commands.datagrams)
        page.row("  of these repeated", count: commands.repeatedDatagrams)
        page.row("commands", count: commands.commands)
        Self.add(commands.names, to: &page) { $0 }
        page.row("refused", count: commands.refused.total)
        Self.add(commands.refused, to: &page) { $0 }
        page.row("rate", Self.number(commands.rate, 1), "Hz")
        page.row("gap, median", Self.number(commands.medianGap.map { $0 * 1000 }, 1), "ms")
        page.row("gap, 99 of 100 below", Self.number(commands.gap99.map { $0 * 1000 }, 1), "ms")
        page.row("gap, longest", Self.number(commands.longestGap.map { $0.seconds * 1000 }, 1), "ms")
        page.row("REF words", words: Self.list(commands.refValues) { "\($0)" })
        page.row("configuration written", words: Self.list(commands.configKeys) { $0 })
        page.row("restarts", count: commands.restarts)
    }

    private func addFlight(to page: inout TextPage) {
        page.heading("Flight")
        page.row("battery, first", count: battery?.first, "%")
        page.row("battery, last", count: battery?.last, "%")
        page.row("battery, lowest", count: battery?.lowest, "%")
        page.row("battery, highest", count: battery?.highest, "%")
        page.row("battery low from", TextPage.seconds(battery?.lowSince), "s")
        page.row("  at", count: battery?.lowAt, "%")
        page.row("altitude, lowest", count: altitude?.lowest, "mm")
        page.row("altitude, highest", count: altitude?.highest, "mm")
        page.row("hover PWM, mean", Self.number(hoverPWM?.mean, 1), "of 255")
        page.row("take-offs seen", count: navdata.valid > 0 ? takeOffs : nil)
        for (index, flight) in flights.enumerated() { Self.add(flight, number: index + 1, to: &page) }
        page.heading("States, seconds from the first frame")
        let cells = states.map { change in
            TextPage.aligned(TextPage.seconds(change.time, decimals: 1) ?? "n/a", to: 8) + " \(change.state)"
        }
        if cells.isEmpty { page.append("  n/a") }
        page.cells(cells, width: 26)
        if omittedStates > 0 { page.row("and changes not shown", count: omittedStates) }
    }

    private static func add(_ flight: FlightSummary, number: Int, to page: inout TextPage) {
        page.row("flight \(number), from", TextPage.seconds(flight.airborne), "s")
        page.row("  to", TextPage.seconds(flight.landed), "s")
        page.row(
            "  take-off command to flight", TextPage.seconds(flight.commandToFlight?.duration),
            unit(flight.commandToFlight))
        page.row("  flight to hovering", TextPage.seconds(flight.flightToHover?.duration), unit(flight.flightToHover))
        page.row(
            "  land command to ground", TextPage.seconds(flight.commandToGround?.duration), unit(flight.commandToGround)
        )
        page.row("  hover PWM, mean", Self.number(flight.hoverPWM?.mean, 1), "of 255")
    }

    /// `s` and how much less it may have been.
    private static func unit(_ delay: ObservedDelay?) -> String {
        let uncertainty = TextPage.seconds(delay?.uncertainty)
        return "s" + (uncertainty.map { " (up to \($0) s less)" } ?? "")
    }

    private func addStreams(to page: inout TextPage) {
        page.heading("Other traffic")
        if streams.isEmpty, otherDatagrams.total == 0 { page.append("  none") }
        for stream in streams {
            page.row("TCP \(stream.port), from it", count: stream.bytesFromPort, "bytes")
            page.row("  to it", count: stream.bytesToPort, "bytes")
            page.row("  not captured", count: stream.missingBytes, "bytes")
        }
        for (port, count) in otherDatagrams.ascending {
            page.row("UDP \(port)\(Self.use(of: port))", count: count, "datagrams")
        }
        if otherDatagrams.others > 0 { page.row("UDP, other ports", count: otherDatagrams.others, "datagrams") }
    }

    /// What a port is for, where it is known.
    private static func use(of port: UInt16) -> String {
        switch port {
        case 53: ", DNS"
        case 67: ", DHCP"
        case 5353: ", multicast DNS"
        case 5555: ", video"
        case 14_550: ", MAVLink"
        default: ""
        }
    }

    private static func add(_ options: [NavdataListing], to page: inout TextPage) {
        for option in options {
            page.heading("Option \(option.tag) \(option.name ?? "unknown"), \(option.size) bytes")
            for field in option.fields {
                if field.values.count == 1, let value = field.values.first {
                    page.row(field.name, "\(value)", field.unit)
                } else {
                    let values = field.values.map(\.description).joined(separator: " ")
                    page.row(field.name, words: field.unit.isEmpty ? values : "\(values) \(field.unit)")
                }
            }
            if !option.rest.isEmpty {
                page.row("(without known meaning)", words: option.rest.map(\.description).joined(separator: " "))
            }
        }
    }

    static func add<Key: Comparable>(
        _ tally: Tally<Key>, to page: inout TextPage, _ name: (Key) -> String
    ) {
        for (key, count) in tally.ascending { page.row("  \(name(key))", count: count) }
        if tally.others > 0 { page.row("  others", count: tally.others) }
    }

    static func list<Key: Comparable>(_ tally: Tally<Key>, _ name: (Key) -> String) -> String? {
        guard tally.total > 0 else { return nil }
        let entries = tally.ascending.map { "\(name($0.key)) ×\(TextPage.grouped($0.count))" }
        return (entries + (tally.others > 0 ? ["others ×\(TextPage.grouped(tally.others))"] : []))
            .joined(separator: ", ")
    }

    static func number(_ value: Double?, _ decimals: Int) -> String? {
        value.flatMap { DecimalNumber.fixed($0, decimals: decimals) }
    }
}
