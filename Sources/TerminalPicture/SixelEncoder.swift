/// Writes pictures as DEC sixel graphics (VT330/VT340 Programmer Reference, chapter 14).
///
///     DCS 0;1;0 q  "1;1;width;height  #n;2;red;green;blue …  bands  ST
///
/// A band is six pixel rows: for each of its colours `#n` and one character per column, 0x3F and a bit for each
/// row, the upper row lowest. `!n` repeats a character, `$` goes back to the band's start, `-` to the next band.
public struct SixelEncoder: Sendable {
    /// How many colours a picture may have, 1…256: what a VT340 (16) or a terminal of today (256) has registers for.
    public let colorLimit: Int

    /// An encoder; limits outside 1…256 are clamped.
    public init(colorLimit: Int = 256) { self.colorLimit = min(256, max(1, colorLimit)) }

    /// The bytes that draw a picture at the cursor; none for a picture without pixels.
    public func encode(_ image: PixelImage) -> [UInt8] {
        if image.size.isEmpty { return [] }
        let table = ColorTable(image, limit: colorLimit)
        var output: [UInt8] = []
        output.reserveCapacity(image.size.count / 2 + 16 * table.colors.count + 64)
        output.append(ascii: "\u{1B}P0;1;0q\"1;1;")
        output.append(decimal: image.size.width)
        output.append(0x3B)
        output.append(decimal: image.size.height)
        for (number, color) in table.colors.enumerated() {
            output.append(0x23)
            output.append(decimal: number)
            output.append(ascii: ";2")
            for part in [color.red, color.green, color.blue] {
                output.append(0x3B)
                // Components are percentages.
                output.append(decimal: (Int(part) * 100 + 127) / 255)
            }
        }
        var band = Band(width: image.size.width)
        for top in stride(from: 0, to: image.size.height, by: 6) {
            if top > 0 { output.append(0x2D) }
            band.read(image, table, rows: top..<min(top + 6, image.size.height))
            band.write(to: &output)
        }
        output += ControlSequence.stringTerminator
        return output
    }

    /// Six pixel rows, as one line of characters for each colour.
    private struct Band {
        let width: Int
        /// The bits of a column, colour by colour.
        private var bits: [UInt8]
        /// The columns that each colour has bits in.
        private var spans: [Range<Int>] = Array(repeating: 0..<0, count: 256)
        /// The colours that the band has, in the order in which they appear.
        private var colors: [Int] = []

        init(width: Int) {
            self.width = width
            bits = Array(repeating: 0, count: 256 * width)
        }

        mutating func read(_ image: PixelImage, _ table: ColorTable, rows: Range<Int>) {
            for column in 0..<width {
                var index = 3 * (rows.lowerBound * width + column)
                var bit: UInt8 = 1
                for _ in rows {
                    let number = Int(
                        table.number(
                            red: image.bytes[index], green: image.bytes[index + 1], blue: image.bytes[index + 2]))
                    if spans[number].isEmpty {
                        colors.append(number)
                        spans[number] = column..<column + 1
                    } else if spans[number].upperBound <= column {
                        spans[number] = spans[number].lowerBound..<column + 1
                    }
                    bits[number * width + column] |= bit
                    bit <<= 1
                    index += 3 * width
                }
            }
        }

        /// Writes the lines and leaves the band empty for the next rows.
        mutating func write(to output: inout [UInt8]) {
            for (place, number) in colors.enumerated() {
                if place > 0 { output.append(0x24) }
                output.append(0x23)
                output.append(decimal: number)
                let span = spans[number]
                Self.append(0, count: span.lowerBound, to: &output)
                var last = bits[number * width + span.lowerBound]
                var count = 0
                for column in span {
                    let index = number * width + column
                    if bits[index] != last {
                        Self.append(last, count: count, to: &output)
                        last = bits[index]
                        count = 0
                    }
                    count += 1
                    bits[index] = 0
                }
                Self.append(last, count: count, to: &output)
                spans[number] = 0..<0
            }
            colors.removeAll(keepingCapacity: true)
        }

        private static func append(_ bits: UInt8, count: Int, to output: inout [UInt8]) {
            if count > 3 {
                output.append(0x21)
                output.append(decimal: count)
                output.append(0x3F + bits)
            } else {
                for _ in 0..<max(0, count) { output.append(0x3F + bits) }
            }
        }
    }
}
