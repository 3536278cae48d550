#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// SHA-256 (FIPS 180-4): names a file by its bytes, as `sha256sum` does.
public struct SHA256: Sendable {
    private var state = Self.start
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    /// The hash of nothing, so far.
    public init() {}

    /// The hash of `bytes`, 32 bytes.
    public static func digest(of bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }

    /// Takes the next bytes.
    public mutating func update(_ bytes: [UInt8]) {
        length &+= UInt64(bytes.count)
        if pending.isEmpty {
            let whole = bytes.count / 64
            compress(bytes, blocks: whole)
            pending.append(contentsOf: bytes[(whole * 64)...])
        } else {
            pending += bytes
            let whole = pending.count / 64
            compress(pending, blocks: whole)
            pending.removeFirst(whole * 64)
        }
    }

    /// The hash of all bytes, 32 bytes.
    public consuming func finish() -> [UInt8] {
        let bits = length &* 8
        var tail = pending + [0x80]
        while tail.count % 64 != 56 { tail.append(0) }
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            tail.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
        compress(tail, blocks: tail.count / 64)
        return state.flatMap { word in
            [UInt8(word >> 24), UInt8(word >> 16 & 255), UInt8(word >> 8 & 255), UInt8(word & 255)]
        }
    }

    private mutating func compress(_ bytes: [UInt8], blocks: Int) {
        guard blocks > 0 else { return }
        var schedule = [UInt32](repeating: 0, count: 64)
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe schedule.withUnsafeMutableBufferPointer { schedule in
                unsafe Self.round.withUnsafeBufferPointer { round in
                    for block in 0..<blocks {
                        unsafe compress(bytes.baseAddress?.advanced(by: block * 64), schedule, round)
                    }
                }
            }
        }
    }

    /// One block; unsafe pointers, because hashing a recording of an hour is a gigabyte.
    private mutating func compress(
        _ block: UnsafePointer<UInt8>?, _ w: UnsafeMutableBufferPointer<UInt32>, _ k: UnsafeBufferPointer<UInt32>
    ) {
        guard let block = unsafe block else { return }
        for index in 0..<16 {
            unsafe w[index] =
                UInt32(block[4 * index]) << 24 | UInt32(block[4 * index + 1]) << 16
                | UInt32(block[4 * index + 2]) << 8 | UInt32(block[4 * index + 3])
        }
        for index in 16..<64 {
            let (early, late) = unsafe (w[index - 15], w[index - 2])
            let s0 = Self.turned(early, 7) ^ Self.turned(early, 18) ^ early >> 3
            let s1 = Self.turned(late, 17) ^ Self.turned(late, 19) ^ late >> 10
            unsafe w[index] = w[index - 16] &+ s0 &+ w[index - 7] &+ s1
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for index in 0..<64 {
            let s1 = Self.turned(e, 6) ^ Self.turned(e, 11) ^ Self.turned(e, 25)
            let first = unsafe h &+ s1 &+ (e & f ^ ~e & g) &+ k[index] &+ w[index]
            let s0 = Self.turned(a, 2) ^ Self.turned(a, 13) ^ Self.turned(a, 22)
            let second = s0 &+ (a & b ^ a & c ^ b & c)
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
        for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
    }

    @inline(__always)
    private static func turned(_ word: UInt32, _ places: UInt32) -> UInt32 {
        word &>> places | word &<< (32 &- places)
    }

    private static let start: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]

    private static let round: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}

extension SHA256 {
    /// The hash of a file, read in pieces, as 64 lower-case hexadecimal digits.
    public static func hexadecimal(ofFile path: String) throws(RecordingError) -> (digest: String, byteCount: Int) {
        guard let file = unsafe fopen(path, "rb") else {
            throw .unreadable(name: path, reason: unsafe String(cString: strerror(errno)))
        }
        defer { unsafe fclose(file) }
        var hash = SHA256()
        var byteCount = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            byteCount += count
            if count == buffer.count { hash.update(buffer) } else { hash.update(Array(buffer[..<count])) }
        }
        if unsafe ferror(file) != 0 {
            throw .unreadable(name: path, reason: unsafe String(cString: strerror(errno)))
        }
        let digits = Array("0123456789abcdef")
        let text = hash.finish().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return (String(text), byteCount)
    }
}
