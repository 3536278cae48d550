import WireBytes

/// A number of an option as shown to people, in the width it has on the wire.
public enum NavdataNumber: Equatable, Sendable, CustomStringConvertible {
    /// An integer of any width.
    case integer(Int)
    /// A 32-bit float.
    case single(Float)
    /// A 64-bit float.
    case double(Double)

    /// The shortest decimal that reads back as the same number.
    public var description: String {
        switch self {
        case .integer(let value): "\(value)"
        case .single(let value): "\(value)"
        case .double(let value): "\(value)"
        }
    }
}

/// A field of an option with its name, unit and value.
public struct NavdataField: Equatable, Sendable {
    /// As in the drone maker's headers.
    public var name: String
    /// What one count means; empty for pure numbers and for what nobody knows.
    public var unit: String
    /// Where the field begins, bytes from the first byte of the option's head.
    public var offset: Int
    /// One number, or several where the field is a list.
    public var values: [NavdataNumber]

    /// A field from its parts.
    public init(name: String, unit: String, offset: Int, values: [NavdataNumber]) {
        self.name = name
        self.unit = unit
        self.offset = offset
        self.values = values
    }
}

/// An option with everything known about it, for people to read.
public struct NavdataListing: Equatable, Sendable {
    /// The option's name in the maker's headers; nil for unknown tags.
    public var name: String?
    /// The number on the wire.
    public var tag: UInt16
    /// The length on the wire, bytes with the head of four.
    public var size: Int
    /// The fields that were on the wire, in wire order.
    public var fields: [NavdataField]
    /// Bytes without a known meaning.
    public var rest: [UInt8]
}

extension Navdata {
    /// All options in the order in which ``encode(into:)`` writes them, without the checksum.
    public var listing: [NavdataListing] {
        var packet = self
        var listing = OptionListing(tails: tails)
        for tag in NavdataTag.allCases { packet.withSlot(of: tag, size: nil, &listing) }
        for option in repeated + unknown {
            listing.options.append(
                NavdataListing(
                    name: NavdataTag(rawValue: option.tag)?.name, tag: option.tag,
                    size: option.bytes.count + Self.optionHeadSize, fields: [], rest: option.bytes))
        }
        return listing.options
    }
}

/// Lists options one after the other.
private struct OptionListing: OptionAction {
    let tails: [RawOption]
    var options: [NavdataListing] = []

    mutating func act<Option: NavdataOption>(on slot: inout Option?) {
        guard var option = slot else { return }
        var lister = FieldLister(size: option.size)
        option.code(&lister)
        let name = Option.self == ZimmuOption.self ? "zimmu_3000" : Option.tag.name
        let rest = tails.first { $0.tag == Option.tag.rawValue }?.bytes ?? []
        options.append(
            NavdataListing(
                name: name, tag: Option.tag.rawValue, size: option.size, fields: lister.fields, rest: rest))
    }
}

/// Notes name, unit and value of the fields that an option's size has room for.
private struct FieldLister: FieldCoder {
    private(set) var fields: [NavdataField] = []
    private let size: Int
    private var offset = Navdata.optionHeadSize

    init(size: Int) { self.size = size }

    mutating func field<Number: FieldNumber>(_ name: StaticString, unit: StaticString, _ value: inout Number) {
        append(name, unit, [value.listed], width: MemoryLayout<Number>.size)
    }

    mutating func fields<let count: Int, Number: FieldNumber>(
        _ name: StaticString, unit: StaticString, _ values: inout FixedArray<count, Number>
    ) {
        append(name, unit, values.array.map(\.listed), width: MemoryLayout<Number>.size)
    }

    private mutating func append(
        _ name: StaticString, _ unit: StaticString, _ values: [NavdataNumber], width: Int
    ) {
        let fitting = values.prefix(max(0, size - offset) / width)
        if !fitting.isEmpty {
            fields.append(
                NavdataField(
                    name: name.description, unit: unit.description, offset: offset, values: Array(fitting)))
        }
        offset += values.count * width
    }
}
