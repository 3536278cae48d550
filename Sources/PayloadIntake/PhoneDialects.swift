public import DroneModel
public import WebExchange

/// What is known of a request besides its bytes.
public struct IntakeHint: Sendable {
    /// The phone whose token came with it; nil where phones say themselves who they are.
    public var device: String?
    /// The user of its credentials; nil where there are none.
    public var user: String?
    /// When it came.
    public var arrival: UTCTime

    /// A hint.
    public init(device: String? = nil, user: String? = nil, arrival: UTCTime) {
        self.device = device
        self.user = user
        self.arrival = arrival
    }

    /// The phone's name: that of its token, what it calls itself, its user, or `phone`.
    func device(_ told: String?) -> String {
        device ?? DeviceName.clean(told ?? "") ?? DeviceName.clean(user ?? "") ?? "phone"
    }
}

/// Names of phones.
public enum DeviceName {
    /// The name without what does not belong into names of files and lines of logs: letters, digits, `-`, `_` and `.`
    /// stay, at most 32 of them, and no dot leads. Nil where nothing is left.
    public static func clean(_ name: String) -> String? {
        let kept = name.unicodeScalars.filter { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": true
            default: false
            }
        }
        let text = String(String.UnicodeScalarView(kept.drop { $0 == "." }.prefix(32)))
        return text.isEmpty ? nil : text
    }
}

/// Reads what phones send, each in its own dialect.
public enum PhoneDialects {
    /// Which dialect a request speaks: by its path, or by what is in it.
    public static func dialect(of request: WebRequest) throws(IntakeProblem) -> PhoneDialect {
        switch request.path.last?.lowercased() {
        case "owntracks", "pub": return .ownTracks
        case "index.php": return .uLogger
        case "traccar", "osmand": return hasJSON(request) ? .traccarJSON : .traccar
        case "osmand-app": return .osmAnd
        case "gpslogger", "log": return .gpsLogger
        case "overland": return .overland
        case "sensorlogger": return .sensorLogger
        case "photo": return .photo
        case "ipwebcam": return .ipWebcam
        case "gpx": return .gpx
        case "csv": return .csv
        default: break
        }
        if request.mediaType == "application/gpx+xml" { return .gpx }
        if request.mediaType == "text/csv" { return .csv }
        if request.mediaType.hasPrefix("image/") { return .photo }
        if hasJSON(request) { return try dialect(ofJSON: request) }
        if request.mediaType == "multipart/form-data" { return .uLogger }
        let query = request.query
        if request.mediaType == "application/x-www-form-urlencoded" {
            return FormFields(request.body)["action"] != nil ? .uLogger : .traccar
        }
        if query["lat", "latitude", "location"] != nil { return .traccar }
        throw IntakeProblem(404, "nothing here takes that; the page at / says which address each app needs")
    }

    private static func hasJSON(_ request: WebRequest) -> Bool {
        request.mediaType == "application/json" || request.body.first == UInt8(ascii: "{")
    }

    /// Only which members there are.
    private struct Outline: Decodable {
        struct Anything: Decodable { init(from decoder: any Decoder) {} }

        var _type: Anything?
        var locations: Anything?
        var payload: Anything?
        var location: Anything?
        var gps: Anything?
    }

    private static func dialect(ofJSON request: WebRequest) throws(IntakeProblem) -> PhoneDialect {
        let outline = try LenientJSON.decode(Outline.self, request.body)
        if outline._type != nil { return .ownTracks }
        if outline.locations != nil { return .overland }
        if outline.payload != nil { return .sensorLogger }
        if outline.location != nil { return .traccarJSON }
        if outline.gps != nil { return .ipWebcam }
        throw IntakeProblem(400, "the JSON is of none of the apps that are known here")
    }

    /// Reads a request.
    ///
    /// - Throws: ``IntakeProblem`` where nothing of it can be taken.
    public static func read(_ request: WebRequest, _ hint: IntakeHint) throws(IntakeProblem) -> PhonePost {
        guard ["GET", "POST", "PUT"].contains(request.method) else {
            throw IntakeProblem(405, "\(request.method.prefix(20)): send it with POST, PUT or GET")
        }
        let dialect = try dialect(of: request)
        switch dialect {
        case .ownTracks: return try OwnTracks.read(request, hint)
        case .uLogger: return try ULogger.read(request, hint)
        case .traccar, .osmAnd, .gpsLogger: return try QueryFixes.read(dialect, request, hint)
        case .traccarJSON: return try TraccarJSON.read(request, hint)
        case .overland: return try Overland.read(request, hint)
        case .sensorLogger: return try SensorLogger.read(request, hint)
        case .gpx, .csv: return try TrackFiles.read(dialect, request, hint)
        case .ipWebcam: return try IPWebcam.read(request, hint)
        case .photo:
            let time = request.query["time", "timestamp"].flatMap { UTCTime(told: $0) }
            var post = PhonePost(.photo, reply: .text("OK", status: 201))
            post.photo = try JPEGPhoto.checked(request.body, time: time)
            return post
        }
    }
}

extension IntakeHint {
    /// Who a request says it is from, by its credentials: Basic, a session of uLogger, or its form of users and passwords.
    public static func credentials(of request: WebRequest) -> (user: String, password: String)? {
        request.basicCredentials ?? ULogger.session(request) ?? ULogger.credentials(request)
    }

    /// The user of ``credentials(of:)``.
    public static func user(of request: WebRequest) -> String? { credentials(of: request)?.user }
}

extension IntakeHint {
    /// The phone's name where the request itself does not say it.
    public var name: String { device(nil) }
}
