public import DroneModel
public import FlightRecording

/// What the drone said of itself in one packet: height, heading and battery when a photo was taken.
public struct FlightMoment: Equatable, Sendable {
    /// When the packet came, by this computer's clock.
    public var time: UTCTime
    /// Height above the take-off surface, metres; nil where the drone had not told it.
    public var altitude: Double?
    /// The nose's direction, degrees clockwise, 0..<360: from magnetic north for a 2.0, from where yaw was 0 for a 1.0; nil
    /// where the drone had not told it.
    public var heading: Double?
    /// The drone's battery, percent; nil where it had not told it.
    public var battery: Int?

    /// A moment.
    public init(time: UTCTime, altitude: Double? = nil, heading: Double? = nil, battery: Int? = nil) {
        self.time = time
        self.altitude = altitude
        self.heading = heading
        self.battery = battery
    }

    /// Of one recording the packet that is nearest to each of these times, which need no order; nil for all of them where
    /// it has no navdata.
    public static func nearest(
        to times: [UTCTime], in source: RecordingSource
    ) throws(RecordingError) -> [FlightMoment?] {
        let reader = try FlightReader(source)
        var playback = FlightPlayback(manifest: source.manifest)
        var search = MomentSearch(times)
        var packetCount = 0
        while let item = reader.next() {
            _ = playback.receive(item)
            guard playback.packetCount != packetCount else { continue }
            packetCount = playback.packetCount
            // The recording's own clock is that of this computer when it began.
            guard let start = reader.start else { continue }
            search.note(FlightMoment(playback.telemetry, at: UTCTime(since1970: start + item.time)))
        }
        return search.found
    }

    private init(_ telemetry: Telemetry, at time: UTCTime) {
        self.time = time
        altitude = telemetry.altitude?.value
        battery = telemetry.batteryPercent?.value
        guard let yaw = telemetry.attitude?.value.yaw.degrees, yaw.isFinite else { return }
        let turn = yaw.truncatingRemainder(dividingBy: 360)
        heading = turn < 0 ? turn + 360 : turn
    }
}

extension UTCTime {
    fileprivate init(since1970 duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (product, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        self.init(nanoseconds: overflows ? .max : product + attoseconds / 1_000_000_000)
    }
}

/// Finds what is nearest to each of several times among moments that come in order.
struct MomentSearch {
    private let times: [(time: UTCTime, index: Int)]
    private var next = 0
    private var last: FlightMoment?
    private var results: [FlightMoment?]

    init(_ times: [UTCTime]) {
        self.times = times.enumerated().map { ($0.element, $0.offset) }.sorted { $0.time < $1.time }
        results = times.map { _ in nil }
    }

    /// The next moment, not before the one before.
    mutating func note(_ moment: FlightMoment) {
        while next < times.count, times[next].time <= moment.time {
            results[times[next].index] = nearer(times[next].time, moment)
            next += 1
        }
        last = moment
    }

    private func nearer(_ time: UTCTime, _ moment: FlightMoment) -> FlightMoment {
        guard let last, time - last.time < moment.time - time else { return moment }
        return last
    }

    /// What was found, in the order of the times asked for.
    var found: [FlightMoment?] {
        var found = results
        for entry in times[next...] { found[entry.index] = last }
        return found
    }
}
