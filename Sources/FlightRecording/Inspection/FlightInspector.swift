import DroneModel
import DroneProtocol

/// Takes the packets of a capture one after the other and tells what they hold.
///
/// A value without files or clocks; its memory does not grow with the capture, but for at most
/// ``FlightTimeline/capacity`` changes of state and 4 MiB of stream bytes that wait for lost ones.
///
///     packet --UDP 5554 from the drone--> navdata ---> telemetry, time line, flights
///            |              to the drone--> wake-ups
///            |-UDP to 5556--> commands --------------------^ take-off and landing commands
///            |-UDP, other ports--> counted
///            +-TCP--> streams --5559--> firmware
public struct FlightInspector {
    /// The drone's port for navdata.
    static let navdataPort: UInt16 = 5554
    /// The drone's port for AT commands.
    static let commandPort: UInt16 = 5556
    /// The longest wake-up known: the drone maker's clients send 4 bytes, others 1.
    private static let longestWakeUp = 4

    /// A capture is no longer than 31 years; times that a damaged file puts further away are taken as this.
    private static let longest: Duration = .seconds(1_000_000_000)

    private let name: String
    private let start: Duration
    private var navdata = NavdataInspector()
    private var commands = CommandInspector()
    private var timeline = FlightTimeline()
    private var streams = StreamInspector()
    private var otherDatagrams = Tally<UInt16>()
    /// The drone, once something told which side it is.
    private var drone: IPAddress?

    /// An inspector for what began at `start`, a time since 1970; `name` stands for it in the result.
    public init(name: String, start: Duration) {
        self.name = name
        self.start = start
    }

    /// Takes the next packet.
    public mutating func receive(_ packet: CapturedPacket) {
        let time = min(Self.longest, max(.zero - Self.longest, packet.time - start))
        switch packet.transport {
        case .tcp(let segment): streams.receive(segment, of: packet.flow, at: time)
        case .udp(let payload): receive(payload, of: packet.flow, at: time)
        }
    }

    private mutating func receive(_ payload: [UInt8], of flow: Flow, at time: Duration) {
        if isNavdata(payload, of: flow) {
            let news = navdata.receive(payload, from: flow.source.address, at: time)
            guard let news else { return }
            drone = drone ?? flow.source.address
            if news == .news { timeline.receive(navdata.packet, telemetry: navdata.telemetry, at: time) }
        } else if flow.destination.port == Self.navdataPort {
            navdata.countWakeUp()
        } else if flow.destination.port == Self.commandPort {
            drone = drone ?? flow.destination.address
            for input in commands.receive(payload, at: time) { timeline.receive(input, at: time) }
        } else {
            otherDatagrams.count(min(flow.source.port, flow.destination.port))
        }
    }

    /// Whether a datagram comes from the drone's navdata port. The maker's phone app listens on the same number.
    private func isNavdata(_ payload: [UInt8], of flow: Flow) -> Bool {
        guard flow.source.port == Self.navdataPort else { return false }
        guard flow.destination.port == Self.navdataPort else { return true }
        if let drone { return flow.source.address == drone }
        return payload.count > Self.longestWakeUp
    }

    /// What the packets held; for a capture, `statistics` and `end` are the reader's.
    public consuming func finish(statistics: CaptureStatistics, end: CaptureEnd?) -> FlightInspection {
        streams.finish()
        navdata.firmware = streams.firmware
        var inspection = FlightInspection(name: name, source: .capture(statistics, end: end))
        inspection.navdata = navdata.summary
        inspection.navdata.quotedInICMP = statistics.icmpQuotedPorts[Self.navdataPort, default: 0]
        fill(&inspection)
        return inspection
    }

    /// What one datagram of navdata holds.
    static func inspect(datagram: [UInt8], name: String) throws(NavdataError) -> FlightInspection {
        let packet = try unsafe Navdata(decoding: datagram.span.bytes)
        var inspector = FlightInspector(name: name, start: .zero)
        _ = inspector.navdata.receive(datagram, from: nil, at: .zero)
        inspector.timeline.receive(packet, telemetry: inspector.navdata.telemetry, at: .zero)
        var inspection = FlightInspection(
            name: name, source: .datagram(packet.listing, bytesBehindChecksum: packet.bytesBehindChecksum))
        inspection.navdata = inspector.navdata.summary
        inspector.fill(&inspection)
        return inspection
    }

    /// What does not depend on where the packets came from.
    private func fill(_ inspection: inout FlightInspection) {
        inspection.drone = navdata.findings
        inspection.commands = commands.finished
        inspection.battery = timeline.battery
        inspection.altitude = timeline.altitude
        inspection.states = timeline.states(numbering: navdata.numbering)
        inspection.omittedStates = timeline.omittedStates
        inspection.flights = timeline.flights
        inspection.hoverPWM = timeline.hoverPWM
        inspection.streams = streams.summaries
        inspection.otherDatagrams = otherDatagrams
    }
}
