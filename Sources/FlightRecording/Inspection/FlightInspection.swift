public import DroneModel
public import DroneProtocol

/// What a capture, a recording, one navdata datagram or a file of video holds.
///
/// Times are since the first frame of the capture, as Wireshark's time column has them; in a recording of ours, since
/// it began. What the file does not hold
/// is nil, never 0.
public struct FlightInspection: Equatable, Sendable {
    /// The file, or what stands for it.
    public var name: String
    /// What kind of file it is, and how much of it could be read.
    public var source: Source
    /// What the file tells about the drone.
    public var drone = DroneFindings()
    /// Navdata.
    public var navdata = NavdataSummary()
    /// Commands to the drone.
    public var commands = CommandSummary()
    /// Charge; nil where no packet told it.
    public var battery: BatterySummary?
    /// Height; nil where no packet told it.
    public var altitude: AltitudeSummary?
    /// The control states, each with the time it was first seen; repeated and late packets do not count.
    public var states: [StateChange] = []
    /// How many more changes there were than ``states`` holds.
    public var omittedStates = 0
    /// The flights, by the status bit that says the motors turn.
    public var flights: [FlightSummary] = []
    /// Motor set-points while hovering; nil where no packet told them.
    public var hoverPWM: HoverPWM?
    /// Byte streams by TCP port: video 5555, control 5559, recorder 5553.
    public var streams: [StreamSummary] = []
    /// Video: by connection 5555 and 5553, and as datagrams from 5555.
    public var video: [VideoSummary] = []
    /// What lies beside the packets of a recording of ours; nil for other files.
    public var recording: RecordingSummary?
    /// Datagrams on other ports than 5554 and 5556, by the lower of the two ports; MAVLink is 14550.
    public var otherDatagrams = Tally<UInt16>()

    /// A kind of file.
    public enum Source: Equatable, Sendable {
        /// A capture and how reading it went.
        case capture(CaptureStatistics, end: CaptureEnd?)
        /// One navdata datagram, its options, and how many bytes came behind its checksum.
        case datagram([NavdataListing], bytesBehindChecksum: Int)
        /// The bytes of a video connection of an AR.Drone 2.0, without times; `damage` says why reading ended early.
        case video(byteCount: Int, damage: String?)
    }

    /// How often the drone was seen taking off: flights whose beginning, or whose take-off command, is in the file.
    public var takeOffs: Int { flights.count { $0.wasSeenTakingOff } }
}

/// What a file tells about the drone.
public struct DroneFindings: Equatable, Sendable {
    /// The airframe; nil when nothing told.
    public var generation: DroneGeneration?
    /// The firmware, from a configuration dump on the control port; nil without one.
    public var firmware: FirmwareVersion?
    /// The generation of firmware that the options speak for.
    public var evidence: NavdataEvidence?
    /// How the drone numbers its control states; nil where no packet had one.
    public var numbering: ControlStateNumbering?
    /// How the numbering is known.
    public var numberingBasis: ControlStateEvidence.Basis?
}

/// Navdata of a file.
public struct NavdataSummary: Equatable, Sendable {
    /// Datagrams from the drone that are sound navdata, repetitions included.
    public var valid = 0
    /// Of ``valid``, those whose packet had come before: radio retries that a sniffer heard twice.
    public var duplicates = 0
    /// Of ``valid``, those that came behind newer ones, for the first time.
    public var late = 0
    /// Of ``valid``, those without any option: what a client gets that has not configured navdata.
    public var statusOnly = 0
    /// Of ``valid``, those that begin with 0x55667789.
    public var secondHeader = 0
    /// Datagrams of the drone's navdata port that are not navdata, by reason.
    public var refused = Tally<String>()
    /// What the client sent to the drone's navdata port to get navdata.
    public var wakeUps = 0
    /// Packets quoted in ICMP errors, because nobody listened any more: not counted above.
    public var quotedInICMP: Int?
    /// Numbers that were skipped and never came.
    public var missing = 0
    /// How often the drone began to count anew.
    public var restarts = 0
    /// The numbers of the first and last packet with options; of any where none has options.
    public var sequence: SequenceSpan?
    /// The numbers of the first and last packet of all.
    public var sequenceOfAll: SequenceSpan?
    /// Packets per second by the drone's own count: lost ones do not matter. Nil below two packets.
    public var rate: Double?
    /// Different packets per second that arrived. Nil below two packets.
    public var arrivalRate: Double?
    /// The longest time between two sound packets. Nil below two packets.
    public var longestGap: Duration?
    /// When that gap began.
    public var longestGapStart: Duration?
    /// In how many packets each option of each length was; repeated packets do not count.
    public var options = Tally<NavdataOptionSize>()
    /// Where sound packets came from; more than one means several drones, mixed up here.
    public var senders = Tally<String>(capacity: 16)

    /// Of ``valid``, the different packets.
    public var distinct: Int { valid - duplicates }
    /// Options that no known firmware sends, by tag.
    public var unknownTags: [UInt16: Int] {
        options.counts.reduce(into: [:]) { tags, entry in
            if NavdataTag(rawValue: entry.key.tag) == nil { tags[entry.key.tag, default: 0] += entry.value }
        }
    }

    /// A first and a last number, in the order of arrival.
    public struct SequenceSpan: Equatable, Sendable {
        /// The first packet's number.
        public var first: UInt32
        /// The last packet's number.
        public var last: UInt32
    }
}

/// Commands of a file.
public struct CommandSummary: Equatable, Sendable {
    /// Datagrams to the drone's command port.
    public var datagrams = 0
    /// Of these, those whose numbers had come before, or were older.
    public var repeatedDatagrams = 0
    /// Commands in all datagrams.
    public var commands = 0
    /// Commands by name.
    public var names = Tally<String>()
    /// What in the datagrams was no command, by reason.
    public var refused = Tally<String>()
    /// Datagrams per second from the first to the last. Nil below two.
    public var rate: Double?
    /// The time between two datagrams that half of them kept, seconds. Nil below two.
    public var medianGap: Double?
    /// The time between two datagrams that 99 of 100 kept, seconds. Nil below two.
    public var gap99: Double?
    /// The longest time between two datagrams. Nil below two.
    public var longestGap: Duration?
    /// The words of `AT*REF`.
    public var refValues = Tally<UInt32>()
    /// Writes by configuration key, repetitions included.
    public var configKeys = Tally<String>()
    /// How often the client began to count anew.
    public var restarts = 0
}

/// Charge of the battery, percent as the drone computes it.
public struct BatterySummary: Equatable, Sendable {
    /// In the first packet that told it.
    public var first: Int
    /// In the last one.
    public var last: Int
    /// The lowest.
    public var lowest: Int
    /// The highest; not always the first, charge comes back under lighter load.
    public var highest: Int
    /// When the drone first said that it is too low to take off; nil where it never did.
    public var lowSince: Duration?
    /// What the charge was then.
    public var lowAt: Int?
}

/// Height above the take-off surface, millimetres; signed, it drifts.
public struct AltitudeSummary: Equatable, Sendable {
    /// The lowest.
    public var lowest: Int
    /// The highest.
    public var highest: Int
}

/// A control state and when it was first seen.
public struct StateChange: Equatable, Sendable {
    /// Since the first frame.
    public var time: Duration
    /// What the drone does from here on.
    public var state: FlightState
}

/// Motor set-points while hovering, PWM 0–255: the mean of the four motors.
public struct HoverPWM: Equatable, Sendable {
    /// Over so many packets.
    public var packets = 0
    /// The sum of the means.
    var sum = 0.0
    /// The mean.
    public var mean: Double { packets == 0 ? 0 : sum / Double(packets) }
}

/// One flight: from the status bit "flying" coming on until it goes off.
public struct FlightSummary: Equatable, Sendable {
    /// When the client began to ask for flight; nil where the file does not show it.
    public var takeOffCommand: Duration?
    /// The first packet that says the motors turn.
    public var airborne: Duration
    /// Whether a packet before that one said that they do not.
    public var wasOnGroundBefore: Bool
    /// From the command to the first packet in flight; nil without both a command and a packet before.
    public var commandToFlight: ObservedDelay?
    /// When the drone first hovered.
    public var hovering: Duration?
    /// From the first packet in flight to the first that hovers.
    public var flightToHover: ObservedDelay?
    /// When the client began to ask for landing the last time in this flight.
    public var landCommand: Duration?
    /// The first packet on the ground; nil where the file ends before.
    public var landed: Duration?
    /// From the command to the first packet on the ground.
    public var commandToGround: ObservedDelay?
    /// Motor set-points while hovering in this flight.
    public var hoverPWM: HoverPWM?

    /// Whether the file shows how the flight began.
    public var wasSeenTakingOff: Bool { wasOnGroundBefore || takeOffCommand != nil }
}

/// A delay that ends with a packet that shows something for the first time.
///
/// It happened after the packet before that one: the true delay is at most `uncertainty` shorter.
public struct ObservedDelay: Equatable, Sendable {
    /// Until the packet that shows it.
    public var duration: Duration
    /// From the packet before to that packet: a fifteenth of a second in demo mode, longer where packets were missed.
    public var uncertainty: Duration
}

/// Byte streams of one TCP port, all connections together.
public struct StreamSummary: Equatable, Sendable {
    /// The lower of the two ports: the drone's.
    public var port: UInt16
    /// Streams seen, both directions counted.
    public var streams = 0
    /// Bytes from that port, each once.
    public var bytesFromPort = 0
    /// Bytes to that port, each once.
    public var bytesToPort = 0
    /// Bytes that were sent and are not in the capture.
    public var missingBytes = 0
}
