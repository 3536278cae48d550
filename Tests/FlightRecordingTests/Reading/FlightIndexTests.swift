import DroneModel
import DroneProtocol
import Testing

@testable import FlightRecording

@Suite struct FlightIndexTests {
    /// The whole index of a recording.
    static func index(_ source: RecordingSource) throws -> FlightIndex {
        let indexer = try FlightIndexer(source)
        while indexer.advance(items: 1000) {}
        return indexer.index
    }

    /// What a recording shows at `time`, by the way that leads there from `checkpoint`.
    private static func view(_ source: RecordingSource, at time: Duration, from checkpoint: FlightCheckpoint?) throws
        -> DroneSnapshot
    {
        let cursor = try checkpoint.map { try FlightCursor(source, at: $0) } ?? FlightCursor(source)
        while let next = cursor.nextTime(), next <= time { _ = cursor.next() }
        _ = cursor.advance(to: time)
        return cursor.snapshot
    }

    /// How many items lie between.
    private static func items(_ source: RecordingSource, from checkpoint: FlightCheckpoint, to time: Duration) throws
        -> Int
    {
        let reader = try FlightReader(source, at: checkpoint.place)
        var count = 0
        while let item = reader.next(), item.time <= time { count += 1 }
        return count
    }

    @Test(
        .enabled(if: RealCaptures.areThere, "../shared/data/ardrone2-captures is not there"),
        arguments: KnownFlight.all)
    func `a seek shows what playing from the beginning shows`(flight: KnownFlight) throws {
        let source = try RecordingSource(path: RealCaptures.path(flight.name))
        let index = try Self.index(source)
        #expect(index.isComplete)
        #expect(index.end == .complete)
        #expect(index.reach > .seconds(1))
        for share in [0.0, 0.21, 0.5, 0.77, 0.999, 1] {
            let time = index.reach * share
            let checkpoint = index.checkpoint(before: time)
            if share > 0.5 { #expect(checkpoint != nil) }
            // A silence has no packets to stop at, and costs nothing to go through.
            if let checkpoint {
                #expect(try Self.items(source, from: checkpoint, to: time) < 2000)
            }
            let sought = try Self.view(source, at: time, from: checkpoint)
            let played = try Self.view(source, at: time, from: nil)
            #expect(sought == played, "at \(time)")
        }
    }

    @Test(
        .enabled(if: RealCaptures.areThere, "../shared/data/ardrone2-captures is not there"),
        arguments: KnownFlight.all)
    func `what follows a checkpoint is what follows it without one`(flight: KnownFlight) throws {
        let source = try RecordingSource(path: RealCaptures.path(flight.name))
        let index = try Self.index(source)
        let checkpoint = try #require(index.checkpoint(before: index.reach / 2))
        let resumed = try FlightReader(source, at: checkpoint.place)
        var rest: [FlightItem] = []
        while let item = resumed.next() { rest.append(item) }
        let whole = try FlightReader(source)
        var all: [FlightItem] = []
        while let item = whole.next() { all.append(item) }
        #expect(rest.count > 100)
        #expect(Array(all.suffix(rest.count)) == rest)
        #expect(resumed.end == whole.end)
        #expect(resumed.statistics == whole.statistics)
        #expect(resumed.reversedTimes == whole.reversedTimes)
    }

    @Test func `the number of checkpoints stays bounded, and they stay in order`() throws {
        let source = try RecordingSource(
            path: RecordingBuilder.file(RecordingBuilder.navdata(count: 9000, every: .seconds(2))))
        let index = try Self.index(source)
        #expect(index.checkpoints.count <= FlightIndex.checkpointCapacity)
        #expect(index.checkpoints.count > FlightIndex.checkpointCapacity / 4)
        #expect(index.checkpoints.map(\.time) == index.checkpoints.map(\.time).sorted())
        // Everywhere there is one, not further than twice the distance that is left after doubling.
        for second in stride(from: 100, to: 17_900, by: 997) {
            let checkpoint = try #require(index.checkpoint(before: .seconds(second)))
            #expect(.seconds(second) - checkpoint.time <= .seconds(40))
        }
    }

    @Test func `events are found in both directions`() throws {
        var index = FlightIndex()
        for second in [1, 4, 4, 9] {
            index.add(FlightIndex.Event(time: .seconds(second), severity: .notice, text: "\(second)"))
        }
        #expect(index.event(after: .seconds(1))?.time == .seconds(4))
        #expect(index.event(after: .seconds(9)) == nil)
        #expect(index.event(before: .seconds(9))?.time == .seconds(4))
        #expect(index.event(before: .seconds(1)) == nil)
    }

    @Test func `events beyond the capacity are counted`() {
        var index = FlightIndex()
        for second in 0..<FlightIndex.eventCapacity + 7 {
            index.add(FlightIndex.Event(time: .seconds(second), severity: .notice, text: ""))
        }
        #expect(index.events.count == FlightIndex.eventCapacity)
        #expect(index.omittedEvents == 7)
    }
}
