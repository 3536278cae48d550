import DroneModel
import DroneProtocol
import DroneSimulation
import Testing

/// A drone whose pictures are a few bytes each: the number, and whether it is a key.
private struct Viewing {
    var drone: SimulatedDrone
    var orders: [PictureOrder] = []
    var sent: [(bytes: [UInt8], recipient: VideoRecipient, time: Duration)] = []
    var closed: [VideoConnection] = []
    var isSlow = false
    private var number = 0
    private var sequence = 0

    init(_ aircraft: AircraftParameters = .ardrone2, _ faults: Fault...) {
        var settings = DroneSettings(aircraft: aircraft, seed: 7)
        settings.faults = FaultPlan(faults)
        drone = SimulatedDrone(settings)
    }

    mutating func film(until time: Duration) {
        while drone.time < time { take(drone.advance(to: drone.time + SimulatedDrone.step)) }
    }

    mutating func input(_ input: DroneInput) { take(drone.handle(input, at: drone.time)) }

    /// Writes a key as a client with a session of its own, which most video keys want.
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

    private mutating func take(_ outputs: [DroneOutput]) {
        for output in outputs {
            switch output.content {
            case .pictureOrder(let order):
                orders.append(order)
                // 4000 bytes each, as at 1 Mbit/s.
                let bytes = [UInt8(number % 256)] + [UInt8](repeating: 0xAA, count: 3999)
                let picture = CodedPicture(order: order, bytes: bytes, isKey: number % 15 == 0)
                number += 1
                input(.picture(picture, isClientSlow: isSlow))
            case .video(let bytes, let recipient): sent.append((bytes, recipient, output.time))
            case .videoClose(let connection): closed.append(connection)
            default: break
            }
        }
    }

    var numbers: [UInt8] { sent.map { $0.bytes.first ?? 0 } }
}

private let pilot = ClientAddress(host: 0x7F00_0001, port: 5556)
private let viewer = ClientAddress(host: 0x7F00_0001, port: 6000)
private let first = VideoConnection(id: 1)
private let second = VideoConnection(id: 2)

@Suite struct VideoServiceTests {
    @Test func `without a client the camera does not look`() {
        var viewing = Viewing()
        viewing.film(until: .seconds(1))
        #expect(viewing.orders.isEmpty)
    }

    @Test(arguments: [30, 15, 1]) func `codec_fps is the rate`(rate: Int) {
        var viewing = Viewing()
        viewing.configure("video:codec_fps", "\(rate)")
        viewing.input(.videoOpened(first))
        viewing.film(until: .seconds(4))
        #expect(abs(viewing.orders.count - 4 * rate) <= 1)
        #expect(viewing.orders.allSatisfy { $0.settings.rate == rate })
    }

    @Test func `an order tells what is to be seen, and when`() throws {
        var viewing = Viewing()
        viewing.film(until: .seconds(1))
        viewing.input(.videoOpened(first))
        viewing.film(until: .milliseconds(1100))
        let order = try #require(viewing.orders.last)
        #expect(order.timestamp == UInt32(order.time / .milliseconds(1)))
        #expect(order.controlState == 2)
        #expect(order.position.horizontalLength < 0.01)
        #expect(order.settings == VideoSettings(codec: .h264, width: 640, height: 360))
    }

    @Test func `one client is served at a time, the next when it leaves`() {
        var viewing = Viewing()
        viewing.input(.videoOpened(first))
        viewing.input(.videoOpened(second))
        viewing.film(until: .seconds(1))
        #expect(viewing.sent.count == 30)
        #expect(viewing.sent.allSatisfy { $0.recipient == .connection(first) })
        let stream = viewing.orders.last?.streamID
        viewing.input(.videoClosed(first))
        viewing.film(until: .seconds(2))
        #expect(viewing.sent.dropFirst(30).allSatisfy { $0.recipient == .connection(second) })
        #expect(viewing.sent.count == 60)
        #expect(viewing.orders.last?.streamID != stream, "its stream begins anew")
    }

    @Test func `too many connections are closed at once`() {
        var viewing = Viewing()
        for id in 1...6 { viewing.input(.videoOpened(VideoConnection(id: UInt64(id)))) }
        #expect(viewing.closed.map(\.id) == [5, 6])
    }

    @Test func `a slow client loses whole pictures up to the next key picture`() {
        var viewing = Viewing()
        viewing.input(.videoOpened(first))
        viewing.film(until: .milliseconds(200))
        let before = viewing.sent.count
        viewing.isSlow = true
        viewing.film(until: .milliseconds(300))
        #expect(viewing.sent.count == before)
        viewing.isSlow = false
        viewing.film(until: .seconds(1))
        #expect(viewing.numbers[before] == 15)
        #expect(viewing.numbers.dropFirst(before) == ArraySlice((15..<30).map { UInt8($0) }))
    }

    @Test func `a stall holds pictures back, which come in a burst`() {
        var viewing = Viewing(.ardrone2, Fault(.videoStall, at: .milliseconds(500), for: .milliseconds(1000)))
        viewing.input(.videoOpened(first))
        viewing.film(until: .seconds(3))
        #expect(viewing.numbers == (0..<90).map { UInt8($0) }, "nothing is lost")
        let gaps = zip(viewing.sent, viewing.sent.dropFirst()).map { $1.time - $0.time }
        #expect((gaps.max() ?? .zero) > .milliseconds(900))
        #expect(gaps.count { $0 == .zero } > 25)
    }

    @Test func `a long stall loses what does not fit, and goes on with a key picture`() {
        var viewing = Viewing(.ardrone2, Fault(.videoStall, at: .milliseconds(500), for: .seconds(5)))
        viewing.input(.videoOpened(first))
        viewing.film(until: .seconds(8))
        let numbers = viewing.numbers.map { Int($0) }
        let jumps = zip(numbers, numbers.dropFirst()).filter { $1 != $0 + 1 }
        #expect(jumps.count == 1)
        #expect(jumps.first.map { $0.1 % 15 } == 0)
        #expect(numbers.count < 240 - 60)
    }

    @Test func `a blackout holds the video of a 2.0 back as well`() {
        var viewing = Viewing(.ardrone2, Fault(.blackout, at: .milliseconds(500), for: .milliseconds(500)))
        viewing.input(.videoOpened(first))
        viewing.film(until: .milliseconds(900))
        #expect(viewing.sent.allSatisfy { $0.time < .milliseconds(500) })
        viewing.film(until: .seconds(2))
        #expect(viewing.sent.count == 60)
    }

    @Test func `cut pictures break off, the others are whole`() {
        var viewing = Viewing(.ardrone2, Fault(.videoCut(share: 0.5)))
        viewing.input(.videoOpened(first))
        viewing.film(until: .seconds(4))
        let whole = viewing.sent.count { $0.bytes.count == 4000 }
        #expect((40...80).contains(whole))
        #expect(viewing.sent.allSatisfy { (1...4000).contains($0.bytes.count) })
    }

    @Test(arguments: [0.001, 0.05]) func `lost bytes are missing in their share`(share: Double) {
        var viewing = Viewing(.ardrone2, Fault(.videoLoss(share: share)))
        viewing.input(.videoOpened(first))
        viewing.film(until: .seconds(4))
        let total = viewing.sent.reduce(0) { $0 + $1.bytes.count }
        let lost = 1 - Double(total) / Double(viewing.sent.count * 4000)
        #expect(lost > share * 0.8 && lost < share * 1.2)
    }

    @Test func `when everything is lost nothing is sent`() {
        var viewing = Viewing(.ardrone2, Fault(.videoLoss(share: 1)))
        viewing.input(.videoOpened(first))
        viewing.film(until: .milliseconds(500))
        #expect(viewing.sent.isEmpty)
        #expect(!viewing.orders.isEmpty)
    }

    @Test func `a reboot ends the video`() {
        var viewing = Viewing(.ardrone2, Fault(.reboot, at: .milliseconds(500), for: .milliseconds(500)))
        viewing.input(.videoOpened(first))
        viewing.film(until: .seconds(2))
        #expect(viewing.sent.allSatisfy { $0.time < .milliseconds(510) })
        viewing.input(.videoOpened(second))
        viewing.film(until: .seconds(3))
        #expect(viewing.sent.last?.recipient == .connection(second))
    }

    // MARK: - 1.0

    @Test func `a 1.0 sends to whom woke it last`() {
        var viewing = Viewing(.ardrone1)
        viewing.input(.videoRequest([1, 0, 0, 0], from: pilot))
        viewing.film(until: .milliseconds(500))
        viewing.input(.videoRequest([1], from: viewer))
        viewing.film(until: .seconds(1))
        #expect(viewing.sent.first?.recipient == .datagrams(pilot))
        #expect(viewing.sent.last?.recipient == .datagrams(viewer))
        #expect(viewing.orders.last?.settings.codec == .uvlc)
        #expect((14...15).contains(viewing.sent.count))
    }

    @Test func `it stops when neither wake-ups nor commands come any more`() {
        var viewing = Viewing(.ardrone1)
        viewing.input(.videoRequest([1], from: viewer))
        viewing.film(until: .seconds(12))
        // 2 s of the watchdog and 3 s of patience.
        #expect(viewing.sent.last.map { $0.time <= .milliseconds(5010) } == true)
        #expect(viewing.sent.last.map { $0.time > .milliseconds(4900) } == true)
    }

    @Test func `commands keep it going`() {
        var viewing = Viewing(.ardrone1)
        viewing.input(.videoRequest([1], from: viewer))
        for second in 1...12 {
            viewing.input(.commands(Array("AT*COMWDG=\(second)\r".utf8), from: pilot))
            viewing.film(until: .seconds(second))
        }
        #expect(viewing.sent.last.map { $0.time > .milliseconds(11_900) } == true)
    }

    @Test func `datagrams do not survive a stall`() {
        var viewing = Viewing(.ardrone1, Fault(.videoStall, at: .milliseconds(400), for: .milliseconds(400)))
        viewing.input(.videoRequest([1], from: viewer))
        viewing.film(until: .milliseconds(1200))
        #expect((11...12).contains(viewing.sent.count))
        #expect(viewing.sent.allSatisfy { $0.time < .milliseconds(400) || $0.time >= .milliseconds(800) })
    }

    // MARK: - Configuration

    @Test(arguments: [
        ("0", 1000, "700", 1000), ("0", 2000, "700", 2000), ("1", 3000, "700", 3000), ("2", 3000, "700", 700),
    ])
    func `the control mode decides which bitrate counts`(mode: String, maximum: Int, manual: String, result: Int) {
        var viewing = Viewing()
        viewing.configure("video:bitrate_ctrl_mode", mode)
        viewing.configure("video:max_bitrate", "\(maximum)")
        viewing.configure("video:bitrate", manual)
        #expect(viewing.drone.videoSettings?.kilobitsPerSecond == result)
    }

    @Test func `no codec and no video enabled are no video`() {
        var viewing = Viewing()
        viewing.configure("video:video_codec", "0")
        #expect(viewing.drone.videoSettings == nil)
        viewing.configure("video:video_codec", "131")
        #expect(viewing.drone.videoSettings?.height == 720)
        viewing.configure("general:video_enable", "FALSE")
        #expect(viewing.drone.videoSettings == nil)
    }

    @Test(arguments: [(AircraftParameters.ardrone1, [1, 2, 3, 0, 1]), (.ardrone2, [1, 0, 1, 0, 1])])
    func `channel 4 is the next one`(aircraft: AircraftParameters, channels: [Int]) {
        var viewing = Viewing(aircraft)
        for channel in channels {
            viewing.configure("video:video_channel", "4")
            #expect(viewing.drone.videoSettings?.channel.rawValue == channel)
        }
    }

    @Test func `P264 is asked for in vain`() {
        var viewing = Viewing(.ardrone1)
        viewing.configure("video:video_codec", "64")
        #expect(viewing.drone.videoSettings == nil)
    }
}
