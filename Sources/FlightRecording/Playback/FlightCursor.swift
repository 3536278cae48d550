public import DroneModel

/// A recording being played: the reader, and what session and model make of what it reads.
///
///     let cursor = try FlightCursor(source)
///     while let step = cursor.next() { … }
///
/// It can go on from a ``FlightCheckpoint``, and memory does not grow with the recording.
public final class FlightCursor {
    /// What one item of the recording brought.
    public struct Step: Sendable {
        /// The item.
        public var item: FlightItem
        /// What the session noted, and the time.
        public var events: [DroneEvent]
        /// What a video decoder gets.
        public var video: VideoPlayback.Piece?
    }

    /// The reader.
    public let reader: FlightReader
    /// Session and model.
    public private(set) var playback: FlightPlayback

    private var video: VideoPlayback
    private var waiting: FlightItem?

    /// At the beginning of a recording.
    public init(_ source: RecordingSource) throws(RecordingError) {
        reader = try FlightReader(source)
        playback = FlightPlayback(manifest: source.manifest)
        video = VideoPlayback()
    }

    /// Where a checkpoint of the same recording was made.
    public init(_ source: RecordingSource, at checkpoint: FlightCheckpoint) throws(RecordingError) {
        reader = try FlightReader(source, at: checkpoint.place)
        playback = checkpoint.playback
        video = checkpoint.video
    }

    /// Everything a face shows, as it was at ``time``.
    public var snapshot: DroneSnapshot {
        var snapshot = playback.snapshot
        snapshot.video = video.health
        return snapshot
    }

    /// The time of the recording that has been reached.
    public var time: Duration { playback.time }

    /// When the next item is; nil at the end.
    public func nextTime() -> Duration? {
        if waiting == nil { waiting = reader.next() }
        return waiting?.time
    }

    /// Takes the next item; nil at the end.
    public func next() -> Step? {
        guard let item = waiting ?? reader.next() else { return nil }
        waiting = nil
        let events = playback.receive(item)
        return Step(item: item, events: events, video: video.receive(item))
    }

    /// Lets the recording's time pass until `end`, which must not be behind the next item.
    public func advance(to end: Duration) -> [DroneEvent] {
        video.advance(to: end)
        return playback.advance(to: end)
    }

    /// The present place; nil where the last packet held more than was taken, where an item waits, and at the end.
    public func checkpoint() -> FlightCheckpoint? {
        guard waiting == nil, let place = reader.place else { return nil }
        return FlightCheckpoint(place: place, playback: playback, video: video)
    }
}

/// A place in a recording, with everything known there.
public final class FlightCheckpoint: Sendable {
    /// The time of the recording.
    public var time: Duration { playback.time }

    let place: FlightReader.Place
    let playback: FlightPlayback
    let video: VideoPlayback

    init(place: FlightReader.Place, playback: FlightPlayback, video: VideoPlayback) {
        self.place = place
        self.playback = playback
        self.video = video
    }
}
