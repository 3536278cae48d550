import DroneProtocol

/// When each picture is shown, since the first one.
///
/// The drone's time stamps are even where packets arrive in bursts, so they count as long as they agree with the times
/// of arrival; where they jump, stand still or wander off by more than ``tolerance``, arrival counts, so that the video
/// stays with the telemetry.
struct VideoClock {
    /// Half a second: more than the Wi-Fi holds back a picture, less than a person notices beside the telemetry.
    static let tolerance: Duration = .milliseconds(500)
    /// A longer step of the drone's clock is a restart or a pause.
    private static let longestStep: UInt32 = 10_000
    /// Without any clock: 30 pictures a second, as the drone sends them.
    private static let nominalStep: Duration = .microseconds(33_333)
    /// Two pictures never have the same time.
    private static let shortestStep: Duration = .milliseconds(1)

    /// Whether the frames have times of arrival.
    let hasArrivals: Bool
    private var first: Duration = .zero
    private var last: (timestamp: UInt32, time: Duration)?

    init(hasArrivals: Bool) { self.hasArrivals = hasArrivals }

    /// The time of the next frame, since the first.
    mutating func time(of header: PaVEHeader, arrival: Duration) -> Duration {
        guard let last else {
            first = arrival
            self.last = (header.timestamp, .zero)
            return .zero
        }
        let step = header.timestamp &- last.timestamp
        var time = last.time + (step <= Self.longestStep ? .milliseconds(Int64(step)) : Self.nominalStep)
        if hasArrivals {
            let arrived = arrival - first
            if step > Self.longestStep || time - arrived > Self.tolerance || arrived - time > Self.tolerance {
                time = arrived
            }
        } else if step == 0 {
            time = last.time + Self.nominalStep
        }
        time = max(time, last.time + Self.shortestStep)
        self.last = (header.timestamp, time)
        return time
    }
}
