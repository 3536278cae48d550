import PayloadIntake
public import StationServer
import WebExchange

/// Fetches a picture and the place from IP Webcam (Khlebovich's Android app) again and again: the regular interval of
/// 2012.
public struct WebcamPoller: Sendable {
    /// The phone's port.
    public var phone: WebFetch
    /// The name its pictures go under.
    public var device: String
    /// How often.
    public var interval: Duration
    /// `/shot.jpg` is a frame of the video, `/photo.jpg` a still at full size, `/photoaf.jpg` one after focussing.
    public var path: String

    /// A poller.
    public init(phone: WebFetch, device: String, interval: Duration, path: String = "/shot.jpg") {
        self.phone = phone
        self.device = device
        self.interval = interval
        self.path = path
    }

    /// Where the app may tell its place: none of it is documented, so that all are asked until one tells it.
    public static let places = ["/sensors.json?sense=gps", "/gps.json", "/sensors.json"]
    /// As long as no place tells anything, they are asked only each so manieth time.
    private static let rarely = 12

    /// Fetches until the task is cancelled.
    ///
    /// - Parameter tell: Told what goes wrong, once for every kind in a row.
    public func run(into station: PayloadStation, tell: @Sendable (String) -> Void) async {
        var place: String?
        var problem = ""
        let clock = ContinuousClock()
        var next = clock.now
        var turn = 0
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
            if let known = place {
                _ = try? await ask(known, station)
            } else if turn % Self.rarely == 0 {
                place = await findPlace(station, tell: tell)
            }
            turn += 1
            next = max(next + interval, clock.now)
            try? await Task.sleep(until: next, clock: clock)
        }
    }

    /// The first place that tells where the phone is; nil where none does.
    private func findPlace(_ station: PayloadStation, tell: @Sendable (String) -> Void) async -> String? {
        var answers: [String] = []
        for place in Self.places {
            do {
                let fixes = try await ask(place, station)
                if fixes > 0 {
                    tell("IP Webcam \(phone.host): \(place) tells where it is")
                    return place
                }
                answers.append("\(place) without a place")
            } catch let problem as IntakeProblem {
                answers.append("\(place) \(problem)")
            } catch {
                return nil
            }
        }
        tell(
            "IP Webcam \(phone.host): nothing tells where it is (\(answers.joined(separator: ", "))); switch on Data logging "
                + "and GPS in the app, or run another app for it")
        return nil
    }

    private func ask(_ place: String, _ station: PayloadStation) async throws -> Int {
        let answer = try await phone.get(place)
        guard answer.status == 200 else { throw IntakeProblem(status: answer.status, "answers \(answer.status)") }
        return try await station.take(sensors: answer.body, device: device, remote: phone.host)
    }
}
