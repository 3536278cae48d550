import DroneModel
import DroneProtocol
import FlightRecording

/// Navdata of a recording as it goes by: what each valid packet says, and no more.
///
/// The decoders are those of the session; it has none of the session's memory, so that a row never shows what an
/// earlier packet said.
struct TelemetryTrack {
    /// What a packet is among the others.
    enum Order: String {
        /// Newer than those before.
        case next
        /// Newer, of a drone that counts anew.
        case restarted
        /// Came before.
        case duplicate
        /// Behind newer ones.
        case late
    }

    /// The last valid packet.
    private(set) var navdata = Navdata()
    /// What it says; nil in all that it does not.
    private(set) var telemetry = Telemetry()
    /// When it came, since the recording began.
    private(set) var time: Duration = .zero
    /// What it is among the others.
    private(set) var order = Order.next
    /// What is on board, kilograms; nil where nobody said.
    private(set) var payload: Double?
    /// Whether the drone is a simulated one; nil where nobody said.
    let simulated: Bool?
    /// How many packets were valid.
    private(set) var valid = 0
    /// How many datagrams were refused.
    private(set) var refused = 0

    private var decoder = TelemetryDecoder()
    private var sequencer = NavdataSequencer()
    private var dump = ConfigurationDumpDecoder()

    init(simulated: Bool?) { self.simulated = simulated }

    init(manifest: RecordingManifest?) {
        self.init(simulated: manifest?.simulated)
        payload = manifest?.payloadGrams.map { $0 / 1000 }
    }

    /// Takes the next item; true when it is a valid packet, which ``navdata`` and ``telemetry`` then show.
    mutating func receive(_ item: FlightItem) -> Bool {
        switch item.content {
        case .navdata(let bytes): return receive(bytes, at: item.time)
        case .stream(.control, .data(let bytes)):
            for case .entry(.firmware, let value) in dump.consume(bytes) {
                decoder.firmware = FirmwareVersion(value) ?? decoder.firmware
            }
        case .stream(.control, _): dump.reset()
        case .event(.payload(let load)): payload = load.mass
        case .event, .navdataRequest, .commands, .stream, .videoDatagram: break
        }
        return false
    }

    /// Takes a datagram that should be navdata; true when it is.
    mutating func receive(_ bytes: [UInt8], at time: Duration) -> Bool {
        do throws(NavdataError) { try unsafe navdata.decode(bytes.span.bytes) } catch {
            refused += 1
            return false
        }
        valid += 1
        self.time = time
        telemetry = Telemetry()
        switch sequencer.accept(sequence: navdata.sequence, status: navdata.status, at: time) {
        case .next: order = .next
        case .restarted: order = .restarted
        case .duplicate: order = .duplicate
        case .late: order = .late
        }
        if order == .next || order == .restarted {
            decoder.update(&telemetry, with: navdata, at: time)
        } else {
            // The past must not change what is known now.
            var copy = decoder
            copy.update(&telemetry, with: navdata, at: time)
        }
        return true
    }
}
