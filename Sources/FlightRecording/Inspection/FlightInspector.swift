import DroneModel
import DroneProtocol

/// Takes the packets of a capture one after the other and tells what they hold.
///
/// Which packet is what, ``TrafficSorter`` tells. A value without files or clocks; its memory does not grow with the
/// capture, but for at most ``FlightTimeline/capacity`` changes of state and 4 MiB of stream bytes that wait for lost
/// ones.
///
///     packet --UDP 5554 from the drone--> navdata ---> telemetry, time line, flights
///            |              to the drone--> wake-ups
///            |-UDP to 5556--> commands --------------------^ take-off and landing commands
///            |-UDP, other ports--> counted --from 5555--> video
///            +-TCP--> streams --5559--> firmware
///                             --5555, 5553--> video
public struct FlightInspector {
    /// A capture is no longer than 31 years; times that a damaged file puts further away are taken as this.
    private static let longest: Duration = .seconds(1_000_000_000)

    private let name: String
    private let start: Duration
    private var navdata = NavdataInspector()
    private var commands = CommandInspector()
    private var timeline = FlightTimeline()
    private var streams = StreamInspector()
    private var video = VideoInspector()
    private var otherDatagrams = Tally<UInt16>()
    private var sorter = TrafficSorter()
    private var latest: Duration = .zero

    /// An inspector for what began at `start`, a time since 1970; `name` stands for it in the result.
    public init(name: String, start: Duration) {
        self.name = name
        self.start = start
    }

    /// Takes the next packet.
    public mutating func receive(_ packet: CapturedPacket) {
        let time = min(Self.longest, max(.zero - Self.longest, packet.time - start))
        latest = time
        switch sorter.sort(packet) {
        case .streams(let events): receive(events, at: time)
        case .datagram(let content): receive(content, of: packet.flow, at: time)
        }
    }

    private mutating func receive(_ events: [TCPStreamEvent], at time: Duration) {
        streams.receive(events)
        for event in events {
            if let content = TrafficSorter.content(event) { video.receive(FlightItem(time: time, content: content)) }
        }
    }

    private mutating func receive(_ content: FlightItem.Content?, of flow: Flow, at time: Duration) {
        switch content {
        case .navdata(let payload)?:
            let news = navdata.receive(payload, from: flow.source.address, at: time)
            if news == .news { timeline.receive(navdata.packet, telemetry: navdata.telemetry, at: time) }
        case .navdataRequest?: navdata.countWakeUp()
        case .commands(let payload)?:
            for input in commands.receive(payload, at: time) { timeline.receive(input, at: time) }
        case .videoDatagram(let payload)?:
            otherDatagrams.count(min(flow.source.port, flow.destination.port))
            video.receive(FlightItem(time: time, content: .videoDatagram(payload)))
        case .stream?, .event?, nil: otherDatagrams.count(min(flow.source.port, flow.destination.port))
        }
    }

    /// What the packets held; for a capture, `statistics` and `end` are the reader's.
    public consuming func finish(statistics: CaptureStatistics, end: CaptureEnd?) -> FlightInspection {
        receive(sorter.finishStreams(), at: latest)
        navdata.firmware = streams.firmware
        var inspection = FlightInspection(name: name, source: .capture(statistics, end: end))
        inspection.navdata = navdata.summary
        inspection.navdata.quotedInICMP = statistics.icmpQuotedPorts[DronePort.navdata.rawValue, default: 0]
        fill(&inspection)
        return inspection
    }

    /// Takes the next bytes of a file that holds what came on the drone's video port, without the times.
    mutating func receive(video bytes: [UInt8]) {
        video.receive(FlightItem(time: .zero, content: .stream(.video, .data(bytes))))
    }

    /// What such a file of `byteCount` bytes held.
    consuming func finish(videoOf byteCount: Int, damage: String?) -> FlightInspection {
        var inspection = FlightInspection(name: name, source: .video(byteCount: byteCount, damage: damage))
        fill(&inspection)
        inspection.video = video.summaries(withTimes: false)
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
        inspection.video = video.summaries(withTimes: true)
        inspection.otherDatagrams = otherDatagrams
    }
}
