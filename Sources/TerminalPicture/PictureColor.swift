public import CellCanvas

/// A colour of a cell: sRGB components of 0–255, or the terminal's own.
///
/// Packed into four bytes, because a pane has thousands of them thirty times a second.
public struct PictureColor: Hashable, Sendable {
    /// 0x00RRGGBB, or ``ownBit`` for the terminal's own colour.
    let packed: UInt32

    private static let ownBit: UInt32 = 0xFF00_0000

    /// A colour from its components.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
        packed = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    }

    private init(packed: UInt32) { self.packed = packed }

    /// The terminal's own foreground or background.
    public static let standard = PictureColor(packed: ownBit)

    /// The component, 0–255; 0 for ``standard``.
    public var red: UInt8 { UInt8(truncatingIfNeeded: packed >> 16) }
    /// The component, 0–255; 0 for ``standard``.
    public var green: UInt8 { UInt8(truncatingIfNeeded: packed >> 8) }
    /// The component, 0–255; 0 for ``standard``.
    public var blue: UInt8 { UInt8(truncatingIfNeeded: packed) }

    /// The brightness, 0–255: Rec. 601 weights (0.299, 0.587, 0.114) in 256ths.
    public var luma: Int { (77 * Int(red) + 150 * Int(green) + 29 * Int(blue)) >> 8 }

    /// The same colour for a canvas.
    public var color: Color { self == .standard ? .standard : .rgb(red: red, green: green, blue: blue) }

    /// How far two colours are apart, squared, with the eye's weights: a difference of `d` in every component is
    /// `7·d²`. Endless between the terminal's own colour and any other.
    func squaredDistance(to other: PictureColor) -> Int32 {
        if packed == other.packed { return 0 }
        if (packed | other.packed) & Self.ownBit != 0 { return .max }
        let red = Int32(truncatingIfNeeded: packed >> 16) &- Int32(truncatingIfNeeded: other.packed >> 16)
        let green = Int32(self.green) &- Int32(other.green)
        let blue = Int32(self.blue) &- Int32(other.blue)
        return 2 &* red &* red &+ 4 &* green &* green &+ blue &* blue
    }

    /// The squared distance of colours that differ by `difference` in every component.
    static func squaredDistance(ofDifference difference: Int) -> Int32 {
        let bounded = Int32(min(255, max(0, difference)))
        return 7 * bounded * bounded
    }
}
