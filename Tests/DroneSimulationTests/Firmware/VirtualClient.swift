import DroneModel
import DroneProtocol
import DroneSimulation
import WireBytes

/// A client in virtual time: sends datagrams to a simulated drone and keeps what comes back.
struct VirtualClient {
    var drone: SimulatedDrone
    let address: ClientAddress
    private(set) var now: Duration = .zero
    /// The number of the next command.
    var nextNumber: UInt32 = 1
    /// Every datagram from port 5554, with its time and receiver.
    private(set) var navdata: [(time: Duration, bytes: [UInt8], to: ClientAddress)] = []
    /// Everything on the control port.
    private(set) var controlBytes: [UInt8] = []
    private(set) var controlTimes: [Duration] = []
    private(set) var others: [DroneOutput] = []

    static let defaultAddress = ClientAddress(host: 0xC0A8_0102, port: 40000)

    init(_ settings: DroneSettings = DroneSettings(seed: 7), address: ClientAddress = Self.defaultAddress) {
        drone = SimulatedDrone(settings)
        self.address = address
    }

    mutating func keep(_ outputs: [DroneOutput]) {
        for output in outputs {
            switch output.content {
            case .navdata(let bytes, let to): navdata.append((output.time, bytes, to))
            case .control(let bytes, _):
                controlBytes += bytes
                controlTimes.append(output.time)
            default: others.append(output)
            }
        }
    }

    mutating func wait(_ duration: Duration) {
        now += duration
        keep(drone.advance(to: now))
    }

    mutating func wakeNavdata(from other: ClientAddress? = nil) {
        keep(drone.handle(.navdataRequest([1, 0, 0, 0], from: other ?? address), at: now))
    }

    mutating func input(_ input: DroneInput) { keep(drone.handle(input, at: now)) }

    /// Sends the text as one datagram.
    mutating func send(text: String) { input(.commands(Array(text.utf8), from: address)) }

    /// Sends the commands in one datagram with the next numbers.
    mutating func send(_ commands: ATCommand...) {
        var bytes: [UInt8] = []
        for command in commands {
            do { try command.encode(sequence: nextNumber, into: &bytes) } catch { continue }
            nextNumber += 1
        }
        input(.commands(bytes, from: address))
    }

    /// The usual loop for `duration`: REF and PCMD every 30 ms.
    mutating func loop(for duration: Duration, flying: Bool = false, movement: Movement = Movement(.hover)) {
        let end = now + duration
        while now < end {
            send(.ref(REFInput(flight: flying)), .pcmd(movement))
            wait(min(.milliseconds(30), end - now))
        }
    }

    /// Wakes navdata and writes `general:navdata_demo`, with the acknowledge dance.
    mutating func start(demo: Bool = true) {
        wakeNavdata()
        send(.ref(REFInput(flight: false)))
        write("general:navdata_demo", demo ? "TRUE" : "FALSE")
    }

    /// Writes a key and clears the command bit.
    mutating func write(_ key: String, _ value: String) {
        send(.config(key: key, value: value))
        loop(for: .milliseconds(90))
        send(.control(.acknowledge, argument: 0))
        loop(for: .milliseconds(90))
    }

    /// Takes off and waits for the hover.
    mutating func takeOff() { loop(for: .seconds(8), flying: true) }

    /// The newest packet that can be read.
    var newest: Navdata? { navdata.last.flatMap { Self.decode($0.bytes) } }

    /// Packets that came from `time` on.
    func packets(since time: Duration) -> [Navdata] {
        navdata.filter { $0.time >= time }.compactMap { Self.decode($0.bytes) }
    }

    static func decode(_ bytes: [UInt8]) -> Navdata? { try? Navdata(decoding: bytes.span.bytes) }

    /// The control state of the newest packet, upper half.
    var major: UInt32? { newest?.demo.map { $0.controlState >> 16 } }

    /// The configuration as the newest dump on the control port tells it.
    mutating func dump() -> ConfigurationDump {
        let start = controlBytes.count
        input(.controlOpened(ControlConnection(id: UInt64(start) + 1)))
        send(.control(.acknowledge, argument: 0))
        send(.control(.getConfiguration, argument: 0))
        loop(for: .milliseconds(400))
        send(.control(.acknowledge, argument: 0))
        return ConfigurationDump(decoding: controlBytes[start...])
    }
}

extension Duration {
    /// Seconds, for messages and comparisons.
    var inSeconds: Double { self / .seconds(1) }
}
