import DroneModel
import DroneProtocol
import DroneSimulation
import Testing

/// A drone that records pictures of a few bytes each: number, key picture or not.
private struct Recording {
    var drone: SimulatedDrone
    var orders: [PictureOrder] = []
    var sent: [(bytes: [UInt8], connection: VideoRecipient, time: Duration)] = []
    var closed: [VideoConnection] = []
    /// 17 kB are a picture of the recorder at 4 Mbit/s and 30 per second.
    var pictureSize = 100
    private var number = 0
    private var sequence = 0

    init(_ aircraft: AircraftParameters = .ardrone2, _ faults: Fault...) {
        var settings = DroneSettings(aircraft: aircraft, seed: 7)
        settings.faults = FaultPlan(faults)
        drone = SimulatedDrone(settings)
    }

    mutating func film(for duration: Duration) {
        let end = drone.time + duration
        while drone.time < end { take(drone.advance(to: drone.time + SimulatedDrone.step)) }
    }

    mutating func input(_ input: DroneInput) { take(drone.handle(input, at: drone.time)) }

    mutating func configure(_ key: String, _ value: String) {
        if sequence == 0 {
            for (name, id) in [("session", "a1a1a1a1"), ("profile", "b2b2b2b2"), ("application", "c3c3c3c3")] {
                write("custom:\(name)_id", id)
            }
        }
        write(key, value)
    }

    private mutating func write(_ key: String, _ value: String) {
        let ids = "\"a1a1a1a1\",\"b2b2b2b2\",\"c3c3c3c3\""
        let text = "AT*CONFIG_IDS=\(sequence + 1),\(ids)\rAT*CONFIG=\(sequence + 2),\"\(key)\",\"\(value)\"\r"
        sequence += 2
        input(.commands(Array(text.utf8), from: pilot))
    }

    /// As the maker's clients begin.
    mutating func start(codec: Int = 136) {
        configure("video:video_codec", "\(codec)")
        configure("userbox:userbox_cmd", "1,20260131_235959")
    }

    mutating func stop() {
        configure("video:video_codec", "129")
        configure("userbox:userbox_cmd", "0")
    }

    private mutating func take(_ outputs: [DroneOutput]) {
        for output in outputs {
            switch output.content {
            case .pictureOrder(let order):
                guard order.recipient == .recorder else { continue }
                orders.append(order)
                let bytes = [UInt8(number % 256)] + [UInt8](repeating: 0xAA, count: pictureSize - 1)
                let picture = CodedPicture(order: order, bytes: bytes, isKey: number % 30 == 0)
                number += 1
                input(.picture(picture, isClientSlow: false))
            case .video(let bytes, let recipient): sent.append((bytes, recipient, output.time))
            case .videoClose(let connection): closed.append(connection)
            default: break
            }
        }
    }

    /// Whether every picture has left, in order; the very last may have been taken a step ago.
    var isWhole: Bool { numbers == Array(0..<numbers.count) && numbers.count >= orders.count - 1 }

    var numbers: [Int] { sent.map { Int($0.bytes.first ?? 0) } }
}

private let pilot = ClientAddress(host: 0x7F00_0001, port: 5556)
private let first = VideoConnection(id: 1)
private let second = VideoConnection(id: 2)

@Suite struct RecordServiceTests {
    @Test(arguments: [(130, 1280, 720), (136, 640, 360)])
    func `userbox 1 with a codec that records makes 30 pictures a second, whole and in order`(
        codec: Int, width: Int, height: Int
    ) {
        var recording = Recording()
        recording.input(.recordOpened(first))
        recording.start(codec: codec)
        recording.film(for: .seconds(2))
        #expect((59...60).contains(recording.orders.count))
        let settings = recording.orders.first?.settings
        #expect((settings?.width, settings?.height, settings?.codec, settings?.rate) == (width, height, .h264, 30))
        #expect(settings?.kilobitsPerSecond == 4000)
        #expect(settings?.keyInterval == 30)
        #expect(recording.isWhole)
        #expect(recording.sent.allSatisfy { $0.connection == .connection(first) })
        #expect(!recording.orders.contains { $0.isLast })
    }

    @Test func `the ground camera has a key picture every 20`() {
        var recording = Recording()
        recording.configure("video:video_channel", "1")
        recording.start()
        recording.film(for: .milliseconds(100))
        #expect(recording.orders.last?.settings.keyInterval == 20)
        #expect(recording.orders.last?.settings.channel == .ground)
    }

    @Test(arguments: ["0", "3"]) func `stopping gives one last picture that says so, and then nothing`(command: String)
    {
        var recording = Recording()
        recording.input(.recordOpened(first))
        recording.start()
        recording.film(for: .milliseconds(500))
        recording.configure("userbox:userbox_cmd", command)
        recording.film(for: .seconds(1))
        #expect(recording.orders.filter(\.isLast).count == 1)
        #expect(recording.orders.last?.isLast == true)
        #expect(recording.sent.count == recording.orders.count)
    }

    @Test func `another codec ends it too, and a new recording is another stream`() {
        var recording = Recording()
        recording.input(.recordOpened(first))
        recording.start()
        recording.film(for: .milliseconds(500))
        recording.stop()
        recording.film(for: .milliseconds(500))
        let count = recording.orders.count
        #expect(recording.orders.last?.isLast == true)
        recording.start()
        recording.film(for: .milliseconds(500))
        #expect(recording.orders.count > count)
        #expect(recording.orders.first?.streamID != recording.orders.last?.streamID)
    }

    @Test func `another camera is another stream of the same recording`() {
        var recording = Recording()
        recording.start()
        recording.film(for: .milliseconds(500))
        recording.configure("video:video_channel", "1")
        recording.film(for: .milliseconds(500))
        #expect(recording.orders.first?.streamID != recording.orders.last?.streamID)
        #expect(!recording.orders.contains { $0.isLast })
    }

    @Test(arguments: [128, 129, 131, 135]) func `a codec that does not record records nothing`(codec: Int) {
        var recording = Recording()
        recording.input(.recordOpened(first))
        recording.start(codec: codec)
        recording.film(for: .seconds(1))
        #expect(recording.orders.isEmpty)
    }

    @Test func `without a client everything waits, and comes from the first picture on`() {
        var recording = Recording()
        recording.start()
        recording.film(for: .seconds(3))
        #expect(recording.sent.isEmpty)
        recording.input(.recordOpened(first))
        recording.film(for: .seconds(1))
        #expect(recording.isWhole)
    }

    @Test func `a client that takes no more is waited for`() {
        var recording = Recording()
        recording.input(.recordOpened(first))
        recording.start()
        recording.film(for: .seconds(1))
        recording.input(.recordFlow(first, takesMore: false))
        let count = recording.sent.count
        recording.film(for: .seconds(3))
        #expect(recording.sent.count == count)
        recording.input(.recordFlow(first, takesMore: true))
        recording.film(for: .seconds(2))
        #expect(recording.isWhole)
    }

    @Test func `a stall and lost bytes of the live link cost the recording nothing`() {
        var recording = Recording(
            .ardrone2, Fault(.videoStall, at: .seconds(1), for: .seconds(1)), Fault(.videoLoss(share: 0.5)),
            Fault(.videoCut(share: 0.5)))
        recording.input(.recordOpened(first))
        recording.start()
        recording.film(for: .seconds(4))
        #expect(recording.isWhole)
        #expect(recording.sent.allSatisfy { $0.bytes.count == 100 })
        #expect(!recording.sent.contains { $0.time > .seconds(1) && $0.time < .seconds(2) })
    }

    @Test func `a full queue loses whole pictures up to a key picture, says so, and still ends the stream`() throws {
        var recording = Recording()
        // 10 s fill the queue of 15 MB.
        recording.pictureSize = 50_000
        recording.start()
        recording.film(for: .seconds(14))
        recording.configure("general:navdata_demo", "FALSE")
        let outputs =
            recording.drone.handle(.navdataRequest([1], from: pilot), at: recording.drone.time)
            + recording.drone.advance(to: recording.drone.time + .milliseconds(10))
        var state: UInt32?
        for case .navdata(let bytes, _) in outputs.map(\.content) {
            state = (try? Navdata(decoding: bytes.span.bytes))?.hdvideoStream?.state ?? state
        }
        #expect(state == 1)
        recording.stop()
        recording.film(for: .milliseconds(20))
        recording.input(.recordOpened(first))
        recording.film(for: .seconds(5))
        let fits = 15_360 * 1024 / 50_000
        #expect(recording.sent.count == fits + 1)
        let kept = (0..<fits).map { $0 % 256 }
        #expect(Array(recording.numbers.prefix(fits)) == kept)
    }

    @Test func `one client is served, the next when it has left, and a fifth is closed`() {
        var recording = Recording()
        recording.input(.recordOpened(first))
        recording.input(.recordOpened(second))
        for id in 3...5 { recording.input(.recordOpened(VideoConnection(id: UInt64(id)))) }
        #expect(recording.closed == [VideoConnection(id: 5)])
        recording.start()
        recording.film(for: .milliseconds(500))
        #expect(recording.sent.allSatisfy { $0.connection == .connection(first) })
        recording.input(.recordClosed(first))
        recording.film(for: .milliseconds(500))
        #expect(recording.sent.last?.connection == .connection(second))
    }

    @Test func `a restart ends it`() {
        var recording = Recording(.ardrone2, Fault(.reboot, at: .seconds(1), for: .seconds(1)))
        recording.input(.recordOpened(first))
        recording.start()
        recording.film(for: .seconds(3))
        #expect(recording.orders.allSatisfy { $0.time <= .milliseconds(1005) })
    }

    @Test func `a 1_0 has no recorder`() {
        var recording = Recording(.ardrone1)
        recording.input(.recordOpened(first))
        #expect(recording.closed == [first])
        recording.start()
        recording.film(for: .seconds(1))
        #expect(recording.orders.isEmpty)
    }
}
