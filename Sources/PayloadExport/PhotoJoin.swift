public import DroneModel
public import FlightRecording
public import PayloadJournal

/// A photo, the fix of the same phone that is nearest to it in time, and what the drone said nearest to it.
public struct PhotoJoin: Equatable, Sendable {
    /// The photo.
    public var photo: PhotoRecord
    /// The nearest fix; nil where its phone told none.
    public var fix: PhoneFix?
    /// The nearest packet of the drone; nil where no recording has one.
    public var moment: FlightMoment?

    /// How much later the fix is than the photo; negative where it is earlier.
    public var gap: Duration? { fix.map { $0.time - photo.time } }

    /// Fixes further away than this say nothing of where a photo was taken: at 5 m/s it is 50 m.
    public static let mostGap: Duration = .seconds(10)

    /// Whether the fix may stand for the place of the photo.
    public var isNear: Bool { gap.map { abs($0 / .seconds(1)) <= Self.mostGap / .seconds(1) } ?? false }

    /// How much later the packet is than the photo; negative where it is earlier.
    public var momentGap: Duration? { moment.map { $0.time - photo.time } }

    /// A packet further away than this says nothing of the drone at that moment: navdata come 15 or 200 times a second.
    public static let mostMomentGap: Duration = .seconds(1)

    /// Whether the packet may stand for what the drone did when the photo was taken.
    public var hasMoment: Bool { momentGap.map { abs($0 / .seconds(1)) <= Self.mostMomentGap / .seconds(1) } ?? false }

    /// Joins photos to the nearest packet of all these recordings.
    public static func join(
        _ joins: [PhotoJoin], with recordings: [RecordingSource]
    ) throws(RecordingError) -> [PhotoJoin] {
        var joins = joins
        for recording in recordings {
            let moments = try FlightMoment.nearest(to: joins.map(\.photo.time), in: recording)
            for (index, moment) in moments.enumerated() {
                guard let moment else { continue }
                let photo = joins[index].photo.time
                if let known = joins[index].moment,
                    abs((known.time - photo) / .seconds(1)) <= abs((moment.time - photo) / .seconds(1))
                {
                    continue
                }
                joins[index].moment = moment
            }
        }
        return joins
    }

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
