/// What is fed, by the name on the command line.
enum FuzzTarget: String, CaseIterable {
    /// Datagrams to the AT port.
    case at
    /// Datagrams from the navdata port.
    case navdata
    /// A whole conversation: navdata, control port, pilot and time, in any order.
    case session
    /// A conversation, and the screen that shows its end.
    case screen
    /// The configuration that a drone writes to its control port.
    case configuration
    /// The list of sets of configurations that it writes there.
    case sets
    /// The video stream of a 2.0: framing, and which frames are decoded.
    case pave
    /// The pictures of that stream, by libavcodec.
    case decoder
    /// Where a coded picture's parameter sets are.
    case parameters
    /// Pictures of a 1.0, coded.
    case uvlc
    /// Pictures to be coded as a 1.0 does.
    case uvlcEncoder = "uvlc-encoder"
    /// What a terminal says of itself.
    case terminalReply = "terminal-reply"
    /// Capture files.
    case capture
    /// What passes in a flight, recorded and read again.
    case recording
    /// Events and manifests of recordings.
    case recordingText = "recording-text"
    /// Frames of a capture, by link type.
    case frames
    /// TCP segments, in any order.
    case segments
    /// Scripts as people write them.
    case script
    /// Missions, with a file that they include.
    case mission
    /// Bloom filters of peers.
    case bloom
    /// CBOR items.
    case cbor
    /// Bundles, and what is in their blocks.
    case bundle
    /// A TCPCLv4 peer, the node and time, in any order.
    case tcpcl
    /// Beacons, and streams of MTCP and STCP.
    case beacon
    /// A node of the ferry: neighbours, applications, disk and time, in any order.
    case ferry
    /// What a terminal sends.
    case keys
    /// What a ferry's node and its applications say to each other.
    case local
    /// A chat: messages, keys and sizes, in any order.
    case chat
    /// Files and flights of lift campaigns, and their report.
    case lift
    /// What phones send: forms, JSON, files and pictures of every app.
    case phone

    /// Feeds `bytes`; a trap or a finding means a defect, anything else is fine.
    func run(_ bytes: [UInt8]) throws(Finding) {
        switch self {
        case .at: try ATFuzzing.run(bytes)
        case .navdata: try NavdataFuzzing.run(bytes)
        case .session: try SessionFuzzing.run(bytes)
        case .screen: try SessionFuzzing.runScreen(bytes)
        case .configuration: try ConfigurationFuzzing.runDump(bytes)
        case .sets: try ConfigurationFuzzing.runList(bytes)
        case .pave: try PaVEFuzzing.run(bytes)
        case .decoder: try DecoderFuzzing.run(bytes)
        case .parameters: try ParameterSetFuzzing.run(bytes)
        case .uvlc: try UVLCFuzzing.runDecoder(bytes)
        case .uvlcEncoder: try UVLCFuzzing.runEncoder(bytes)
        case .terminalReply: try TerminalReplyFuzzing.run(bytes)
        case .capture: try CaptureFuzzing.run(bytes)
        case .recording: try RecordingFuzzing.run(bytes)
        case .recordingText: try RecordingFuzzing.runText(bytes)
        case .frames: try FrameFuzzing.run(bytes)
        case .segments: try SegmentFuzzing.run(bytes)
        case .script: try ScriptFuzzing.run(bytes)
        case .mission: try MissionFuzzing.run(bytes)
        case .bloom: try BloomFuzzing.run(bytes)
        case .cbor: try CBORFuzzing.run(bytes)
        case .bundle: try BundleFuzzing.run(bytes)
        case .tcpcl: try TCPCLFuzzing.run(bytes)
        case .beacon: try BeaconFuzzing.run(bytes)
        case .ferry: try FerryFuzzing.run(bytes)
        case .keys: try KeyFuzzing.run(bytes)
        case .local: try LocalFuzzing.run(bytes)
        case .chat: try ChatFuzzing.run(bytes)
        case .lift: try LiftFuzzing.run(bytes)
        case .phone: try PhoneFuzzing.run(bytes)
        }
    }
}

/// A promise that some bytes broke.
struct Finding: Error, CustomStringConvertible {
    /// What was promised and what came instead.
    var description: String

    /// Throws a finding unless `holds`.
    static func unless(_ holds: Bool, _ description: @autoclosure () -> String) throws(Finding) {
        if !holds { throw Finding(description: description()) }
    }
}
