/// A colour as video has it: ITU-R BT.601, limited range.
struct SceneColor: Equatable, Sendable {
    /// Brightness, 16–235.
    var luma: UInt8
    /// Cb, 16–240.
    var blueDifference: UInt8
    /// Cr, 16–240.
    var redDifference: UInt8

    /// From red, green and blue, 0–1.
    init(_ red: Float, _ green: Float, _ blue: Float) {
        func byte(_ value: Float) -> UInt8 { UInt8(min(max(value, 0), 255).rounded()) }
        let r = min(max(red, 0), 1)
        let g = min(max(green, 0), 1)
        let b = min(max(blue, 0), 1)
        luma = byte(16 + 65.481 * r + 128.553 * g + 24.966 * b)
        blueDifference = byte(128 - 37.797 * r - 74.203 * g + 112 * b)
        redDifference = byte(128 + 112 * r - 93.786 * g - 18.214 * b)
    }

    /// The colour moved towards another by `share`, 0–1.
    func mixed(with other: SceneColor, _ share: Float) -> SceneColor {
        func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
            UInt8((Float(a) + (Float(b) - Float(a)) * min(max(share, 0), 1)).rounded())
        }
        var result = self
        result.luma = mix(luma, other.luma)
        result.blueDifference = mix(blueDifference, other.blueDifference)
        result.redDifference = mix(redDifference, other.redDifference)
        return result
    }

    /// What far things fade into.
    static let haze = SceneColor(0.80, 0.86, 0.92)
    /// The sky overhead.
    static let zenith = SceneColor(0.24, 0.47, 0.80)
}
