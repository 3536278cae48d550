import DroneModel
import DroneProtocol
import DroneSimulation
import SimulatedCamera

/// A client and a simulated drone that meet in memory and share a clock.
struct VirtualClient {
    private(set) var drone = SimulatedDrone(DroneSettings(seed: 7))
    private(set) var now = Duration.zero
    /// Navdata packets received, and the size of the last.
    private(set) var packets = 0
    private(set) var packetSize = 0
    private var session = DroneSession()
    private var sequence = ATSequence()
    /// Whether the session takes what comes.
    private var isListening = true
    private let address = ClientAddress(host: 0x7F00_0001, port: 40_000)
    private let control = ControlConnection(id: 1)
    /// Makes the pictures that are ordered; nil while nobody watches.
    private var camera: CameraStream?
    /// What came over the video connection, header and payload of a frame each.
    private(set) var videoFrames: [[UInt8]] = []
    /// Why there are no more.
    private(set) var videoProblem: CameraStreamError?

    /// Tilted forwards, sidewards and back in turn, and turning now and then.
    static func circling(_ beat: Int) -> Setpoint {
        let turn = beat / 20 % 4
        return Setpoint(
            roll: [0.3, 0, -0.3, 0][turn], pitch: [0, 0.3, 0, -0.3][turn], yaw: [0.5, -0.5, 0, 0][turn])
    }

    /// One AT period of the whole conversation: a session that sets the drone up for full navdata.
    mutating func step() {
        now += DroneSession.tickPeriod
        perform(session.tick(at: now))
        take(drone.advance(to: now))
    }

    mutating func takeOff() throws {
        let (verdict, outputs) = session.perform(.takeOff, at: now)
        perform(outputs)
        if case .refused(let reason) = verdict { throw NotMeasurable(description: "take-off refused: \(reason)") }
    }

    /// Connects to the video port.
    mutating func openVideo() {
        camera = CameraStream(drone.settings)
        take(drone.handle(.videoOpened(VideoConnection(id: 1)), at: now))
    }

    /// One AT period with commands only: what is measured is the drone, and hardly the client.
    mutating func send(_ setpoint: Setpoint) {
        isListening = false
        now += DroneSession.tickPeriod
        var bytes: [UInt8] = []
        for command in [ATCommand.pcmd(Movement(setpoint)), .ref(REFInput(flight: true)), .communicationWatchdog] {
            // Numbers and fixed words always can be sent.
            try? command.encode(sequence: sequence.next(), into: &bytes)
        }
        take(drone.handle(.commands(bytes, from: address), at: now))
    }

    private mutating func perform(_ outputs: [DroneSession.Output]) {
        for output in outputs {
            switch output {
            case .sendAT(let bytes): take(drone.handle(.commands(bytes, from: address), at: now))
            case .wakeNavdata:
                take(drone.handle(.navdataRequest(DroneSession.wakeUpDatagram, from: address), at: now))
            case .openControl:
                session.controlOpened(at: now)
                take(drone.handle(.controlOpened(control), at: now))
            case .closeControl: take(drone.handle(.controlClosed(control), at: now))
            case .finished, .event, .left: continue
            }
        }
    }

    private mutating func take(_ outputs: [DroneOutput]) {
        for output in outputs {
            switch output.content {
            case .navdata(let bytes, _):
                packets += 1
                packetSize = bytes.count
                if isListening { perform(session.receiveNavdata(bytes.span.bytes, at: now)) }
            case .pictureOrder(let order): carryOut(order)
            case .video(let bytes, _): videoFrames.append(bytes)
            default: continue
            }
        }
    }

    private mutating func carryOut(_ order: PictureOrder) {
        do throws(CameraStreamError) {
            guard let picture = try camera?.picture(order) else { return }
            take(drone.handle(.picture(picture, isClientSlow: false), at: now))
        } catch {
            videoProblem = error
        }
    }
}
