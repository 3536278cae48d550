public import DroneModel

/// One packet of navdata, with everything it carries as on the wire.
///
///      0  u32  0x55667788                 8  u32  sequence, +1 per packet
///      4  u32  status bits               12  u32  vision defined
///     16  options: u16 tag, u16 size (these four bytes included), payload; the last is the checksum
///
/// What a drone sent and ``encode(into:)`` writes are the same bytes, as long as its options ascend by tag,
/// as they did in every packet seen.
public struct Navdata: Sendable {
    /// The word that the packet begins with.
    public var header: Header = .standard
    /// The 32 status bits.
    public var status = DroneStatus(rawValue: 0)
    /// The packet's number: 1 after the drone started or lost its client, then one more per packet.
    public var sequence: UInt32 = 1
    /// Whether the vision algorithms run; 1 in most packets seen.
    public var visionDefined: UInt32 = 0

    /// Tag 0.
    public var demo: DemoOption?
    /// Tag 1.
    public var time: TimeOption?
    /// Tag 2.
    public var rawMeasures: RawMeasuresOption?
    /// Tag 3.
    public var physMeasures: PhysMeasuresOption?
    /// Tag 4.
    public var gyrosOffsets: GyrosOffsetsOption?
    /// Tag 5.
    public var eulerAngles: EulerAnglesOption?
    /// Tag 6.
    public var references: ReferencesOption?
    /// Tag 7.
    public var trims: TrimsOption?
    /// Tag 8.
    public var rcReferences: RCReferencesOption?
    /// Tag 9.
    public var pwm: PWMOption?
    /// Tag 10.
    public var altitude: AltitudeOption?
    /// Tag 11.
    public var visionRaw: VisionRawOption?
    /// Tag 12.
    public var visionOf: VisionOfOption?
    /// Tag 13.
    public var vision: VisionOption?
    /// Tag 14.
    public var visionPerf: VisionPerfOption?
    /// Tag 15.
    public var trackersSend: TrackersSendOption?
    /// Tag 16.
    public var visionDetect: VisionDetectOption?
    /// Tag 17.
    public var watchdog: WatchdogOption?
    /// Tag 18.
    public var adcDataFrame: ADCDataFrameOption?
    /// Tag 19.
    public var videoStream: VideoStreamOption?
    /// Tag 20.
    public var games: GamesOption?
    /// Tag 21.
    public var pressureRaw: PressureRawOption?
    /// Tag 22.
    public var magneto: MagnetoOption?
    /// Tag 23.
    public var windSpeed: WindSpeedOption?
    /// Tag 24.
    public var kalmanPressure: KalmanPressureOption?
    /// Tag 25.
    public var hdvideoStream: HDVideoStreamOption?
    /// Tag 26.
    public var wifi: WifiOption?
    /// Tag 27 of fewer than 28 bytes.
    ///
    /// A packet has one option of tag 27: ``gps`` takes precedence when encoding.
    public var zimmu: ZimmuOption?
    /// Tag 27 of 28 bytes or more.
    public var gps: GPSOption?
    /// Tag 28.
    public var cameraSettings: CameraSettingsOption?
    /// Tag 29.
    public var host: HostOption?

    /// What known options carry behind their last known field, for those that carry something there.
    public var tails: [RawOption] = []
    /// Options that came a second time in the same packet, raw: the first one counts.
    public var repeated: [RawOption] = []
    /// Options of unknown tags, raw, in the order they came.
    public var unknown: [RawOption] = []
    /// How many bytes came behind the checksum: not covered by it, and not read.
    public private(set) var bytesBehindChecksum = 0

    /// A packet without options.
    public init() {}

    /// A packet with the options of `options` that `layout` has, in its sizes, all fields zero.
    public init(layout: NavdataLayout, options: NavdataOptionSet) {
        self.init()
        for tag in options.tags {
            guard let size = layout.size(of: tag) else { continue }
            place(tag, size: size)
        }
    }

    /// The word that a packet begins with.
    public enum Header: UInt32, Sendable {
        /// What nearly all packets of every capture begin with.
        case standard = 0x5566_7788
        /// Named by the maker's 2.4.x header as "differential"; two captures of 2.4.x drones have a few status-only
        /// packets with it, around command acknowledges.
        case second = 0x5566_7789
    }

    /// Sets how many bytes came behind the checksum.
    mutating func count(bytesBehindChecksum count: Int) { bytesBehindChecksum = count }
}

/// An option, or what is left of one, as bytes.
public struct RawOption: Equatable, Sendable {
    /// The number on the wire.
    public var tag: UInt16
    /// The bytes behind the head.
    public var bytes: [UInt8]

    /// An option from its tag and payload.
    public init(tag: UInt16, bytes: [UInt8]) {
        self.tag = tag
        self.bytes = bytes
    }
}
