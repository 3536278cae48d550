import DroneModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where the drone flew, seen from above: its own speed, turned by its yaw and summed up; GPS beside it where there is
/// a receiver.
public struct FlightTrack: Equatable, Sendable {
    /// The estimated places, in order.
    public internal(set) var points: [TrackPoint] = []
    /// GPS fixes as metres from where the estimate was at the first fix.
    public internal(set) var fixes: [TrackPoint] = []
    /// One standard deviation of the last place, metres.
    public internal(set) var finalUncertainty: Double?
    /// True where the yaw was that of a 2.0, which is magnetic once it flies.
    public internal(set) var isNorthUp = false
}

/// A place on the track.
public struct TrackPoint: Equatable, Sendable {
    /// When, seconds.
    public var time: Double
    /// Metres to the right of where yaw 0 points: east, where yaw 0 is north.
    public var east: Double
    /// Metres to where yaw 0 points.
    public var north: Double
    /// One standard deviation of the place, metres.
    public var uncertainty: Double
    /// True where nothing is known between this point and the one before, or where another flight begins.
    public var startsRun: Bool
}

/// Sums up the speed.
struct TrackIntegrator: Sendable {
    /// The speed by optical flow reads this share too low at walking pace (lift physics 1.6).
    static let scaleError = 0.18
    /// The error of a speed reading, metres per second (lift physics 1.6).
    static let speedError = 0.054
    /// How long an error of the speed keeps its sign, seconds: assumed, nobody measured it.
    static let correlation = 1.0
    /// The share of the path that a wandering yaw costs: assumed, 3°.
    static let yawError = 0.05
    /// No speed for longer than this breaks the track, seconds.
    static let longestGap = 0.5
    private static let capacity = 4000

    private(set) var track = FlightTrack()
    private var east = 0.0
    private var north = 0.0
    private var length = 0.0
    private var lowLength = 0.0
    private var unseen = 0.0
    private var flown = 0.0
    /// Metres that the drone may have gone while nothing was heard.
    private var blind = 0.0
    private var last: (time: Double, speed: Double)?
    private var spacing = 0.02
    private var plane: LocalPlane?
    private var originPlace = (east: 0.0, north: 0.0)
    private var lastFix: GeoPosition?
    private var needsRun = true

    /// How far it flew; nil before any speed.
    var distance: DistanceEstimate? {
        guard !track.points.isEmpty else { return nil }
        return DistanceEstimate(length: length, low: lowLength, high: length / (1 - Self.scaleError), unseen: unseen)
    }

    /// Takes speed and attitude of a packet; only what is flown counts.
    mutating func note(_ velocity: Velocity, yaw: Angle, isFlying: Bool, at time: Double) {
        guard isFlying else {
            last = nil
            needsRun = true
            return
        }
        let speed = velocity.magnitude
        guard let before = last else {
            last = (time, speed)
            append(at: time, startsRun: true)
            return
        }
        let step = time - before.time
        last = (time, speed)
        guard step <= Self.longestGap else {
            blind += max(speed, before.speed) * step
            unseen += step
            append(at: time, startsRun: true)
            return
        }
        let (cosine, sine) = (cos(yaw.radians), sin(yaw.radians))
        north += (velocity.forward * cosine - velocity.right * sine) * step
        east += (velocity.forward * sine + velocity.right * cosine) * step
        length += speed * step
        lowLength += max(0, speed - Self.speedError) * step
        flown += step
        append(at: time, startsRun: needsRun)
    }

    /// Takes a GPS fix.
    mutating func note(_ fix: GeoPosition, at time: Double) {
        guard fix != lastFix, track.fixes.count < Self.capacity else { return }
        lastFix = fix
        let plane = plane ?? LocalPlane(latitude: fix.latitude, longitude: fix.longitude)
        if self.plane == nil { (self.plane, originPlace) = (plane, (east, north)) }
        let place = plane.place(latitude: fix.latitude, longitude: fix.longitude)
        track.fixes.append(
            TrackPoint(
                time: time, east: originPlace.east + place.east, north: originPlace.north + place.north,
                uncertainty: 0, startsRun: track.fixes.isEmpty))
    }

    /// The track with its last place.
    mutating func finish(isNorthUp: Bool) -> FlightTrack {
        if let end = track.points.last, end.east != east || end.north != north {
            track.points.append(
                TrackPoint(
                    time: last?.time ?? end.time, east: east, north: north, uncertainty: uncertainty, startsRun: false))
        }
        track.finalUncertainty = track.points.isEmpty ? nil : uncertainty
        track.isNorthUp = isNorthUp
        return track
    }

    private var uncertainty: Double {
        let scale = Self.scaleError * (east * east + north * north).squareRoot()
        let turn = Self.yawError * length
        let noise = Self.speedError * (Self.correlation * flown).squareRoot()
        return (scale * scale + turn * turn + noise * noise).squareRoot() + blind
    }

    private mutating func append(at time: Double, startsRun: Bool) {
        needsRun = false
        let place = TrackPoint(
            time: time, east: east, north: north, uncertainty: uncertainty, startsRun: startsRun)
        if let last = track.points.last, !startsRun {
            let way = abs(east - last.east) + abs(north - last.north)
            if way < spacing { return }
        }
        track.points.append(place)
        while track.points.count > Self.capacity { thin() }
    }

    /// Keeps what is twice as far apart.
    private mutating func thin() {
        spacing *= 2
        var kept: [TrackPoint] = []
        var isPending = false
        for point in track.points {
            let way = kept.last.map { abs(point.east - $0.east) + abs(point.north - $0.north) } ?? .infinity
            // Beyond any sensible spacing the breaks are thinned too: a thousand of them are dots anyway.
            if way >= spacing || point.startsRun && spacing < 1 {
                kept.append(point)
                if isPending { kept[kept.count - 1].startsRun = true }
                isPending = false
            } else if point.startsRun {
                isPending = true
            }
        }
        track.points = kept
    }
}
