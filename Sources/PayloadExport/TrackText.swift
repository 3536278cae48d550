public import DroneModel
import JSONText
import PayloadJournal

/// Tracks of phones as files for other programs. A track is cut where it has a gap.
public enum TrackText {
    /// The fixes of each phone and app in the order of time, in pieces without gaps.
    static func pieces(_ fixes: [PhoneFix]) -> [(name: String, pieces: [[PhoneFix]])] {
        var tracks: [String: [PhoneFix]] = [:]
        for fix in fixes { tracks["\(fix.device) (\(fix.source))", default: []].append(fix) }
        return tracks.sorted { $0.key < $1.key }.map { name, fixes in
            let sorted = fixes.sorted { $0.time < $1.time }
            let intervals = zip(sorted, sorted.dropFirst()).map { $1.time - $0.time }.sorted()
            let usual = intervals.isEmpty ? .zero : intervals[intervals.count / 2]
            var pieces: [[PhoneFix]] = []
            for fix in sorted {
                if let last = pieces.last?.last, fix.time - last.time <= max(usual * 3, .seconds(5)) {
                    pieces[pieces.count - 1].append(fix)
                } else {
                    pieces.append([fix])
                }
            }
            return (name, pieces)
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    private static func degrees(_ value: Double) -> String { DecimalNumber.text(value, decimals: 6) ?? "0" }
    private static func number(_ value: Double) -> String { DecimalNumber.text(value, decimals: 2) ?? "0" }

    /// GPX 1.1: a track for each phone and app, a segment for each piece, photos as waypoints.
    public static func gpx(_ fixes: [PhoneFix], photos: [PhotoJoin]) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<gpx version=\"1.1\" creator=\"stork\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n"
        for join in photos where join.isNear {
            guard let fix = join.fix else { continue }
            text += "  <wpt lat=\"\(degrees(fix.latitude))\" lon=\"\(degrees(fix.longitude))\">"
            text += "<time>\(join.photo.time.text)</time><name>\(escaped(join.photo.name))</name></wpt>\n"
        }
        for track in pieces(fixes) {
            text += "  <trk>\n    <name>\(escaped(track.name))</name>\n"
            for piece in track.pieces {
                text += "    <trkseg>\n"
                for fix in piece {
                    text += "      <trkpt lat=\"\(degrees(fix.latitude))\" lon=\"\(degrees(fix.longitude))\">"
                    if let altitude = fix.altitude { text += "<ele>\(number(altitude))</ele>" }
                    text += "<time>\(fix.time.text)</time></trkpt>\n"
                }
                text += "    </trkseg>\n"
            }
            text += "  </trk>\n"
        }
        return text + "</gpx>\n"
    }

    /// KML 2.2: a line for each piece, photos as placemarks.
    public static func kml(_ fixes: [PhoneFix], photos: [PhotoJoin]) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n"
        for track in pieces(fixes) {
            for piece in track.pieces {
                let line = piece.map { "\(degrees($0.longitude)),\(degrees($0.latitude)),\(number($0.altitude ?? 0))" }
                text += "  <Placemark><name>\(escaped(track.name))</name><TimeSpan><begin>\(piece[0].time.text)</begin>"
                text += "<end>\(piece[piece.count - 1].time.text)</end></TimeSpan><LineString><coordinates>"
                text += line.joined(separator: " ") + "</coordinates></LineString></Placemark>\n"
            }
        }
        for join in photos where join.isNear {
            guard let fix = join.fix else { continue }
            text +=
                "  <Placemark><name>\(escaped(join.photo.name))</name><TimeStamp><when>\(join.photo.time.text)</when>"
            text += "</TimeStamp><Point><coordinates>\(degrees(fix.longitude)),\(degrees(fix.latitude))</coordinates>"
            text += "</Point></Placemark>\n"
        }
        return text + "</Document>\n</kml>\n"
    }

    /// GeoJSON (RFC 7946): a point for each fix and each photo.
    public static func geoJSON(_ fixes: [PhoneFix], photos: [PhotoJoin]) -> String {
        func feature(_ fix: PhoneFix, _ properties: [(key: String, value: JSONValue)]) -> JSONValue {
            var place: [JSONValue] = [.number(fix.longitude, decimals: 6), .number(fix.latitude, decimals: 6)]
            if let altitude = fix.altitude { place.append(.number(altitude, decimals: 2)) }
            return .object([
                ("type", .text("Feature")),
                ("geometry", .object([("type", .text("Point")), ("coordinates", .list(place))])),
                ("properties", .object(properties)),
            ])
        }
        let points = fixes.map { fix in
            feature(
                fix,
                [
                    ("device", .text(fix.device)), ("source", .text(fix.source)), ("time", .text(fix.time.text)),
                    ("accuracy_m", .number(fix.accuracy, decimals: 1)), ("speed_m_s", .number(fix.speed, decimals: 2)),
                    ("late", .flag(fix.isLate)),
                ])
        }
        let pictures = photos.filter(\.isNear).compactMap { join in
            join.fix.map {
                feature(
                    $0,
                    [
                        ("photo", .text(join.photo.name)), ("device", .text(join.photo.device)),
                        ("time", .text(join.photo.time.text)),
                        ("fix_gap_s", .number(join.gap.map { $0 / .seconds(1) }, decimals: 3)),
                    ])
            }
        }
        return JSONValue.object([
            ("type", .text("FeatureCollection")), ("features", .list(points + pictures)),
        ]).rendered() + "\n"
    }

    /// The fixes as CSV (RFC 4180), in the order of phones, apps and time; empty where a phone did not tell.
    public static func csv(_ fixes: [PhoneFix]) -> String {
        var text = "time,device,source,lat,lon,alt_m,accuracy_m,speed_m_s,course_deg,battery,arrival,late\r\n"
        for fix in pieces(fixes).flatMap({ $0.pieces.joined() }) {
            let cells: [String?] = [
                fix.time.text, cell(fix.device), cell(fix.source), "\(fix.latitude)", "\(fix.longitude)",
                optional(fix.altitude, 2), optional(fix.accuracy, 2),
                optional(fix.speed, 3), optional(fix.course, 2),
                optional(fix.battery, 3), fix.arrival.text, fix.isLate ? "1" : "0",
            ]
            text += cells.map { $0 ?? "" }.joined(separator: ",") + "\r\n"
        }
        return text
    }

    /// The photos with what was nearest to them, as CSV; a gap is positive where the other is later.
    public static func csv(_ photos: [PhotoJoin]) -> String {
        var text =
            "photo,device,time,time_source,bytes,fix_gap_s,lat,lon,alt_m,accuracy_m,"
            + "drone_gap_s,drone_altitude_m,drone_heading_deg,drone_battery_percent\r\n"
        for join in photos {
            let (fix, moment) = (join.fix, join.moment)
            let cells: [String?] = [
                cell(join.photo.name), cell(join.photo.device), join.photo.time.text, join.photo.timeSource,
                "\(join.photo.bytes)", optional(join.gap.map { $0 / .seconds(1) }, 3),
                fix.map { "\($0.latitude)" }, fix.map { "\($0.longitude)" },
                optional(fix?.altitude, 2), optional(fix?.accuracy, 2),
                optional(join.momentGap.map { $0 / .seconds(1) }, 3),
                optional(moment?.altitude, 3), optional(moment?.heading, 1),
                moment?.battery.map { "\($0)" },
            ]
            text += cells.map { $0 ?? "" }.joined(separator: ",") + "\r\n"
        }
        return text
    }

    private static func optional(_ value: Double?, _ decimals: Int) -> String? {
        value.flatMap { DecimalNumber.text($0, decimals: decimals) }
    }

    private static func cell(_ text: String) -> String {
        guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
