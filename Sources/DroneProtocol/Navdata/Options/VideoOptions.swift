public import WireBytes

/// State of the video encoder.
///
/// 29 bytes in SDK 1.x, 65 in 2.x.
public struct VideoStreamOption: NavdataOption {
    /// Tag 19.
    public static let tag = NavdataTag.videoStream
    /// The option's length on the wire, bytes with its head of four.
    public var size = 65
    /// Quantiser of the last frame, 1 to 31.
    public var quantiser: UInt8 = 0
    /// Size of the last encoded frame.
    public var frameSizeBytes: UInt32 = 0
    /// Number of the last encoded frame.
    public var frameNumber: UInt32 = 0
    /// Sequence number of the last REF or PCMD command.
    public var commandSequence: UInt32 = 0
    /// Mean time between commands.
    public var commandGapMilliseconds: UInt32 = 0
    /// Variance of that.
    public var commandGapVariance: Float = 0
    /// Link quality as the drone sees it; the last field of SDK 1.x.
    public var commandQuality: UInt32 = 0
    /// Measured throughput.
    public var outputBitrate: UInt32 = 0
    /// What the encoder aims at.
    public var desiredBitrate: UInt32 = 0
    /// Internals.
    public var scratch = FixedArray<5, Int32>(repeating: 0)
    /// Fill of the network queue.
    public var tcpQueueLevel: UInt32 = 0
    /// Fill of the encoder's queue.
    public var fifoQueueLevel: UInt32 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("quant", unit: "", &quantiser)
        coder.field("frame_size", unit: "byte", &frameSizeBytes)
        coder.field("frame_number", unit: "", &frameNumber)
        coder.field("atcmd_ref_seq", unit: "", &commandSequence)
        coder.field("atcmd_mean_ref_gap", unit: "ms", &commandGapMilliseconds)
        coder.field("atcmd_var_ref_gap", unit: "", &commandGapVariance)
        coder.field("atcmd_ref_quality", unit: "", &commandQuality)
        coder.field("out_bitrate", unit: "", &outputBitrate)
        coder.field("desired_bitrate", unit: "", &desiredBitrate)
        coder.fields("data", unit: "", &scratch)
        coder.field("tcp_queue_level", unit: "", &tcpQueueLevel)
        coder.field("fifo_queue_level", unit: "", &fifoQueueLevel)
    }
}

/// Counters of the maker's games.
public struct GamesOption: NavdataOption {
    /// Tag 20.
    public static let tag = NavdataTag.games
    /// The option's length on the wire, bytes with its head of four.
    public var size = 12
    /// Taps on the drone.
    public var doubleTaps: UInt32 = 0
    /// Finish lines crossed.
    public var finishLines: UInt32 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("double_tap_counter", unit: "", &doubleTaps)
        coder.field("finish_line_counter", unit: "", &finishLines)
    }
}

/// State of the recording on the drone; 2.0 only.
public struct HDVideoStreamOption: NavdataOption {
    /// Tag 25.
    public static let tag = NavdataTag.hdvideoStream
    /// The option's length on the wire, bytes with its head of four.
    public var size = 32
    /// Bit 0 queue full, 8 USB key there, 9 recording, 10 USB key full.
    public var state: UInt32 = 0
    /// Packets waiting for the USB key.
    public var queuedPackets: UInt32 = 0
    /// Bytes waiting for the USB key.
    public var queueKilobytes: UInt32 = 0
    /// Size of the USB key; 0 for none.
    public var usbKilobytes: UInt32 = 0
    /// Free space on the USB key.
    public var usbFreeKilobytes: UInt32 = 0
    /// Number of the frame in the recorder.
    public var frameNumber: UInt32 = 0
    /// Recording time left.
    public var remainingSeconds: UInt32 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("hdvideo_state", unit: "", &state)
        coder.field("storage_fifo_nb_packets", unit: "", &queuedPackets)
        coder.field("storage_fifo_size", unit: "kB", &queueKilobytes)
        coder.field("usbkey_size", unit: "kB", &usbKilobytes)
        coder.field("usbkey_freespace", unit: "kB", &usbFreeKilobytes)
        coder.field("frame_number", unit: "", &frameNumber)
        coder.field("usbkey_remaining_time", unit: "s", &remainingSeconds)
    }
}

/// Wi-Fi quality; 2.0 only.
public struct WifiOption: NavdataOption {
    /// Tag 26.
    public static let tag = NavdataTag.wifi
    /// The option's length on the wire, bytes with its head of four.
    public var size = 8
    /// 0 for a perfect link, 1 for none.
    ///
    /// The maker declares an integer; its bits are a float.
    public var loss: Float = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("link_quality", unit: "", &loss)
    }
}

/// Camera sensor; firmware 2.4.x.
///
/// 6 bytes in the maker's header, 10 measured; nobody knows what the last four are, they are kept as they come.
public struct CameraSettingsOption: NavdataOption {
    /// Tag 28.
    public static let tag = NavdataTag.cameraSettings
    /// The option's length on the wire, bytes with its head of four.
    public var size = 6
    /// Temperature of the camera sensor; the unit is a guess (degrees Celsius).
    public var temperature: Int16 = 0

    /// All fields zero.
    public init() {}

    /// Names the fields in wire order.
    @_lifetime(coder: copy coder)
    @inline(__always)
    public mutating func code<Coder: FieldCoder & ~Escapable>(_ coder: inout Coder) {
        coder.field("temperature", unit: "", &temperature)
    }
}
