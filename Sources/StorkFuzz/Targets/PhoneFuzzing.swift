import DroneModel
import PayloadIntake
import PayloadJournal
import PhotoMetadata
import WebExchange

/// What phones send: every dialect, form, file and picture. What is taken can be, and is the same when it is read again.
enum PhoneFuzzing {
    /// The kinds of bodies, as an input's first byte names them.
    static let mediaTypes = [
        "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "image/jpeg",
        "application/gpx+xml", "text/csv", "", "multipart/form-data; boundary=\"b\"; x",
    ]
    private static let methods = ["POST", "GET", "PUT", "DELETE"]
    private static let arrival = UTCTime(nanoseconds: 1_700_000_002_500_000_000)

    /// An input of a request.
    static func input(_ mediaType: UInt8, _ target: String, _ body: [UInt8]) -> [UInt8] {
        [mediaType, 0] + ByteScript.block(Array(target.utf8)) + body
    }

    static func run(_ bytes: [UInt8]) throws(Finding) {
        var script = ByteScript(bytes)
        let mediaType = mediaTypes[Int(script.byte()) % mediaTypes.count]
        let kind = script.byte()
        let target = "/" + String(decoding: script.block(), as: UTF8.self)
        var headers: WebHeaders = ["Content-Type": mediaType]
        if kind & 4 != 0 { headers["Cookie"] = "ulogger=" + String(decoding: script.block(), as: UTF8.self) }
        if kind & 8 != 0 { headers["Authorization"] = "Basic " + String(decoding: script.block(), as: UTF8.self) }
        let request = WebRequest(
            method: methods[Int(kind & 3)], target: target, headers: headers, body: script.take(bytes.count))
        try Finding.unless(!request.path.contains { $0 == ".." || $0.isEmpty }, "a path that leads out")
        let hint = IntakeHint(user: IntakeHint.user(of: request), arrival: arrival)
        try Finding.unless(isName(hint.name), "a device named \(hint.name)")
        let post: PhonePost
        do throws(IntakeProblem) { post = try PhoneDialects.read(request, hint) } catch {
            try Finding.unless((400..<600).contains(error.status) && !error.description.isEmpty, "no reason: \(error)")
            return
        }
        for fix in post.fixes { try check(fix) }
        if let photo = post.photo {
            try Finding.unless(photo.bytes.starts(with: [0xFF, 0xD8]), "a picture that is none")
            _ = PhotoMetadata(jpeg: photo.bytes)
        }
        let again = try? PhoneDialects.read(request, hint)
        try Finding.unless(again == post, "another post when it is read again")
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 32 && DeviceName.clean(name) == name
    }

    private static func check(_ fix: PhoneFix) throws(Finding) {
        try Finding.unless(isName(fix.device), "a device named \(fix.device)")
        try Finding.unless(
            (-90...90).contains(fix.latitude) && (-180...180).contains(fix.longitude), "nowhere on earth: \(fix)")
        for value in [fix.altitude, fix.accuracy, fix.speed, fix.course, fix.battery] {
            try Finding.unless(value?.isFinite ?? true, "a number that is none: \(fix)")
        }
        try Finding.unless(fix.speed ?? 0 >= 0 && fix.accuracy ?? 0 >= 0, "less than nothing: \(fix)")
        try Finding.unless((0...1).contains(fix.battery ?? 0), "a battery of \(fix)")
        try Finding.unless((0..<360).contains(fix.course ?? 0), "a course of \(fix)")
        guard let again = PhoneFix(line: fix.line) else { throw Finding(description: "no fix: \(fix.line)") }
        try Finding.unless(again.time == fix.time && again.latitude == fix.latitude, "another fix: \(fix.line)")
        try Finding.unless(again.line == fix.line, "another line: \(fix.line)")
    }
}
