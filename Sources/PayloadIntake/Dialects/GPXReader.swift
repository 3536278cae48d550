import CExpat
import DroneModel

/// Takes `trkpt`, `rtept` and `wpt` with their `time`, `ele`, `speed`, `course` out of a GPX file, read by expat.
///
/// Not by Foundation's parser, which ends the program at names that are no UTF-8.
final class GPXReader {
    private var fixes: [FixDraft] = []
    private var refusal: IntakeProblem?
    private let mostFixes: Int
    private var draft: FixDraft?
    private var text: [UInt8] = []
    private var parser: XML_Parser?

    private init(mostFixes: Int) { self.mostFixes = mostFixes }

    /// The fixes of a file, none of them checked.
    ///
    /// - Throws: ``IntakeProblem`` where it is no XML, has a document type or more fixes than `mostFixes`.
    static func fixes(in bytes: [UInt8], mostFixes: Int) throws(IntakeProblem) -> [FixDraft] {
        try GPXReader(mostFixes: mostFixes).read(bytes)
    }

    private func read(_ bytes: [UInt8]) throws(IntakeProblem) -> [FixDraft] {
        guard let count = Int32(exactly: bytes.count), let parser = XML_ParserCreate(nil) else {
            throw IntakeProblem(413, "GPX: \(bytes.count) bytes are too many")
        }
        defer { XML_ParserFree(parser) }
        self.parser = parser
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        // No track needs a document type, and entities in one can grow without bound.
        XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in
            GPXReader.of(user)?.stop(IntakeProblem(400, "GPX: a document type is not taken"))
        }
        XML_SetElementHandler(
            parser, { GPXReader.of($0)?.begin($1, $2) }, { user, name in GPXReader.of(user)?.end(name) })
        XML_SetCharacterDataHandler(parser) { GPXReader.of($0)?.take($1, Int($2)) }
        let status = bytes.withUnsafeBytes { bytes in
            XML_Parse(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), count, 1)
        }
        if let refusal { throw refusal }
        guard status == XML_STATUS_OK else {
            let line = XML_GetCurrentLineNumber(parser)
            throw IntakeProblem(400, "GPX: line \(line) is no XML; \(fixes.count) fixes before it")
        }
        return fixes
    }

    private static func of(_ user: UnsafeMutableRawPointer?) -> GPXReader? {
        user.map { Unmanaged<GPXReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private func stop(_ problem: IntakeProblem) {
        refusal = problem
        XML_StopParser(parser, 0)
    }

    /// A name without its prefix.
    private static func plain(_ name: UnsafePointer<CChar>?) -> Substring {
        name.flatMap { String(cString: $0).split(separator: ":").last } ?? ""
    }

    private func begin(
        _ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        text = []
        guard ["trkpt", "rtept", "wpt"].contains(Self.plain(name)) else { return }
        var draft = FixDraft()
        // Names and values in turn, and a null at the end.
        var next = attributes
        while let pair = next, let name = pair[0], let value = pair[1] {
            switch String(cString: name) {
            case "lat": draft.latitude = String(cString: value).finiteNumber
            case "lon": draft.longitude = String(cString: value).finiteNumber
            default: break
            }
            next = pair + 2
        }
        self.draft = draft
    }

    /// Text comes in pieces; what is longer than a time or a number can be is none.
    private func take(_ piece: UnsafePointer<CChar>?, _ count: Int) {
        guard let piece, count > 0, text.count < 200 else { return }
        text += UnsafeRawBufferPointer(start: piece, count: count).prefix(200)
    }

    private func end(_ name: UnsafePointer<CChar>?) {
        let value = String(decoding: text, as: UTF8.self).drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
        switch Self.plain(name) {
        case "time":
            draft?.timeText = String(value)
            draft?.time = UTCTime(told: String(value))
        case "ele": draft?.altitude = String(value).finiteNumber
        case "speed": draft?.speed = String(value).finiteNumber
        case "course": draft?.course = String(value).finiteNumber
        case "accuracy": draft?.accuracy = String(value).finiteNumber
        case "trkpt", "rtept", "wpt":
            if let draft { fixes.append(draft) }
            draft = nil
            if fixes.count > mostFixes {
                stop(IntakeProblem(413, "GPX: more than \(mostFixes) fixes; cut the track"))
            }
        default: break
        }
        text = []
    }
}
