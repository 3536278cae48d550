/// Makes RGB pictures of any size out of decoded ones.
///
/// Each target pixel is the average of the area that it covers, in the picture's own YUV, so that small details
/// neither flicker nor vanish when 640×360 become 160×96; enlarging repeats pixels. Both directions are weighted in
/// 256ths. Rows are averaged first, in 16-bit lanes: 255 × 256 fits, and the compiler makes vector code of it.
public struct PictureScaler: Sendable {
    /// The largest side of a target, pixels; more is clamped.
    public static let largestSide = 4096

    private var luma = PlaneScaler()
    private var blue = PlaneScaler()
    private var red = PlaneScaler()

    /// A scaler; keep it, because it remembers its tables and its memory.
    public init() {}

    /// The picture at the given size, whatever its own aspect; sides are clamped to 0…``largestSide``.
    public mutating func scale(_ picture: YUVPicture, width: Int, height: Int) -> RGBImage {
        let width = min(max(0, width), Self.largestSide)
        let height = min(max(0, height), Self.largestSide)
        guard width > 0, height > 0, picture.width > 0, picture.height > 0 else {
            return RGBImage(width: width, height: height, whole: [UInt8](repeating: 0, count: width * height * 3))
        }
        luma.scale(picture.luma, width: width, height: height)
        blue.scale(picture.blueDifference, width: width, height: height)
        red.scale(picture.redDifference, width: width, height: height)
        return RGBImage(width: width, height: height, whole: rgb(count: width * height))
    }

    /// The picture at its own size.
    public mutating func convert(_ picture: YUVPicture) -> RGBImage {
        scale(picture, width: picture.width, height: picture.height)
    }

    /// BT.601, limited range, in 256ths, as the AR.Drone's clients compute it.
    private func rgb(count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count * 3) { output, written in
            unsafe luma.samples.withUnsafeBufferPointer { luma in
                unsafe blue.samples.withUnsafeBufferPointer { blue in
                    unsafe red.samples.withUnsafeBufferPointer { red in
                        for index in 0..<count {
                            let y = unsafe 298 &* (Int32(luma[index]) &- 16) &+ 128
                            let b = unsafe Int32(blue[index]) &- 128
                            let r = unsafe Int32(red[index]) &- 128
                            unsafe output[index &* 3] = Self.clamped((y &+ 409 &* r) >> 8)
                            unsafe output[index &* 3 &+ 1] = Self.clamped((y &- 100 &* b &- 208 &* r) >> 8)
                            unsafe output[index &* 3 &+ 2] = Self.clamped((y &+ 516 &* b) >> 8)
                        }
                    }
                }
            }
            written = count * 3
        }
    }

    private static func clamped(_ value: Int32) -> UInt8 { UInt8(truncatingIfNeeded: min(max(value, 0), 255)) }
}
