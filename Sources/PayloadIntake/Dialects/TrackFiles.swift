import DroneModel
import Foundation
import FoundationXML
import WebExchange

/// Tracks that a phone wrote to a file and that come after landing, through `stork payload import` or an upload.
enum TrackFiles {
    static func read(
        _ dialect: PhoneDialect, _ request: WebRequest, _ hint: IntakeHint
    ) throws(IntakeProblem) -> PhonePost {
        let device = hint.device(request.query["device", "id"])
        var post = PhonePost(dialect, reply: .text("OK"))
        let drafts = dialect == .gpx ? try gpx(request.body) : try csv(request.body)
        for (index, draft) in drafts.enumerated() {
            post.take(draft, index, device: device, arrival: hint.arrival)
        }
        guard !post.fixes.isEmpty else {
            throw IntakeProblem(400, "no fix in it: \(post.refusals.first?.reason ?? "the track is empty")")
        }
        return post
    }

    /// Fixes in one file; eleven days at one a second would be too long for one answer.
    private static let mostFixes = 100_000

    // MARK: GPX

    private static func gpx(_ bytes: [UInt8]) throws(IntakeProblem) -> [FixDraft] {
        // No track needs a document type, and entities in one can grow without bound.
        if hasDeclaration(bytes) {
            throw IntakeProblem(400, "GPX: a document type is not taken")
        }
        let reader = GPXReader(mostFixes: mostFixes)
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = reader
        let isWhole = parser.parse()
        if reader.isTooLong { throw IntakeProblem(413, "GPX: more than \(mostFixes) fixes; cut the track") }
        guard isWhole else {
            throw IntakeProblem(400, "GPX: line \(parser.lineNumber) is no XML; \(reader.fixes.count) fixes before it")
        }
        return reader.fixes
    }

    private static func hasDeclaration(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
        return text.contains("<!DOCTYPE") || text.contains("<!ENTITY")
    }

    // MARK: CSV

    private static func csv(_ bytes: [UInt8]) throws(IntakeProblem) -> [FixDraft] {
        var lines = bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        guard lines.count <= mostFixes + 1 else { throw IntakeProblem(413, "CSV: more than \(mostFixes) lines") }
        guard !lines.isEmpty else { throw IntakeProblem(400, "CSV: the file is empty") }
        let names = cells(lines.removeFirst()).map { $0.lowercased().filter { $0 != " " && $0 != "\u{FEFF}" } }
        func column(_ options: String...) -> Int? { names.firstIndex { options.contains($0) } }
        guard let latitude = column("lat", "latitude"), let longitude = column("lon", "lng", "longitude"),
            let time = column("time", "timestamp", "date", "utc")
        else { throw IntakeProblem(400, "CSV: the first line names no time, lat and lon") }
        let (altitude, accuracy) = (column("elevation", "altitude", "alt", "ele"), column("accuracy", "acc"))
        let (speed, course) = (column("speed", "spd"), column("bearing", "course", "heading", "dir"))
        let battery = column("battery", "batt")
        return lines.map { line in
            let cells = cells(line)
            func number(_ column: Int?) -> Double? {
                column.flatMap { $0 < cells.count ? cells[$0].finiteNumber : nil }
            }
            var draft = FixDraft()
            draft.timeText = time < cells.count ? cells[time] : ""
            draft.time = UTCTime(told: draft.timeText)
            draft.latitude = number(latitude)
            draft.longitude = number(longitude)
            draft.altitude = number(altitude)
            draft.accuracy = number(accuracy)
            draft.speed = number(speed)
            draft.course = number(course)
            draft.battery = number(battery).map { $0 / 100 }
            return draft
        }
    }

    /// The cells of a line; quotes hold commas, two quotes are one.
    private static func cells(_ line: ArraySlice<UInt8>) -> [String] {
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        for byte in line.prefix(65_536) {
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ","), UInt8(ascii: ";"):
                if isQuoted {
                    cell.append(byte)
                } else {
                    cells.append(String(decoding: cell, as: UTF8.self))
                    cell = []
                }
            default: cell.append(byte)
            }
        }
        return cells + [String(decoding: cell, as: UTF8.self)]
    }
}

/// Takes `trkpt`, `rtept` and `wpt` with their `time`, `ele`, `speed`, `course`.
private final class GPXReader: NSObject, XMLParserDelegate {
    private(set) var fixes: [FixDraft] = []
    private(set) var isTooLong = false
    private let mostFixes: Int
    private var draft: FixDraft?
    private var text = ""

    init(mostFixes: Int) { self.mostFixes = mostFixes }

    private static func plain(_ name: String) -> Substring { name.split(separator: ":").last ?? "" }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        text = ""
        guard ["trkpt", "rtept", "wpt"].contains(Self.plain(name)) else { return }
        var draft = FixDraft()
        draft.latitude = attributes["lat"]?.finiteNumber
        draft.longitude = attributes["lon"]?.finiteNumber
        self.draft = draft
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if text.utf8.count < 200 { text += string }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        let value = String(text.drop(while: \.isWhitespace).prefix { !$0.isWhitespace })
        switch Self.plain(name) {
        case "time":
            draft?.timeText = value
            draft?.time = UTCTime(told: value)
        case "ele": draft?.altitude = value.finiteNumber
        case "speed": draft?.speed = value.finiteNumber
        case "course": draft?.course = value.finiteNumber
        case "accuracy": draft?.accuracy = value.finiteNumber
        case "trkpt", "rtept", "wpt":
            if let draft { fixes.append(draft) }
            draft = nil
            if fixes.count > mostFixes {
                isTooLong = true
                parser.abortParsing()
            }
        default: break
        }
        text = ""
    }
}
