import DroneModel
import DroneProtocol
import JSONText

@testable import FlightRecording

/// A made-up capture: what a drone and its client say to each other, times in seconds from the first frame.
struct InspectionStage {
    static let drone = FrameBuilder.drone
    static let client = FrameBuilder.client
    /// When the capture begins: not at zero, so that forgetting to subtract it shows.
    static let start: Duration = .seconds(1_700_000_000)

    private(set) var inspector = FlightInspector(name: "made up", start: start)
    private var frames = 0
    private var sequence: UInt32 = 0
    private var command: UInt32 = 0
    /// The client's navdata port: the maker's phone app uses the drone's own number.
    var clientPort: UInt16 = 40_000

    func inspection() -> FlightInspection {
        inspector.finish(statistics: CaptureStatistics(linkType: .ethernet), end: .complete)
    }

    mutating func send(_ payload: [UInt8], from: Endpoint, to: Endpoint, at seconds: Double) {
        receive(.udp(payload), Flow(from: from, to: to), at: seconds)
    }

    private mutating func receive(_ transport: CapturedPacket.Transport, _ flow: Flow, at seconds: Double) {
        frames += 1
        inspector.receive(
            CapturedPacket(
                frameNumber: frames, time: Self.start + .microseconds(Int64((seconds * 1e6).rounded())), flow: flow,
                transport: transport))
    }

    mutating func fromDrone(_ payload: [UInt8], at seconds: Double) {
        send(
            payload, from: Endpoint(Self.drone, port: 5554), to: Endpoint(Self.client, port: clientPort), at: seconds)
    }

    mutating func toNavdataPort(_ payload: [UInt8], at seconds: Double) {
        send(
            payload, from: Endpoint(Self.client, port: clientPort), to: Endpoint(Self.drone, port: 5554), at: seconds)
    }

    /// A packet with the demo option; the next number unless one is given.
    mutating func navdata(
        major: UInt32? = 2, isFlying: Bool = false, battery: UInt32 = 80, altitude: Int32 = 0, number: UInt32? = nil,
        status: DroneStatus = [], at seconds: Double, also change: (inout Navdata) -> Void = { _ in }
    ) {
        sequence = number ?? sequence + 1
        var packet = Navdata()
        packet.sequence = sequence
        packet.status = isFlying ? status.union(.flying) : status
        if let major {
            var demo = DemoOption()
            demo.controlState = major << 16
            demo.batteryPercent = battery
            demo.altitudeMillimetres = altitude
            packet.demo = demo
        }
        change(&packet)
        fromDrone(packet.encoded(), at: seconds)
    }

    /// `AT*REF` and what else a datagram shall hold behind it.
    mutating func ref(flight: Bool, number: UInt32? = nil, then text: String = "", at seconds: Double) {
        command = number ?? command + 1
        at("AT*REF=\(command),\(REFInput(flight: flight).bits)\r" + text, seconds)
    }

    mutating func at(_ text: String, _ seconds: Double) {
        send(
            Array(text.utf8), from: Endpoint(Self.client, port: 5556), to: Endpoint(Self.drone, port: 5556),
            at: seconds)
    }

    mutating func tcp(
        _ payload: [UInt8], from port: UInt16, sequence: UInt32, flags: TCPSegment.Flags = [], at seconds: Double
    ) {
        let flow = Flow(from: Endpoint(Self.drone, port: port), to: Endpoint(Self.client, port: 41_000))
        receive(.tcp(TCPSegment(sequence: sequence, flags: flags, payload: payload)), flow, at: seconds)
    }
}

extension FlightInspection {
    /// `12.3 landed` for every state, to compare whole time lines.
    var timelineText: [String] {
        states.map { "\(DecimalNumber.fixed($0.time.seconds, decimals: 1) ?? "?") \($0.state)" }
    }
}
