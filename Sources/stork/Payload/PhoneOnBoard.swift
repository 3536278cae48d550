import ArgumentParser
import Cockpit
import DroneLink
import FlightRecording
import Foundation
import PayloadJournal
import PayloadStation
import Synchronization

/// Where a phone on board is taken in while the drone is flown.
struct PhoneOptions: ParsableArguments {
    @Option(
        name: .customLong("payload"),
        help: ArgumentHelp(
            "Take in a phone on board (see stork payload serve) and keep what it sends in this folder; layout 5 shows it. "
                + "(default: none)",
            valueName: "folder"))
    var folder: String?

    @Option(
        name: .customLong("payload-listen"),
        help: ArgumentHelp("The address phones reach. (default: the one towards the drone)", valueName: "address"))
    var listen: String?

    @Option(name: .customLong("payload-port"), help: ArgumentHelp("The port phones reach.", valueName: "port"))
    var port = 8077

    @Option(
        name: .customLong("payload-device"),
        help: ArgumentHelp("What the phone is called; it has a token of its own.", valueName: "name"))
    var device = "phone"

    @Flag(name: .customLong("payload-open"), help: "Whoever reaches the port may send, without a token.")
    var open = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--payload-port \(port): 0 to 65535.") }
        if PayloadHost.cleanName(device) != device {
            throw ValidationError("--payload-device “\(device)”: letters, digits, - and _, at most 32.")
        }
    }
}

/// The phone on board of a drone that is flown: taken in by a station of this process, shown in the cockpit, told to the
/// mission and noted in the recording of the flight.
final class PhoneOnBoard: Sendable {
    private let host: PayloadHost
    /// What the phone took.
    let pictures: PhonePictures

    /// Listens where the options ask for it; nil where they do not.
    ///
    /// - Parameter drone: The drone's address: phones are on its network.
    static func start(
        _ options: PhoneOptions, drone: String, world: MissionWorld, log: FlightLog?,
        onChange: @escaping @Sendable () -> Void
    ) async throws -> PhoneOnBoard? {
        guard let folder = options.folder else { return nil }
        let address = StationOptions.address(options.listen, towards: drone)
        let ledger = LedgerBox()
        let pictures = PhonePictures(folder: folder, onChange: onChange)
        let host = try await PayloadHost.start(
            PayloadHost.Settings(
                folder: folder, address: address, port: options.port, devices: options.open ? [] : [options.device],
                webcam: nil)
        ) { event in
            let now = LinkClock.now
            switch event {
            case .fix(let fix):
                ledger.state.withLock { $0.take(fix, at: now) }
                world.payloadFixed(at: now)
                log?.note(.fix(fix))
            case .photo(let photo):
                ledger.state.withLock { $0.takePhoto(device: photo.device, bytes: photo.bytes, at: now) }
                pictures.show(photo.name, from: now)
                log?.note(.photo(device: photo.device, name: photo.name, bytes: photo.bytes))
            case .refused: break
            }
            onChange()
        } note: { _ in
        }
        return PhoneOnBoard(host, ledger, pictures)
    }

    private let ledger: LedgerBox

    private init(_ host: PayloadHost, _ ledger: LedgerBox, _ pictures: PhonePictures) {
        self.pictures = pictures
        self.host = host
        self.ledger = ledger
    }

    private final class LedgerBox: Sendable {
        let state = Mutex(PayloadLedger())
    }

    /// Where phones join.
    var joinAddress: String? { host.joinAddresses.first?.address }

    /// What the cockpit shows.
    var readout: PayloadReadout {
        var readout = ledger.state.withLock { $0.readout }
        readout.refused = host.station.refused.count
        readout.joinAddress = joinAddress
        readout.hasPicture = pictures.newest != nil
        return readout
    }

    func stop() async { await host.stop() }
}
