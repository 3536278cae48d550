/// Averages one plane down to another size, and keeps what it needs for the next of the same size.
struct PlaneScaler: Sendable {
    /// The plane at the size last asked for, row by row.
    private(set) var samples: [UInt8] = []
    private var columns = AreaWeights(source: 1, target: 1)
    private var rows = AreaWeights(source: 1, target: 1)
    private var rowSums: [UInt16] = []

    /// Fills ``samples``; no side may be zero.
    mutating func scale(_ plane: PicturePlane, width: Int, height: Int) {
        if columns.source != plane.width || columns.count != width {
            columns = AreaWeights(source: plane.width, target: width)
        }
        if rows.source != plane.height || rows.count != height {
            rows = AreaWeights(source: plane.height, target: height)
        }
        if samples.count != width * height { samples = [UInt8](repeating: 0, count: width * height) }
        if rowSums.count != plane.width { rowSums = [UInt16](repeating: 0, count: plane.width) }
        let (columns, rows) = (columns, rows)
        unsafe plane.samples.withUnsafeBufferPointer { source in
            unsafe rowSums.withUnsafeMutableBufferPointer { sums in
                unsafe samples.withUnsafeMutableBufferPointer { output in
                    for row in 0..<height {
                        unsafe Self.addRows(rows, of: row, source: source, into: sums)
                        let line = unsafe UnsafeMutableBufferPointer(
                            rebasing: output[row * width..<(row + 1) * width])
                        unsafe Self.averageColumns(columns, of: UnsafeBufferPointer(sums), into: line)
                    }
                }
            }
        }
    }

    /// Sums the source rows under target row `row`, each weighted, so that the weights' sum is 256.
    private static func addRows(
        _ rows: AreaWeights, of row: Int, source: UnsafeBufferPointer<UInt8>,
        into sums: UnsafeMutableBufferPointer<UInt16>
    ) {
        let width = sums.count
        for position in rows.starts[row]..<rows.starts[row + 1] {
            let weight = rows.weights[position]
            let start = (rows.first[row] + position - rows.starts[row]) * width
            let line = unsafe UnsafeBufferPointer(rebasing: source[start..<start + width])
            if position == rows.starts[row] {
                for x in 0..<width { unsafe sums[x] = UInt16(line[x]) &* weight }
            } else {
                for x in 0..<width { unsafe sums[x] &+= UInt16(line[x]) &* weight }
            }
        }
    }

    private static func averageColumns(
        _ columns: AreaWeights, of sums: UnsafeBufferPointer<UInt16>, into line: UnsafeMutableBufferPointer<UInt8>
    ) {
        unsafe columns.weights.withUnsafeBufferPointer { weights in
            var position = 0
            for x in 0..<line.count {
                var total: UInt32 = 1 << 15
                let first = columns.first[x]
                let count = columns.starts[x + 1] - position
                for index in 0..<count {
                    unsafe total &+= UInt32(sums[first + index]) &* UInt32(weights[position + index])
                }
                position += count
                unsafe line[x] = UInt8(truncatingIfNeeded: total >> 16)
            }
        }
    }
}

/// How much of each source pixel goes into each target pixel along one direction.
struct AreaWeights: Sendable {
    /// Source pixels.
    let source: Int
    /// Target pixels.
    let count: Int
    /// The first source pixel under each target pixel.
    private(set) var first: [Int] = []
    /// Where each target pixel's weights begin, and behind the last one their end.
    private(set) var starts: [Int] = [0]
    /// 256ths; the weights of a target pixel make 256 exactly.
    private(set) var weights: [UInt16] = []

    init(source: Int, target: Int) {
        self.source = source
        count = target
        // In units of 1/target source pixels, target pixel i covers i·source ..< (i+1)·source.
        for index in 0..<target {
            let (lower, upper) = (index * source, (index + 1) * source)
            first.append(lower / target)
            var done = 0
            for pixel in lower / target...(upper - 1) / target {
                let covered = min(upper, (pixel + 1) * target) - lower
                let share = (covered * 256 + source / 2) / source
                weights.append(UInt16(clamping: share - done))
                done = share
            }
            starts.append(weights.count)
        }
    }
}
