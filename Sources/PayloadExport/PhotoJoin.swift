public import DroneModel
public import PayloadJournal

/// A photo and the fix of the same phone that is nearest to it in time.
public struct PhotoJoin: Equatable, Sendable {
    /// The photo.
    public var photo: PhotoRecord
    /// The nearest fix; nil where its phone told none.
    public var fix: PhoneFix?

    /// How much later the fix is than the photo; negative where it is earlier.
    public var gap: Duration? { fix.map { $0.time - photo.time } }

    /// Fixes further away than this say nothing of where a photo was taken: at 5 m/s it is 50 m.
    public static let mostGap: Duration = .seconds(10)

    /// Whether the fix may stand for the place of the photo.
    public var isNear: Bool { gap.map { abs($0 / .seconds(1)) <= Self.mostGap / .seconds(1) } ?? false }

    /// Joins every photo to its phone's nearest fix.
    public static func join(_ photos: [PhotoRecord], with fixes: [PhoneFix]) -> [PhotoJoin] {
        var tracks: [String: [PhoneFix]] = [:]
        for fix in fixes { tracks[fix.device, default: []].append(fix) }
        tracks = tracks.mapValues { $0.sorted { $0.time < $1.time } }
        return photos.map { photo in
            let track = tracks[photo.device] ?? []
            // The first fix that is not before the photo, and the one before it.
            var (low, high) = (0, track.count)
            while low < high {
                let middle = (low + high) / 2
                if track[middle].time < photo.time { low = middle + 1 } else { high = middle }
            }
            let near = [low - 1, low].filter(track.indices.contains).map { track[$0] }
            let nearest = near.min {
                abs(($0.time - photo.time) / .seconds(1)) < abs(($1.time - photo.time) / .seconds(1))
            }
            return PhotoJoin(photo: photo, fix: nearest)
        }
    }
}
