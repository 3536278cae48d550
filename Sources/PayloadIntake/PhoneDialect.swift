/// How an app, or a file, tells fixes and photos.
public enum PhoneDialect: String, CaseIterable, Sendable {
    /// OwnTracks in HTTP mode: JSON, one object a request, speed in km/h, zeros left out.
    case ownTracks = "owntracks"
    /// uLogger: a session of forms, photos as multipart.
    case uLogger = "ulogger"
    /// Traccar Client before 9: a query, speed in knots.
    case traccar
    /// Traccar Client 9 and later: JSON, negative for unknown.
    case traccarJSON = "traccar-json"
    /// OsmAnd's online tracking: a template, speed in m/s.
    case osmAnd = "osmand"
    /// GPSLogger's custom URL: a template, speed in m/s.
    case gpsLogger = "gpslogger"
    /// Overland: batches of GeoJSON, longitude first, negative for unknown.
    case overland
    /// Sensor Logger: batches, nanoseconds.
    case sensorLogger = "sensorlogger"
    /// A picture as the body of a request.
    case photo
    /// IP Webcam, which is asked.
    case ipWebcam = "ipwebcam"
    /// A GPX file.
    case gpx
    /// A CSV file.
    case csv
}
