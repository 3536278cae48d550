import PayloadIntake
public import StationServer
import WebExchange

/// Fetches a picture from IP Webcam (Khlebovich's Android app) again and again: the regular interval of 2012.
public struct WebcamPoller: Sendable {
    /// The phone's port.
    public var phone: WebFetch
    /// The name its pictures go under.
    public var device: String
    /// How often.
    public var interval: Duration
    /// `/shot.jpg` is a frame of the video, `/photo.jpg` a still at full size.
    public var path: String

    /// A poller.
    public init(phone: WebFetch, device: String, interval: Duration, path: String = "/shot.jpg") {
        self.phone = phone
        self.device = device
        self.interval = interval
        self.path = path
    }

    /// Where the app may tell its place: none of it is documented, so that all are asked once.
    public static let places = ["/sensors.json?sense=gps", "/gps.json", "/sensors.json"]

    /// Fetches until the task is cancelled.
    ///
    /// - Parameter tell: Told what goes wrong, once for every kind in a row.
    public func run(into station: PayloadStation, tell: @Sendable (String) -> Void) async {
        for place in Self.places {
            if let answer = try? await phone.get(place) {
                tell("IP Webcam \(phone.host): \(place) answers \(answer.status), \(answer.body.count) bytes")
            }
        }
        var problem = ""
        let clock = ContinuousClock()
        var next = clock.now
        while !Task.isCancelled {
            do {
                let answer = try await phone.get(path)
                guard answer.status == 200 else {
                    throw IntakeProblem(status: answer.status, "\(path) answers \(answer.status)")
                }
                try await station.take(photo: answer.body, device: device, remote: phone.host)
                problem = ""
            } catch {
                if "\(error)" != problem { tell("IP Webcam \(phone.host): \(error)") }
                problem = "\(error)"
            }
            next = max(next + interval, clock.now)
            try? await Task.sleep(until: next, clock: clock)
        }
    }
}
