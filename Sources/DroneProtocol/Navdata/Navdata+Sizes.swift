/// Tag and length of an option.
public struct NavdataOptionSize: Hashable, Sendable {
    /// The number on the wire.
    public var tag: UInt16
    /// The length on the wire, bytes with the head of four.
    public var size: Int

    /// An option of `size` bytes.
    public init(tag: UInt16, size: Int) {
        self.tag = tag
        self.size = size
    }

    /// The option's name in the maker's headers; nil for unknown tags.
    public var name: String? {
        let isZimmu = tag == NavdataTag.gps.rawValue && size < GPSOption.smallestSize
        return isZimmu ? "zimmu_3000" : NavdataTag(rawValue: tag)?.name
    }
}

extension Navdata {
    /// Tag and length of all options, as in ``listing`` but without their fields; the checksum is left out.
    public var optionSizes: [NavdataOptionSize] {
        var packet = self
        var sizes = OptionSizing()
        for tag in NavdataTag.allCases { packet.withSlot(of: tag, size: nil, &sizes) }
        let raw = (repeated + unknown).map {
            NavdataOptionSize(tag: $0.tag, size: $0.bytes.count + Self.optionHeadSize)
        }
        return sizes.options + raw
    }
}

/// Notes tag and size of one option after the other.
private struct OptionSizing: OptionAction {
    var options: [NavdataOptionSize] = []

    mutating func act<Option: NavdataOption>(on slot: inout Option?) {
        if let option = slot { options.append(NavdataOptionSize(tag: Option.tag.rawValue, size: option.size)) }
    }
}
