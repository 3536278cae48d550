import DroneModel
import DroneProtocol
import Testing

@testable import FlightRecording

@Suite struct FlightReaderTests {
    @Test(
        .enabled(if: RealCaptures.areThere, "../shared/data/ardrone2-captures is not there"),
        arguments: KnownFlight.all)
    func `a real capture gives the datagrams that inspection counts`(flight: KnownFlight) throws {
        let reader = try FlightReader(RecordingSource(path: RealCaptures.path(flight.name)))
        var sorted: [String: Int] = [:]
        var latest: Duration = .zero
        while let item = reader.next() {
            #expect(item.time >= latest)
            latest = item.time
            switch item.content {
            case .navdata: sorted["navdata", default: 0] += 1
            case .navdataRequest: sorted["request", default: 0] += 1
            case .commands: sorted["commands", default: 0] += 1
            case .stream, .videoDatagram, .event: break
            }
        }
        let inspection = try FlightInspection.inspect(path: RealCaptures.path(flight.name))
        #expect(reader.end == .complete)
        #expect(sorted["request", default: 0] == flight.wakeUps)
        #expect(sorted["commands", default: 0] == flight.datagrams)
        #expect(sorted["navdata", default: 0] == flight.valid + inspection.navdata.refused.total)
    }

    @Test(
        .enabled(if: RealCaptures.areThere, "../shared/data/ardrone2-captures is not there"),
        arguments: KnownFlight.all)
    func `playback runs the session over a real capture, twice the same`(flight: KnownFlight) throws {
        func play() throws -> (DroneSnapshot, [DroneEvent]) {
            let reader = try FlightReader(RecordingSource(path: RealCaptures.path(flight.name)))
            var playback = FlightPlayback()
            var events: [DroneEvent] = []
            while let item = reader.next() { events += playback.receive(item) }
            return (playback.snapshot, events)
        }
        let (snapshot, events) = try play()
        let counters = snapshot.link.counters
        #expect(counters.navdataValid + counters.navdataDuplicates + counters.navdataLate == flight.valid)
        #expect(counters.atDatagrams == flight.datagrams)
        #expect(snapshot.identity.reality == .replay)
        // Packets without options do not tell which drone sent them.
        #expect(snapshot.identity.generation == (flight.statusOnly == flight.valid ? nil : .ardrone2))
        #expect(events.contains { $0.text == "the drone answers" })
        let again = try play()
        #expect(again.0 == snapshot)
        #expect(again.1 == events)
    }

    @Test func `what is no recording is named`() {
        #expect(throws: RecordingError.notFound(name: "/nowhere")) { try RecordingSource(path: "/nowhere") }
        #expect(throws: RecordingError.noCapture(folder: "/proc/self/fd")) {
            try RecordingSource(path: "/proc/self/fd")
        }
    }
}
