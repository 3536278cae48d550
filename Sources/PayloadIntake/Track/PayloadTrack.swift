public import DroneModel

/// What all phones told so far: de-duplicated, in the order of time whatever the order of arrival.
public struct PayloadTrack: Sendable {
    /// What became of something that was told.
    public enum Verdict: Equatable, Sendable {
        /// It is new.
        case new
        /// It was there already.
        case known
        /// There is no room for more in one folder.
        case full
    }

    /// Fixes in one folder: eleven days at one a second. Only a hash of each is kept, 8 bytes.
    public static let mostFixes = 1_000_000
    /// Phones in one folder.
    public static let mostDevices = 64

    /// The phones by name, in the order they came.
    public private(set) var devices: [DeviceTrack] = []
    private var seen: Set<Int> = []
    private var seenPhotos: [PhotoKey: String] = [:]

    /// What makes two uploads the same photo: device, length and checksum.
    private struct PhotoKey: Hashable {
        var device: String
        var count: Int
        var checksum: UInt32
    }

    /// Nothing told.
    public init() {}

    /// The phone of this name.
    public subscript(device: String) -> DeviceTrack? { devices.first { $0.name == device } }

    /// All fixes that were new.
    public var fixCount: Int { seen.count }

    /// All photos that were new.
    public var photoCount: Int { seenPhotos.count }

    private static func key(_ fix: PhoneFix) -> Int {
        var hasher = Hasher()
        hasher.combine(fix.device)
        hasher.combine(fix.source)
        hasher.combine(fix.time)
        hasher.combine(fix.latitude)
        hasher.combine(fix.longitude)
        return hasher.finalize()
    }

    /// Whether this phone told this place at this time by this app before. Two different fixes are taken for the same
    /// with a chance of 1 to 10^13 at a million fixes.
    public func knows(_ fix: PhoneFix) -> Bool { seen.contains(Self.key(fix)) }

    /// The name that a photo was stored under; nil for a new one.
    public func name(ofPhoto bytes: [UInt8], checksum: UInt32, device: String) -> String? {
        seenPhotos[PhotoKey(device: device, count: bytes.count, checksum: checksum)]
    }

    /// Takes a fix.
    @discardableResult public mutating func take(_ fix: PhoneFix) -> Verdict {
        guard let index = index(of: fix.device), seen.count < Self.mostFixes else { return .full }
        guard seen.insert(Self.key(fix)).inserted else {
            devices[index].duplicates += 1
            return .known
        }
        devices[index].take(fix)
        return .new
    }

    /// Takes a photo that is stored under `name`.
    @discardableResult
    public mutating func takePhoto(
        _ bytes: [UInt8], checksum: UInt32, device: String, name: String, time: UTCTime, arrival: UTCTime
    ) -> Verdict {
        guard let index = index(of: device) else { return .full }
        let key = PhotoKey(device: device, count: bytes.count, checksum: checksum)
        guard seenPhotos.updateValue(name, forKey: key) == nil else {
            devices[index].duplicates += 1
            return .known
        }
        devices[index].photos += 1
        devices[index].lastPhoto = DeviceTrack.Photo(name: name, time: time, arrival: arrival)
        return .new
    }

    /// Counts what a request of a phone weighed.
    public mutating func count(bytes: Int, refusals: Int, device: String) {
        guard let index = index(of: device) else { return }
        devices[index].bytes += bytes
        devices[index].refused += refusals
    }

    private mutating func index(of device: String) -> Int? {
        if let index = devices.firstIndex(where: { $0.name == device }) { return index }
        guard devices.count < Self.mostDevices else { return nil }
        devices.append(DeviceTrack(name: device))
        return devices.count - 1
    }
}

/// What one phone told.
public struct DeviceTrack: Equatable, Sendable {
    /// A picture of it.
    public struct Photo: Equatable, Sendable {
        /// Its file, in the folder of photos.
        public var name: String
        /// When it was taken, as far as is known.
        public var time: UTCTime
        /// When it came.
        public var arrival: UTCTime
    }

    /// A time without fixes.
    public struct Gap: Equatable, Sendable {
        /// The last fix before.
        public var start: UTCTime
        /// The first fix after.
        public var end: UTCTime

        /// How long.
        public var length: Duration { end - start }
    }

    /// So many of the newest fixes are kept for lists and gaps: 1.4 hours at one a second.
    public static let mostRecent = 5000

    /// Its name.
    public let name: String
    /// The newest fixes by the phone's time, oldest first.
    public private(set) var recent: [PhoneFix] = []
    /// Where it was first: the one that came first.
    public private(set) var first: PhoneFix?
    /// New fixes.
    public private(set) var fixes = 0
    /// Fixes that came late; see ``PhoneFix/isLate``.
    public private(set) var late = 0
    /// Fixes and photos that came more than once.
    public internal(set) var duplicates = 0
    /// What was not taken.
    public internal(set) var refused = 0
    /// New photos.
    public internal(set) var photos = 0
    /// The photo that came last.
    public internal(set) var lastPhoto: Photo?
    /// Bytes of its requests.
    public internal(set) var bytes = 0
    /// Apps it told by, in the order they came.
    public private(set) var sources: [String] = []

    init(name: String) { self.name = name }

    /// The newest fix, by the phone's time.
    public var latest: PhoneFix? { recent.last }

    fileprivate mutating func take(_ fix: PhoneFix) {
        fixes += 1
        if fix.isLate { late += 1 }
        if first == nil { first = fix }
        if !sources.contains(fix.source), sources.count < 16 { sources.append(fix.source) }
        // Almost always at the end.
        var index = recent.count
        while index > 0, recent[index - 1].time > fix.time { index -= 1 }
        recent.insert(fix, at: index)
        if recent.count > Self.mostRecent { recent.removeFirst() }
    }

    /// The time between two fixes that is usual (the median); nil below three fixes.
    public var usualInterval: Duration? {
        guard recent.count >= 3 else { return nil }
        let intervals = zip(recent, recent.dropFirst()).map { $1.time - $0.time }.filter { $0 > .zero }.sorted()
        return intervals.isEmpty ? nil : intervals[intervals.count / 2]
    }

    /// Times without fixes that are longer than three usual intervals, and than five seconds.
    public var gaps: [Gap] {
        guard let usual = usualInterval else { return [] }
        let least = max(usual * 3, .seconds(5))
        return zip(recent, recent.dropFirst()).filter { $1.time - $0.time > least }
            .map { Gap(start: $0.time, end: $1.time) }
    }
}
