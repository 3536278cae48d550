/// Something done to one option of a packet, whatever its type.
protocol OptionAction: ~Escapable {
    /// Acts on the place of an option in the packet, which is nil where the packet has none.
    @_lifetime(self: copy self)
    mutating func act<Option: NavdataOption>(on slot: inout Option?)
}

extension Navdata {
    /// Lets `action` act on the option with this tag.
    ///
    /// The one place that ties tags to properties: decoding, encoding and listing go through it.
    ///
    /// - Parameter size: Decides which of the two options of tag 27 is meant; nil means the one that is there.
    @_lifetime(action: copy action)
    @inline(__always)
    mutating func withSlot<Action: OptionAction & ~Escapable>(
        of tag: NavdataTag, size: Int?, _ action: inout Action
    ) {
        switch tag {
        case .demo: action.act(on: &demo)
        case .time: action.act(on: &time)
        case .rawMeasures: action.act(on: &rawMeasures)
        case .physMeasures: action.act(on: &physMeasures)
        case .gyrosOffsets: action.act(on: &gyrosOffsets)
        case .eulerAngles: action.act(on: &eulerAngles)
        case .references: action.act(on: &references)
        case .trims: action.act(on: &trims)
        case .rcReferences: action.act(on: &rcReferences)
        case .pwm: action.act(on: &pwm)
        case .altitude: action.act(on: &altitude)
        case .visionRaw: action.act(on: &visionRaw)
        case .visionOf: action.act(on: &visionOf)
        case .vision: action.act(on: &vision)
        case .visionPerf: action.act(on: &visionPerf)
        case .trackersSend: action.act(on: &trackersSend)
        case .visionDetect: action.act(on: &visionDetect)
        case .watchdog: action.act(on: &watchdog)
        case .adcDataFrame: action.act(on: &adcDataFrame)
        case .videoStream: action.act(on: &videoStream)
        case .games: action.act(on: &games)
        case .pressureRaw: action.act(on: &pressureRaw)
        case .magneto: action.act(on: &magneto)
        case .windSpeed: action.act(on: &windSpeed)
        case .kalmanPressure: action.act(on: &kalmanPressure)
        case .hdvideoStream: action.act(on: &hdvideoStream)
        case .wifi: action.act(on: &wifi)
        case .gps:
            let isGPS = size.map { $0 >= GPSOption.smallestSize } ?? (gps != nil)
            if isGPS { action.act(on: &gps) } else { action.act(on: &zimmu) }
        case .cameraSettings: action.act(on: &cameraSettings)
        case .host: action.act(on: &host)
        }
    }

    /// Puts an option of `size` bytes with all fields zero into its place.
    mutating func place(_ tag: NavdataTag, size: Int) {
        var placing = Placing(size: size)
        withSlot(of: tag, size: size, &placing)
    }
}

/// Makes a blank option.
private struct Placing: OptionAction {
    let size: Int

    mutating func act<Option: NavdataOption>(on slot: inout Option?) {
        var option = Option()
        option.size = size
        slot = option
    }
}
