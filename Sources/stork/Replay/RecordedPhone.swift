import Cockpit
import FlightRecording
import Foundation
import Synchronization

/// What a phone on board told during a recorded flight, at any moment of it.
final class RecordedPhone: Sendable {
    private let events: [RecordedEvent]
    private let state = Mutex(State())
    /// Its pictures, where their folder is known.
    let pictures: PhonePictures?

    private struct State {
        var ledger = PayloadLedger()
        /// How many events the ledger has.
        var taken = 0
        /// The last picture's name and time.
        var picture: (name: String, arrival: Duration)?
    }

    /// Reads the recording's events; nil where no phone was on board.
    init?(_ source: RecordingSource, pictures: PhonePictures? = nil) {
        self.pictures = pictures
        guard let path = source.events, let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            return nil
        }
        var events: [RecordedEvent] = []
        for line in text.split(separator: "\n") where line.contains("\"fix\"") || line.contains("\"photo\"") {
            guard let event = try? RecordedEvent(line: String(line)) else { continue }
            switch event.content {
            case .fix, .photo: events.append(event)
            default: continue
            }
        }
        if events.isEmpty { return nil }
        self.events = events.sorted { $0.time < $1.time }
    }

    /// What had been told at a time of the recording.
    func readout(at position: Duration) -> PayloadReadout {
        let (readout, picture) = state.withLock { state in
            // Back: from the beginning again.
            if state.taken > 0, events[state.taken - 1].time > position { state = State() }
            while state.taken < events.count, events[state.taken].time <= position {
                let event = events[state.taken]
                switch event.content {
                case .fix(let fix): state.ledger.take(fix, at: event.time)
                case .photo(let device, let name, let bytes):
                    state.picture = (name, event.time)
                    state.ledger.takePhoto(device: device, bytes: bytes, at: event.time)
                default: break
                }
                state.taken += 1
            }
            return (state.ledger.readout, state.picture)
        }
        guard let pictures else { return readout }
        if let picture { pictures.show(picture.name, from: picture.arrival) } else { pictures.showNone() }
        var complete = readout
        complete.hasPicture = pictures.newest != nil
        return complete
    }
}
