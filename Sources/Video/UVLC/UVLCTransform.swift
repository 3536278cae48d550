/// The 8×8 inverse cosine transform in integers, as the drone's encoder generation expects it.
///
/// The "slow integer" method of the Independent JPEG Group after Loeffler, Ligtenberg and Moschytz: constants scaled
/// by 2^13, columns first with one extra bit and rounding, then rows without rounding. There is no level shift.
enum UVLCTransform {
    /// One direction of eight values; the results are scaled by 2^13.
    @inline(__always)
    private static func pass(
        _ c0: Int32, _ c1: Int32, _ c2: Int32, _ c3: Int32, _ c4: Int32, _ c5: Int32, _ c6: Int32, _ c7: Int32
    ) -> (Int32, Int32, Int32, Int32, Int32, Int32, Int32, Int32) {
        // Even part. The constants are cosines and their sums times 8192: 4433 is 0.541196100.
        let rotation = (c2 &+ c6) &* 4433
        let even2 = rotation &- c6 &* 15137
        let even3 = rotation &+ c2 &* 6270
        let even0 = (c0 &+ c4) &<< 13
        let even1 = (c0 &- c4) &<< 13
        let (s0, s3) = (even0 &+ even3, even0 &- even3)
        let (s1, s2) = (even1 &+ even2, even1 &- even2)
        // Odd part.
        let all = (c7 &+ c3 &+ c5 &+ c1) &* 9633
        let sum17 = (c7 &+ c1) &* -7373
        let sum53 = (c5 &+ c3) &* -20995
        let sum73 = (c7 &+ c3) &* -16069 &+ all
        let sum51 = (c5 &+ c1) &* -3196 &+ all
        let o0 = c7 &* 2446 &+ sum17 &+ sum73
        let o1 = c5 &* 16819 &+ sum53 &+ sum51
        let o2 = c3 &* 25172 &+ sum53 &+ sum73
        let o3 = c1 &* 12299 &+ sum17 &+ sum51
        return (s0 &+ o3, s1 &+ o2, s2 &+ o1, s3 &+ o0, s3 &- o0, s2 &- o1, s1 &- o2, s0 &- o3)
    }

    /// Replaces 64 coefficients, row-major, by the samples they mean, not clamped. Any other number is left alone.
    static func inverse(_ block: inout [Int32]) {
        guard block.count == 64 else { return }
        for x in 0..<8 {
            let column = pass(
                block[x], block[x + 8], block[x + 16], block[x + 24], block[x + 32], block[x + 40], block[x + 48],
                block[x + 56])
            // One extra bit is kept for the second pass: 13 − 1, rounded.
            let half: Int32 = 1 << 11
            block[x] = (column.0 &+ half) >> 12
            block[x + 8] = (column.1 &+ half) >> 12
            block[x + 16] = (column.2 &+ half) >> 12
            block[x + 24] = (column.3 &+ half) >> 12
            block[x + 32] = (column.4 &+ half) >> 12
            block[x + 40] = (column.5 &+ half) >> 12
            block[x + 48] = (column.6 &+ half) >> 12
            block[x + 56] = (column.7 &+ half) >> 12
        }
        for y in stride(from: 0, to: 64, by: 8) {
            let row = pass(
                block[y], block[y + 1], block[y + 2], block[y + 3], block[y + 4], block[y + 5], block[y + 6],
                block[y + 7])
            // 13 + 1 + 3 for the transform's factor of eight, not rounded.
            block[y] = row.0 >> 17
            block[y + 1] = row.1 >> 17
            block[y + 2] = row.2 >> 17
            block[y + 3] = row.3 >> 17
            block[y + 4] = row.4 >> 17
            block[y + 5] = row.5 >> 17
            block[y + 6] = row.6 >> 17
            block[y + 7] = row.7 >> 17
        }
    }

    /// ½ c(u) cos((2x+1)uπ/16) for u in rows and x in columns.
    private static let cosines: [Float] = {
        // cos(kπ/16) for k = 0…8; the others follow by symmetry.
        let table: [Float] = [
            1, 0.980_785_28, 0.923_879_53, 0.831_469_61, 0.707_106_78, 0.555_570_23, 0.382_683_43, 0.195_090_32, 0,
        ]
        func cosine(_ k: Int) -> Float {
            let folded = k % 32 > 16 ? 32 - k % 32 : k % 32
            return folded <= 8 ? table[folded] : -table[16 - folded]
        }
        return (0..<64).map { place in
            let (u, x) = (place / 8, place % 8)
            return u == 0 ? table[4] / 2 : cosine((2 * x + 1) * u) / 2
        }
    }()

    /// The coefficients of 64 samples, row-major: the exact transform that ``inverse(_:)`` undoes.
    static func forward(_ samples: [Float]) -> [Float] {
        transformedRows(transposed: transformedRows(transposed: samples))
    }

    /// Transforms each row of eight, and exchanges rows and columns.
    private static func transformedRows(transposed samples: [Float]) -> [Float] {
        let cosines = cosines
        return unsafe [Float](unsafeUninitializedCapacity: 64) { result, count in
            for y in 0..<8 {
                for u in 0..<8 {
                    var sum: Float = 0
                    for x in 0..<8 { sum += samples[y * 8 + x] * cosines[u * 8 + x] }
                    unsafe result[u * 8 + y] = sum
                }
            }
            count = 64
        }
    }
}
