import DroneModel
import DroneProtocol

/// An AR.Drone as its clients meet it: firmware, aircraft and radio link, without sockets and without a clock.
///
/// Datagrams, connections and time go in, datagrams come out. The same settings and the same inputs at the same times
/// give the same bytes. What happens between two inputs happens in steps of 5 ms.
///
///     var drone = SimulatedDrone(DroneSettings(seed: 7))
///     _ = drone.handle(.navdataRequest([1, 0, 0, 0], from: client), at: .zero)
///     for output in drone.advance(to: .seconds(1)) { … }
///
/// Port 5556 (commands), 5554 (navdata), 5552 (discovery), 5559 (control), 5555 (video) and 5553 (recording) are
/// here; 5551 (FTP) needs only ``versionFile`` and is the host's. Pictures are made outside: an order goes out when the camera looks, and the
/// coded picture comes back as an input.
public struct SimulatedDrone: Sendable {
    /// The flying machine: its truth, for tests and reports.
    public internal(set) var aircraft: SimulatedAircraft
    /// How far the simulation has come: the end of the last step.
    public private(set) var time: Duration = .zero
    /// What it was made from.
    public let settings: DroneSettings
    /// The light pattern that plays, as it was asked for; nil before the first.
    public internal(set) var light: LightRequest?
    /// What happened on its links.
    public internal(set) var counters = DroneCounters()

    var configuration: ConfigurationService
    var commandSequence = CommandSequence()
    var commandWatchdog = CommandWatchdog()
    var isClientLost = false
    var commandGap: Duration = .zero
    var pilot = PilotSide()
    var isCommandPending = false
    var feed = NavdataFeed()
    var control = ControlPort()
    var video: VideoService
    var record = RecordService()
    var composer: NavdataComposer
    var link: FaultyLink<LinkPort>
    var faults: FaultSchedule
    var defectGenerator: SeededGenerator
    var tick = 0
    /// Steps of 5 ms in the air, and whether the camera has been looking for patterns since.
    var airborneTicks = 0
    var isVisionOn = false
    var isPowered = true
    /// When the drone's computer was started, for its own clock.
    var bootTime: Duration = .zero
    private var outputs: [DroneOutput] = []

    /// Which port of the drone a datagram on the radio link belongs to.
    enum LinkPort: Equatable, Sendable {
        case commands(ClientAddress)
        case navdataRequest(ClientAddress)
        case discovery(ClientAddress)
        case navdata(ClientAddress)
        case discoveryReply(ClientAddress)
    }

    /// A drone that was just switched on, on the ground, with a full battery.
    public init(_ settings: DroneSettings) {
        self.settings = settings
        aircraft = SimulatedAircraft(
            parameters: settings.aircraft, payloads: settings.payloads, surroundings: settings.surroundings,
            heading: settings.heading, seed: settings.seed, specimen: settings.specimen)
        if settings.stateOfCharge < 1 { aircraft.setBattery(stateOfCharge: settings.stateOfCharge) }
        configuration = ConfigurationService(
            generation: settings.aircraft.generation, firmware: settings.firmware)
        composer = NavdataComposer(firmware: settings.firmware)
        link = FaultyLink(plan: settings.faults, seed: settings.seed)
        faults = FaultSchedule(settings.faults)
        video = VideoService(seed: settings.seed)
        defectGenerator = SeededGenerator(seed: settings.seed &+ 1, purpose: .firmware)
        configuration.set(Self.serialNumber(seed: settings.seed), to: .serialNumber)
        configuration.set(Self.networkName(settings), to: .networkName)
        if settings.aircraft.generation == .ardrone2 {
            configuration.set(String(RecordService.queueKilobytes), to: .videoStorage)
        }
        aircraft.pilot.limits = configuration.limits
    }

    /// The text of `version.txt` on FTP port 5551: `2.4.8` and a line end.
    public var versionFile: String { "\(settings.firmware)\n" }

    /// One step of the firmware and the aircraft: 5 ms, the 200 Hz of full navdata.
    public static let step: Duration = .milliseconds(5)
    static let stepSeconds = 0.005

    // MARK: - Inputs

    /// Takes an input at `time`; what led up to it happens first. A time in the past counts as now.
    public mutating func handle(_ input: DroneInput, at time: Duration) -> [DroneOutput] {
        run(to: time)
        let now = max(time, self.time)
        switch input {
        case .commands(let bytes, let client): receive(bytes, .commands(client), at: now)
        case .navdataRequest(let bytes, let client): receive(bytes, .navdataRequest(client), at: now)
        case .discovery(let bytes, let client): receive(bytes, .discovery(client), at: now)
        case .controlOpened(let connection):
            if isResponding { control.open(connection) } else { emit(.controlClose(connection), at: now) }
        case .controlClosed(let connection): control.close(connection)
        case .controlBytes: counters.ignoredControlBytes &+= 1
        case .videoOpened(let connection): openVideo(connection, at: now)
        case .videoClosed(let connection): video.close(connection)
        case .recordOpened(let connection): openRecord(connection, at: now)
        case .recordClosed(let connection): record.close(connection)
        case .recordFlow(let connection, let takesMore): record.flow(connection, takesMore: takesMore)
        case .videoRequest(_, let client): wakeVideo(by: client, at: now)
        case .picture(let picture, let isClientSlow): send(picture, isClientSlow: isClientSlow, at: now)
        }
        return takeOutputs()
    }

    /// Lets time pass up to `time`. A time in the past changes nothing.
    public mutating func advance(to time: Duration) -> [DroneOutput] {
        run(to: time)
        return takeOutputs()
    }

    /// Whether the firmware runs: the drone has power and does not restart.
    public var isResponding: Bool { !faults.isRebooting && isPowered }

    private mutating func receive(_ bytes: [UInt8], _ port: LinkPort, at now: Duration) {
        link.send(bytes, direction: .commands, endpoint: port, at: now)
        deliver(until: now)
    }

    private mutating func run(to target: Duration) {
        while time + Self.step <= target {
            let next = time + Self.step
            deliver(until: next)
            time = next
            tick &+= 1
            live()
        }
        deliver(until: max(target, time))
    }

    /// One step: faults, watchdogs, flight, navdata, control port.
    private mutating func live() {
        applyFaults()
        if isResponding { watch() }
        aircraft.advance()
        noticePower()
        guard isResponding else { return }
        airborneTicks = aircraft.status.contains(.flying) ? airborneTicks + 1 : 0
        if Double(airborneTicks) * Self.stepSeconds > Self.visionDelay { isVisionOn = true }
        sendNavdata()
        lookAround()
        while !faults.isBlackout, let piece = control.nextPiece(by: time) {
            emit(.control(piece.bytes, piece.connection), at: time)
        }
    }

    /// Brings what is under way on the radio link to its end.
    private mutating func deliver(until limit: Duration) {
        while let arrival = link.receive(until: limit) {
            let now = max(arrival.time, time)
            switch arrival.endpoint {
            case .navdata(let client): emit(.navdata(arrival.bytes, to: client), at: now)
            case .discoveryReply(let client): emit(.discoveryReply(arrival.bytes, to: client), at: now)
            case .commands where isResponding: obey(arrival.bytes, at: now)
            case .navdataRequest(let client) where isResponding: feed.wake(by: client, at: now)
            case .discovery(let client) where isResponding: answerDiscovery(arrival.bytes, from: client, at: now)
            case .commands, .navdataRequest, .discovery: counters.unheardDatagrams &+= 1
            }
        }
    }

    /// Only the 2.0 answers, and only to the exact question, so that two drones never answer each other.
    private mutating func answerDiscovery(_ bytes: [UInt8], from client: ClientAddress, at now: Duration) {
        let question = bytes.prefix { $0 != 0 && $0 != 0x0A && $0 != 0x0D }
        guard settings.aircraft.generation == .ardrone2, question.elementsEqual("PARROT AUTH".utf8) else { return }
        link.send(Array("PARROT AUTH OK".utf8), direction: .navdata, endpoint: .discoveryReply(client), at: now)
    }

    // MARK: - Outputs

    mutating func emit(_ content: DroneOutput.Content, at time: Duration) {
        outputs.append(DroneOutput(time: time, content: content))
    }

    private mutating func takeOutputs() -> [DroneOutput] {
        defer { outputs.removeAll(keepingCapacity: false) }
        return outputs
    }

    /// Seconds from lift-off to the vision bit (recorded: 2.3 s after the flying bit).
    private static let visionDelay = 2.3

    /// As long as on the label of a 2.0 (PS721 and nine digits), but saying what it is; the seed tells them apart.
    private static func serialNumber(seed: UInt64) -> String {
        let digits = String(seed % 1_000_000)
        return DroneConfiguration.simulatedSerialPrefix + String("00000000000".dropLast(digits.count)) + digits
    }

    /// The name of the Wi-Fi it would open: a 1.0 has no serial number that could say what it is.
    private static func networkName(_ settings: DroneSettings) -> String {
        let family = settings.aircraft.generation == .ardrone1 ? "ardrone" : "ardrone2"
        return family + DroneConfiguration.simulatedNetworkMark + String(settings.seed % 1000)
    }
}

/// A light pattern as a client asked for it.
public struct LightRequest: Equatable, Sendable {
    /// Its number, 0–20.
    public var animation: Int
    /// Hertz.
    public var frequency: Float
    /// How long; 0 is for ever.
    public var seconds: Int
    /// When it was asked for.
    public var time: Duration
}

/// What happened on a simulated drone's links, as numbers.
public struct DroneCounters: Equatable, Sendable {
    /// Commands carried out.
    public var acceptedCommands = 0
    /// Commands dropped for their number.
    public var droppedCommands = 0
    /// Commands that could not be read.
    public var malformedCommands = 0
    /// Datagrams that came while the drone was off or restarting.
    public var unheardDatagrams = 0
    /// Pieces of text sent to the control port, which does not read.
    public var ignoredControlBytes = 0
    /// Navdata packets sent into the link.
    public var navdataPackets = 0
    /// Pictures ordered from the camera.
    public var orderedPictures = 0
    /// Pictures sent over the video link, whole or damaged.
    public var sentPictures = 0
    /// Pictures sent over the record link.
    public var recordedPictures = 0
}
