import DroneProtocol
import Video

/// A UVLC stream written as ones and zeros, packed without the encoder under test.
struct BitText {
    private(set) var bits: [UInt8] = []

    /// Appends the ones and zeros of `text`; other characters are for the reader.
    mutating func put(_ text: String) {
        bits += text.utf8.filter { $0 == 0x30 || $0 == 0x31 }.map { $0 - 0x30 }
    }

    mutating func put(_ value: Int, bits count: Int) {
        for place in (0..<count).reversed() { bits.append(UInt8(value >> place & 1)) }
    }

    mutating func align() { while bits.count % 8 != 0 { bits.append(0) } }

    /// 32-bit words, each with its first bit uppermost, sent lowest byte first.
    var bytes: [UInt8] {
        var padded = bits
        while padded.count % 32 != 0 { padded.append(0) }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: padded.count, by: 32) {
            var word: UInt32 = 0
            for bit in padded[start..<start + 32] { word = word << 1 | UInt32(bit) }
            for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(byte * 8))) }
        }
        return bytes
    }

    /// A picture of 176×144 up to its first macroblock.
    static func header(format: Int = 1, resolution: Int = 2, kind: Int = 0, quantiser: Int = 6) -> BitText {
        var text = BitText()
        text.put("0000 0000 0000 0000 1 00000")
        text.put(format, bits: 2)
        text.put(resolution, bits: 3)
        text.put(kind, bits: 3)
        text.put(quantiser, bits: 5)
        text.put(77, bits: 32)
        return text
    }

    /// A macroblock of six blocks that are all `level` × their first step.
    mutating func flatMacroblock(level: Int) {
        put("0 10000000")
        for _ in 0..<6 { put(level, bits: 10) }
    }

    /// The rest of a 176×144 picture of 11 columns and 9 rows, after `done` macroblocks, all of level 18.
    mutating func fillUp(after done: Int, quantiser: Int = 6) {
        for macroblock in done..<99 {
            if macroblock % 11 == 0, macroblock > 0 {
                align()
                put("0000 0000 0000 0000 1")
                put(macroblock / 11, bits: 5)
                put(quantiser, bits: 5)
            }
            flatMacroblock(level: 18)
        }
        align()
        put("0000 0000 0000 0000 1 11111")
    }
}

/// What the decoder makes of `bytes`.
func decodedUVLC(_ bytes: [UInt8]) -> Result<UVLCDecoding, UVLCError> {
    do throws(UVLCError) {
        return .success(try UVLCDecoder().decode(bytes.span.bytes))
    } catch {
        return .failure(error)
    }
}
