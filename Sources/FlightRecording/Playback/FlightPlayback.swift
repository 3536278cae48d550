public import DroneModel
import DroneProtocol

/// A recorded flight on its way through the session and the model that flew: items in, snapshot and events out.
///
/// A value that reads no clock: the same items give the same snapshots and events every time.
public struct FlightPlayback: Sendable {
    /// Everything a face shows, as it was at ``time``.
    public var snapshot: DroneSnapshot { session.snapshot }
    /// The time of the recording that has been reached.
    public private(set) var time: Duration = .zero
    /// What is on board; nil where nobody said.
    public private(set) var payload: PayloadOnBoard?

    /// Whether a simulated drone flew, by the manifest or by the drone's own word; nil where nothing tells.
    public private(set) var isSimulated: Bool?
    /// What the drone last said its clock reads, and when that arrived.
    public var droneTime: Reading<Duration>? { session.snapshot.telemetry.droneTime }

    private(set) var session: DroneSession
    private var dump = ConfigurationDumpDecoder()
    private var nextTick: Duration = .zero

    /// A playback of a recording; the manifest tells what the drone said of itself before.
    public init(manifest: RecordingManifest? = nil) {
        session = DroneSession(settings: DroneSession.Settings(navdata: .asIs, reality: .replay, role: .playback))
        isSimulated = manifest?.simulated
        payload = manifest?.payloadGrams.map { PayloadOnBoard(mass: $0 / 1000) }
    }

    /// Takes the next item. Returns what the session noted, and lines of the recording's own log.
    public mutating func receive(_ item: FlightItem) -> [DroneEvent] {
        var events = advance(to: item.time)
        switch item.content {
        case .navdata(let bytes): events += Self.events(unsafe session.receiveNavdata(bytes.span.bytes, at: time))
        case .commands(let bytes): events += Self.events(unsafe session.observeCommands(bytes.span.bytes, at: time))
        case .stream(.control, .opened), .stream(.control, .gap), .stream(.control, .closed): dump.reset()
        case .stream(.control, .data(let bytes)):
            for case .entry(let key, let value) in dump.consume(bytes) {
                if DroneConfiguration.saysSimulated(key, value) { isSimulated = true }
                guard key == .firmware, let firmware = FirmwareVersion(value) else { continue }
                events += Self.events(session.identify(firmware: firmware, by: .configuration, at: time))
            }
        case .event(.payload(let payload)): self.payload = payload
        case .event, .navdataRequest, .stream, .videoDatagram: break
        }
        return events
    }

    /// Lets the recording's time pass until `end`, in the steps of the AT tick, so that silence is noticed as in flight.
    public mutating func advance(to end: Duration) -> [DroneEvent] {
        var events: [DroneEvent] = []
        // After a second of silence nothing more can happen: a gap of a day is not walked through in steps.
        if end - nextTick > Self.longestWalk {
            events += walk(to: nextTick + Self.longestWalk / 2)
            nextTick = end - Self.longestWalk / 2
        }
        events += walk(to: end)
        time = max(time, end)
        return events
    }

    /// Longer than everything that the session measures: the strip of navdata gaps is 16 s long, a scan is suspected
    /// for two minutes.
    private static let longestWalk: Duration = .seconds(600)

    private mutating func walk(to end: Duration) -> [DroneEvent] {
        var events: [DroneEvent] = []
        while nextTick <= end {
            events += Self.events(session.tick(at: nextTick))
            nextTick += DroneSession.tickPeriod
        }
        return events
    }

    private static func events(_ outputs: [DroneSession.Output]) -> [DroneEvent] {
        outputs.compactMap { output in
            if case .event(let event) = output { event } else { nil }
        }
    }
}
