import DroneModel
import FlightRecording

/// What phones on board told, out of the recording's log; in bounded memory.
struct PhoneLedger: Sendable {
    /// Phones that are told apart.
    static let mostPhones = 8
    /// Pictures that are kept of one phone.
    static let mostPictures = 500
    /// Fixes whose times are kept of one phone: five hours at one a second.
    static let mostFixes = 20_000
    /// The scatter of fewer fixes says little.
    static let leastForScatter = 10

    private struct Phone: Sendable {
        var name: String
        var sources: [String] = []
        var received = 0
        /// By the phone's clock.
        var fixes: [PhoneFix] = []
        var standing: [PhoneFix] = []
        var pictures: [PhonePicture] = []
        var omittedPictures = 0
    }

    private var phones: [Phone] = []

    mutating func note(_ content: RecordedEvent.Content, at time: Double, hasFlown: Bool) {
        switch content {
        case .fix(let fix):
            guard let index = index(of: fix.device) else { return }
            phones[index].received += 1
            if !phones[index].sources.contains(fix.source), phones[index].sources.count < 16 {
                phones[index].sources.append(fix.source)
            }
            guard phones[index].fixes.count < Self.mostFixes else { return }
            phones[index].fixes.append(fix)
            if !hasFlown { phones[index].standing.append(fix) }
        case .photo(let device, let name, let bytes):
            guard let index = index(of: device) else { return }
            guard phones[index].pictures.count < Self.mostPictures else {
                phones[index].omittedPictures += 1
                return
            }
            phones[index].pictures.append(PhonePicture(name: name, arrival: time, bytes: bytes))
        default: break
        }
    }

    private mutating func index(of name: String) -> Int? {
        if let index = phones.firstIndex(where: { $0.name == name }) { return index }
        guard phones.count < Self.mostPhones else { return nil }
        phones.append(Phone(name: name))
        return phones.count - 1
    }

    /// What they told.
    ///
    /// - Parameter start: When the recording began, seconds since 1970 UTC; nil where it does not say.
    func facts(start: Double?) -> [PhoneFacts] { phones.map { Self.facts($0, start) } }

    private static func facts(_ phone: Phone, _ start: Double?) -> PhoneFacts {
        let times = phone.fixes.map(\.time.seconds).sorted()
        let intervals = zip(times.dropFirst(), times).map { $0 - $1 }
        let usual = median(intervals.filter { $0 > 0 })
        let longest = intervals.indices.max { intervals[$0] < intervals[$1] }
        let isEnough = phone.fixes.count >= 3
        return PhoneFacts(
            name: phone.name, sources: phone.sources, received: phone.received,
            expected: isEnough
                ? usual.flatMap { usual in times.last.map { Int(min(1e9, (($0 - times[0]) / usual + 1).rounded())) } }
                : nil, usualInterval: isEnough ? usual : nil,
            longestGap: longest.map { index in
                PhoneFacts.Gap(start: start.map { times[index] - $0 }, length: intervals[index])
            }, medianLatency: median(phone.fixes.map { $0.latency.inSeconds }), scatter: scatter(phone.standing),
            pictures: phone.pictures.map { joined($0, times, start) }, omittedPictures: phone.omittedPictures,
            track: track(phone.fixes, start))
    }

    private static func median(_ values: [Double]) -> Double? {
        let sorted = values.sorted()
        return sorted.isEmpty ? nil : sorted[sorted.count / 2]
    }

    private static func joined(_ picture: PhonePicture, _ times: [Double], _ start: Double?) -> PhonePicture {
        var picture = picture
        guard let taken = PictureName.time(of: picture.name)?.seconds else { return picture }
        picture.taken = start.map { taken - $0 }
        picture.fixGap = times.map { $0 - taken }.min { abs($0) < abs($1) }
        return picture
    }

    /// 95 % of the fixes are within this distance of their mean.
    private static func scatter(_ fixes: [PhoneFix]) -> PhoneFacts.Scatter? {
        guard fixes.count >= leastForScatter else { return nil }
        let plane = LocalPlane(latitude: fixes[0].latitude, longitude: fixes[0].longitude)
        let places = fixes.map { plane.place(latitude: $0.latitude, longitude: $0.longitude) }
        let count = Double(places.count)
        let east = places.reduce(0) { $0 + $1.east } / count
        let north = places.reduce(0) { $0 + $1.north } / count
        let ways = places.map {
            (($0.east - east) * ($0.east - east) + ($0.north - north) * ($0.north - north)).squareRoot()
        }
        .sorted()
        let rank = Int((0.95 * count).rounded(.up))
        return PhoneFacts.Scatter(radius: ways[min(ways.count, rank) - 1], count: ways.count)
    }

    private static func track(_ fixes: [PhoneFix], _ start: Double?) -> FlightTrack {
        var track = FlightTrack()
        track.isNorthUp = true
        guard let first = fixes.first else { return track }
        let plane = LocalPlane(latitude: first.latitude, longitude: first.longitude)
        let ordered = fixes.sorted { $0.time < $1.time }
        // No more than a map shows.
        let step = max(1, ordered.count / 4000)
        for (index, fix) in ordered.enumerated() where index % step == 0 || index == ordered.count - 1 {
            let place = plane.place(latitude: fix.latitude, longitude: fix.longitude)
            track.points.append(
                TrackPoint(
                    time: fix.time.seconds - (start ?? first.time.seconds), east: place.east, north: place.north,
                    uncertainty: fix.accuracy ?? 0, startsRun: index == 0))
        }
        track.finalUncertainty = ordered.last?.accuracy
        return track
    }
}

/// Names of stored pictures, which begin with the time they were taken: `20260131T120014Z-side.jpg`.
enum PictureName {
    static func time(of name: String) -> UTCTime? {
        let digits = Array(name.utf8.prefix(16))
        guard digits.count == 16, digits[8] == UInt8(ascii: "T"), digits[15] == UInt8(ascii: "Z") else { return nil }
        let text = String(decoding: digits, as: UTF8.self)
        func part(_ from: Int, _ count: Int) -> Substring { text.dropFirst(from).prefix(count) }
        return UTCTime(
            text: "\(part(0, 4))-\(part(4, 2))-\(part(6, 2))T\(part(9, 2)):\(part(11, 2)):\(part(13, 2))Z")
    }
}
