/// One component of a picture: rows from the top, each from the left, without gaps.
public struct PicturePlane: Equatable, Sendable {
    /// Samples in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// `width` × `height` samples.
    public private(set) var samples: [UInt8]

    /// A plane of one value; sizes below zero count as zero.
    public init(width: Int, height: Int, filledWith value: UInt8) {
        self.width = max(0, width)
        self.height = max(0, height)
        samples = [UInt8](repeating: value, count: self.width * self.height)
    }

    /// A plane from its samples; nil when there are not `width` × `height` of them.
    public init?(width: Int, height: Int, samples: [UInt8]) {
        guard width >= 0, height >= 0, samples.count == width.multipliedReportingOverflow(by: height).partialValue
        else {
            return nil
        }
        self.width = width
        self.height = height
        self.samples = samples
    }

    /// The sample at column `x` of row `y`, both inside the plane.
    public subscript(x x: Int, y y: Int) -> UInt8 {
        get { samples[y * width + x] }
        set { samples[y * width + x] = newValue }
    }

    /// Sets 8×8 samples, which must all lie inside, clamped to 0…255.
    mutating func setBlock(_ block: [Int32], left: Int, top: Int) {
        var place = top * width + left
        for row in 0..<8 {
            for column in 0..<8 {
                samples[place + column] = UInt8(truncatingIfNeeded: min(max(block[row * 8 + column], 0), 255))
            }
            place += width
        }
    }

    /// The upper left corner, at most `width` × `height`.
    public func cropped(width: Int, height: Int) -> PicturePlane {
        let columns = min(max(0, width), self.width)
        let rows = min(max(0, height), self.height)
        if columns == self.width, rows == self.height { return self }
        var corner = PicturePlane(width: columns, height: rows, filledWith: 0)
        corner.samples.removeAll(keepingCapacity: true)
        for row in 0..<rows { corner.samples += samples[row * self.width..<row * self.width + columns] }
        return corner
    }
}

/// A picture in planar YUV 4:2:0 with the limited range of ITU-R BT.601: luma 16 to 235, colour 16 to 240.
public struct YUVPicture: Equatable, Sendable {
    /// Brightness, full size.
    public var luma: PicturePlane
    /// Cb, half the size in both directions, rounded up.
    public var blueDifference: PicturePlane
    /// Cr, as Cb.
    public var redDifference: PicturePlane

    /// Width in pixels.
    public var width: Int { luma.width }
    /// Height in pixels.
    public var height: Int { luma.height }

    /// A black picture.
    public init(width: Int, height: Int) {
        luma = PicturePlane(width: width, height: height, filledWith: 16)
        let chroma = PicturePlane(width: (width + 1) / 2, height: (height + 1) / 2, filledWith: 128)
        blueDifference = chroma
        redDifference = chroma
    }

    /// A picture from its planes; nil when their sizes do not fit together.
    public init?(luma: PicturePlane, blueDifference: PicturePlane, redDifference: PicturePlane) {
        let columns = (luma.width + 1) / 2
        let rows = (luma.height + 1) / 2
        for plane in [blueDifference, redDifference] where plane.width != columns || plane.height != rows { return nil }
        self.luma = luma
        self.blueDifference = blueDifference
        self.redDifference = redDifference
    }

    /// The upper left corner, at most `width` × `height` pixels.
    public func cropped(width: Int, height: Int) -> YUVPicture {
        var corner = self
        corner.luma = luma.cropped(width: width, height: height)
        let columns = (corner.luma.width + 1) / 2
        let rows = (corner.luma.height + 1) / 2
        corner.blueDifference = blueDifference.cropped(width: columns, height: rows)
        corner.redDifference = redDifference.cropped(width: columns, height: rows)
        return corner
    }
}
