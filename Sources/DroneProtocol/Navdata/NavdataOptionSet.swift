/// A choice of options, as the drone's `general:navdata_options` holds it: the sum of `1 << tag`.
///
/// The drone heeds it in demo mode only; in full mode it sends everything it knows.
public struct NavdataOptionSet: OptionSet, Hashable, Sendable {
    /// The mask as written into the configuration.
    public var rawValue: UInt32

    /// A choice from its mask.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The choice of one option.
    public init(_ tag: NavdataTag) { self.init(rawValue: 1 << UInt32(tag.rawValue)) }

    /// The choice of several options.
    public init(tags: some Sequence<NavdataTag>) {
        self = tags.reduce(into: []) { $0.formUnion(Self($1)) }
    }

    /// The choice of the options named; nil when a name is none of ``NavdataTag/name``.
    public init?(names: some Sequence<String>) {
        self = []
        for name in names {
            guard let tag = NavdataTag(name: name) else { return nil }
            formUnion(Self(tag))
        }
    }

    /// What a drone sends in demo mode unless told otherwise: 65537, demo and vision_detect.
    public static let demoDefault: Self = [Self(.demo), Self(.visionDetect)]

    /// Everything up to tag 27: 0x0FFFFFFF.
    public static let everything: Self = Self(rawValue: 0x0FFF_FFFF)

    /// What the maker's last phone app asks for: 777060865, that is tags 0, 9, 16, 20, 22, 25, 26, 27 and 29.
    public static let phoneApp: Self = Self(rawValue: 777_060_865)

    /// Whether `tag` is chosen.
    public func contains(_ tag: NavdataTag) -> Bool { contains(Self(tag)) }

    /// The options chosen, by ascending tag.
    ///
    /// Bits 30 and 31, which no option has, do not show.
    public var tags: [NavdataTag] { NavdataTag.allCases.filter { contains($0) } }

    /// The names of the options chosen, by ascending tag.
    public var names: [String] { tags.map(\.name) }
}
