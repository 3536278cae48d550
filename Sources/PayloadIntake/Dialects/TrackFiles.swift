import DroneModel
import WebExchange

/// Tracks that a phone wrote to a file and that come after landing, through `stork payload import` or an upload.
enum TrackFiles {
    static func read(
        _ dialect: PhoneDialect, _ request: WebRequest, _ hint: IntakeHint
    ) throws(IntakeProblem) -> PhonePost {
        let device = hint.device(request.query["device", "id"])
        var post = PhonePost(dialect, reply: .text("OK"))
        let drafts =
            dialect == .gpx ? try GPXReader.fixes(in: request.body, mostFixes: mostFixes) : try csv(request.body)
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
