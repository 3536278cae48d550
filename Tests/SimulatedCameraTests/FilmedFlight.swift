import DroneModel
import DroneProtocol
import DroneSimulation
import SimulatedCamera
import Video

/// A simulated drone with its camera, in virtual time and without sockets.
struct FilmedFlight {
    var drone: SimulatedDrone
    let camera: CameraStream
    /// Carries out the recorder's orders.
    let recorder: CameraStream
    var client = VideoConnection(id: 1)
    /// What went over the video link, in order.
    var sent: [[UInt8]] = []
    var orders: [PictureOrder] = []
    private var sequence = 0

    /// A drone in the park of seed 7, whatever its own seed is: building one takes seconds in an unoptimised build.
    init(_ settings: DroneSettings) {
        drone = SimulatedDrone(settings)
        camera = CameraStream(settings, scene: park)
        recorder = CameraStream(settings, scene: park)
    }

    init(seed: UInt64 = 7, faults: Fault...) {
        var settings = DroneSettings(seed: seed)
        settings.faults = FaultPlan(faults)
        self.init(settings)
    }

    /// Connects to the video port.
    mutating func connect() throws { try perform(drone.handle(.videoOpened(client), at: drone.time)) }

    /// Lets time pass; pictures are ready at once.
    mutating func film(until time: Duration) throws {
        while drone.time + SimulatedDrone.step <= time {
            try perform(drone.advance(to: drone.time + SimulatedDrone.step))
        }
    }

    mutating func perform(_ outputs: [DroneOutput]) throws {
        for output in outputs {
            switch output.content {
            case .pictureOrder(let order):
                orders.append(order)
                let picture = try (order.recipient == .recorder ? recorder : camera).picture(order)
                try perform(drone.handle(.picture(picture, isClientSlow: false), at: drone.time))
            case .video(let bytes, _): sent.append(bytes)
            default: break
            }
        }
    }

    /// Writes a configuration key as a client with a session of its own, which most video keys want.
    mutating func configure(_ key: String, _ value: String) throws {
        if sequence == 0 {
            for (name, id) in [("session", "a1a1a1a1"), ("profile", "b2b2b2b2"), ("application", "c3c3c3c3")] {
                try write("custom:\(name)_id", id)
            }
        }
        try write(key, value)
    }

    private mutating func write(_ key: String, _ value: String) throws {
        let ids = "\"a1a1a1a1\",\"b2b2b2b2\",\"c3c3c3c3\""
        let text = "AT*CONFIG_IDS=\(sequence + 1),\(ids)\rAT*CONFIG=\(sequence + 2),\"\(key)\",\"\(value)\"\r"
        sequence += 2
        let client = ClientAddress(host: 0x7F00_0001, port: 5556)
        try perform(drone.handle(.commands(Array(text.utf8), from: client), at: drone.time))
    }

    /// What our own parser finds in everything that was sent.
    var frames: [PaVEFrame] {
        var parser = PaVEStreamParser()
        return sent.flatMap { bytes -> [PaVEFrame] in
            parser.parse(bytes.span.bytes).compactMap { event in
                if case .frame(let frame) = event { frame } else { nil }
            }
        }
    }

    /// The decoded pictures of ``frames``.
    func pictures() throws -> [VideoPicture] {
        let decoder = VideoDecoder()
        return try frames.compactMap { try decoder.decode($0) }
    }
}

extension Quaternion {
    /// An attitude in radians: right side down, nose up, nose clockwise from north.
    static func attitude(roll: Double = 0, pitch: Double = 0, heading: Double = 0) -> Quaternion {
        func turn(_ angle: Double, _ x: Double, _ y: Double, _ z: Double) -> Quaternion {
            // Half-angle sine and cosine by series: exact to 1e-12 within half a turn.
            let half = angle / 2
            var (sine, cosine, term) = (0.0, 0.0, 1.0)
            for index in 0..<24 {
                switch index % 4 {
                case 0: cosine += term
                case 1: sine += term
                case 2: cosine -= term
                default: sine -= term
                }
                term *= half / Double(index + 1)
            }
            return Quaternion(w: cosine, x: x * sine, y: y * sine, z: z * sine)
        }
        func product(_ a: Quaternion, _ b: Quaternion) -> Quaternion {
            Quaternion(
                w: a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z, x: a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
                y: a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x, z: a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w)
        }
        return product(product(turn(.pi / 2 - heading, 0, 0, 1), turn(-pitch, 0, 1, 0)), turn(roll, 1, 0, 0))
    }
}
